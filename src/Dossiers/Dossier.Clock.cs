using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Dossiers;

/// <summary>The clock of a dossier: every change of a date is one more line of the ledger, and the dates are what the ledger says.</summary>
internal sealed partial class Dossier
{
    // Two servers never agree to the millisecond; more than this is a wrong clock.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<ClockEntry> Ledger => [.. Clock.OrderBy(entry => entry.Seq)];

    public DossierClock ReadClock(ClockBasis basis) => DossierClock.Read(Ledger, basis);

    /// <summary>Gia hạn, after the leader has signed the apology. The original due time stays, and the dossier counts as late by it.</summary>
    /// <param name="until">The day that the letter promises: the due time from now on.</param>
    public void Extend(DateTimeOffset at, DateTimeOffset until, string reason, ClockBasis basis, string actor)
    {
        if (DueAt is null || !DossierStatus.IsOpen(Status) || ReceivedAt is null) throw Refused.WrongState("Chỉ gia hạn hồ sơ đang giải quyết có hẹn ngày trả");
        if (until <= DueAt) throw new Refused(400, "Ngày hẹn mới phải sau ngày hẹn hiện tại", "newDue");
        Write(new ClockEntry
        {
            DossierId = Id, Seq = Clock.Count + 1, Kind = ClockKind.Extend, At = at, ActorName = actor, Until = until, Reason = Reasoned(reason, "gia hạn"),
        }, basis);
        // The calendar of today may end the term later than the one it was promised by.
        if (DueAt != until) throw new Refused(409, $"Lịch làm việc đã đổi, hẹn trả nay là {Vi.DateTime(DueAt.Value)}. Chọn ngày hẹn mới sau ngày đó", "newDue");
        Touch();
    }

    /// <summary>Đính chính một dòng ghi sai: a counter-entry. The wrong line stays in sight and no longer counts.</summary>
    public void CorrectClock(DateTimeOffset at, int seq, string reason, ClockBasis basis, string actor)
    {
        var wrong = Clock.SingleOrDefault(entry => entry.Seq == seq) ?? throw new Refused(400, "Không có dòng này trong sổ tính thời hạn", "seq");
        if (wrong.Kind is not (ClockKind.Pause or ClockKind.Resume or ClockKind.Restart or ClockKind.Extend))
            throw Refused.WrongState("Chỉ đính chính dòng tạm dừng, tính tiếp, tính lại hoặc gia hạn");
        if (Clock.Any(entry => entry.Corrects == seq)) throw Refused.WrongState("Dòng này đã được đính chính");
        if (!DossierStatus.IsOpen(Status)) throw Refused.WrongState("Hồ sơ đã kết thúc, sổ tính thời hạn đã khóa");
        // Taking away the line that set the clock going, or the pause it stands in, would contradict what the dossier is waiting for.
        if (wrong.Kind is ClockKind.Resume or ClockKind.Restart)
            throw Refused.WrongState("Dòng này cho hồ sơ tính tiếp nên không bỏ riêng được. Đính chính dòng tạm dừng trước nó");
        if (wrong.Kind == ClockKind.Pause && PausedAt == wrong.At)
            throw Refused.WrongState("Hồ sơ đang chờ theo dòng này. Cho hồ sơ tính tiếp rồi đính chính");
        Write(new ClockEntry
        {
            DossierId = Id, Seq = Clock.Count + 1, Kind = ClockKind.Correct, At = at, ActorName = actor, Corrects = seq,
                Reason = Reasoned(reason, "đính chính"),
        }, basis);
        Touch();
    }

    private void Start(DateTimeOffset at, Term? term, TimeOnly? cutOff, ClockBasis basis, string actor) => Write(new ClockEntry
    {
        DossierId = Id, Seq = 1, Kind = ClockKind.Start, At = at, ActorName = actor, TermUnit = term?.Unit, TermValue = term?.Value, CutOff = cutOff,
        RuleSetId = basis.Rules.Id, CalendarVersion = basis.CalendarVersion,
    }, basis);

    private void Pause(DateTimeOffset at, string cause, string reason, string? legalBasis, ClockBasis basis, string actor)
    {
        if (PausedAt is not null) throw Refused.WrongState("Đồng hồ của hồ sơ đang dừng rồi");
        var rule = basis.Rules.Pauses.SingleOrDefault(pause => pause.Cause == cause);
        if (rule is null or { When: PauseWhen.Never })
            throw Refused.WrongState($"Theo quy định áp dụng cho hồ sơ này, \"{PauseCause.Words(cause)}\" không làm dừng thời hạn");
        Write(new ClockEntry
        {
            DossierId = Id, Seq = Clock.Count + 1, Kind = ClockKind.Pause, At = at, ActorName = actor, Cause = cause, Reason = reason,
            LegalBasis = legalBasis ?? rule.LegalBasis,
        }, basis);
    }

    private void GoOn(DateTimeOffset at, bool whole, string reason, ClockBasis basis, string actor)
    {
        if (PausedAt is null) return;
        Write(new ClockEntry
        {
            DossierId = Id, Seq = Clock.Count + 1, Kind = whole ? ClockKind.Restart : ClockKind.Resume, At = at, ActorName = actor, Reason = reason,
            LegalBasis = Clock.OrderBy(entry => entry.Seq).Last(entry => entry.Kind == ClockKind.Pause).LegalBasis,
        }, basis);
    }

    private void End(DateTimeOffset at, string? reason, string actor)
    {
        Clock.Add(new ClockEntry
        {
            DossierId = Id, Seq = Clock.Count + 1, Kind = ClockKind.Stop, At = Forward(at), DueAt = DueAt, Reason = reason, ActorName = actor, Cause = Status,
            LegalBasis = Clock.Find(entry => entry.Kind == ClockKind.Start)?.LegalBasis,
        });
        PausedAt = null;
    }

    private void Write(ClockEntry entry, ClockBasis basis)
    {
        Forward(entry.At);
        // What names no article of its own stands on the decree of its rule set.
        entry.LegalBasis ??= basis.Rules.LegalBasis is [var decree, ..] ? decree : null;
        // What is written now is counted by what is known now.
        if (Clock.Count > 0 && basis.CalendarVersion > Clock.Max(other => other.CalendarVersion)) entry.CalendarVersion = basis.CalendarVersion;
        Clock.Add(entry);
        var clock = ReadClock(basis);
        (DueAt, DueProvisional, PausedAt) = (clock.Due, clock.Provisional, clock.PausedSince);
        entry.DueAt = clock.Due;
    }

    private DateTimeOffset Forward(DateTimeOffset at)
    {
        if (Clock.Count > 0 && at < Clock.Max(entry => entry.At) - Skew)
            throw Refused.WrongState("Thời điểm của thao tác sớm hơn lần ghi trước. Kiểm tra đồng hồ máy chủ");
        return at;
    }

    private static string Reasoned(string reason, string act) =>
        string.IsNullOrWhiteSpace(reason) ? throw new Refused(400, $"Nhập lý do {act}", "reason")
        : TypedText.Within(reason, Reasons.Longest, "Lý do", "reason");

    private static void MapClock(ModelBuilder model)
    {
        var entry = model.Entity<ClockEntry>().ToTable("clock_entry", "dossiers");
        entry.HasKey(c => new { c.DossierId, c.Seq });
        entry.Property(c => c.TermUnit).HasConversion(
            unit => unit == null ? null : JsonNamingPolicy.CamelCase.ConvertName(unit.Value.ToString()),
            text => text == null ? null : Enum.Parse<TermUnit>(text, true));
    }
}
