using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Api;

/// <summary>What was received of one procedure in the days asked for, and what has become of it by now. Every dossier is in one of the last five.</summary>
/// <param name="OnTime">Ended, and not after its promise; those without a promised date are in <paramref name="NoDate"/>.</param>
/// <param name="Overdue">Still open, and its promise has passed.</param>
internal sealed record ProcedureFigures(string ProcedureCode, string ProcedureName, int Received, int OnTime, int Late, int NoDate, int Open, int Overdue);

/// <summary>The same of one agency, as it was called on the last day: a unit that was reorganised since keeps its own figures.</summary>
internal sealed record AgencyFigures(string Agency, string Name, IReadOnlyList<ProcedureFigures> Procedures);

/// <param name="From">First day of reception counted.</param>
/// <param name="To">Last day of reception counted.</param>
/// <param name="At">When it was counted: the figures of open dossiers move on.</param>
internal sealed record FiguresAnswer(DateOnly From, DateOnly To, DateTimeOffset At, IReadOnlyList<string> Agencies, IReadOnlyList<ProcedureFigures> Procedures,
    IReadOnlyList<AgencyFigures> ByAgency);

/// <summary>Số liệu giải quyết of the agencies where the asker works, counted from the dossiers themselves in that moment.</summary>
internal sealed class Statistics(Db db, CurrentActor current, OrganisationDirectory directory, TimeProvider clock)
{
    private const int MostDays = 92;

    public async Task<FiguresAnswer> Of(DateOnly from, DateOnly to)
    {
        if (to < from) throw new Refused(400, "Ngày cuối phải từ ngày đầu trở đi", "to");
        if (to.DayNumber - from.DayNumber >= MostDays) throw new Refused(400, $"Mỗi lần xem tối đa {MostDays} ngày. Chia nhỏ khoảng thời gian", "to");
        var (agencies, _) = DossierPolicy.Places(current.Value);
        var (start, end, now) = (VietnamTime.At(from, TimeOnly.MinValue).ToUniversalTime(), VietnamTime.At(to.AddDays(1), TimeOnly.MinValue).ToUniversalTime(),
            clock.GetUtcNow());
        var rows = await db.Database.SqlQuery<Row>($"""
            select coalesce(counted_agency, competent_agency) as agency, procedure_code, max(procedure_name) as procedure_name, count(*)::int as received,
                count(*) filter (where finished_at <= due_at)::int as on_time, count(*) filter (where finished_at > due_at)::int as late,
                count(*) filter (where finished_at is not null and due_at is null)::int as no_date,
                count(*) filter (where finished_at is null and (due_at is null or due_at >= {now} or paused_at is not null))::int as open,
                count(*) filter (where finished_at is null and due_at < {now} and paused_at is null)::int as overdue
            from dossiers.dossier where (competent_agency = any({agencies}) and counted_agency is null or counted_agency = any({agencies}))
                and received_at >= {start} and received_at < {end}
            group by 1, 2 order by 1, 2
            """).ToListAsync();
        var units = new List<AgencyFigures>();
        foreach (var agency in rows.GroupBy(row => row.Agency))
            units.Add(new AgencyFigures(agency.Key, (await directory.Agency(agency.Key, to) ?? await directory.Agency(agency.Key))?.Name ?? agency.Key,
                [.. agency.Select(row => row.Figures)]));
        return new FiguresAnswer(from, to, now, agencies, [.. rows.GroupBy(row => row.ProcedureCode).OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => new ProcedureFigures(one.Key, one.Max(row => row.ProcedureName)!, one.Sum(row => row.Received), one.Sum(row => row.OnTime),
                one.Sum(row => row.Late), one.Sum(row => row.NoDate), one.Sum(row => row.Open), one.Sum(row => row.Overdue)))], units);
    }

    private sealed record Row(string Agency, string ProcedureCode, string ProcedureName, int Received, int OnTime, int Late, int NoDate, int Open, int Overdue)
    {
        public ProcedureFigures Figures => new(ProcedureCode, ProcedureName, Received, OnTime, Late, NoDate, Open, Overdue);
    }
}
