using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Contracts;

/// <summary>A dossier about to be written, whole: the seam between filling in and handling.</summary>
/// <param name="Key">What it is made of: a draft, or one page of the counter. However often it is written, there is one dossier of a key.</param>
/// <param name="UnitCode">Identifier in front of the dossier code.</param>
/// <param name="Channel">counter | online | post.</param>
/// <param name="SubmittedBy">The account that files; null: none.</param>
/// <param name="Answers">JSON, judged against the form of <paramref name="FormCode"/>.</param>
/// <param name="FeeVnd">Đồng; null: not known.</param>
public sealed record NewDossier(
    Guid Id, Guid? Key, string UnitCode, string ShortCode, string TrackingToken,
    string ProcedureCode, Guid ProcedureVersionId, string ProcedureName, string Channel,
    string IntakeOffice, string IntakeOfficeName, string IntakeAgency, string CompetentAgency, string CompetentAgencyName,
    Guid? SubmittedBy, DossierParties Parties, SupportPoint? Support, string FormCode, int FormVersion, string Answers, string ReturnMethod, long? FeeVnd,
    IReadOnlyList<NewComponent> Components, IReadOnlyList<NewFile> Files, ForeignReference? Foreign = null);

/// <summary>What another system calls the draft or dossier; neither a key nor checked: who files says it.</summary>
/// <param name="System">Up to 60 signs.</param>
/// <param name="Id">Up to 200 signs.</param>
public sealed record ForeignReference(string System, string Id)
{
    public static ForeignReference? Of(string? system, string? id) => system is null || id is null ? null : new(system, id);

    /// <exception cref="Refused">400 foreign.system, foreign.id.</exception>
    public static ForeignReference? Judged(ForeignReference? given) => given is null ? null
        : new(Within(given.System, 60, "foreign.system"), Within(given.Id, 200, "foreign.id"));

    private static string Within(string? text, int most, string field) => TypedText.Within(text, most, "Mã của hệ thống ngoài", field) is { Length: > 0 } said
        ? said : throw new Refused(400, "Mã tham chiếu cần cả hệ thống (system) và mã (id)", field);
}

/// <param name="State">missing | have | vault | notNeeded.</param>
/// <param name="GrantId">The owner's consent, where the vault lends the paper.</param>
public sealed record NewComponent(string PaperKey, string Name, string? PaperType, bool Required, string Kind, string State, Guid? GrantId);

/// <summary>A file that comes with the filing; see <see cref="Uploads"/>.</summary>
public sealed record NewFile(Guid Id, string PaperKey, string Sha256, string FileName, string MediaType, long Size, int Pages, DateTimeOffset UploadedAt,
    string? Signature, string? SignatureWords, string Origin = "upload")
{
    /// <summary>Origin of a file that was handed in, or issued, with the dossier that this one is linked to.</summary>
    public const string Linked = "linked";
}

/// <summary>Chủ hồ sơ, người nộp and how to reach them, as they stood at filing.</summary>
public sealed record DossierParties(string OwnerKind, string? OwnerNumber, string OwnerName, string SubmitterName, string? SubmitterNumber, string? Phone,
    string? Email, Representative? Representative)
{
    public static DossierParties Of(DeclaredParty party) => new(party.Owner?.Kind ?? OwnerIdentity.Person, party.Owner?.Number, party.OwnerName,
        party.SubmitterName, party.SubmitterNumber, party.Phone, party.Email, party.Representative);

    /// <summary>Those of a dossier that is there.</summary>
    internal static DossierParties Of(Dossier dossier) => new(dossier.OwnerKind, dossier.OwnerNumber, dossier.OwnerName, dossier.SubmitterName,
        dossier.SubmitterNumber, dossier.Phone, dossier.Email, dossier.Representative);

    /// <summary>Null while their number is not known.</summary>
    public OwnerIdentity? Owner => OwnerNumber is { } number ? new OwnerIdentity(OwnerKind, number) : null;

    /// <summary>Last four digits that open the details of tracking.</summary>
    public string[] SecondFactors => [.. new[] { OwnerNumber, SubmitterNumber, Phone }
        .Where(value => value is { Length: >= 4 }).Select(value => value![^4..]).Distinct()];
}

/// <summary>What the applicant gets: the codes and the token of the receipt.</summary>
/// <param name="Earlier">The draft had become this dossier before; nothing was written now.</param>
public sealed record Submitted(string Code, string ShortCode, string TrackingToken, bool Earlier);
