using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Clock;

/// <summary>
/// Who reads a story. Whoever knows the code, which is guessable, sees the dates and the kind of each change; the words that an
/// official wrote are for the applicant, who has shown a second factor, and the names of officials for officials.
/// </summary>
internal enum StoryFor { Anyone, Applicant, Official }

/// <summary>One line of the ledger as people read it.</summary>
/// <param name="Voided">A later entry said that this one was wrong; it stays in sight.</param>
internal sealed record ClockLine(int Seq, string Kind, string Words, DateTimeOffset At, DateTimeOffset? DueAt, string? Reason, string? LegalBasis,
    string ActorName, bool Voided);

/// <summary>Hạn trả tự giải thích: the same words for citizen, official and paper.</summary>
internal sealed record ClockStory(DossierClock Clock, string TermWords, DueReason? Why, IReadOnlyList<ClockLine> Lines, IReadOnlyList<TimeShare> Shares,
    TimeSpan Elapsed,
    string RuleSetName)
{
    /// <summary>Where no date is promised: the statutory maximum, when a law names one.</summary>
    public StatutoryLimit? Limit { get; init; }

    public StoryFor Reader { get; init; }

    public static ClockStory Of(IReadOnlyList<ClockEntry> entries, DossierClock clock, string termWords, IReadOnlyList<TimeShare> shares, string ruleSet,
        StoryFor reader)
    {
        var voided = entries.Where(entry => entry.Corrects is not null).Select(entry => entry.Corrects!.Value).ToHashSet();
        return new ClockStory(clock, termWords, DueReason.Of(clock),
            [.. entries.Select(entry => new ClockLine(entry.Seq, entry.Kind, Words(entry), entry.At, entry.DueAt,
                reader != StoryFor.Anyone || entry.Kind == ClockKind.Calendar ? entry.Reason : null, reader != StoryFor.Anyone ? entry.LegalBasis : null,
                reader == StoryFor.Official ? entry.ActorName : "", voided.Contains(entry.Seq)))],
            shares, shares.Aggregate(TimeSpan.Zero, (sum, share) => sum + share.Time), ruleSet) { Reader = reader };
    }

    /// <summary>"Hẹn trả ban đầu 05/05/2026, nay 08/05/2026", when it was moved.</summary>
    public string? Moved => Clock is { OriginalDue: { } first, Due: { } due } && first != due
        ? $"Hẹn trả ban đầu {Vi.DateTime(first)}; sau {Moves} lần thay đổi là {Vi.DateTime(due)}." : null;

    private int Moves => Lines.Count(line => line is { Voided: false, Kind: ClockKind.Resume or ClockKind.Restart or ClockKind.Extend or ClockKind.Calendar });

    /// <summary>"lịch nghỉ năm 2027 chưa công bố…", when a day on the way belongs to such a year.</summary>
    public string? Uncertain => UncertainWords(Clock);

    public static string? UncertainWords(DossierClock clock) => clock.ProvisionalYear is { } year
        ? $"Ngày dự kiến: lịch nghỉ chính thức năm {year} chưa công bố, kể cả Tết Nguyên đán. "
            + "Khi công bố, hạn được tính lại và ông/bà được báo nếu ngày hẹn đổi." : null;

    /// <summary>"Hẹn trả tính lại theo lịch mới…" with the reason of the last calendar that moved the promise; null when none did.</summary>
    public static string? RecountedWords(IReadOnlyList<ClockEntry> entries)
    {
        var (due, words) = ((DateTimeOffset?)null, (string?)null);
        foreach (var entry in entries)
        {
            if (entry is { Kind: ClockKind.Calendar, DueAt: { } now } && due is { } before && now != before)
                words = $"Hẹn trả trước là {Vi.DateTime(before)}, tính lại thành {Vi.DateTime(now)}. Lý do: {entry.Reason}.";
            due = entry.DueAt ?? due;
        }
        return words;
    }

    public int PercentOf(TimeShare share) => Elapsed > TimeSpan.Zero ? (int)Math.Round(100 * (share.Time / Elapsed)) : 0;

    private static string Words(ClockEntry entry) => entry.Kind switch
    {
        ClockKind.Pause when entry.Cause is { } cause => $"Tạm dừng: {Platform.Text.VietnameseText.InSentence(Catalogue.Contracts.PauseCause.Words(cause))}",
        ClockKind.Extend when entry.Until is { } until => $"Gia hạn đến {Vi.DateTime(until)}",
        ClockKind.Correct => $"Đính chính dòng {entry.Corrects}",
        _ => ClockKind.Words(entry.Kind),
    };
}
