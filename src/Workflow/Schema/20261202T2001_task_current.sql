-- concurrently: workflow.task_current
create unique index concurrently task_current on workflow.task (dossier_id, step_key) where state in ('open', 'paused')
