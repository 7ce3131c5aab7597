using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Process;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Components;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Track;

/// <summary>
/// Diễn tiến hồ sơ. Without a second factor: the steps and the unit that holds them. With it: every hand-over as it
/// happened, then what is still to come. What moved or held up the promise stands in both, under the titles of the messages
/// that told it; the words of officials only with the second factor.
/// </summary>
internal static class TrackTimeline
{
    public static IReadOnlyList<TimelineItem> Of(TrackedDossier d, WalkedWay way, bool full)
    {
        var items = new List<TimelineItem> { new(TimelineState.Done, "Nộp hồ sơ", Vi.DateTime(d.SubmittedAt), Icon: "send") };
        if (d.ReceivedAt is null)
        {
            items.AddRange(InOrder(Told(d, full)));
            items.Add(d.Status switch
            {
                DossierStatus.Submitted => new TimelineItem(TimelineState.Now, "Chờ tiếp nhận", d.HolderUnit),
                DossierStatus.Supplement => new TimelineItem(TimelineState.Turn, "Ông/bà bổ sung hồ sơ", Since(d)),
                DossierStatus.NotReceived => new TimelineItem(TimelineState.Stopped, "Không tiếp nhận", At(d.FinishedAt), full ? d.ClosingReason : null),
                _ => new TimelineItem(TimelineState.Stopped, "Rút hồ sơ", At(d.FinishedAt)),
            });
            if (DossierStatus.IsOpen(d.Status)) items.AddRange(Next(d, way.Ahead));
            return items;
        }
        items.Add(new TimelineItem(TimelineState.Done, "Tiếp nhận", Vi.DateTime(d.ReceivedAt.Value)));
        if (full) items.AddRange(InOrder(HandOvers(d).Concat(Told(d, full))));
        else items.AddRange(way.Done.Select(step => new TimelineItem(TimelineState.Done, step.Name, Unit(d, step))).Concat(InOrder(Told(d, full))));
        switch (d.Status)
        {
            case DossierStatus.Processing or DossierStatus.Paused or DossierStatus.Payment:
                items.AddRange(Now(d, way));
                items.AddRange(Next(d, way.Ahead));
                break;
            case DossierStatus.Supplement:
                items.Add(new TimelineItem(TimelineState.Turn, "Ông/bà bổ sung hồ sơ", Since(d)));
                items.AddRange(Next(d, [.. way.Open, .. way.Ahead]));
                break;
            case DossierStatus.Done:
                items.AddRange(Results(d));
                items.Add(new TimelineItem(TimelineState.Turn, "Mời ông/bà nhận kết quả", d.HolderUnit));
                break;
            case DossierStatus.Returned:
                var given = new TimelineItem(TimelineState.Done, "Đã trả kết quả", At(d.ReturnedAt));
                items.AddRange(d.CorrectedAt > d.ReturnedAt ? [Result(d), given, Corrected(d)] : [.. Results(d), given]);
                break;
            case DossierStatus.Refused:
                items.Add(new TimelineItem(TimelineState.Stopped, "Không giải quyết được", At(d.FinishedAt), full ? d.ClosingReason : null));
                break;
            case DossierStatus.Stopped:
                items.Add(new TimelineItem(TimelineState.Stopped, "Dừng giải quyết", At(d.FinishedAt), full ? d.ClosingReason : null));
                break;
            case DossierStatus.Withdrawn:
                items.Add(new TimelineItem(TimelineState.Stopped, "Rút hồ sơ", At(d.FinishedAt)));
                break;
        }
        return items;
    }

    private static TimelineItem Result(TrackedDossier d) => new(TimelineState.Done, "Có kết quả", At(d.FinishedAt), Icon: "seal-check");

    private static TimelineItem Corrected(TrackedDossier d) =>
        new(TimelineState.Done, "Kết quả đã được đính chính", At(d.CorrectedAt), "Dùng bản mới; bản trước không dùng nữa.", "seal-check");

    private static IEnumerable<TimelineItem> Results(TrackedDossier d) => d.CorrectedAt is null ? [Result(d)] : [Result(d), Corrected(d)];

