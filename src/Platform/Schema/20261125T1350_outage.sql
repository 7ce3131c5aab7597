create table platform.outage (
    from_at timestamptz primary key,
    until_at timestamptz not null check (until_at > from_at)
);
comment on table platform.outage is 'Hệ thống ngừng hoạt động: nobody could work. It never stops a legal clock, and the explanation of a date names it.';
create table platform.heartbeat (
    one boolean primary key default true check (one),
    at timestamptz not null
);
comment on table platform.heartbeat is 'The last sign of life of any node; a gap before the next one is an outage.';
grant select, insert on platform.outage to motcua_app;
grant select, insert, update on platform.heartbeat to motcua_app;
