-- older versions keep working
-- concurrently: dossiers.supplement_request_why
create index concurrently supplement_request_why on dossiers.supplement_request using gin (jsonb_path_query_array(items, '$[*].why'))
