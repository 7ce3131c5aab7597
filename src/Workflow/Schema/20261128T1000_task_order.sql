-- Việc của tôi stands in the order of the time that it shows: the promise to the citizen where there is one, else the step's own.
alter table workflow.task add column shown_due_at timestamptz generated always as (coalesce(dossier_due_at, due_at)) stored;
create index task_mine_shown on workflow.task (assignee_id, shown_due_at, id) where state = 'open' and assignee_id is not null;
create index task_agency_shown on workflow.task (agency_code, role, shown_due_at, id) where state = 'open' and assignee_id is null and office_code is null;
create index task_office_shown on workflow.task (office_code, role, shown_due_at, id) where state = 'open' and assignee_id is null and office_code is not null;
create index task_paused_shown on workflow.task (agency_code, shown_due_at, id) where state = 'paused';
drop index workflow.task_mine, workflow.task_agency_unclaimed, workflow.task_office_unclaimed, workflow.task_paused;
