using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MotCua.People.Contracts;

namespace MotCua.Forms.Contracts;

/// <summary>
/// Chủ hồ sơ, người nộp và người đại diện theo tờ khai. Every form keeps these names: applicant.name, .personalId, .born, .sex,
/// .phone, .email, .address of who stands on the form; onBehalf = "organisation" with organisation.name, .taxCode, .address,
/// .representative; filedBy = "authorised" or "guardian" with representative.name, .personalId, .phone, .address, .paper; returnMethod.
/// </summary>
/// <param name="Owner">The organisation when one is named, else the person; null while no number is known.</param>
/// <param name="SubmitterName">Who files: the one who files for another, else who stands on the form.</param>
/// <param name="Representative">Who acts for the owner; null: the owner acts.</param>
/// <param name="ReturnMethod">counter, electronic or post.</param>
public sealed record DeclaredParty(OwnerIdentity? Owner, string OwnerName, string SubmitterName, string? SubmitterNumber, string? Phone,
    string? Email, PartyAddress? Address, string? Birth, string? Sex, string ReturnMethod, Representative? Representative)
{
    public static DeclaredParty Of(JsonObject answers)
    {
        var name = answers.TextAt("applicant.name") ?? "";
        var number = answers.TextAt("applicant.personalId");
        var organisation = answers.TextAt("onBehalf") == "organisation";
        var owner = organisation ? answers.TextAt("organisation.taxCode") is { } tax ? OwnerIdentity.OfOrganisation(tax) : null
            : number is null ? null : OwnerIdentity.OfPerson(number);
        var address = answers.At(organisation ? "organisation.address" : "applicant.address") as JsonObject;
        var representative = Acting(answers, organisation, name, number);
        // An organisation's own head need not be the one who brings the papers.
        var files = representative is { IsHelper: true };
        return new DeclaredParty(owner, organisation ? answers.TextAt("organisation.name") ?? name : name,
            files ? representative!.Name : name, files ? representative!.Number : number,
            answers.TextAt("applicant.phone"), answers.TextAt("applicant.email"),
            address is null ? null : new PartyAddress(address.TextAt("province"), address.TextAt("commune"), address.TextAt("detail")),
            answers.TextAt("applicant.born"), answers.TextAt("applicant.sex"), answers.TextAt("returnMethod") ?? "counter", representative);
    }

    private static Representative? Acting(JsonObject answers, bool organisation, string name, string? number)
    {
        if (answers.TextAt("filedBy") is (Representative.Authorised or Representative.Guardian) and var kind
            && answers.TextAt("representative.name") is { } files)
            return new Representative(kind, files, answers.TextAt("representative.personalId"), answers.TextAt("representative.phone"),
            answers.TextAt("representative.paper"));
        // Nobody is made the head of an organisation who was not named so.
        if (!organisation || answers.TextAt("organisation.representative") is not { } head) return null;
        return new Representative(Representative.Legal, head, head == name ? number : null, null, null);
    }
}

/// <summary>Người đại diện, được ủy quyền as declared at filing.</summary>
/// <param name="Kind"><see cref="Authorised"/>, <see cref="Guardian"/> or <see cref="Legal"/>.</param>
/// <param name="Paper">The paper that allows it, in words; an organisation's head needs none.</param>
public sealed record Representative(string Kind, string Name, string? Number, string? Phone, string? Paper)
{
    public const string Authorised = "authorised";
    public const string Guardian = "guardian";
    public const string Legal = "legal";

    /// <summary>Files for the owner, instead of them.</summary>
    [JsonIgnore]
    public bool IsHelper => Kind is Authorised or Guardian;

    [JsonIgnore]
    public string KindWords => Kind switch
    {
        Authorised => "Người được ủy quyền",
        Guardian => "Cha, mẹ hoặc người giám hộ",
        Legal => "Người đại diện theo pháp luật",
        _ => throw new InvalidOperationException($"Unknown kind of representative {Kind}."),
    };

    /// <summary>"Lâm Kim Ngân (người được ủy quyền; Giấy ủy quyền số 12 …)".</summary>
    [JsonIgnore]
    public string Words => $"{Name} ({KindWords[..1].ToLowerInvariant()}{KindWords[1..]}{(Paper is { Length: > 0 } paper ? $"; {paper}" : "")})";
}
