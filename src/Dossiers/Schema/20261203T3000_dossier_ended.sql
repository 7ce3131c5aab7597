-- concurrently: dossiers.dossier_ended
create index concurrently dossier_ended on dossiers.dossier (procedure_code, finished_at desc, id desc) where finished_at is not null
