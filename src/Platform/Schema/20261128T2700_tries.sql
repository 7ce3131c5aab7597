create table platform.tries (
    key text primary key,
    at timestamptz[] not null,
    keep_until timestamptz not null
);
comment on table platform.tries is 'Lần thử mã đoán được: when each was, under the hash of what was tried; deleted when no budget looks at them any more.';
create index tries_keep_until on platform.tries (keep_until);
grant select, insert, update, delete on platform.tries to motcua_app;
