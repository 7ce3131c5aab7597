-- older versions keep working
-- concurrently: dossiers.timer_fired
create index concurrently timer_fired on dossiers.timer (fired_at) where fired_at is not null;
