using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Api;

/// <summary>What was received of one procedure in the days asked for, and what has become of it by now. Every dossier is in one of the last five.</summary>
/// <param name="OnTime">Ended, and not after its promise; those without a promised date are in <paramref name="NoDate"/>.</param>
/// <param name="Overdue">Still open, and its promise has passed.</param>
internal sealed record ProcedureFigures(string ProcedureCode, string ProcedureName, int Received, int OnTime, int Late, int NoDate, int Open, int Overdue);

/// <param name="From">First day of reception counted.</param>
/// <param name="To">Last day of reception counted.</param>
/// <param name="At">When it was counted: the figures of open dossiers move on.</param>
internal sealed record FiguresAnswer(DateOnly From, DateOnly To, DateTimeOffset At, IReadOnlyList<string> Agencies, IReadOnlyList<ProcedureFigures> Procedures);

/// <summary>Số liệu giải quyết of the agencies where the asker works, counted from the dossiers themselves in that moment.</summary>
internal sealed class Statistics(Db db, CurrentActor current, TimeProvider clock)
{
    private const int MostDays = 92;

    public async Task<FiguresAnswer> Of(DateOnly from, DateOnly to)
    {
        if (to < from) throw new Refused(400, "Ngày cuối phải từ ngày đầu trở đi", "to");
        if (to.DayNumber - from.DayNumber >= MostDays) throw new Refused(400, $"Mỗi lần xem tối đa {MostDays} ngày. Chia nhỏ khoảng thời gian", "to");
        var (agencies, _) = DossierPolicy.Places(current.Value);
        var (start, end, now) = (VietnamTime.At(from, TimeOnly.MinValue).ToUniversalTime(), VietnamTime.At(to.AddDays(1), TimeOnly.MinValue).ToUniversalTime(),
            clock.GetUtcNow());
        var rows = await db.Database.SqlQuery<ProcedureFigures>($"""
            select procedure_code, max(procedure_name) as procedure_name, count(*)::int as received,
                count(*) filter (where finished_at <= due_at)::int as on_time, count(*) filter (where finished_at > due_at)::int as late,
                count(*) filter (where finished_at is not null and due_at is null)::int as no_date,
                count(*) filter (where finished_at is null and (due_at is null or due_at >= {now} or paused_at is not null))::int as open,
                count(*) filter (where finished_at is null and due_at < {now} and paused_at is null)::int as overdue
            from dossiers.dossier where competent_agency = any({agencies}) and received_at >= {start} and received_at < {end}
            group by procedure_code order by procedure_code
            """).ToListAsync();
        return new FiguresAnswer(from, to, now, agencies, rows);
    }
}
