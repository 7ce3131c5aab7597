namespace MotCua.Organisation;

/// <summary>
/// Dated agencies and offices from the published list and the administrative units. Everything derived is marked
/// generated, its codes unverified; a later load of the province's own list overwrites it.
/// </summary>
internal static class AgencyDerivation
{
    private const string Merge = """
        on conflict (code, valid_from) do update set valid_to = excluded.valid_to, name = excluded.name, short_name = excluded.short_name,
            kind = excluded.kind, level = excluded.level, parent_code = excluded.parent_code, admin_unit_code = excluded.admin_unit_code,
            address = coalesce(excluded.address, a.address), phone = coalesce(excluded.phone, a.phone), website = coalesce(excluded.website, a.website)
        where (a.valid_to, a.name, a.short_name, a.kind, a.level, a.parent_code, a.admin_unit_code)
            is distinct from (excluded.valid_to, excluded.name, excluded.short_name, excluded.kind, excluded.level, excluded.parent_code,
                excluded.admin_unit_code)
        """;

    /// <summary>
    /// Provincial bodies and the committees of districts and communes. The reorganisation of 01/07/2025 ends districts,
    /// the communes of before, and bodies whose named successor is another one.
    /// </summary>
    public const string Published = $"""
        insert into organisation.agency as a (code, valid_from, valid_to, name, short_name, kind, level, parent_code, admin_unit_code,
            unit_code, unit_code_verified, address, phone, website)
        select s.agency_code, coalesce(u.valid_from, date '1997-01-01'),
            case when s.level > 1 then coalesce(u.valid_to, date '2025-06-30')
                 when split_part(s.successor_2025, ';', 1) <> '' and s.kind in ('so', 'ban')
                      and lower(trim(split_part(s.successor_2025, ';', 1))) <> lower(s.short_name) then date '2025-06-30' end,
            s.name, s.short_name, s.kind, s.level, s.parent_agency_code, s.admin_unit_code,
            case when s.qcvn102_code is not null then regexp_replace(s.qcvn102_code, '^.*\.', '')
                 when s.level > 1 then root.code || '.' || s.admin_unit_code
                 else root.code || '.' || lpad((row_number() over (partition by s.level > 1 order by s.qcvn102_code is null desc, s.agency_code))::text, 2,
                     '0') end,
            s.qcvn102_code is not null, s.address, s.phone, s.website
        from organisation.agency_source s
        left join lateral (select min(valid_from) as valid_from, min(valid_to) as valid_to from organisation.administrative_unit
            where code = s.admin_unit_code and s.level > 1 and coalesce(valid_to, 'infinity') < date '2025-07-01') u on true
        cross join lateral (select coalesce((select regexp_replace(r.qcvn102_code, '^.*\.', '') from organisation.agency_source r
            where r.qcvn102_code is not null and r.level = 1 order by r.agency_code limit 1), 'H12') as code) root
        {Merge}
        """;

    /// <summary>Departments that exist only since the reorganisation, for example Sở Nông nghiệp và Môi trường.</summary>
    public const string Successors = """
        insert into organisation.agency (code, valid_from, name, short_name, kind, level, parent_code, admin_unit_code, unit_code, generated)
        select new.code, date '2025-07-01', new.name || ' ' || lower(left(p.full_name, 1)) || substr(p.full_name, 2), new.name, 'so', 1, new.parent, new.unit,
            split_part(root.unit_code, '.', 1) || '.' || (40 + row_number() over (order by new.code))::text, true
        from (
            select distinct on (trim(part)) trim(part) as name, s.parent_agency_code as parent, s.admin_unit_code as unit,
                'SO-' || upper(translate(platform.fold(regexp_replace(trim(part), '^Sở ', '')), ' ,-', '')) as code
            from organisation.agency_source s, lateral unnest(string_to_array(regexp_replace(s.successor_2025, '\([^)]*\)', '', 'g'), ';')) as part
            where s.level = 1 and s.kind in ('so', 'ban') and trim(part) like 'Sở %'
              and not exists (select 1 from organisation.agency_source o where lower(o.short_name) = lower(trim(part)))
            order by trim(part), s.agency_code) new
        join organisation.administrative_unit p on p.code = new.unit and p.level = 1 and p.valid_to is null
        cross join lateral (select unit_code from organisation.agency where code = new.parent order by valid_from desc limit 1) root
        on conflict (code, valid_from) do nothing
        """;

