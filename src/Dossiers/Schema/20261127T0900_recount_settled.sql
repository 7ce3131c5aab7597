alter table dossiers.recount add column settled_at timestamptz;
comment on column dossiers.recount.settled_at is 'Gone through once more, when every server knew the version: from here on no open dossier is counted by an older one. A later version counts for all that are not settled.';
update dossiers.recount set settled_at = finished_at;
