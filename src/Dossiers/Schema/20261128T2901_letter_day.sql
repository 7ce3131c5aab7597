-- What a signed letter promises is a day, not an amount: a new calendar does not move it in silence.
alter table dossiers.clock_entry add column until timestamptz;
alter table dossiers.clock_entry drop constraint clock_entry_extend;
update dossiers.clock_entry set until = due_at where kind = 'extend';
alter table dossiers.clock_entry drop column amount,
    add constraint clock_entry_extend check ((kind = 'extend') = (until is not null));
comment on column dossiers.clock_entry.until is 'Of extend: the day and hour that the signed letter promises.';
