-- Mã của hệ thống ngoài: what the program that fills in calls the draft, and then the dossier.
alter table filing.draft add column foreign_system text, add column foreign_id text;
