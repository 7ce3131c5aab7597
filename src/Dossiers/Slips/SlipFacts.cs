using MotCua.Platform.Time;

namespace MotCua.Dossiers.Slips;

/// <summary>Xin lỗi và hẹn lại: one signed apology with both due times.</summary>
internal sealed record ApologyFacts(int No, string Reason, DateTimeOffset OldDue, DateTimeOffset NewDue, string SignerName, string SignerTitle, DateTimeOffset? SignedAt);

/// <summary>Dừng giải quyết: who stopped it, when, why and under which article.</summary>
internal sealed record StopFacts(string Reason, string? LegalBasis, DateTimeOffset At, string SignerName, string SignerTitle, DateTimeOffset? SignedAt);

/// <summary>Trả kết quả: who gave it to whom.</summary>
internal sealed record ReturnFacts(string GiverName, string ReceiverName, string? ReceiverPhone, string? PaperShown, string Method, DateTimeOffset At);

/// <summary>Which circular's forms a dossier is printed on.</summary>
internal static class DossierForms
{
    /// <summary>Thông tư 03/2025/TT-VPCP takes effect.</summary>
    private static readonly DateOnly NewForms = new(2025, 9, 15);

    /// <summary>The forms of the law in force at reception; before it, at filing.</summary>
    public static string FormSetOf(Dossier dossier) => On((dossier.ReceivedAt ?? dossier.SubmittedAt).Day());

    /// <summary>For papers of many dossiers: the register, the hand-over list.</summary>
    public static string On(DateOnly day) => day < NewForms ? "01/2018/TT-VPCP" : "03/2025/TT-VPCP";
}
