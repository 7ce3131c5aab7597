-- The frozen steps are alike for all dossiers of one version of a procedure: kept once, not 900 bytes in every run.
create table workflow.process (
    id uuid primary key,
    steps jsonb not null
);
comment on table workflow.process is 'Quy trình đã chốt: the steps as they were when a dossier was received; named by its content, never changed.';
grant select, insert on workflow.process to motcua_app;

insert into workflow.process (id, steps) select distinct md5(steps::text)::uuid, steps from workflow.run;
alter table workflow.run add column process_id uuid references workflow.process;
update workflow.run set process_id = md5(steps::text)::uuid;
alter table workflow.run alter column process_id set not null, drop column steps;
