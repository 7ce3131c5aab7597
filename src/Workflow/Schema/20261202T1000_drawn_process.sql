create table workflow.drawn_process (
    id uuid primary key,
    procedure_code text not null,
    version int not null check (version > 0),
    -- BPMN 2.0; the file is the definition (decision 0052). The reader takes no more than 2 MB.
    drawing text not null check (octet_length(drawing) <= 2100000),
    -- Where it came from, in words.
    source text not null,
    state text not null default 'draft' check (state in ('draft', 'proposed', 'approved', 'withdrawn')),
    -- The day that was asked for; null: from the approval on.
    wished_on date,
    from_at timestamptz,
    to_at timestamptz,
    revision int not null default 1,
    based_on uuid references workflow.drawn_process,
    -- Everybody who made, changed or proposed it: none of them approves it.
    hands uuid[] not null default '{}',
    made_by text not null,
    made_at timestamptz not null,
    proposed_by text,
    proposed_at timestamptz,
    approved_by text,
    approved_by_id uuid,
    approved_at timestamptz,
    withdrawn_by text,
    withdrawn_at timestamptz,
    unique (procedure_code, version),
    check (to_at >= from_at),
    check ((state = 'approved') <= (approved_at is not null and from_at is not null)),
    check ((state = 'proposed') <= (proposed_at is not null)),
    constraint drawn_process_two_people check (not approved_by_id = any (hands)),
    -- At the commit: an approval closes the older one, a withdrawal opens it again, in whatever order.
    constraint drawn_process_periods exclude using gist (procedure_code with =, tstzrange(from_at, to_at) with &&) where (state = 'approved')
        deferrable initially deferred
);
comment on table workflow.drawn_process is
    'Quy trình đã vẽ: one version of the process of a procedure. Dossiers stay with theirs, so an approved one never changes.';
create index drawn_process_in_force on workflow.drawn_process (procedure_code, from_at) where state = 'approved';
create index drawn_process_newest on workflow.drawn_process (made_at desc, id);

create function workflow.drawn_process_is_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'Quy trình % bản % không xóa được', old.procedure_code, old.version using errcode = 'restrict_violation';
    end if;
    -- A newer one may close its period, and before it is in force it may be withdrawn: nothing else.
    if old.approved_at is not null and (new.id, new.procedure_code, new.version, new.drawing, new.source, new.wished_on, new.from_at, new.based_on, new.hands,
            new.made_by, new.made_at, new.proposed_by, new.proposed_at, new.approved_by, new.approved_by_id, new.approved_at)
        is distinct from (old.id, old.procedure_code, old.version, old.drawing, old.source, old.wished_on, old.from_at, old.based_on, old.hands,
            old.made_by, old.made_at, old.proposed_by, old.proposed_at, old.approved_by, old.approved_by_id, old.approved_at) then
        raise exception 'Quy trình % bản % đã duyệt nên không sửa được', old.procedure_code, old.version using errcode = 'restrict_violation';
    end if;
    if old.state = 'withdrawn' and new.state <> 'withdrawn' or old.state = 'approved' and new.state not in ('approved', 'withdrawn') then
        raise exception 'Quy trình % bản % không trở lại trạng thái trước', old.procedure_code, old.version using errcode = 'restrict_violation';
    end if;
    -- What was proposed is what is approved.
    if new.approved_at is not null and old.approved_at is null and new.drawing is distinct from old.drawing then
        raise exception 'Quy trình % bản % không vừa sửa vừa duyệt được', old.procedure_code, old.version using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger drawn_process_frozen before update or delete on workflow.drawn_process
    for each row execute function workflow.drawn_process_is_frozen();

grant select, insert, update on workflow.drawn_process to motcua_app;
