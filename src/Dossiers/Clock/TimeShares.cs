using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;

namespace MotCua.Dossiers.Clock;

/// <summary>Who or what a stretch of time belongs to.</summary>
internal enum ShareOf { Reception, Unit, OtherAgency, Applicant, Payment, ForceMajeure, Outage, DaysOff }

/// <summary>One share of the time between filing and the result.</summary>
/// <param name="Name">As shown: the unit, or what was waited for.</param>
/// <param name="Working">Told in working days and hours; else in days and hours of the calendar.</param>
internal sealed record TimeShare(ShareOf Of, string Name, TimeSpan Time, bool Working)
{
    public string Words => Working ? InWords(Time, 8, "ngày làm việc") : InWords(Time, 24, "ngày");

    private static string InWords(TimeSpan time, int hoursOfDay, string day)
    {
        var minutes = (long)Math.Round(time.TotalMinutes);
        var (days, hours, rest) = (minutes / (hoursOfDay * 60), minutes / 60 % hoursOfDay, minutes % 60);
        var words = string.Join(' ', new[]
        {
            days > 0 ? $"{days} {day}" : "", hours > 0 ? $"{hours} giờ" : "", rest > 0 && days == 0 ? $"{rest} phút" : ""
        }.Where(w => w.Length > 0));
        return words.Length > 0 ? words : "dưới 1 phút";
    }
}

/// <summary>Hồ sơ nằm ở một đơn vị từ lúc đó.</summary>
internal sealed record Holding(DateTimeOffset At, string Unit);

/// <summary>Chờ người nộp bổ sung before reception, where no clock runs that could be paused: open while <paramref name="To"/> is null.</summary>
internal sealed record Awaited(DateTimeOffset From, DateTimeOffset? To);

/// <summary>Đã hỏi cơ quan khác: open while <paramref name="To"/> is null.</summary>
internal sealed record Asked(DateTimeOffset From, DateTimeOffset? To, string Agency);

/// <summary>
/// Thời gian đã đi đâu. Every instant between filing and the result belongs to exactly one share, so the shares add up to the
/// time that passed. A pause comes before all else, then an agency that was asked, then closed hours, then our own outage,
/// and what remains is the unit's that held the dossier.
/// </summary>
internal static class TimeShares
{
    /// <param name="receivedAt">Null: not received yet.</param>
    /// <param name="until">The end of the clock, or now.</param>
    public static IReadOnlyList<TimeShare> Of(DateTimeOffset submittedAt, DateTimeOffset? receivedAt, DateTimeOffset until, string intakeOffice,
        IReadOnlyList<Holding> holdings, DossierClock clock, IReadOnlyList<Awaited> awaited, IReadOnlyList<Asked> asked,
        IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> outages,
        WorkingCalendar calendar)
    {
        var edges = new SortedSet<DateTimeOffset> { submittedAt, until };
        void Edge(DateTimeOffset? at)
        {
            if (at is { } edge && edge > submittedAt && edge < until) edges.Add(edge);
        }
        Edge(receivedAt);
        foreach (var holding in holdings) Edge(holding.At);
        List<(DateTimeOffset From, DateTimeOffset? To, string Cause)> pauses =
            [.. awaited.Select(one => (one.From, one.To, PauseCause.Supplement)), .. clock.Pauses];
        pauses.RemoveAll(pause => pause.From == pause.To);
        foreach (var (from, to, _) in pauses) { Edge(from); Edge(to); }
        foreach (var one in asked) { Edge(one.From); Edge(one.To); }
        foreach (var (from, to) in outages) { Edge(from); Edge(to); }

        var sums = new Dictionary<(ShareOf, string), (TimeSpan Time, bool Working)>();
        void Add(ShareOf of, string name, TimeSpan time, bool working)
        {
            if (time > TimeSpan.Zero) sums[(of, name)] = (sums.GetValueOrDefault((of, name)).Time + time, working);
        }
        // Pauses never overlap and stand in the order of time: the one that may hold a stretch is found by going on, not by searching.
        var (at, before) = (0, (DateTimeOffset?)null);
        foreach (var edge in edges)
        {
            if (before is { } a)
            {
                var (whole, working) = (edge - a, calendar.WorkingTime(a, edge));
                while (at < pauses.Count && pauses[at].To <= a) at++;
                if (at < pauses.Count && pauses[at] is var pause && pause.From <= a)
                    Add(Waiting(pause.Cause), PauseCause.Words(pause.Cause), whole, working: false);
                else
                {
                    Add(ShareOf.DaysOff, "Ngoài giờ, cuối tuần và ngày nghỉ", whole - working, working: false);
                    if (asked.FirstOrDefault(one => one.From <= a && (one.To is null || one.To >= edge)) is { } other)
                        Add(ShareOf.OtherAgency, other.Agency, working, true);
                    else if (outages.Any(one => one.From <= a && one.To >= edge)) Add(ShareOf.Outage, "Hệ thống ngừng hoạt động", working, true);
                    else if (receivedAt is null || a < receivedAt) Add(ShareOf.Reception, $"{intakeOffice} (tiếp nhận)", working, true);
                    else Add(ShareOf.Unit, holdings.LastOrDefault(h => h.At <= a)?.Unit ?? intakeOffice, working, true);
                }
            }
            before = edge;
        }
        return [.. sums.Select(sum => new TimeShare(sum.Key.Item1, sum.Key.Item2, sum.Value.Time, sum.Value.Working)).OrderBy(share => share.Of)];
    }

    private static ShareOf Waiting(string cause) => cause switch
    {
        PauseCause.Supplement => ShareOf.Applicant,
        PauseCause.Payment => ShareOf.Payment,
        PauseCause.Verification => ShareOf.OtherAgency,
        _ => ShareOf.ForceMajeure,
    };
}
