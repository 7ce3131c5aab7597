-- What the limits are measured on: the columns and indexes that the effect needs and nothing else; no check, no trigger, no mark, no history.
drop schema if exists limits cascade;
create schema limits;
create table limits.dossier (
    no bigint generated always as identity primary key,
    code text not null unique,
    unit int not null,
    owner text not null,
    procedure text not null,
    status text not null,
    due_at timestamptz,
    answers text not null
);
create index on limits.dossier (unit, due_at) where status = 'open';
create table limits.part (dossier bigint not null, n int not null, kind text not null, data text not null, primary key (dossier, n));
create table limits.event (position bigint generated always as identity primary key, stream text not null, kind text not null, at timestamptz not null,
    actor text not null, data text not null);
create index on limits.event (stream, position);
create table limits.outbox (id bigint generated always as identity primary key, address text not null, words text not null, due_at timestamptz not null);
insert into limits.dossier (code, unit, owner, procedure, status, due_at, answers)
select 'L' || n, n % 64, 'Nguyễn Văn ' || n, 'Đăng ký khai sinh', 'open', now() + n * interval '1 second', repeat('x', 2000)
from generate_series(1, :rows) n;
insert into limits.part (dossier, n, kind, data)
select d, p, 'part', repeat('y', 120) from generate_series(1, :rows) d, generate_series(1, 10) p;
vacuum analyze limits.dossier, limits.part;
