using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Remind;

/// <summary>What the timers of a dossier depend on.</summary>
/// <param name="WaitsSince">When the office last got something to answer before reception: the filing, or its completion.</param>
/// <param name="Steps">The open steps, with the working hours that each may take.</param>
/// <param name="MovedAt">The last act of a person on the dossier.</param>
/// <param name="LatestAt">Where no date is promised: when the statutory maximum ends.</param>
/// <param name="Asked">Questions that other agencies have not answered.</param>
internal sealed record TimerState(string Status, bool Paused, DateTimeOffset WaitsSince, DateTimeOffset? ReceivedAt, DateTimeOffset? DueAt,
    IReadOnlyList<OpenStep> Steps, DateTimeOffset MovedAt, IReadOnlyList<OpenConsultation>? Asked = null, DateTimeOffset? LatestAt = null);

internal sealed record OpenConsultation(Guid Id, DateTimeOffset AskedAt, DateTimeOffset DueAt);

internal sealed record WantedTimer(string Kind, string About, DateTimeOffset Since, DateTimeOffset DueAt);

/// <summary>
/// Hẹn giờ của một hồ sơ: what will have to be said if nothing happens. Pure; who waits for the applicant is not chased, and
/// what stands still by law is only not forgotten.
/// </summary>
internal static class WantedTimers
{
    // At the due instant itself the work is in time, and at opening the day is still whole.
    private static readonly TimeSpan Past = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<WantedTimer> Of(TimerState state, AnswerRules rules, WorkingCalendar calendar) =>
        [.. Own(state, rules, calendar), .. Consultations(state)];

    private static IEnumerable<WantedTimer> Own(TimerState state, AnswerRules rules, WorkingCalendar calendar) => state.Status switch
    {
        DossierStatus.Submitted => [.. Unanswered(state.WaitsSince, rules, calendar)],
        DossierStatus.Processing when !state.Paused =>
            [.. state.Steps.SelectMany(step => Step(step, state.MovedAt, rules, calendar)), .. Due(state, calendar),
            .. Statutory(state.ReceivedAt, state.DueAt is null ? state.LatestAt : null, calendar),
            Still(state.MovedAt, rules, calendar)],
        // It waits for somebody else than the applicant, who does not remind anybody.
        DossierStatus.Paused => [Still(state.MovedAt, rules, calendar)],
        _ => [],
    };

    /// <summary>Another agency's term runs on while the dossier waits for its applicant.</summary>
    private static IEnumerable<WantedTimer> Consultations(TimerState state) => !DossierStatus.IsOpen(state.Status) ? []
        : (state.Asked ?? []).Select(asked => new WantedTimer(ReminderKind.ConsultationLate, TimerAbout.Consultation(asked.Id, asked.DueAt), asked.AskedAt,
            asked.DueAt + Past));

    private static IEnumerable<WantedTimer> Unanswered(DateTimeOffset since, AnswerRules rules, WorkingCalendar calendar)
    {
        yield return new(ReminderKind.Unanswered, TimerAbout.Instant(since), since, calendar.AddWorkingHours(since, rules.AlarmHours).At);
        yield return new(ReminderKind.UnansweredLong, TimerAbout.Instant(since), since, calendar.AddWorkingHours(since, rules.ReplyHours).At);
    }

    private static IEnumerable<WantedTimer> Step(OpenStep step, DateTimeOffset movedAt, AnswerRules rules, WorkingCalendar calendar)
    {
        var task = step.Task;
        var since = movedAt > task.OpenedAt ? movedAt : task.OpenedAt;
        var silent = calendar.AddWorkingHours(since, step.Hours * rules.StepSilencePercent / 100).At;
        // Later than the step's end there is something worse to say.
        if (silent < task.DueAt) yield return new(ReminderKind.StepSilent, TimerAbout.Step(task.Id, since), since, silent);
        yield return new(ReminderKind.StepLate, TimerAbout.Step(task.Id, task.DueAt), task.OpenedAt, task.DueAt + Past);
    }

    private static IEnumerable<WantedTimer> Due(TimerState state, WorkingCalendar calendar)
    {
        if (state is not { DueAt: { } due, ReceivedAt: { } received }) yield break;
        var about = TimerAbout.Instant(due);
        var (soon, today) = (Soon(received, due, calendar), calendar.Opening(due.Day()));
        // Due on the day of reception: the applicant has just been told.
        if (today > received) yield return new(ReminderKind.DueToday, about, received, today);
        if (soon < today || today <= received) yield return new(ReminderKind.DueSoon, about, received, soon);
        yield return new(ReminderKind.Overdue, about, received, due + Past);
    }

    /// <summary>What no date was promised for is chased by what the law allows at most.</summary>
    private static IEnumerable<WantedTimer> Statutory(DateTimeOffset? receivedAt, DateTimeOffset? latestAt, WorkingCalendar calendar)
    {
        if (receivedAt is not { } received || latestAt is not { } latest) yield break;
        yield return new(ReminderKind.StatutorySoon, TimerAbout.Instant(latest), received, Soon(received, latest, calendar));
        yield return new(ReminderKind.StatutoryOver, TimerAbout.Instant(latest), received, latest + Past);
    }

    /// <summary>When <see cref="RemainingTime"/> begins to say "sắp đến hạn".</summary>
    private static DateTimeOffset Soon(DateTimeOffset received, DateTimeOffset due, WorkingCalendar calendar)
    {
        var day = due.Day().AddDays(-1);
        while (day > received.Day() && !calendar.IsWorkingDay(day)) day = day.AddDays(-1);
        var dayBefore = calendar.Opening(day) + Past;
        var byShare = calendar.After(received, calendar.WorkingTime(received, due) * 0.8);
        // A fifth of a long term is not soon yet.
        for (var left = 1; left < RemainingTime.SoonDays && day > received.Day(); left++)
            do day = day.AddDays(-1); while (day > received.Day() && !calendar.IsWorkingDay(day));
        if (calendar.Opening(day) + Past is var early && early > byShare) byShare = early;
        return dayBefore > received && dayBefore < byShare ? dayBefore : byShare;
    }

    public static WantedTimer Still(DateTimeOffset since, AnswerRules rules, WorkingCalendar calendar) =>
        new(ReminderKind.Still, TimerAbout.Instant(since), since, calendar.AddWorkingHours(since, rules.StillHours).At);
}

/// <summary>The names of what timers are for.</summary>
internal static class TimerAbout
{
    public static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The instant that a timer was set for.</summary>
    public static DateTimeOffset Read(string about) => DateTimeOffset.Parse(about, System.Globalization.CultureInfo.InvariantCulture);

    public static string Step(Guid task, DateTimeOffset at) => $"{task:n} {Instant(at)}";

    public static string Consultation(Guid id, DateTimeOffset due) => $"{id:n} {Instant(due)}";
}
