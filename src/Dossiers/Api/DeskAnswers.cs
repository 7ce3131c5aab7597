using MotCua.Dossiers.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Api;

/// <summary>What an official's act left: the version is what the next act is done on.</summary>
internal sealed record DeskDone(int Version, string Code, string ShortCode, string Status, string StatusWords, DateTimeOffset? ReceivedAt,
    DateTimeOffset? DueAt,
    bool DueProvisional, string HolderUnit, string? HolderName, DateTimeOffset? FinishedAt, DateTimeOffset? ReturnedAt)
{
    public static DeskDone Of(Dossier d) => new(d.Version, d.Code, d.ShortCode, d.Status, DossierStatus.Words(d.Status), d.ReceivedAt, d.DueAt,
        d.DueProvisional, d.HolderUnit, d.HolderName, d.FinishedAt, d.ReturnedAt);
}

/// <param name="VaultFile">Address of the paper that the owner's vault lends; null: none.</param>
internal sealed record DeskPaper(string PaperKey, string Name, bool Required, string State, string? VaultFile);

internal sealed record DeskSignature(Guid Id, string PaperKey, string FileName, FileVerdict? Signature);

internal sealed record DeskHandOver(DateTimeOffset At, string FromName, string FromUnit, string? ToName, string ToUnit, string StepName, string Outcome);

/// <summary>A dossier as its officials see it.</summary>
internal sealed record DeskDossier(int Version, string Code, string ShortCode, string ProcedureCode, string ProcedureName, string Status, string StatusWords,
    string OwnerName, string SubmitterName, Representative? Representative, string IntakeAgency, string CompetentAgency, string? SupportPoint, string Channel,
    string HolderUnit, string? HolderName, DateTimeOffset SubmittedAt, DateTimeOffset? ReceivedAt, DateTimeOffset? DueAt, DateTimeOffset? FinishedAt,
    string? Remaining, LimitAnswer? StatutoryMax, ForeignReference? Foreign, IReadOnlyList<DeskPaper> Papers, IReadOnlyList<DeskSignature> Signatures,
    IReadOnlyList<DeskHandOver> HandOvers, CurrentTask? Task, IReadOnlyList<CurrentTask> Tasks, IReadOnlyList<LinkedAnswer> Linked);

/// <summary>A row of a list by filter.</summary>
/// <param name="NeedsMe">The next act is the applicant's.</param>
/// <param name="ChangedAt">Of the database's clock.</param>
/// <param name="RescheduledTo">What the last signed letter of apology promises; a letter that came too late does not move dueAt.</param>
internal sealed record DossierAnswer(string Code, string ShortCode, string ProcedureCode, string ProcedureName, string Status, string StatusWords,
    string Channel,
    string OwnerName, string CompetentAgency, string CompetentAgencyName, string HolderUnit, DateTimeOffset SubmittedAt, DateTimeOffset? ReceivedAt,
    DateTimeOffset? DueAt, DateTimeOffset? RescheduledTo, DateTimeOffset? FinishedAt, DateTimeOffset? ReturnedAt, bool NeedsMe, DateTimeOffset ChangedAt,
        ForeignReference? Foreign,
        int Version)
{
    public static DossierAnswer Of(DossierView d) => new(d.Code, Contracts.ShortCode.Display(d.ShortCode), d.ProcedureCode, d.ProcedureName, d.Status,
        DossierStatus.Words(d.Status), d.Channel, d.OwnerName, d.CompetentAgency, d.CompetentAgencyName, d.HolderUnit, d.SubmittedAt, d.ReceivedAt, d.DueAt,
        d.RescheduledTo, d.FinishedAt, d.ReturnedAt, d.NeedsApplicant, d.ChangedAt, d.Foreign, d.Version);
}

internal static class DossierAnswers
{
    public static Page<DossierAnswer> Shown(this Page<DossierView> page) => new([.. page.Items.Select(DossierAnswer.Of)], page.Next);
}

/// <summary>A file of a dossier; its bytes lie under <c>…/files/{id}</c>.</summary>
/// <param name="Origin">upload | scan | vault | linked.</param>
/// <param name="Signature">What its digital signatures are worth; null: it has none.</param>
internal sealed record FileAnswer(Guid Id, string PaperKey, string FileName, string MediaType, long Size, int Pages, string Sha256, string Origin,
    DateTimeOffset UploadedAt, FileVerdict? Signature)
{
    public static FileAnswer Of(Attachment file) => new(file.Id, file.PaperKey, file.FileName, file.MediaType, file.Size, file.Pages, file.Sha256, file.Origin,
        file.UploadedAt, file.Verdict());
}
