create table platform.scanned_file (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    at timestamptz not null
);
comment on table platform.scanned_file is 'Tệp đã quét vi-rút, không thấy gì: a file without a line is "chưa quét", never clean.';
grant select, insert, update, delete on platform.scanned_file to motcua_app;
