using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Linked;
using MotCua.Dossiers.Process;
using MotCua.Messages.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Components;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Track;

/// <summary>What a tracking page or answer says.</summary>
/// <param name="Full">The second factor was right: names, hand-overs and papers may be shown.</param>
/// <param name="Why">Days from reception to the due date; null when none was promised.</param>
internal sealed record Tracking(TrackedDossier Dossier, bool Full, string Sentence, RemainingTime? Remaining, string TermWords,
    IReadOnlyList<TimelineItem> Timeline, DueReason? Why)
{
    /// <summary>The asker has shown more than a printed code and four digits: results may be opened.</summary>
    public bool Strong { get; init; }

    /// <summary>What the asker has come with and may be sent back with; the long code, which anybody can count up, leads to no other key.</summary>
    public required string Key { get; init; }

    public bool KnowsShortCode => Full || Key == Dossier.ShortCode || Key == Dossier.TrackingToken;

    /// <summary>Why the promised day is only expected; null when it is certain.</summary>
    public string? Uncertain { get; init; }

    /// <summary>A new calendar has moved the promise: from when to when, and why.</summary>
    public string? Recounted { get; init; }

    public IReadOnlyList<CountedDay> Days => Why?.Days ?? [];

    /// <summary>Where no date is promised: the statutory maximum, when a law names one.</summary>
    public StatutoryLimit? Limit { get; init; }

    /// <summary>What was told about it, newest first; nothing without the second factor.</summary>
    public IReadOnlyList<ToldMessage> Told { get; init; } = [];

    /// <summary>Shown to its owner, under whose account the other dossiers of the declaration stand as well.</summary>
    public bool Mine { get; init; }

    /// <summary>The other dossiers of the same declaration: not for who has but counted up a printed code.</summary>
    public IReadOnlyList<LinkedMember> Family => KnowsShortCode ? Dossier.Family : [];

    /// <summary>Where another dossier of the same declaration is shown: a printed code leads to a printed code.</summary>
    public string AddressOf(LinkedMember other) => Mine ? $"/ho-so-cua-toi/{other.Code}" : Strong ? $"/tra-cuu/{other.TrackingToken}"
        : $"/tra-cuu?ma={Uri.EscapeDataString(other.Code)}";

    /// <summary>Letters of the office, for who may open results.</summary>
    public string? LetterAt(string letter) => Strong ? $"/tra-cuu/{Dossier.TrackingToken}/phieu/{letter}" : null;
}

