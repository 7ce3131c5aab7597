using MotCua.Organisation.Contracts;

namespace MotCua.Catalogue.Contracts;

/// <summary>After a supplement: the clock goes on with what was left, or the whole term is counted again from the complete dossier.</summary>
public enum AfterSupplement { Resume, Restart }

/// <summary>Whether a cause stops the clock: always, only where the procedure says so, only by a leader's decision, never.</summary>
public enum PauseWhen { Always, ProcedureSays, Decision, Never }

/// <summary>What may stop the clock, in the words that the ledger stores.</summary>
public static class PauseCause
{
    public const string Supplement = "supplement";
    public const string Payment = "payment";
    public const string Verification = "verification";
    public const string ForceMajeure = "forceMajeure";
    public static readonly IReadOnlyList<string> All = [Supplement, Payment, Verification, ForceMajeure];

    public static string Words(string cause) => cause switch
    {
        Supplement => "Chờ người nộp bổ sung",
        Payment => "Chờ thực hiện nghĩa vụ tài chính",
        Verification => "Chờ cơ quan khác xác minh",
        ForceMajeure => "Sự kiện bất khả kháng",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, null),
    };
}

/// <summary>The papers a rule set numbers.</summary>
public static class PaperKind
{
    public const string Receipt = "receipt";
    public const string Supplement = "supplement";
    public const string Refusal = "refusal";
    public const string Apology = "apology";
    public const string Stop = "stop";
    public const string ControlSheet = "controlSheet";
    public const string Register = "register";
    public static readonly IReadOnlyList<string> All = [Receipt, Supplement, Refusal, Apology, Stop, ControlSheet, Register];
}

/// <summary>Mẫu giấy tờ: its number and name in this generation of the law.</summary>
/// <param name="Kind">One of <see cref="PaperKind"/>.</param>
/// <param name="Number">As printed, "01". The numbers change with each circular.</param>
public sealed record RuleForm(string Kind, string Number, string Title, string LegalBasis);

/// <param name="Most">Requests that an official may send alone.</param>
/// <param name="FurtherApprover">Role that must approve another one.</param>
public sealed record SupplementRules(AfterSupplement After, int Most, string FurtherApprover);

/// <param name="Most">How many extensions are allowed in all.</param>
/// <param name="Approver">Role that signs the apology.</param>
/// <param name="BeforeDueOnly">The apology must come before the due time.</param>
public sealed record ExtensionRules(int Most, string Approver, bool BeforeDueOnly);

/// <summary>Ngưỡng nhắc việc, in working hours of the office.</summary>
/// <param name="AlarmHours">A filing unanswered so long alerts the unit and its head.</param>
/// <param name="ReplyHours">The answer (accept, ask, refuse) is due; the applicant is told who is being chased.</param>
/// <param name="StepSilencePercent">Part of a step's time without any act that alerts.</param>
/// <param name="StillHours">Working hours without movement of a dossier that alert.</param>
public sealed record AnswerRules(decimal AlarmHours, decimal ReplyHours, int StepSilencePercent, decimal StillHours);

/// <summary>Thời hạn lấy ý kiến cơ quan khác, in working days; half a day is working hours.</summary>
/// <param name="UsualDays">Offered to the official who asks.</param>
/// <param name="MostDays">No request may give more.</param>
public sealed record ConsultationRules(decimal UsualDays, decimal MostDays, string LegalBasis);

/// <param name="Cause">One of <see cref="PauseCause"/>.</param>
public sealed record PauseRule(string Cause, PauseWhen When, string LegalBasis);

/// <summary>
/// Bộ quy định áp dụng: one generation of the one-stop law as data. Frozen when approved; a dossier pins the one in force
/// on the day of its reception.
/// </summary>
/// <param name="Code">Stable name of the generation, "ND118-2025".</param>
/// <param name="ValidTo">Inclusive; null = open.</param>
/// <param name="FormSet">The circular whose forms are printed, "03/2025/TT-VPCP": the templates carry the same name.</param>
/// <param name="EndsAt">Status that ends the clock: "done" (đã xử lý xong) or "returned" (đã trả kết quả).</param>
/// <param name="Consultations">Null: this generation sets no time for other agencies, and none can be asked under it.</param>
public sealed record RuleSet(Guid Id, string Code, int Version, string Name, DateOnly ValidFrom, DateOnly? ValidTo, IReadOnlyList<string> LegalBasis,
    string FormSet, IReadOnlyList<RuleForm> Forms, CountingRules Counting, SupplementRules Supplements, ExtensionRules Extensions,
    AnswerRules Answers, IReadOnlyList<PauseRule> Pauses, string EndsAt, ConsultationRules? Consultations = null);
