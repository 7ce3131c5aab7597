using System.Diagnostics;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Replay;

/// <summary>What a replay has shown.</summary>
/// <param name="BrokenOff">Dossiers of the span that ended without a result and were not played.</param>
/// <param name="Found">Dossiers that the opened figure counts, in the order in which they were played.</param>
internal sealed record ReplayResult(ReplaySummary Summary, int BrokenOff, IReadOnlyList<(Guid Id, string Code)> Found, TimeSpan Took);

/// <summary>Chạy thử các hồ sơ đã qua: reads them as they come, plays each, keeps figures. Writes nothing.</summary>
internal sealed class RunReplay(PastCases cases, Staffing staffing, OrganisationDirectory directory, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>The desk goes on working beside it: one core of a server at most.</summary>
    private static readonly SemaphoreSlim OneAtATime = new(1);

    private readonly Dictionary<string, IReadOnlySet<string>> holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> heirs = new(StringComparer.Ordinal);
    private IReadOnlySet<string> agencies = new HashSet<string>();

    /// <param name="figure">Whose dossiers are listed; null: none.</param>
    /// <exception cref="Refused">429: others are at it.</exception>
    public async Task<ReplayResult> Execute(DrawnVersion version, ReplayAsk ask, string? figure)
    {
        if (!await OneAtATime.WaitAsync(LongestWait))
            throw Refused.TooMany(TimeSpan.FromMinutes(1), "Người khác đang chạy thử", "giảm số hồ sơ");
        try
        {
            var (started, replay) = (Stopwatch.GetTimestamp(), ProcessReplay.Of(version.Drawing, ask.CallHours));
            var summary = await Summary();
            var (span, found) = (ask.Span(version.ProcedureCode, clock.GetUtcNow()), new List<(Guid, string)>());
            await foreach (var past in cases.Of(span, replay.AsksAnswers))
            {
                await Know(past);
                var played = replay.Play(past);
                summary.Add(played);
                if (figure is not null && summary.FiguresOf(played).Contains(figure)) found.Add((past.Id, past.Code));
            }
            return new(summary, await cases.BrokenOff(span), found, Stopwatch.GetElapsedTime(started));
        }
        finally { OneAtATime.Release(); }
    }

    /// <summary>Figures that know who holds which role today.</summary>
    public async Task<ReplaySummary> Summary()
    {
        foreach (var role in StepRules.Doers.Values.SelectMany(roles => roles).Distinct())
            holders[role] = await staffing.AgenciesWith([role], clock.GetUtcNow());
        agencies = (await directory.Agencies(clock.Today())).Select(one => one.Code).ToHashSet(StringComparer.Ordinal);
        return new((role, agency) => holders.TryGetValue(role, out var held) && held.Contains(heirs.GetValueOrDefault(agency, agency)));
    }

    /// <summary>An agency that is no more has an heir, whose people would do the step.</summary>
    public async Task Know(PastCase past)
    {
        foreach (var agency in (string[])[past.IntakeAgency, past.CompetentAgency])
            if (!heirs.ContainsKey(agency) && !agencies.Contains(agency))
                heirs[agency] = (await directory.Successor(agency, clock.Today()))?.Code ?? agency;
    }
}
