-- concurrently: dossiers.dossier_agency_received
create index concurrently dossier_agency_received on dossiers.dossier (competent_agency, received_at) where received_at is not null
