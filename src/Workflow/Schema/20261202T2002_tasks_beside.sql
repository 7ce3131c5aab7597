-- Steps may be open beside each other: never twice the same.
drop index workflow.task_one_current;
