create or replace function dossiers.name_fold(text) returns text language sql immutable strict parallel safe
    return platform.find_fold($1);

-- As before, and for a name with an apostrophe or a hyphen also its parts: "H'Hen Niê" → hhen nie · nie, h hen nie · hen nie.
-- Where a word is nothing but such a sign, the words of the two lines do not meet and the whole name stands beside each part.
create or replace function dossiers.name_parts(name text, out key text, out written text) returns setof record language sql immutable parallel safe as $$
    with plain (line) as (select lower(btrim(regexp_replace(name, '\s+', ' ', 'g')))),
    form (line, folded) as (
        select line, string_to_array(platform.find_fold(line), ' ') from plain
        union
        select line, string_to_array(platform.find_parts(line), ' ') from plain where platform.find_parts(line) <> platform.find_fold(line))
    select array_to_string(folded[first:], ' '),
        case when cardinality(folded) = cardinality(string_to_array(line, ' ')) then array_to_string((string_to_array(line, ' '))[first:], ' ') else line end
    from form, generate_series(1, least(cardinality(folded), 12)) first
$$;

-- Only names with a joint or a look-alike have another fold now.
with changed as materialized (select * from dossiers.dossier where owner_name ~ '[-''`\u00b4\u02b9-\u02bc\u02ca\u02cb\u2010-\u201b\u2032\u2212\uff01-\uff5eÐƉðɖ]'),
gone as (delete from dossiers.name_key k using changed d where k.dossier_id = d.id)
insert into dossiers.name_key (scope, key, written, submitted_at, dossier_id)
select place.scope, part.key, part.written, d.submitted_at, d.id
from changed d cross join lateral dossiers.name_parts(d.owner_name) part
cross join lateral (select d.competent_agency union all select d.intake_office where d.intake_agency <> d.competent_agency) place (scope);