/// <summary>
/// Tra cứu hồ sơ by dossier code, short code or the token of the QR. The code is printed and guessable, so it opens the
/// status only; the last four digits of an identity number or the phone open the rest. An absent dossier and wrong digits
/// get the same answer, and guessing is counted where no restart forgives it.
/// </summary>
internal sealed class TrackDossier(TrackingQuery query, Budgets budgets, GuessBudget tries, HarvestWatch watch, CurrentActor current,
    ProcedureCatalogue catalogue, ProcessOf processes, WalkedWays ways, Calendars calendars, RuleSets rules, ToldMessages messages, TimeProvider clock)
{
    /// <summary>Four digits are ten thousand possibilities, whoever guesses and from wherever: five wrong ones a day for one dossier.</summary>
    public static readonly Budget Digits = new("TrackDigits", 5, 0, TimeSpan.FromDays(1));

    /// <summary>The printed token is no guess: whoever holds it has digits of their own, whatever strangers do to the code.</summary>
    public static readonly Budget DigitsWithToken = new("TrackDigitsWithToken", 5, 0, TimeSpan.FromDays(1));

    public async Task<Tracking> ByToken(string token, string? lastFour)
    {
        var digits = FourDigits(lastFour);
        var dossier = token.Length is > 0 and <= 64 ? await query.ByToken(token) : null;
        const string absent = "Không tìm thấy hồ sơ của mã QR này. Nhập mã trên phiếu";
        if (digits is not null) await Judge(DigitsWithToken, dossier, token, digits, absent);
        return await Show(dossier ?? throw new Refused(404, absent, "ma"), full: digits is not null, strong: digits is not null, token);
    }

    public Task<Tracking> ByCode(string? typed, string? lastFour)
    {
        var code = typed?.Trim() ?? "";
        if (code.Length == 0) throw new Refused(400, "Nhập mã hồ sơ hoặc mã ngắn, ví dụ 7KQ4-9M2X", "ma");
        if (code.Length > 64) throw new Refused(400, "Mã này dài quá. Mã ngắn có 8 ký tự, ví dụ 7KQ4-9M2X", "ma");
        const string absent = "Không tìm thấy hồ sơ có mã này. Kiểm tra lại mã trên phiếu";
        if (ShortCode.Normalise(code) is not { } shortCode)
        {
            var dossierCode = code.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
            return Guarded(dossierCode, lastFour, first => query.ByCode(dossierCode, first), lastFour is null ? absent : null);
        }
        var wrong = ShortCode.WrongGroup(shortCode);
        // The slip is found without asking the database, yet it is a try.
        if (wrong > 0) return Guarded(shortCode, lastFour, null,
            $"Mã này chưa đúng. Kiểm tra nhóm thứ {(wrong == 1 ? "nhất" : "hai")}: {(wrong == 1 ? shortCode[..4] : shortCode[4..])}");
        return Guarded(shortCode, lastFour, first => query.ByShortCode(shortCode, first), lastFour is null ? absent : null);
    }

    /// <param name="find">Null: no dossier can have this code.</param>
    private async Task<Tracking> Guarded(string key, string? lastFour, Func<AskedFirst, Task<TrackedDossier?>>? find, string? absent)
    {
        var digits = FourDigits(lastFour);
        budgets.Spend(Doors.Track);
        var (spent, dossier) = ((TimeSpan?)null, (TrackedDossier?)null);
        if (find is null) spent = await tries.Wait(Doors.TrackWrong, Guesser);
        else dossier = await find(new(tries.Asking(Doors.TrackWrong, Guesser), async answer => spent = await tries.Heard(Doors.TrackWrong, answer)));
        if (spent is { } wait) throw Refused.TooMany(wait, otherWay: "quét mã QR, đăng nhập, gọi 1022", field: "ma");
        if (digits is not null) await Judge(Digits, dossier, key, digits, absent);
        else if (dossier is null) await Miss(absent);
        if (!current.Value.IsSignedIn) await watch.Seen();
        return await Show(dossier!, full: digits is not null, strong: false, key);
    }

    /// <summary>The try is taken before the digits are looked at, so that guesses sent at once cannot pass together; a right one is given back.</summary>
    private async Task Judge(Budget budget, TrackedDossier? dossier, string key, string digits, string? absent)
    {
        // A code that belongs to nobody is used up like one that does.
        var tried = dossier?.Id.ToString("n") ?? key;
        if (await tries.Take(budget, tried) is { } wait)
            throw Refused.TooMany(wait, "4 số cuối bị nhập sai nhiều lần", "nhận mã về điện thoại, quét mã QR, đăng nhập", "last4");
        if (dossier is null || !dossier.SecondFactors.Contains(digits)) await Miss(absent ?? "Mã hồ sơ và 4 số cuối chưa khớp nhau. Kiểm tra lại trên phiếu");
        await tries.GiveBack(budget, tried);
    }

    private async Task Miss(string? sentence)
    {
        await tries.Take(Doors.TrackWrong, Guesser);
        await watch.Missed();
        throw new Refused(404, sentence ?? "Không tìm thấy hồ sơ có mã này. Kiểm tra lại mã trên phiếu", "ma");
    }

    private string Guesser => current.Value.AccountId is { } account ? $"account:{account:n}" : budgets.Address;

    private static string? FourDigits(string? typed)
    {
        if (typed is null) return null;
        var digits = string.Concat(typed.Where(char.IsAsciiDigit));
        return digits.Length == 4 ? digits : throw new Refused(400, $"Nhập đủ 4 chữ số cuối, hiện có {digits.Length}", "last4");
    }

    /// <param name="key">What the asker has come with; an official's or owner's own page gives the token.</param>
    public async Task<Tracking> Show(TrackedDossier dossier, bool full, bool strong, string? key = null)
    {
        var calendar = await calendars.Of(dossier.IntakeOffice);
        var version = await catalogue.GetVersion(dossier.ProcedureVersionId);
        var remaining = dossier.DueAt is { } due ? RemainingTime.Words(clock.GetUtcNow(), due, calendar, dossier.ReceivedAt, dossier.FinishedAt,
            dossier.PausedAt is not null)
            : null;
        var (read, way) = (await Clock(dossier), await Way(dossier, version));
        return new Tracking(dossier, full, Sentence(dossier, way, version?.TermWords), remaining, version?.TermWords ?? "theo quy định",
            TrackTimeline.Of(dossier, way, full), read is null ? null : DueReason.Of(read))
        {
            // What is finished is no longer awaited.
            Uncertain = read is null || dossier.FinishedAt is not null ? null : ClockStory.UncertainWords(read),
            Recounted = dossier.FinishedAt is not null ? null : ClockStory.RecountedWords(dossier.Clock),
            Limit = dossier.DueAt is null ? await Limit(dossier, version) : null,
            Strong = strong, Key = key ?? dossier.TrackingToken, Told = full ? await messages.Of(dossier.Code) : [],
        };
    }

    /// <summary>Before reception the way that it would go now; what is gone from the catalogue has none.</summary>
    private async Task<WalkedWay> Way(TrackedDossier dossier, ProcedureVersionView? version) => dossier.Stand is { } stand ? await ways.Read(stand)
        : new([], [], [], version is null ? [] : await ways.Begin(await processes.Of(version, clock.GetUtcNow())));

    private async Task<StatutoryLimit?> Limit(TrackedDossier dossier, ProcedureVersionView? version)
    {
        var today = clock.Today();
        var set = dossier.RuleSetId is { } pinned ? await rules.Get(pinned) : await rules.At(today);
        return StatutoryLimit.Of(version, dossier.Clock, await calendars.Basis(dossier.IntakeOffice, set, dossier.Clock), today);
    }

    private async Task<DossierClock?> Clock(TrackedDossier dossier) => dossier.RuleSetId is { } set
        ? DossierClock.Read(dossier.Clock, await calendars.Basis(dossier.IntakeOffice, await rules.Get(set), dossier.Clock)) : null;

    private static string Sentence(TrackedDossier d, WalkedWay way, string? term) => d.Status switch
    {
        DossierStatus.Submitted when Chased(d) => $"Hồ sơ đã nộp và chưa được trả lời. Đang đôn đốc {d.HolderUnit}.",
        DossierStatus.Submitted => $"Hồ sơ đã nộp và đang chờ {d.HolderUnit} tiếp nhận. Thời hạn {term ?? "theo quy định"} bắt đầu tính khi hồ sơ được tiếp "
            + $"nhận.",
        DossierStatus.Processing when d.Apology is { } letter =>
            $"Cơ quan giải quyết xin lỗi ông/bà và hẹn trả lại {Vi.DateTime(letter.NewDue)}.{(Chased(d) ? $" Đang đôn đốc {d.HolderUnit}." : "")}",
        DossierStatus.Processing when d.Family.Any(other => !other.IsFiled) && !d.Family.Any(other => other.IsFiled) =>
            $"Tờ khai này đã mở {d.Family.Count} hồ sơ, "
            + $"{(d.Family.Count(other => other.HasOwnResult) is > 0 and var ready ? $"{ready} hồ sơ đã" : "chưa hồ sơ nào")} có kết quả.",
        DossierStatus.Processing when way.Open.Count == 0 && d.Opinions.Count > 0 =>
            $"Hồ sơ đang chờ ý kiến của {string.Join(", ", d.Opinions.Select(asked => asked.Agency))}.{(Chased(d) ? $" Đang đôn đốc {d.HolderUnit}." : "")}",
        DossierStatus.Processing => $"{d.HolderUnit} đang giải quyết hồ sơ của ông/bà.{(Chased(d) ? $" Đang đôn đốc {d.HolderUnit}." : "")}",
        DossierStatus.Supplement => "Hồ sơ cần ông/bà bổ sung. Thời hạn tạm dừng cho đến khi nhận đủ phần bổ sung.",
        DossierStatus.Payment => "Hồ sơ chờ ông/bà nộp tiền. Thời hạn tạm dừng trong lúc chờ.",
        DossierStatus.Paused when d.Clock.LastOrDefault(entry => entry.Kind == ClockKind.Pause) is { Cause: PauseCause.ForceMajeure } =>
            "Hồ sơ đang tạm dừng tính giờ vì sự kiện bất khả kháng.",
        DossierStatus.Paused => "Hồ sơ đang tạm dừng tính giờ để chờ cơ quan khác xác minh.",
        DossierStatus.Done when d.EndedByLinked => "Các hồ sơ của tờ khai này đã xong. Mời ông/bà nhận kết quả của từng hồ sơ.",
        DossierStatus.Done => d.ReturnMethod == "electronic"
            ? "Đã có kết quả. Ông/bà xem và tải kết quả tại đây." : $"Đã có kết quả. Mời ông/bà đến nhận tại {d.HolderUnit}.",
        DossierStatus.Returned when d.EndedByLinked => "Kết quả của từng hồ sơ trong tờ khai này đã được trả cho ông/bà.",
        DossierStatus.Returned => "Kết quả đã được trả cho ông/bà.",
        DossierStatus.NotReceived => "Hồ sơ không được tiếp nhận. Lý do được ghi trong phiếu từ chối.",
        DossierStatus.Refused => "Hồ sơ không giải quyết được. Lý do được ghi trong văn bản trả lời.",
        DossierStatus.Stopped => "Hồ sơ đã dừng giải quyết. Lý do được ghi trong thông báo.",
        DossierStatus.Withdrawn => "Hồ sơ đã được rút theo đề nghị của người nộp.",
        _ => DossierStatus.Words(d.Status),
    };

    /// <summary>Since it last moved on.</summary>
    private static bool Chased(TrackedDossier d) => d.Chases is [.., var chase] && !(d.HandOvers is [.., var last] && last.At > chase.At);
}
