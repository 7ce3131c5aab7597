-- A promise names the calendar it was made by, so a calendar is a version that never changes; the tables hold the newest.
create table organisation.calendar_version (
    version int generated always as identity primary key,
    at timestamptz not null,
    actor_name text not null,
    reason text not null,
    content jsonb not null
);
comment on table organisation.calendar_version is 'Phiên bản lịch làm việc: holidays, official years and office hours as they were known.';
revoke update, delete on organisation.calendar_version from motcua_app;
grant select, insert on organisation.calendar_version to motcua_app;

-- Thứ Bảy: an office may be open without the day counting for the legal term.
alter table organisation.office_hours add column weekday int check (weekday between 0 and 6);
alter table organisation.office_hours add column counts boolean not null default false;
alter table organisation.office_hours add column basis text;
alter table organisation.office_hours drop constraint office_hours_pkey;
create unique index office_hours_key on organisation.office_hours (office_code, valid_from, coalesce(weekday, -1), opens_at);
comment on column organisation.office_hours.weekday is 'Null: every working day. 6: Saturday, 0: Sunday.';
comment on column organisation.office_hours.counts is 'A Saturday that counts for terms at this office; only where the province has decided so.';
