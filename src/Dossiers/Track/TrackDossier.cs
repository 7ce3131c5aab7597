using System.Net;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui.Components;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Track;

/// <summary>What a tracking page or answer says.</summary>
/// <param name="Full">The second factor was right: names, hand-overs and papers may be shown.</param>
/// <param name="Why">Days from reception to the due date; null when none was promised.</param>
internal sealed record Tracking(TrackedDossier Dossier, bool Full, string Sentence, RemainingTime? Remaining, string TermWords,
    IReadOnlyList<TimelineItem> Timeline, DueReason? Why)
{
    /// <summary>Why the promised day is only expected; null when it is certain.</summary>
    public string? Uncertain { get; init; }

    /// <summary>A new calendar has moved the promise: from when to when, and why.</summary>
    public string? Recounted { get; init; }

    public IReadOnlyList<CountedDay> Days => Why?.Days ?? [];

    /// <summary>Where no date is promised: the statutory maximum, when a law names one.</summary>
    public StatutoryLimit? Limit { get; init; }
}

/// <summary>
/// Tra cứu hồ sơ by dossier code, short code or the token of the QR. The code is printed and guessable, so it opens the
/// status only; the last four digits of an identity number or the phone open the rest. An absent dossier and wrong digits
/// get the same answer, and guessing is slowed down.
/// </summary>
internal sealed class TrackDossier(TrackingQuery query, Throttle throttle, ProcedureCatalogue catalogue, Calendars calendars, RuleSets rules, TimeProvider clock)
{
    private const int Tries = 15;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    /// <summary>Four digits are ten thousand possibilities: there the tries of everybody together are slowed for longer.</summary>
    private static readonly TimeSpan DigitsWindow = TimeSpan.FromMinutes(10);

    public Task<Tracking> ByToken(string token, string? lastFour, IPAddress? address) => Guarded(address, lastFour, () =>
        token.Length is > 0 and <= 64 ? query.ByToken(token) : Task.FromResult<TrackedDossier?>(null), "Không tìm thấy hồ sơ của mã QR này. Nhập mã trên phiếu");

    public Task<Tracking> ByCode(string? typed, string? lastFour, IPAddress? address)
    {
        var code = typed?.Trim() ?? "";
        if (code.Length == 0) throw new Refused(400, "Nhập mã hồ sơ hoặc mã ngắn, ví dụ 7KQ4-9M2X", "ma");
        if (code.Length > 64) throw new Refused(400, "Mã này dài quá. Mã ngắn có 8 ký tự, ví dụ 7KQ4-9M2X", "ma");
        if (ShortCode.Normalise(code) is not { } shortCode)
            return Guarded(address, lastFour, () => query.ByCode(code.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()),
                lastFour is null ? "Không tìm thấy hồ sơ có mã này. Kiểm tra lại mã trên phiếu" : null);
        var wrong = ShortCode.WrongGroup(shortCode);
        // The slip is found without asking the database, yet it is a try.
        if (wrong > 0) return Guarded(address, lastFour, () => Task.FromResult<TrackedDossier?>(null),
            $"Mã này chưa đúng. Kiểm tra nhóm thứ {(wrong == 1 ? "nhất" : "hai")}: {(wrong == 1 ? shortCode[..4] : shortCode[4..])}");
        return Guarded(address, lastFour, () => query.ByShortCode(shortCode), lastFour is null ? "Không tìm thấy hồ sơ có mã này. Kiểm tra lại mã trên phiếu" : null);
    }

    private async Task<Tracking> Guarded(IPAddress? address, string? lastFour, Func<Task<TrackedDossier?>> find, string? absent)
    {
        var key = $"tra-cuu:{address}";
        if (!throttle.Allow(key, Tries, Window)) throw new Refused(429, "Đã thử nhiều lần. Đợi 2 phút hoặc gọi 1022");
        var digits = lastFour is null ? null : string.Concat(lastFour.Where(char.IsAsciiDigit));
        if (digits is not null && digits.Length != 4)
        {
            throttle.TakeBack(key);
            throw new Refused(400, $"Nhập đủ 4 chữ số cuối, hiện có {digits.Length}", "last4");
        }
        var dossier = await find();
        var slowed = digits is not null && dossier is not null && !throttle.Allow($"tra-cuu-4-so:{dossier.Id}", 2 * Tries, DigitsWindow);
        if (slowed) throw new Refused(429, "Hồ sơ này bị thử 4 số cuối nhiều lần. Đợi 10 phút hoặc gọi 1022");
        if (dossier is null || (digits is not null && !dossier.SecondFactors.Contains(digits)))
            throw new Refused(404, absent ?? "Mã hồ sơ và 4 số cuối chưa khớp nhau. Kiểm tra lại trên phiếu", "ma");
        throttle.TakeBack(key);
        if (digits is not null) throttle.TakeBack($"tra-cuu-4-so:{dossier.Id}");
        return await Show(dossier, full: digits is not null);
    }

