-- older versions keep working
-- concurrently: platform.job_done
create index concurrently job_done on platform.job (due_at) where state = 'done';
