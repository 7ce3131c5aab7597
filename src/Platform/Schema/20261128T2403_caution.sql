create table platform.caution (
    id uuid primary key default gen_random_uuid(),
    since timestamptz not null,
    words text not null,
    first_by uuid,
    first_name text,
    first_reason text,
    first_at timestamptz,
    lifted_by uuid,
    lifted_name text,
    lifted_reason text,
    lifted_at timestamptz,
    check (lifted_at is null or (first_by is not null and lifted_by is not null and first_by <> lifted_by))
);
comment on table platform.caution is 'Thận trọng: log and witness contradict each other. While one is open nothing is sealed, nothing sensitive read; two administrators lift it.';
create unique index caution_open on platform.caution ((true)) where lifted_at is null;
grant select, insert, update on platform.caution to motcua_app;
