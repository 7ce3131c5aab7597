using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.People.Contracts;

/// <summary>Địa chỉ: province and commune by their code of the administrative units, the rest as free text.</summary>
public sealed record PartyAddress(string? Province, string? Commune, string? Detail);

/// <summary>Thông tin chủ hồ sơ as it stands in the register of owners; used to prefill a form.</summary>
/// <param name="Birth">Partial date "yyyy", "yyyy-MM" or "yyyy-MM-dd"; persons only.</param>
/// <param name="Sex">"male" or "female"; persons only.</param>
/// <param name="Representative">Người đại diện; organisations only.</param>
public sealed record PartyProfile(OwnerIdentity Identity, string Name, string? Birth = null, string? Sex = null,
    string? Phone = null, string? Email = null, PartyAddress? Address = null, string? Representative = null);

/// <summary>Cá nhân, tổ chức là chủ hồ sơ: reading for prefill, keeping up to date when a dossier is accepted.</summary>
public sealed class Parties(Db db, TimeProvider clock)
{
    /// <summary>The owner an account stands for; null for staff, and for programs, which file for others. An organisation's gives the organisation.</summary>
    public async Task<PartyProfile?> OfAccount(Guid accountId) => (await db.Database.SqlQuery<Row>($"""
        select case when a.kind = 'organisation' then 'organisation' else 'person' end as kind,
               case when a.kind = 'organisation' then o.tax_code else p.personal_id end as number,
               case when a.kind = 'organisation' then o.name else p.name end as name,
               p.birth, p.sex,
               case when a.kind = 'organisation' then coalesce(o.phone, a.phone) else coalesce(p.phone, a.phone) end as phone,
               case when a.kind = 'organisation' then o.email else p.email end as email,
               (case when a.kind = 'organisation' then o.address else p.address end)::text as address,
               o.representative
        from people.account a
        left join people.person p on p.id = a.person_id
        left join people.organisation o on o.id = a.organisation_id
        where a.id = {accountId} and a.kind not in ('staff', 'program')
        """).ToListAsync()).SingleOrDefault()?.Profile;

    public async Task<PartyProfile?> Find(OwnerIdentity identity) => (identity.Kind == OwnerIdentity.Organisation
        ? await db.Database.SqlQuery<Row>($"""
            select 'organisation' as kind, tax_code as number, name, null::text as birth, null::text as sex, phone, email, address::text as address,
                representative
            from people.organisation where tax_code = {identity.Number}
            """).ToListAsync()
        : await db.Database.SqlQuery<Row>($"""
            select 'person' as kind, personal_id as number, name, birth, sex, phone, email, address::text as address, null::text as representative
            from people.person where personal_id = {identity.Number}
            """).ToListAsync()).SingleOrDefault()?.Profile;

    /// <summary>
    /// Writes the owner, in the caller's transaction when one is open. What the profile leaves null stays as it is.
    /// </summary>
    /// <returns>Id of the person or organisation.</returns>
    public async Task<Guid> Upsert(PartyProfile profile)
    {
        var now = clock.GetUtcNow();
        var address = profile.Address is null ? null : JsonSerializer.Serialize(profile.Address, EventLog.Json);
        var rows = profile.Identity.Kind == OwnerIdentity.Organisation
            ? await db.Database.SqlQuery<Guid>($"""
                insert into people.organisation (tax_code, name, representative, phone, email, address, updated_at)
                values ({profile.Identity.Number}, {profile.Name}, {profile.Representative}, {profile.Phone}, {profile.Email}, {address}::jsonb, {now})
                on conflict (tax_code) do update set name = excluded.name,
                    representative = coalesce(excluded.representative, organisation.representative),
                    phone = coalesce(excluded.phone, organisation.phone), email = coalesce(excluded.email, organisation.email),
                    address = coalesce(excluded.address, organisation.address), updated_at = excluded.updated_at
                returning id
                """).ToListAsync()
            : await db.Database.SqlQuery<Guid>($"""
                insert into people.person (personal_id, name, birth, sex, phone, email, address, updated_at)
                values ({profile.Identity.Number}, {profile.Name}, {profile.Birth}, {profile.Sex}, {profile.Phone}, {profile.Email}, {address}::jsonb, {now})
                on conflict (personal_id) do update set name = excluded.name,
                    birth = coalesce(excluded.birth, person.birth), sex = coalesce(excluded.sex, person.sex),
                    phone = coalesce(excluded.phone, person.phone), email = coalesce(excluded.email, person.email),
                    address = coalesce(excluded.address, person.address), updated_at = excluded.updated_at
                returning id
                """).ToListAsync();
        return rows.Single();
    }

    private sealed record Row(string Kind, string Number, string Name, string? Birth, string? Sex, string? Phone, string? Email, string? Address,
        string? Representative)
    {
        public PartyProfile Profile => new(new OwnerIdentity(Kind, Number), Name, Kind == OwnerIdentity.Person ? Birth : null,
            Kind == OwnerIdentity.Person ? Sex : null, Phone, Email,
            Address is null ? null : JsonSerializer.Deserialize<PartyAddress>(Address, EventLog.Json), Representative);
    }
}
