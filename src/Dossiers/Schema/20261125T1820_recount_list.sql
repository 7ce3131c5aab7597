-- The list behind the numbers of a recount: what one calendar version moved.
create index clock_entry_recounted on dossiers.clock_entry (calendar_version, dossier_id) where kind = 'calendar';
