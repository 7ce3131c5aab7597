using MotCua.Organisation.Contracts;
using MotCua.Workflow.Contracts;

namespace MotCua.Catalogue.Contracts;

/// <summary>Cửa nộp hồ sơ: where a citizen files this procedure today (a dated switch).</summary>
public enum FilingDoor { Here, NationalPortal, Both }

/// <summary>
/// Một phiên bản thủ tục, frozen when published: everything that pages, reception and processing need. A dossier keeps the
/// version it was filed under.
/// </summary>
/// <param name="Code">National code, for example "1.001193".</param>
/// <param name="Alias">Short name of a complete procedure, for example "KS01"; null for the generic ones.</param>
/// <param name="PlainTitle">Everyday title; the official one when nobody wrote a plainer.</param>
/// <param name="CompetentLevel">"commune" or "province": whose agency decides.</param>
/// <param name="CompetentAgency">Agency code for provincial procedures; null when the commune of the dossier decides.</param>
/// <param name="Term">Null: "theo quy định", never a promise.</param>
/// <param name="TermWords">What a screen says: "3 ngày làm việc", "trong ngày", "theo quy định".</param>
/// <param name="SameDayCutOff">
/// Of this procedure's own law: received after it, a same-day result is due the next working day. Null: that of the rule set.
/// </param>
public sealed record ProcedureVersionView(
    Guid VersionId, string Code, string? Alias, string Name, string PlainTitle, string Field,
    bool Withdrawn, string? WithdrawnReason, FilingDoor Door,
    string CompetentLevel, string? CompetentAgency, bool NonTerritorial, bool SiteVisit, bool HomeService,
    Term? Term, string TermWords, TimeOnly? SameDayCutOff, FeeView Fee,
    IReadOnlyList<PaperView> Papers, string FormCode, int FormVersion, IReadOnlyList<ProcessStepView> Process, ResultView Result,
    string? Who, int? EstimatedMinutes, IReadOnlyList<string> LegalBasis, DateOnly ValidFrom, string Source)
{
    /// <summary>Causes (<see cref="PauseCause"/>) for which this procedure itself says that its term stands.</summary>
    public IReadOnlyList<string> MayPause { get; init; } = [];

    /// <summary>BPMN 2.0 that dossiers walk instead of <see cref="Process"/>, which is empty then; null: the list is the process.</summary>
    public string? Drawing { get; init; }

    /// <summary>The name in addresses: the alias in lower case when there is one, else the national code.</summary>
    public string Slug => Alias?.ToLowerInvariant() ?? Code;

    /// <summary>Thời hạn tối đa theo luật, by date; null where no law that we know of names one. Said only where no date is promised.</summary>
    public IReadOnlyList<StatutoryMaximum>? StatutoryMax { get; init; }

    /// <summary>The one in force on the day of reception.</summary>
    public StatutoryMaximum? StatutoryMaxOn(DateOnly day) =>
        StatutoryMax?.FirstOrDefault(one => one.ValidFrom <= day && (one.ValidTo is null || day <= one.ValidTo));
}

/// <summary>Thời hạn tối đa mà luật cho giải quyết, whether or not a date is promised.</summary>
/// <param name="Basis">The article that says so.</param>
/// <param name="ValidTo">Inclusive; null = open.</param>
public sealed record StatutoryMaximum(Term Term, string Basis, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>Lệ phí as it may be shown: low-confidence "free" is "chưa xác định".</summary>
/// <param name="AmountVnd">Đồng; null when not one known amount.</param>
public sealed record FeeView(string Words, long? AmountVnd, bool PerPage, string? Basis);

/// <summary>Thành phần hồ sơ của thủ tục.</summary>
/// <param name="Key">Stable within the version; safe in a form field name.</param>
/// <param name="PaperType">Our short paper-type code ("TLKS"); null when unknown, then it cannot come from the vault.</param>
/// <param name="Kind">original | copy | certified | form.</param>
/// <param name="ReplacedBy">The national database that answers instead of the paper, when the law says so.</param>
public sealed record PaperView(string Key, string Name, string? PaperType, bool Required, string Kind, int Originals, int Copies,
    string? FormReference, string? HowToGet, bool ReusableFromVault, string? Condition, string? ReplacedBy)
{
    /// <summary>Whatever the case is: whether the condition of another paper holds, somebody has to see; a national database needs none.</summary>
    public bool IsAlwaysNeeded => Required && ReplacedBy is null && Condition is null;
}

/// <summary>Bước quy trình. Kind: one of <see cref="Kinds"/>. Hours: working hours.</summary>
public sealed record ProcessStepView(string Key, string Name, string Role, string Kind, decimal Hours)
{
    public static readonly IReadOnlyList<string> Kinds = ["receive", "assign", "appraise", "consult", "approve", "sign", "number", "return"];

    public ProcessStep AsStep() => new(Key, Name, Role, Enum.Parse<StepKind>(Kind, ignoreCase: true), Hours);
}

/// <summary>
/// Kết quả: what the template of the signed paper says. Paragraphs carry merge fields {{answers.child.name}}, {{dossier.code}}, {{result.number}}.
/// </summary>
/// <param name="NumberFormat">For example "{seq}/TLKS-BS".</param>
/// <param name="ValidMonths">Null: permanent.</param>
public sealed record ResultView(string Name, string PaperType, string? ResultPaperCode, string NumberFormat, string Title,
    IReadOnlyList<string> Paragraphs, int? ValidMonths);
