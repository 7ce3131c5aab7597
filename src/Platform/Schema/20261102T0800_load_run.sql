create table platform.load_run (
    id uuid primary key,
    at timestamptz not null,
    folder text not null,
    dry_run boolean not null,
    actor_name text not null,
    took_ms int not null,
    loaded int not null,
    unchanged int not null,
    refused int not null,
    files jsonb not null
);
comment on table platform.load_run is 'Báo cáo nạp dữ liệu tham chiếu, one row per load, append-only.';
create index load_run_at on platform.load_run (at desc);
grant select, insert on platform.load_run to motcua_app;
