-- older versions keep working
-- What has really happened: each run that has ended is written once more, small, as the way that it went (shared) and its times.
create table workflow.past_way (
    id uuid primary key,
    keys text[] not null,
    names text[] not null,
    kinds text[] not null,
    roles text[] not null,
    agencies text[] not null,
    -- done, returned (sent back) or cancelled.
    states text[] not null
);
comment on table workflow.past_way is 'Đường đã đi: the steps of a run in the order in which they ended; named by its content, shared by runs.';

create table workflow.past_run (
    dossier_id uuid primary key references workflow.run,
    dossier_code text not null,
    procedure_code text not null,
    process_id uuid not null,
    began_at timestamptz not null,
    ended_at timestamptz not null,
    way_id uuid not null references workflow.past_way,
    times int[] not null,
    outcomes text[] not null,
    assignees uuid[] not null
);
comment on table workflow.past_run is 'Hồ sơ đã qua: a run that has ended, by its way. Nothing of the owner.';
comment on column workflow.past_run.times is 'Of each step three: opened and ended, in seconds since began_at, and how long it stood meanwhile, in seconds.';
create index past_run_ended on workflow.past_run (procedure_code, ended_at desc, dossier_id);

create table workflow.ended_run (dossier_id uuid primary key);
comment on table workflow.ended_run is 'Ended and not written as past yet: a queue. What commits late stands in it late, so nothing is passed over.';

create function workflow.run_has_ended() returns trigger language plpgsql as $$
begin
    insert into workflow.ended_run (dossier_id) values (new.dossier_id) on conflict do nothing;
    return null;
end $$;
create trigger run_ends after update of finished_at on workflow.run for each row
    when (new.finished_at is not null and old.finished_at is null) execute function workflow.run_has_ended();
create trigger run_began_ended after insert on workflow.run for each row when (new.finished_at is not null) execute function workflow.run_has_ended();

-- Names in a log that leaves the house are made with it: the same each time, and told to nobody.
create table workflow.past_key (key bytea not null check (octet_length(key) = 32));
insert into workflow.past_key values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

grant select, insert on workflow.past_way, workflow.past_run to motcua_app;
grant select, insert, update, delete on workflow.ended_run to motcua_app;
grant select on workflow.past_key to motcua_app;
