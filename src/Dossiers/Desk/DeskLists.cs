using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Desk;

/// <summary>A row of a desk list.</summary>
internal sealed record DeskRow(Guid Id, string Code, string ShortCode, string ProcedureName, string OwnerName, string Status, string Channel,
    DateTimeOffset SubmittedAt, DateTimeOffset? DueAt, DateTimeOffset? FinishedAt, string HolderUnit, string? HolderName, string IntakeOffice);

/// <summary>Lists of the one-stop desk, each one written query over its own index.</summary>
internal sealed class DeskLists(Db db)
{
    /// <summary>Online arrivals of my offices that wait for reception, oldest first.</summary>
    public async Task<IReadOnlyList<DeskRow>> Arrivals(Actor actor, int take, DateTimeOffset? after = null)
    {
        var offices = Serving(actor);
        var since = (after ?? DateTimeOffset.UnixEpoch).ToUniversalTime();
        return await db.Database.SqlQuery<DeskRow>($"""
            select d.id, d.code, d.short_code, d.procedure_name, d.owner_name, d.status, d.channel, d.submitted_at, d.due_at, d.finished_at,
                   d.holder_unit, d.holder_name, d.intake_office
            from unnest({offices}) as o(office)
            cross join lateral (
                select * from dossiers.dossier
                where status = 'submitted' and intake_office = o.office and submitted_at > {since}
                order by submitted_at, id limit {take}) d
            order by d.submitted_at, d.id limit {take}
            """).ToListAsync();
    }

    /// <summary>Results that wait for their owner at my offices.</summary>
    public async Task<IReadOnlyList<DeskRow>> Ready(Actor actor, int take)
    {
        var offices = Serving(actor);
        return await db.Database.SqlQuery<DeskRow>($"""
            select d.id, d.code, d.short_code, d.procedure_name, d.owner_name, d.status, d.channel, d.submitted_at, d.due_at, d.finished_at,
                   d.holder_unit, d.holder_name, d.intake_office
            from unnest({offices}) as o(office)
            cross join lateral (
                select * from dossiers.dossier where status = 'done' and intake_office = o.office
                order by finished_at, id limit {take}) d
            order by d.finished_at, d.id limit {take}
            """).ToListAsync();
    }

    /// <summary>
    /// Finds by code, short code or applicant's name, marks or not, among the dossiers the actor may read. Names with the
    /// marks that were typed come first, then the newest.
    /// </summary>
    public async Task<IReadOnlyList<DeskRow>> Search(Actor actor, string words, int take)
    {
        var text = words.Trim();
        if (text.Length is < 2 or > 100) return [];
        var agencies = actor.Agencies.ToArray();
        var offices = actor.Offices.ToArray();
        var shortCode = Contracts.ShortCode.Normalise(text) ?? "";
        var pattern = "%" + text.Replace("\\", "", StringComparison.Ordinal).Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%";
        return await db.Database.SqlQuery<DeskRow>($"""
            with found as (
                select * from dossiers.dossier where code = {text.ToUpperInvariant()}
                union
                select * from dossiers.dossier where short_code = {shortCode}
                union
                (select * from dossiers.dossier
                 where owner_name_folded like platform.fold({pattern}) and (competent_agency = any({agencies}) or intake_office = any({offices}))
                 limit 200))
            select id, code, short_code, procedure_name, owner_name, status, channel, submitted_at, due_at, finished_at, holder_unit, holder_name, intake_office
            from found where competent_agency = any({agencies}) or intake_office = any({offices})
            order by (lower(owner_name) like lower({pattern})) desc, submitted_at desc limit {take}
            """).ToListAsync();
    }

    private static string[] Serving(Actor actor) =>
        actor.Positions.Where(p => p.Role == Roles.ReceivingOfficer && p.OfficeCode is not null).Select(p => p.OfficeCode!).Distinct().ToArray();
}
