namespace MotCua.Dossiers.Slips;

/// <summary>Xin lỗi và hẹn lại: one signed apology with both due times.</summary>
internal sealed record ApologyFacts(int No, string Reason, DateTimeOffset OldDue, DateTimeOffset NewDue, string SignerName, string SignerTitle, DateTimeOffset? SignedAt);

/// <summary>Dừng giải quyết: who stopped it, when, why and under which article.</summary>
internal sealed record StopFacts(string Reason, string? LegalBasis, DateTimeOffset At, string SignerName, string SignerTitle, DateTimeOffset? SignedAt);

/// <summary>Trả kết quả: who gave it to whom.</summary>
internal sealed record ReturnFacts(string GiverName, string ReceiverName, string? ReceiverPhone, string? PaperShown, string Method, DateTimeOffset At);
