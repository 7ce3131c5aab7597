-- Thông báo lịch của một năm, as an administrator entered it. The calendar that people count by is the version that it made.
create table organisation.calendar_notice (
    version int primary key references organisation.calendar_version,
    year int not null,
    status text not null check (status in ('official', 'provisional')),
    document_number text not null check (length(btrim(document_number)) > 0),
    document_date date not null,
    reason text not null check (length(btrim(reason)) > 0),
    past_reason text,
    days jsonb not null
);
comment on table organisation.calendar_notice is 'A year that has a row here is kept by the page: a later load of holidays.csv does not bend it.';
create index calendar_notice_year on organisation.calendar_notice (year, version);
revoke update, delete on organisation.calendar_notice from motcua_app;
grant select, insert on organisation.calendar_notice to motcua_app;
