-- concurrently: workflow.task_finished
create index concurrently task_finished on workflow.task (assignee_id, done_at desc, id desc) where state in ('done', 'returned')
