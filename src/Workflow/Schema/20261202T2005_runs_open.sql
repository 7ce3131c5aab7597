-- concurrently: workflow.run_open
create index concurrently run_open on workflow.run (process_id, dossier_id) where finished_at is null
