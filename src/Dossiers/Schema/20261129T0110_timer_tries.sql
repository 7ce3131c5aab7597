alter table dossiers.timer
    add column tries int not null default 0,
    add column rest_until timestamptz,
    add column problem text,
    add column incident text,
    add column failed_at timestamptz;
comment on column dossiers.timer.tries is 'How often it could not be said; after five it is set aside (failed_at) until a person asks for it again.';
create index timer_failed on dossiers.timer (failed_at) where fired_at is null and failed_at is not null;
