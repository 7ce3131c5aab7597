-- Search by applicant among millions costs what one agency's page costs: each place of a dossier (the agency that decides
-- and, where it is another, the office that took it in) holds the name from each of its words on, folded, in one range of
-- one index. A trigram index cannot be narrowed by agency and grows with the province.
create table dossiers.name_key (
    scope text collate "C" not null,
    key text collate "C" not null,
    written text not null,
    submitted_at timestamptz not null,
    dossier_id uuid not null
);
comment on table dossiers.name_key is 'Tên để tìm: derived from dossiers.dossier by its trigger, never written by hand.';
comment on column dossiers.name_key.scope is 'Code of an agency or of an office.';
comment on column dossiers.name_key.written is 'The same part of the name with its marks, lower case: typed with marks, it ranks first.';

-- Lý and Lí, Thúy and Thuý are one name to a reader: marks go, and y is i.
create function dossiers.name_fold(text) returns text language sql immutable strict parallel safe
    return translate(platform.fold($1), 'y', 'i');

-- "Nguyễn Thị Bé Năm" → nguyễn thị bé năm · thị bé năm · bé năm · năm, each with its fold. Folded once and cut by words,
-- not folded part by part: this runs in the transaction of every submission.
create function dossiers.name_parts(name text, out key text, out written text) returns setof record language sql immutable parallel safe as $$
    select array_to_string(folded[first:], ' '), array_to_string(words[first:], ' ')
    from (select string_to_array(plain, ' ') as words, string_to_array(dossiers.name_fold(plain), ' ') as folded
          from (select lower(btrim(regexp_replace(name, '\s+', ' ', 'g'))) as plain) cleaned) split,
        generate_series(1, least(cardinality(words), 12)) first
$$;

create function dossiers.keep_names() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into dossiers.name_key (scope, key, written, submitted_at, dossier_id)
    select place.scope, part.key, part.written, d.submitted_at, d.id
    from fresh d cross join lateral dossiers.name_parts(d.owner_name) part
    cross join lateral (select d.competent_agency union all select d.intake_office where d.intake_agency <> d.competent_agency) place (scope);
    return null;
end $$;
create trigger keep_names after insert on dossiers.dossier referencing new table as fresh for each statement execute function dossiers.keep_names();
-- Also for a loader that leaves out the checks of references.
alter table dossiers.dossier enable always trigger keep_names;

insert into dossiers.name_key (scope, key, written, submitted_at, dossier_id)
select place.scope, part.key, part.written, d.submitted_at, d.id
from dossiers.dossier d cross join lateral dossiers.name_parts(d.owner_name) part
cross join lateral (select d.competent_agency union all select d.intake_office where d.intake_agency <> d.competent_agency) place (scope);
create index name_key_find on dossiers.name_key (scope, key) include (submitted_at, dossier_id, written);

drop index dossiers.dossier_name;
alter table dossiers.dossier drop column owner_name_folded;
grant select on dossiers.name_key to motcua_app;

-- Never a condition of a query: the planner's samples of them would be gathered for nothing.
alter table dossiers.dossier alter column answers set statistics 0;
alter table dossiers.draft alter column answers set statistics 0, alter column progress set statistics 0;
