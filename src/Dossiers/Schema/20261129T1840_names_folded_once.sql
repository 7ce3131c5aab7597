-- The same answers for less: each fold of a name is made once, and both codes of a new dossier are looked for at once.
-- For a name with an apostrophe or a hyphen also its parts: "H'Hen Niê" → hhen nie · nie, h hen nie · hen nie.
-- Where a word is nothing but such a sign, the words of the two lines do not meet and the whole name stands beside each part.
create or replace function dossiers.name_parts(name text, out key text, out written text) returns setof record language sql immutable parallel safe as $$
    with plain (line) as materialized (select lower(btrim(regexp_replace(name, '\s+', ' ', 'g')))),
    form (line, folded, parts) as materialized (select line, platform.find_fold(line), platform.find_parts(line) from plain),
    word (line, words) as (
        select line, string_to_array(folded, ' ') from form
        union all
        select line, string_to_array(parts, ' ') from form where parts <> folded)
    select array_to_string(words[first:], ' '),
        case when cardinality(words) = cardinality(string_to_array(line, ' ')) then array_to_string((string_to_array(line, ' '))[first:], ' ') else line end
    from word, generate_series(1, least(cardinality(words), 12)) first
$$;

create or replace function dossiers.code_was_given() returns trigger language plpgsql as $$
declare
    lost text;
begin
    select l.short_code into lost from dossiers.lost_code l where l.short_code = new.short_code or l.code = new.code
    order by l.short_code <> new.short_code limit 1;
    if not found then
        return new;
    elsif lost = new.short_code then
        raise exception 'Mã ngắn % đã cấp', new.short_code using errcode = 'unique_violation', constraint = 'dossier_short_code_key';
    end if;
    raise exception 'Mã hồ sơ % đã cấp', new.code using errcode = 'unique_violation', constraint = 'dossier_code_key';
end $$;
