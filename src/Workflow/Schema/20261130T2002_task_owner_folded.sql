-- older versions keep working
-- steps: workflow.task by id, 5000
update workflow.task set owner_find = platform.find_fold(owner_name) where id = any($1) and owner_find is null and state in ('open', 'paused')
