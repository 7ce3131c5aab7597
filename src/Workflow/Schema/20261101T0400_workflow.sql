create schema if not exists workflow;

create table workflow.run (
    dossier_id uuid primary key,
    steps jsonb not null,
    competent_agency text not null,
    intake_office text not null,
    finished_at timestamptz
);
comment on table workflow.run is 'Quy trình đang chạy: the steps of one dossier, frozen when the dossier was received.';

create table workflow.task (
    id uuid primary key,
    dossier_id uuid not null references workflow.run,
    seq int not null,
    step_no int not null,
    step_key text not null,
    step_name text not null,
    step_kind text not null,
    role text not null,
    agency_code text not null,
    office_code text,
    assignee_id uuid,
    assignee_name text,
    state text not null check (state in ('open', 'paused', 'done', 'returned', 'cancelled')),
    opened_at timestamptz not null,
    due_at timestamptz not null,
    done_at timestamptz,
    outcome text,
    note text,
    -- What a list shows of the dossier. Carried here so that a list is one index range, with no join to another room.
    dossier_code text not null,
    procedure_code text not null,
    procedure_name text not null,
    owner_name text not null,
    dossier_due_at timestamptz,
    version int not null default 0,
    unique (dossier_id, seq)
);
comment on table workflow.task is 'Việc: one step of one dossier in one pair of hands.';
-- "Việc của tôi": mine, and what nobody has taken yet in my agency and role.
create index task_mine on workflow.task (assignee_id, due_at, id) where state = 'open' and assignee_id is not null;
create index task_unclaimed on workflow.task (agency_code, role, due_at, id) where state = 'open' and assignee_id is null;
create index task_office_unclaimed on workflow.task (office_code, role, due_at, id) where state = 'open' and assignee_id is null and office_code is not null;
create unique index task_one_current on workflow.task (dossier_id) where state in ('open', 'paused');

grant usage on schema workflow to motcua_app;
grant select, insert, update on workflow.run, workflow.task to motcua_app;
