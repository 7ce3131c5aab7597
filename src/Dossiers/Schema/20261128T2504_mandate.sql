alter table dossiers.dossier add column mandate_ended_at timestamptz;
comment on column dossiers.dossier.mandate_ended_at is 'From then on the account that filed for the owner neither reads nor acts.';
