alter table dossiers.timer
    drop constraint timer_kind_check,
    add constraint timer_kind_check check (kind in ('unanswered', 'unansweredLong', 'stepSilent', 'stepLate', 'dueSoon', 'dueToday', 'overdue', 'still', 'consultationLate', 'statutorySoon', 'statutoryOver'));
