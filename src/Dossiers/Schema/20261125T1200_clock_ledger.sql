-- Sổ tính thời hạn: each row names what it was counted by, so that the dates can be derived again from these rows alone.
alter table dossiers.clock_entry drop constraint clock_entry_kind_check;
alter table dossiers.clock_entry
    add constraint clock_entry_kind_check check (kind in ('start', 'pause', 'resume', 'restart', 'extend', 'stop', 'correct', 'calendar')),
    add column cause text,
    add column term_unit text check (term_unit in ('workingDay', 'day', 'hour', 'month', 'sameDay')),
    add column term_value numeric,
    add column cut_off time,
    add column rule_set_id uuid,
    add column calendar_version int,
    add column amount numeric,
    add column corrects int,
    add constraint clock_entry_start check (kind <> 'start' or seq = 1),
    add constraint clock_entry_reason check (kind in ('start', 'stop', 'calendar') or length(btrim(reason)) > 0) not valid,
    add constraint clock_entry_correct check ((kind = 'correct') = (corrects is not null) and corrects < seq),
    add constraint clock_entry_extend check ((kind = 'extend') = (amount is not null) and (amount is null or amount > 0));
comment on column dossiers.clock_entry.due_at is 'The due time after this entry, as it was said then.';
comment on column dossiers.clock_entry.amount is 'In the unit of the term: working days, hours, or calendar days (also for months).';

alter table dossiers.dossier add column rule_set_id uuid;
comment on column dossiers.dossier.rule_set_id is 'Bộ quy định of the day of reception.';

-- The whole list of papers is walked before anything is asked for: once, and completely.
alter table dossiers.component add column checked_at timestamptz;
