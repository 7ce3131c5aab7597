create table dossiers.timer (
    dossier_id uuid not null references dossiers.dossier,
    kind text not null check (kind in ('unanswered', 'unansweredLong', 'stepSilent', 'stepLate', 'dueSoon', 'dueToday', 'overdue', 'still')),
    about text not null,
    since timestamptz not null,
    due_at timestamptz not null,
    fired_at timestamptz,
    primary key (dossier_id, kind, about)
);
comment on table dossiers.timer is 'Hẹn giờ nhắc việc: what will be said of a dossier if nothing happens. Derived from the dossier; fired once.';
comment on column dossiers.timer.about is 'What it is for: the step, the due time, the last movement. The same thing is never said twice; another due time is another thing.';
comment on column dossiers.timer.since is 'From when the silence or the term is counted.';
create index timer_due on dossiers.timer (due_at) where fired_at is null;
grant select, insert, update, delete on dossiers.timer to motcua_app;
