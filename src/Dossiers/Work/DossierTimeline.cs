using MotCua.Dossiers.Arrive;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Extend;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Components;

namespace MotCua.Dossiers.Work;

/// <summary>Diễn tiến hồ sơ for officials: every hand-over with from whom, to whom and when, requests for a supplement between them.</summary>
internal static class DossierTimeline
{
    public static IReadOnlyList<TimelineItem> Of(Dossier d, IReadOnlyList<Arrival> arrivals, IReadOnlyList<Apology> apologies)
    {
        var rows = new List<(DateTimeOffset At, TimelineItem Item)>
        {
            (d.SubmittedAt, new TimelineItem(TimelineState.Done, "Nộp hồ sơ", $"{Vi.DateTime(d.SubmittedAt)} · {d.SubmitterName}", Icon: "send")),
        };
        rows.AddRange(d.HandOvers.Select(h => (h.At, HandOver(h))));
        foreach (var s in d.Supplements)
        {
            var asked = $"{Vi.DateTime(s.RequestedAt)} · {s.RequestedBy}";
            rows.Add((s.RequestedAt, new TimelineItem(s.AnsweredAt is null && d.FinishedAt is null ? TimelineState.Turn : TimelineState.Done,
                $"Yêu cầu bổ sung lần {s.No}", s.AnsweredAt is null && d.FinishedAt is null ? $"{asked} · đang chờ người nộp" : asked, s.Reason,
                "document-alert")));
            if (s.AnsweredAt is { } at) rows.Add((at, new TimelineItem(TimelineState.Done, "Đã bổ sung", Vi.DateTime(at))));
        }
        rows.AddRange(apologies.Where(letter => letter.SignedAt is not null).Select(letter => (letter.SignedAt!.Value, new TimelineItem(TimelineState.Done,
            "Xin lỗi và hẹn lại ngày trả kết quả", $"{Vi.DateTime(letter.SignedAt!.Value)} · {letter.SignedBy}",
            $"Hẹn trả {Vi.DateTime(letter.NewDue)}, trước là {Vi.DateTime(letter.OldDue)}. Lý do: {letter.Reason}", "calendar"))));
        rows.AddRange(ClockHappening.Of(d.Ledger).Select(line => (line.Entry.At, new TimelineItem(TimelineState.Done, line.Title,
            $"{Vi.DateTime(line.Entry.At)} · {line.Entry.ActorName}",
            string.Join(' ', new[] { line.Moved, line.Entry.Reason }.OfType<string>()) is { Length: > 0 } words ? words : null, line.Icon))));
        rows.AddRange(arrivals.Select(a => (a.At, new TimelineItem(TimelineState.Done, $"Tin từ {a.Sender}", $"{Vi.DateTime(a.At)} · mã {a.Reference}",
            a.Words, "send"))));
        if (d.FinishedAt is { } finished) rows.Add((finished, Finish(d, finished)));
        if (d.CorrectedAt is { } corrected) rows.Add((corrected,
            new TimelineItem(TimelineState.Done, "Đính chính kết quả", Vi.DateTime(corrected), Icon: "seal-check")));
        if (d.ReturnedAt is { } returned) rows.Add((returned, new TimelineItem(TimelineState.Done, "Trả kết quả", Vi.DateTime(returned))));
        // Equal instants keep the order in which they were told.
        return [.. rows.OrderBy(row => row.At).Select(row => row.Item)];
    }

    private static TimelineItem HandOver(HandOver h)
    {
        var to = h.ToName == h.FromName ? null : h.ToName is { } name ? $"{name}, {h.ToUnit}" : h.ToUnit == h.FromUnit ? null : h.ToUnit;
        return new TimelineItem(TimelineState.Done, h.Outcome == "returned" ? $"{h.StepName}: trả lại bước trước" : h.StepName,
            $"{Vi.DateTime(h.At)} · {h.FromName}, {h.FromUnit}{(to is null ? "" : $" chuyển {to}")}", h.Note is { Length: > 0 } note ? note : null,
            h.Outcome == "returned" ? "undo" : null);
    }

    private static TimelineItem Finish(Dossier d, DateTimeOffset at) => d.Status is "done" or "returned"
        ? new TimelineItem(TimelineState.Done, "Có kết quả", Vi.DateTime(at), d.ClosingReason, "seal-check")
        : new TimelineItem(TimelineState.Stopped, Ended(d.Status), Vi.DateTime(at), d.ClosingReason);

    private static string Ended(string status) => status switch
    {
        DossierStatus.NotReceived => "Từ chối tiếp nhận",
        DossierStatus.Refused => "Từ chối giải quyết",
        DossierStatus.Stopped => "Dừng giải quyết",
        _ => "Rút hồ sơ",
    };
}
