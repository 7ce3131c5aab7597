-- The tracking register and the hand-over list of one office by day.
create index dossier_register on dossiers.dossier (intake_office, received_at, id) where received_at is not null;
create index dossier_handed_over on dossiers.dossier (intake_office, finished_at, id) where status in ('done', 'returned');