    public const string SuccessorLinks = """
        update organisation.agency a set successor_code = found.code
        from organisation.agency_source s
        cross join lateral (select o.code from organisation.agency o
            where lower(o.short_name) = lower(trim(split_part(regexp_replace(s.successor_2025, '\([^)]*\)', '', 'g'), ';', 1))) and o.valid_to is null
                limit 1) found
        where a.code = s.agency_code and a.valid_to is not null and a.level = 1 and a.successor_code is distinct from found.code
        """;

    /// <summary>One People's Committee per commune of today; its province is the parent, there is no level between.</summary>
    public const string Committees = $"""
        insert into organisation.agency as a (code, valid_from, valid_to, name, short_name, kind, level, parent_code, admin_unit_code,
            unit_code, address, phone, website, generated)
        select 'UBND-' || u.code, u.valid_from, u.valid_to, 'Ủy ban nhân dân ' || lower(left(u.full_name, 1)) || substr(u.full_name, 2),
            'UBND ' || lower(left(u.full_name, 1)) || substr(u.full_name, 2), 'ubnd', 3, root.code, u.code,
            split_part(root.unit_code, '.', 1) || '.' || u.code, null::text, null::text, null::text, true
        from organisation.administrative_unit u
        join organisation.administrative_unit p on p.era = u.era and p.code = u.parent_code and p.level = 1
        join lateral (select code, unit_code from organisation.agency where admin_unit_code = p.code and kind = 'ubnd' and level = 1
            and valid_to is null limit 1) root on true
        where u.level = 3 and u.valid_from is not null and not exists (select 1 from organisation.agency_source s where s.agency_code = 'UBND-' || u.code
            and u.valid_from < date '2025-07-01')
        {Merge}
        """;

    /// <summary>
    /// A one-stop office for every committee: "Bộ phận Một cửa" until 30/06/2025, a service centre of the commune after;
    /// for the province the body of kind mot_cua, which changed its name on that day.
    /// </summary>
    public const string Offices = """
        insert into organisation.office as o (code, valid_from, valid_to, name, kind, agency_code, admin_unit_code, address, phone, generated)
        select * from (
            select 'MC-' || a.admin_unit_code, a.valid_from, a.valid_to,
                case when a.valid_from >= date '2025-07-01' then 'Trung tâm Phục vụ hành chính công '
                    else 'Bộ phận Một cửa ' end || regexp_replace(a.short_name, '^UBND ', ''),
                case when a.valid_from >= date '2025-07-01' then 'communeCentre' else 'oneStop' end, a.code, a.admin_unit_code, a.address, a.phone, true
            from organisation.agency a where a.kind = 'ubnd' and a.level > 1 and a.kept_by is null
            union all
            select 'MC-' || a.admin_unit_code, a.valid_from, date '2025-06-30', a.name, 'serviceCentre', a.code, a.admin_unit_code, a.address, a.phone, false
            from organisation.agency a where a.kind = 'mot_cua' and a.level = 1
            union all
            select 'MC-' || a.admin_unit_code, date '2025-07-01', null, 'Trung tâm Phục vụ hành chính công ' || lower(left(p.full_name,
                1)) || substr(p.full_name, 2),
                'serviceCentre', a.code, a.admin_unit_code, a.address, a.phone, true
            from organisation.agency a join organisation.administrative_unit p on p.code = a.admin_unit_code and p.level = 1 and p.valid_to is null
            where a.kind = 'mot_cua' and a.level = 1
            union all
            select 'MC-' || a.admin_unit_code || '-2', date '2025-07-01', null,
                'Trung tâm Phục vụ hành chính công ' || lower(left(p.full_name, 1)) || substr(p.full_name, 2) || ' (điểm 2)', 'serviceCentre', a.code,
                    a.admin_unit_code,
                upper(left(second.address, 1)) || substr(second.address, 2), null, true
            from organisation.agency a join organisation.agency_source s on s.agency_code = a.code
            join organisation.administrative_unit p on p.code = a.admin_unit_code and p.level = 1 and p.valid_to is null
            cross join lateral (select substring(s.successor_2025 from 'điểm 2: ([^)]*)') as address) second
            where a.kind = 'mot_cua' and a.level = 1 and second.address is not null
        ) offices (code, valid_from, valid_to, name, kind, agency_code, admin_unit_code, address, phone, generated)
        on conflict (code, valid_from) do update set valid_to = excluded.valid_to, name = excluded.name, kind = excluded.kind,
            agency_code = excluded.agency_code, address = coalesce(excluded.address, o.address), phone = coalesce(excluded.phone, o.phone)
        where (o.valid_to, o.name, o.kind, o.agency_code) is distinct from (excluded.valid_to, excluded.name, excluded.kind, excluded.agency_code)
        """;
}