    public async Task<Tracking> Show(TrackedDossier dossier, bool full)
    {
        var calendar = await calendars.Of(dossier.IntakeOffice);
        var version = await catalogue.GetVersion(dossier.ProcedureVersionId);
        var remaining = dossier.DueAt is { } due ? RemainingTime.Words(clock.GetUtcNow(), due, calendar, dossier.ReceivedAt, dossier.FinishedAt, dossier.PausedAt is not null)
            : null;
        var read = await Clock(dossier);
        return new Tracking(dossier, full, Sentence(dossier, version?.TermWords), remaining, version?.TermWords ?? "theo quy định",
            TrackTimeline.Of(dossier, version?.Process ?? [], full), read is null ? null : DueReason.Of(read))
        {
            // What is finished is no longer awaited.
            Uncertain = read is null || dossier.FinishedAt is not null ? null : ClockStory.UncertainWords(read),
            Recounted = dossier.FinishedAt is not null ? null : ClockStory.RecountedWords(dossier.Clock),
            Limit = dossier.DueAt is null ? await Limit(dossier, version) : null,
        };
    }

    private async Task<StatutoryLimit?> Limit(TrackedDossier dossier, ProcedureVersionView? version)
    {
        var today = clock.Today();
        var set = dossier.RuleSetId is { } pinned ? await rules.Get(pinned) : await rules.At(today);
        return StatutoryLimit.Of(version, dossier.Clock, await calendars.Basis(dossier.IntakeOffice, set, dossier.Clock), today);
    }

    private async Task<DossierClock?> Clock(TrackedDossier dossier) => dossier.RuleSetId is { } set
        ? DossierClock.Read(dossier.Clock, await calendars.Basis(dossier.IntakeOffice, await rules.Get(set), dossier.Clock)) : null;

    private static string Sentence(TrackedDossier d, string? term) => d.Status switch
    {
        DossierStatus.Submitted => $"Hồ sơ đã nộp và đang chờ {d.HolderUnit} tiếp nhận. Thời hạn {term ?? "theo quy định"} bắt đầu tính khi hồ sơ được tiếp nhận.",
        DossierStatus.Processing => $"{d.HolderUnit} đang giải quyết hồ sơ của ông/bà.",
        DossierStatus.Supplement => "Hồ sơ cần ông/bà bổ sung. Thời hạn tạm dừng cho đến khi nhận đủ phần bổ sung.",
        DossierStatus.Payment => "Hồ sơ chờ ông/bà nộp tiền. Thời hạn tạm dừng trong lúc chờ.",
        DossierStatus.Paused when d.Clock.LastOrDefault(entry => entry.Kind == ClockKind.Pause) is { Cause: PauseCause.ForceMajeure } => "Hồ sơ đang tạm dừng tính giờ vì sự kiện bất khả kháng.",
        DossierStatus.Paused => "Hồ sơ đang tạm dừng tính giờ để chờ cơ quan khác xác minh.",
        DossierStatus.Done => d.ReturnMethod == "electronic" ? "Đã có kết quả. Ông/bà xem và tải kết quả tại đây." : $"Đã có kết quả. Mời ông/bà đến nhận tại {d.HolderUnit}.",
        DossierStatus.Returned => "Kết quả đã được trả cho ông/bà.",
        DossierStatus.NotReceived => "Hồ sơ không được tiếp nhận. Lý do được ghi trong phiếu từ chối.",
        DossierStatus.Refused => "Hồ sơ không giải quyết được. Lý do được ghi trong văn bản trả lời.",
        DossierStatus.Stopped => "Hồ sơ đã dừng giải quyết. Lý do được ghi trong thông báo.",
        DossierStatus.Withdrawn => "Hồ sơ đã được rút theo đề nghị của người nộp.",
        _ => DossierStatus.Words(d.Status),
    };
}
