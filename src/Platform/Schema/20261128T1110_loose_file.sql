create table platform.loose_file (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    since timestamptz not null default now()
);
comment on table platform.loose_file is 'Tệp có thể không còn ai dùng: its last row may have gone, or its first was never written. The sweep asks every room.';
create index loose_file_since on platform.loose_file (since);
grant select, insert, update, delete on platform.loose_file to motcua_app;
