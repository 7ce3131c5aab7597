-- older versions keep working
create table catalogue.door_wish (
    id uuid primary key,
    code text not null,
    door text not null check (door in ('here', 'both')),
    valid_from date not null,
    basis text not null,
    state text not null check (state in ('open', 'approved', 'withdrawn')),
    asked_by text not null,
    asked_by_id uuid not null,
    asked_at timestamptz not null,
    decided_by text,
    decided_by_id uuid,
    decided_at timestamptz,
    check (state <> 'approved' or decided_by_id is not null and decided_by_id <> asked_by_id),
    check ((state = 'open') = (decided_at is null))
);
comment on table catalogue.door_wish is 'Đề nghị mở cửa nộp tại đây of a procedure that is filed elsewhere: another officer approves it.';
create unique index door_wish_open on catalogue.door_wish (code) where state = 'open';
grant select, insert, update on catalogue.door_wish to motcua_app;
