create table proof.check_turn (
    name text primary key,
    position bigint not null default 0,
    owner uuid not null default '00000000-0000-0000-0000-000000000000',
    passed_at timestamptz
);
comment on table proof.check_turn is 'How far the recurring check of rows has come; each part begins again when it is through.';
comment on column proof.check_turn.passed_at is 'When this part was last gone through to its end.';

create table proof.finding (
    key text primary key,
    words text not null,
    found_at timestamptz not null,
    seen_at timestamptz not null,
    closed_at timestamptz,
    closed_by text,
    closed_reason text,
    check ((closed_at is null) = (closed_reason is null) and (closed_at is null) = (closed_by is null))
);
comment on table proof.finding is 'Chỗ không khớp: what a check has found. It stays until an administrator closes it with a reason; found again, it opens again.';
create index finding_open on proof.finding (found_at desc) where closed_at is null;

grant select, insert, update on proof.check_turn, proof.finding to motcua_app;

create table proof.outside (
    one boolean primary key default true check (one),
    batch bigint not null,
    at timestamptz not null,
    problem text
);
comment on table proof.outside is 'Đối chứng bên ngoài: the last batch it holds and when it was last reached. For the screen, no proof.';
grant select, insert, update on proof.outside to motcua_app;
