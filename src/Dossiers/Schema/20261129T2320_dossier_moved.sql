-- A dossier that is still open goes with its unit when the organisation changes; what was counted with the old one stays counted there.
alter table dossiers.dossier add column counted_agency text, add column counted_office text;
comment on column dossiers.dossier.counted_agency is 'Who decided when it was received, where another one does by now: figures of that time count by it.';
comment on column dossiers.dossier.counted_office is 'Office that received it, where another one has it by now: its register keeps the line.';

-- The names to search by stand under the places of the dossier, so they go along.
create function dossiers.move_names() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    delete from dossiers.name_key k using dossiers.name_parts(old.owner_name) part
        where k.scope in (old.competent_agency, old.intake_office) and k.key = part.key and k.dossier_id = old.id;
    insert into dossiers.name_key (scope, key, written, submitted_at, dossier_id)
    select place.scope, part.key, part.written, new.submitted_at, new.id
    from dossiers.name_parts(new.owner_name) part
    cross join lateral (select new.competent_agency union all select new.intake_office where new.intake_agency <> new.competent_agency) place (scope);
    return null;
end $$;
create trigger move_names after update of competent_agency, intake_office, intake_agency on dossiers.dossier for each row
    when ((old.competent_agency, old.intake_office, old.intake_agency) is distinct from (new.competent_agency, new.intake_office, new.intake_agency))
    execute function dossiers.move_names();
