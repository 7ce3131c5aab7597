-- concurrently: workflow.task_agency_open
create index concurrently task_agency_open on workflow.task (agency_code, shown_due_at, id) where state = 'open' and office_code is null
