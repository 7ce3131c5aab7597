create table catalogue.rule_set (
    id uuid primary key,
    code text not null,
    version int not null check (version > 0),
    name text not null,
    valid_from date,
    valid_to date,
    body jsonb not null,
    state text not null default 'draft' check (state in ('draft', 'scheduled', 'approved', 'withdrawn')),
    revision int not null default 1,
    based_on uuid references catalogue.rule_set,
    -- Everybody who made, changed or scheduled it: none of them approves it.
    hands uuid[] not null default '{}',
    made_by text not null,
    made_at timestamptz not null,
    scheduled_by text,
    scheduled_at timestamptz,
    approved_by text,
    approved_by_id uuid,
    approved_at timestamptz,
    withdrawn_by text,
    withdrawn_at timestamptz,
    unique (code, version),
    check (valid_to >= valid_from),
    check (state not in ('scheduled', 'approved') or valid_from is not null),
    check ((state = 'approved') <= (approved_at is not null)),
    constraint rule_set_two_people check (not approved_by_id = any (hands)),
    -- At the commit: an approval shortens the older period and a withdrawal lengthens it, in whatever order.
    constraint rule_set_periods exclude using gist (daterange(valid_from, valid_to, '[]') with &&) where (state = 'approved') deferrable initially deferred
);
comment on table catalogue.rule_set is 'Bộ quy định áp dụng: one generation of the one-stop law. A dossier pins the one of its reception, so an approved one never changes.';
comment on column catalogue.rule_set.body is 'Contracts.RuleSet without the columns of this table.';

create function catalogue.rule_set_is_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'Bộ quy định % không xóa được', old.code using errcode = 'restrict_violation';
    end if;
    -- A newer one may close its period, and before it is in force it may be withdrawn: nothing else.
    if old.approved_at is not null
        and (new.id, new.code, new.version, new.name, new.valid_from, new.body, new.based_on, new.hands, new.made_by, new.made_at, new.approved_by, new.approved_by_id, new.approved_at)
            is distinct from (old.id, old.code, old.version, old.name, old.valid_from, old.body, old.based_on, old.hands, old.made_by, old.made_at, old.approved_by, old.approved_by_id, old.approved_at) then
        raise exception 'Bộ quy định % đã duyệt nên không sửa được', old.code using errcode = 'restrict_violation';
    end if;
    if old.state = 'withdrawn' and new.state <> 'withdrawn' or old.state = 'approved' and new.state not in ('approved', 'withdrawn') then
        raise exception 'Bộ quy định % không trở lại trạng thái trước', old.code using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger rule_set_frozen before update or delete on catalogue.rule_set for each row execute function catalogue.rule_set_is_frozen();

grant select, insert, update on catalogue.rule_set to motcua_app;
