using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Clock;

/// <summary>
/// Thời hạn tối đa theo luật của một hồ sơ không hẹn ngày: counted by the same ledger, pauses included, as if it had been
/// promised. It is not a promise, and a procedure with a date never has one.
/// </summary>
/// <param name="At">Null: the dossier has not been received.</param>
internal sealed record StatutoryLimit(Term Term, string Basis, DateTimeOffset? At, bool Provisional, bool Stands)
{
    /// <summary>What is said where the data names none. Nothing is made up.</summary>
    public const string None = "Không hẹn ngày; quy định đã công bố của thủ tục này không nêu thời hạn tối đa.";

    /// <summary>"Không hẹn ngày; theo luật chậm nhất 17:00, 26/05/2026 (20 ngày làm việc, Điều …)."</summary>
    public string Words => At is { } at
        ? $"Không hẹn ngày; theo luật chậm nhất {Vi.DateTime(at)} ({Term.Words}, {Basis})"
            + $"{(Provisional ? ", ngày dự kiến vì lịch nghỉ năm đó chưa công bố" : "")}"
            + $"{(Stands ? "; đang tạm dừng, được tính lại khi hồ sơ tính tiếp" : "")}."
        : $"Không hẹn ngày; theo luật chậm nhất {Term.Words} từ khi tiếp nhận ({Basis}).";

    /// <param name="entries">In the order of their numbers; empty before reception.</param>
    /// <param name="today">Which law holds while the dossier is not received.</param>
    /// <returns>Null: a date is promised, or no law names a maximum.</returns>
    public static StatutoryLimit? Of(ProcedureVersionView? version, IReadOnlyList<ClockEntry> entries, ClockBasis basis, DateOnly today)
    {
        if (version is null || version.Term is not null && entries.Count == 0 || entries is [{ TermUnit: not null }, ..]) return null;
        if (version.StatutoryMaxOn(entries is [var first, ..] ? first.At.Day() : today) is not { } most) return null;
        if (entries.Count == 0) return new StatutoryLimit(most.Term, most.Basis, null, false, false);
        // Nothing was promised, so the newest calendar counts, whichever one the lines name; what has ended stays as it was.
        var ended = entries.Any(entry => entry.Kind == ClockKind.Stop);
        var newest = new ClockEntry
        {
            Seq = entries.Count + 1, Kind = ClockKind.Calendar, At = entries[^1].At, ActorName = "", CalendarVersion = basis.CalendarVersion
        };
        var read = DossierClock.Read([With(entries[0], most.Term), .. entries.Skip(1), .. ended ? Array.Empty<ClockEntry>() : [newest]], basis);
        return new StatutoryLimit(most.Term, most.Basis, read.Due, read.Provisional, read.PausedSince is not null && !ended);
    }

    private static ClockEntry With(ClockEntry start, Term term) => new()
    {
        DossierId = start.DossierId, Seq = start.Seq, Kind = start.Kind, At = start.At, ActorName = start.ActorName, CutOff = start.CutOff,
        RuleSetId = start.RuleSetId, CalendarVersion = start.CalendarVersion, TermUnit = term.Unit, TermValue = term.Value,
    };
}
