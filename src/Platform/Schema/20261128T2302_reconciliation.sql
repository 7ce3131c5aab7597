create table platform.reconciliation (
    id bigint generated always as identity primary key,
    begun_at timestamptz not null,
    gap jsonb not null,
    witness_batch bigint,
    closed_at timestamptz,
    closed_by text,
    reason text,
    check ((closed_at is null) = (reason is null))
);
comment on table platform.reconciliation is 'Đối chiếu sau khi khôi phục: the database was older than what is known beside it.'
    ' begun_at by the machine''s clock.';
create unique index reconciliation_open on platform.reconciliation (id) where closed_at is null;
create table platform.reconciliation_finding (
    reconciliation_id bigint not null references platform.reconciliation,
    no int not null,
    room text not null,
    words text not null,
    primary key (reconciliation_id, no)
);
grant select, insert on platform.reconciliation, platform.reconciliation_finding to motcua_app;
grant update (closed_at, closed_by, reason) on platform.reconciliation to motcua_app;
