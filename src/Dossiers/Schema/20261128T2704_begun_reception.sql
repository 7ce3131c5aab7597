create table dossiers.begun_reception (
    key uuid not null,
    owner_kind text not null check (owner_kind in ('person', 'organisation')),
    owner_number text not null,
    officer_id uuid not null,
    officer_name text not null,
    office text not null,
    procedure_code text not null,
    reason text not null,
    begun_at timestamptz not null,
    judged_at timestamptz,
    primary key (key, owner_kind, owner_number)
);
comment on table dossiers.begun_reception is 'Lượt tiếp nhận đã bắt đầu: the person is present and the officer says why; only then does the counter show what is kept of them.';
comment on column dossiers.begun_reception.judged_at is 'The watch over readings has looked at it.';
create index begun_reception_unjudged on dossiers.begun_reception (begun_at) where judged_at is null;
grant select, insert, update (judged_at) on dossiers.begun_reception to motcua_app;
