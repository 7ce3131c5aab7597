-- concurrently: dossiers.dossier_foreign
create index concurrently dossier_foreign on dossiers.dossier (foreign_system, foreign_id) where foreign_system is not null
