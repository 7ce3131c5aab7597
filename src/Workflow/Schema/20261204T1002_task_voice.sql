-- A version that does not know it ends such a step with one person, so it does not work beside this one (decision 0027).
create table workflow.task_voice (
    task_id uuid not null references workflow.task,
    account_id uuid not null,
    dossier_id uuid not null,
    name text not null,
    at timestamptz not null,
    primary key (task_id, account_id)
);
comment on table workflow.task_voice is 'Bước nhiều người cùng làm: who has done their part, each once. The step ends with the last that the drawing asks for.';
grant select, insert on workflow.task_voice to motcua_app;
