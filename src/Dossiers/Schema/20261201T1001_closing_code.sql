-- older versions keep working
-- concurrently: dossiers.dossier_closing_code
create index concurrently dossier_closing_code on dossiers.dossier (closing_code, status) where closing_code is not null
