using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Filing.Fill;
using MotCua.Forms.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;

namespace MotCua.Filing.Api;

/// <param name="Token">
/// The draft's key, when the caller makes it: 22 signs of base64url, 128 random bits. Who has no account can repeat a lost request only with it.
/// </param>
/// <param name="Foreign">What the calling system calls it; the dossier keeps it.</param>
internal sealed record NewDraft(string Procedure, string? Office = null, string? Unit = null, string? Token = null, ForeignReference? Foreign = null);

internal sealed record DraftMade(Guid DraftId, string Token, string Procedure, DateTimeOffset ExpiresAt);

/// <summary>An open draft in the list of its account.</summary>
internal sealed record DraftLine(Guid DraftId, string Procedure, DateTimeOffset SavedAt, DateTimeOffset ExpiresAt, ForeignReference? Foreign)
{
    public static DraftLine Of(Draft d) => new(d.Id, d.ProcedureCode, d.SavedAt, d.ExpiresAt, ForeignReference.Of(d.ForeignSystem, d.ForeignId));
}

internal sealed record PlaceChoice(string? Unit, string? Office, string? Support = null);

internal sealed record VaultConsent(Guid ItemId);

internal sealed record SubmitInput(Guid DraftId);

/// <param name="AlreadySubmitted">The draft had become this dossier before; nothing was filed now.</param>
/// <param name="Receipt">Page of the receipt.</param>
/// <param name="Tracking">Page of tracking.</param>
internal sealed record DossierFiled(string Code, string ShortCode, string TrackingToken, bool AlreadySubmitted, string Receipt, string Tracking)
{
    public static DossierFiled Of(Submitted done) => new(done.Code, Dossiers.Contracts.ShortCode.Display(done.ShortCode), done.TrackingToken, done.Earlier,
        $"/hoan-tat/{done.TrackingToken}", $"/tra-cuu/{done.TrackingToken}");
}

internal sealed record TaskAnswer(string Group, string Title, PageState State);

/// <param name="Signature">What its digital signatures are worth; null: it has none.</param>
internal sealed record DraftFileAnswer(Guid Id, string PaperKey, string FileName, string MediaType, long Size, int Pages, string Sha256,
    DateTimeOffset UploadedAt,
    FileVerdict? Signature)
{
    public static DraftFileAnswer Of(DraftFile f) => new(f.Id, f.PaperKey, f.FileName, f.MediaType, f.Size, f.Pages, f.Sha256, f.UploadedAt, f.Verdict());
}

internal sealed record FileAdded(Guid FileId, string PaperKey, string FileName, string MediaType, long Size, int Pages, string Sha256, FileVerdict? Signature)
{
    public static FileAdded Of(DraftFile f) => new(f.Id, f.PaperKey, f.FileName, f.MediaType, f.Size, f.Pages, f.Sha256, f.Verdict());
}

/// <param name="State">have | vault | missing | notNeeded.</param>
internal sealed record PaperAnswer(string PaperKey, string Name, string? PaperType, bool Required, string State, IReadOnlyList<DraftFileAnswer> Files)
{
    public static PaperAnswer Of(PaperNeed need) => new(need.Paper.Key, need.Paper.Name, need.Paper.PaperType, need.Required, need.State,
        [.. need.Files.Select(DraftFileAnswer.Of)]);
}

/// <summary>Bản nháp as it stands: what is left to do, papers, until when it is kept.</summary>
/// <param name="Submitted">It has become a dossier.</param>
internal sealed record DraftAnswer(Guid DraftId, string Procedure, string Form, int FormVersion, string? Unit, string? Office, string? Support,
    DateTimeOffset SavedAt, DateTimeOffset ExpiresAt, bool Submitted, ForeignReference? Foreign, IReadOnlyList<TaskAnswer> Tasks,
    IReadOnlyList<PaperAnswer> Papers);

/// <param name="Problems">What the dossier would be refused for; saved all the same.</param>
internal sealed record AnswersSaved(DateTimeOffset SavedAt, IReadOnlyList<FieldProblem> Problems, IReadOnlyList<FieldWarning> Warnings);

internal sealed record OfferAnswer(string PaperKey, Guid ItemId, string Title, string? Number, string? Issuer, DateOnly? IssuedOn, DateOnly? ValidTo,
    IReadOnlyList<string> SharedFields, string Purpose, string? SubjectName)
{
    public static OfferAnswer Of(string paper, VaultOffer o, ProcedureVersionView version) =>
        new(paper, o.ItemId, o.Title, o.Number, o.Issuer, o.IssuedOn, o.ValidTo, o.SharedFields, DraftVault.Purpose(version),
            o.Subject?.Name);
}
