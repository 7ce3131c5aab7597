create table workflow.step_clock (
    task_id uuid not null references workflow.task,
    seq int not null,
    kind text not null check (kind in ('pause', 'resume')),
    at timestamptz not null,
    due_at timestamptz not null,
    reason text,
    primary key (task_id, seq)
);
comment on table workflow.step_clock is 'Đồng hồ của bước: when a step stood and went on; append-only.';
grant select, insert on workflow.step_clock to motcua_app;
