-- Steps at an office have a range of their own; without this condition the agency's list reads past all of them.
create index task_agency_unclaimed on workflow.task (agency_code, role, due_at, id) where state = 'open' and assignee_id is null and office_code is null;
drop index workflow.task_unclaimed;
-- "Chờ người khác".
create index task_paused on workflow.task (agency_code, due_at, id) where state = 'paused';
-- Never a condition of a query.
alter table workflow.run alter column steps set statistics 0;