    private static IEnumerable<TimelineItem> InOrder(IEnumerable<(DateTimeOffset At, TimelineItem Item)> rows) =>
        rows.OrderBy(row => row.At).Select(row => row.Item);

    private static IEnumerable<(DateTimeOffset At, TimelineItem Item)> HandOvers(TrackedDossier d) => d.HandOvers.Select(h => (h.At,
        new TimelineItem(TimelineState.Done, h.Outcome == "returned" ? $"{h.StepName}: trả lại bước trước" : h.StepName,
            $"{Vi.DateTime(h.At)} · {h.FromUnit}{(h.FromUnit == h.ToUnit ? "" : $" chuyển {h.ToUnit}")}")));

    private static List<(DateTimeOffset At, TimelineItem Item)> Told(TrackedDossier d, bool full)
    {
        var told = new List<(DateTimeOffset, TimelineItem)>();
        void Tell(DateTimeOffset at, string title, string? detail = null, string? reason = null, string? icon = null) => told.Add((at, new TimelineItem(
            TimelineState.Done, title, Vi.DateTime(at), string.Join(' ', new[] { detail, full ? reason : null }.OfType<string>()) is { Length: > 0 } words
                ? words : null, icon)));
        foreach (var s in d.Supplements)
        {
            Tell(s.RequestedAt, s.No > 1 ? $"Yêu cầu bổ sung lần {s.No}" : "Yêu cầu bổ sung", reason: s.Reason, icon: "document-alert");
            if (s.AnsweredAt is { } at) Tell(at, "Đã bổ sung");
        }
        foreach (var letter in d.Apologies)
            Tell(letter.SignedAt, "Xin lỗi và hẹn lại ngày trả kết quả",
                $"Hẹn trả {Vi.DateTime(letter.NewDue)}, trước là {Vi.DateTime(letter.OldDue)}.", $"Lý do: {letter.Reason}", "calendar");
        foreach (var chase in d.Chases) Tell(chase.At, ReminderKind.Title(chase.Kind), icon: "alarm");
        foreach (var line in ClockHappening.Of(d.Clock)) Tell(line.Entry.At, line.Title, line.Moved, line.Entry.Reason, line.Icon);
        return told;
    }

    /// <summary>Each step that is open and each thing that is waited for; what goes on between two steps has no name of its own.</summary>
    private static IReadOnlyList<TimelineItem> Now(TrackedDossier d, WalkedWay way)
    {
        List<TimelineItem> now = [.. way.Open.Select(step => new TimelineItem(TimelineState.Now, step.Name, Unit(d, step) ?? d.HolderUnit)),
            .. way.Waits.Select(wait => new TimelineItem(TimelineState.Now, wait.Name.Length > 0 ? wait.Name : "Đang chờ", Awaited(d, wait)))];
        return now.Count > 0 ? now : [new TimelineItem(TimelineState.Now, "Đang giải quyết", d.HolderUnit)];
    }

    private static string? Awaited(TrackedDossier d, WayWait wait) => wait switch
    {
        { Kind: WaitKind.Message, What: MoveOn.Consultation } when d.Opinions.Count > 0 =>
            string.Join("; ", d.Opinions.Select(asked => $"{asked.Agency}, hạn {Vi.DateTime(asked.DueAt)}")),
        { Kind: WaitKind.Child } => "Hồ sơ cùng tờ khai",
        { DueAt: { } due } => $"Đến {Vi.DateTime(due)}",
        _ => null,
    };

    private static IEnumerable<TimelineItem> Next(TrackedDossier d, IReadOnlyList<WayStep> steps) => steps.Select(step => new TimelineItem(TimelineState.Next,
        step.Name, Unit(d, step), step.Certain ? null : "Khi cần"));

    private static string? Unit(TrackedDossier d, WayStep step) =>
        step.Agency ?? (step.Kind is StepKind.Receive or StepKind.Return ? null : d.CompetentAgencyName);

    private static string? Since(TrackedDossier d) =>
        d.Supplements.LastOrDefault(s => s.AnsweredAt is null) is { } open ? $"Yêu cầu lúc {Vi.DateTime(open.RequestedAt)}" : null;

    private static string? At(DateTimeOffset? at) => at is { } time ? Vi.DateTime(time) : null;
}
