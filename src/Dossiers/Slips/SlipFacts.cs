namespace MotCua.Dossiers.Slips;

/// <summary>Phiếu hẹn as it was given: what was promised at reception, and which papers had a file by then.</summary>
/// <param name="DueAt">Null: no date was promised.</param>
/// <param name="Provisional">As it was said then, by the calendar that the start of the clock names.</param>
/// <param name="Files">Keys of papers.</param>
internal sealed record ReceiptFacts(DateTimeOffset? DueAt, bool Provisional, IReadOnlySet<string> Files);

/// <summary>Từ chối, told by form 03: who refused or stopped it, and on what.</summary>
/// <param name="By">Null: it is not known any more.</param>
/// <param name="Reason">In words that say whether it had been received.</param>
/// <param name="SignerTitle">Null: refused at the desk, before anybody had it to sign.</param>
internal sealed record RefusalFacts(string? By, string? Reason, string? LegalBasis, string? SignerTitle, DateTimeOffset At);

/// <summary>Xin lỗi và hẹn lại: one signed apology with both due times.</summary>
internal sealed record ApologyFacts(int No, string Reason, DateTimeOffset OldDue, DateTimeOffset NewDue, string SignerName, string SignerTitle,
    DateTimeOffset? SignedAt);

/// <summary>Dừng giải quyết: who stopped it, when, why and under which article.</summary>
internal sealed record StopFacts(string Reason, string? LegalBasis, DateTimeOffset At, string SignerName, string SignerTitle, DateTimeOffset? SignedAt);

/// <summary>Trả kết quả: who gave it to whom.</summary>
internal sealed record ReturnFacts(string GiverName, string ReceiverName, string? ReceiverPhone, string? PaperShown, string Method, DateTimeOffset At);
