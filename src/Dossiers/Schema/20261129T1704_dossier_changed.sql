-- concurrently: dossiers.dossier_changed
create index concurrently dossier_changed on dossiers.dossier (changed_at)
