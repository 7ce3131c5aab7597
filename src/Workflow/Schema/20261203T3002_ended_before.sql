-- older versions keep working
-- steps: workflow.run by dossier_id, 5000
insert into workflow.ended_run (dossier_id) select dossier_id from workflow.run where dossier_id = any($1) and finished_at is not null on conflict do nothing
