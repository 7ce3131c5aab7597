-- concurrently: dossiers.dossier_counted_office
create index concurrently dossier_counted_office on dossiers.dossier (counted_office, received_at) where counted_office is not null
