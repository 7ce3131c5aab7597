create table platform.damaged_file (
    sha256 text primary key,
    what text not null check (what in ('missing', 'changed')),
    found_at timestamptz not null,
    last_at timestamptz not null,
    times int not null default 1
);
comment on table platform.damaged_file is 'Tệp lưu trữ mất hoặc bị đổi: found when its bytes were to be used and were not what was judged. A row stays after the file has been put back.';
grant select, insert, update on platform.damaged_file to motcua_app;
