using MotCua.Dossiers.Consult;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Slips;

/// <summary>
/// Quá trình giao, nhận hồ sơ on the control sheet: from whom to whom and when. A question to another agency goes out and comes back like the dossier itself;
/// that nobody waits for its answer any more is said too, with who decided it and why.
/// </summary>
internal static class ControlHops
{
    public static IEnumerable<IReadOnlyDictionary<string, string?>> Of(Dossier d, IReadOnlyList<TaskPast> steps, IReadOnlyList<Consultation> asked,
        string office)
    {
        // Equal instants keep the order in which they were told: who asks does so before the step is passed on.
        var rows = asked.SelectMany(one => Questions(d, one)).Concat(HandOvers(d, steps)).OrderBy(row => row.At).Select(row => row.Cells);
        return d.ReturnedAt is not { } returned ? rows : rows.Append(SlipValues.Row(("from", office), ("fromName", d.ReturnedBy), ("to", "Người nhận kết quả"),
            ("toName", d.ReturnedTo), ("step", "Trả kết quả"), ("at", Time(returned)),
            ("outcome", d.DueAt is { } due && d.FinishedAt is { } end ? Outcome(end, due) : null)));
    }

    /// <summary>Every hand-over; the outcome is that of the step which the giver had just done.</summary>
    private static IEnumerable<(DateTimeOffset At, IReadOnlyDictionary<string, string?> Cells)> HandOvers(Dossier d, IReadOnlyList<TaskPast> steps)
    {
        var open = steps.Where(s => s.DoneAt is not null).OrderBy(s => s.Seq).ToList();
        foreach (var hop in d.HandOvers.OrderBy(h => h.Seq))
        {
            var step = open.Find(s => s.StepName == hop.StepName && s.DoneAt <= hop.At + TimeSpan.FromSeconds(5));
            if (step is not null) open.Remove(step);
            yield return (hop.At, SlipValues.Row(("from", hop.FromUnit), ("fromName", hop.FromName), ("to", hop.ToUnit), ("toName", hop.ToName),
                ("step", hop.Outcome == "returned" ? $"{hop.StepName}: trả lại" : hop.StepName), ("at", Time(hop.At)),
                ("outcome", step is null ? null : Outcome(step.DoneAt!.Value, step.DueAt)), ("note", hop.Note)));
        }
    }

    private static IEnumerable<(DateTimeOffset At, IReadOnlyDictionary<string, string?> Cells)> Questions(Dossier d, Consultation asked)
    {
        yield return (asked.AskedAt, SlipValues.Row(("from", d.CompetentAgencyName), ("fromName", asked.AskedBy), ("to", asked.AgencyName),
            ("step", $"{asked.StepName}: lấy ý kiến"), ("at", Time(asked.AskedAt)), ("note", $"Hạn trả lời {Vi.DateTime(asked.DueAt)}")));
        if (asked.Outcome is not { } end) yield break;
        if (asked.State == ConsultationState.Answered)
            yield return (end.At, SlipValues.Row(("from", asked.AgencyName), ("fromName", end.ActorName), ("to", d.CompetentAgencyName),
                ("toName", asked.AskedBy), ("step", "Trả lời ý kiến"), ("at", Time(end.At)), ("outcome", Outcome(end.At, asked.DueAt)),
                ("note", Stance.Words(end.Stance!))));
        else
            yield return (end.At, SlipValues.Row(("from", d.CompetentAgencyName), ("fromName", end.ActorName), ("to", asked.AgencyName),
                ("step", asked.State == ConsultationState.Withdrawn ? "Rút yêu cầu lấy ý kiến" : "Không chờ ý kiến nữa"), ("at", Time(end.At)),
                ("outcome", asked.State == ConsultationState.PassedOver && end.At > asked.DueAt ? "Quá hạn" : null),
                ("note", (end.SilenceAgrees == true ? $"Im lặng là đồng ý theo {end.LegalBasis}. " : "") + end.Text)));
    }

    private static string Outcome(DateTimeOffset done, DateTimeOffset due) => done > due ? "Quá hạn" : done.Day() < due.Day() ? "Trước hạn" : "Đúng hạn";

    private static string Time(DateTimeOffset at) => $"{at.InVietnam():HH} giờ {at.InVietnam():mm} phút, ngày {Vi.Date(at)}";
}
