using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Read;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Consult;

/// <summary>A row of "Phối hợp".</summary>
internal sealed record ConsultationRow(Guid Id, [property: JsonIgnore] Guid DossierId, string Agency, string AgencyName, string? Office,
    string Question, DateTimeOffset AskedAt, DateTimeOffset DueAt, string State, DateTimeOffset? ClosedAt, string ShortCode, string ProcedureCode,
    string ProcedureName, string AskingAgency);

/// <summary>A request with the time that is left or by which it was late, in the words of every other clock.</summary>
internal sealed record ConsultationView(Consultation Asked, RemainingTime Left);

/// <summary>Requests as people read them.</summary>
internal sealed class ConsultationLists(Db db, Calendars calendars, DossierReadings readings, TimeProvider clock)
{
    /// <summary>What my agencies are asked, the least time left first: what is late stands on top.</summary>
    public async Task<IReadOnlyList<ConsultationRow>> Waiting(Actor actor, int take, (DateTimeOffset At, Guid Id)? after = null)
    {
        var agencies = ConsultationPolicy.Agencies(actor);
        var (at, id) = after ?? (DateTimeOffset.UnixEpoch, Guid.Empty);
        return await Told(await db.Database.SqlQuery<ConsultationRow>($"""
            select c.id, c.dossier_id, c.agency, c.agency_name, c.office, c.question, c.asked_at, c.due_at, c.state, c.closed_at, d.short_code,
                d.procedure_code, d.procedure_name, d.competent_agency_name as asking_agency
            from unnest({agencies}) as a(agency)
            cross join lateral (
                select * from dossiers.consultation where agency = a.agency and closed_at is null and (due_at, id) > ({at}, {id}) order by due_at, id
                    limit {take}) c
            join dossiers.dossier d on d.id = c.dossier_id
            order by c.due_at, c.id limit {take}
            """).ToListAsync());
    }

    /// <summary>What is over, the newest first.</summary>
    public async Task<IReadOnlyList<ConsultationRow>> Closed(Actor actor, int take, (DateTimeOffset At, Guid Id)? before = null)
    {
        var agencies = ConsultationPolicy.Agencies(actor);
        var (at, id) = before ?? (clock.GetUtcNow().AddYears(1), Guid.Empty);
        return await Told(await db.Database.SqlQuery<ConsultationRow>($"""
            select c.id, c.dossier_id, c.agency, c.agency_name, c.office, c.question, c.asked_at, c.due_at, c.state, c.closed_at, d.short_code,
                d.procedure_code, d.procedure_name, d.competent_agency_name as asking_agency
            from unnest({agencies}) as a(agency)
            cross join lateral (
                select * from dossiers.consultation where agency = a.agency and closed_at is not null and (closed_at, id) < ({at}, {id})
                    order by closed_at desc, id desc limit {take}) c
            join dossiers.dossier d on d.id = c.dossier_id
            order by c.closed_at desc, c.id desc limit {take}
            """).ToListAsync());
    }

    /// <summary>A question may name people.</summary>
    private async Task<IReadOnlyList<ConsultationRow>> Told(List<ConsultationRow> rows)
    {
        await readings.Listed(rows.Select(row => row.DossierId));
        return rows;
    }

    /// <summary>How many my agencies have still to answer, at most 100.</summary>
    public static FormattableString? Count(Actor actor) => ConsultationPolicy.Agencies(actor) is { Length: > 0 } agencies ? (FormattableString)$"""
        select count(*)::int from (
            select from dossiers.consultation where agency = any((select {agencies})::text[]) and closed_at is null limit 100) waiting
        """ : null;

    public async Task<IReadOnlyList<ConsultationView>> Of(Dossier dossier) => await Of(await db.Set<Consultation>().AsNoTracking()
        .Where(c => c.DossierId == dossier.Id).Include(c => c.Entries.OrderBy(e => e.Seq)).OrderBy(c => c.No).AsSplitQuery().ToListAsync());

    public async Task<IReadOnlyList<ConsultationView>> Of(IReadOnlyList<Consultation> asked)
    {
        var views = new List<ConsultationView>();
        foreach (var one in asked) views.Add(new ConsultationView(one, await Left(one.Office, one.AskedAt, one.DueAt, one.ClosedAt)));
        return views;
    }

    /// <summary>Nothing is signed over an open question.</summary>
    public async Task RequireNone(Dossier dossier)
    {
        var open = await db.Set<Consultation>().AsNoTracking().Where(c => c.DossierId == dossier.Id && c.ClosedAt == null).OrderBy(c => c.No)
            .Select(c => c.AgencyName).ToListAsync();
        if (open.Count > 0)
            throw Refused.WrongState($"Còn chờ ý kiến của {string.Join("; ", open)}. Rút yêu cầu, hoặc khi quá hạn ghi lý do bỏ qua, rồi ký");
    }

    public async Task<RemainingTime> Left(string? office, DateTimeOffset askedAt, DateTimeOffset due, DateTimeOffset? closedAt) =>
        RemainingTime.Words(clock.GetUtcNow(), due, await calendars.Of(office), askedAt, closedAt);
}
