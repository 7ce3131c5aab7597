-- concurrently: dossiers.dossier_counted_agency
create index concurrently dossier_counted_agency on dossiers.dossier (counted_agency, received_at) where counted_agency is not null
