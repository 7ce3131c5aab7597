using System.Text.Json.Nodes;
using MotCua.People.Contracts;

namespace MotCua.Forms.Contracts;

/// <summary>
/// Người nộp và chủ hồ sơ theo tờ khai. Every form keeps these names: applicant.name, .personalId, .born, .sex, .phone, .email,
/// .address; onBehalf = "organisation" with organisation.name, .taxCode, .address; returnMethod.
/// </summary>
/// <param name="Owner">The organisation when one is named, else the person; null while no number is known.</param>
/// <param name="ReturnMethod">counter, electronic or post.</param>
public sealed record DeclaredParty(OwnerIdentity? Owner, string OwnerName, string SubmitterName, string? SubmitterNumber, string? Phone,
    string? Email, PartyAddress? Address, string? Birth, string? Sex, string ReturnMethod)
{
    public static DeclaredParty Of(JsonObject answers)
    {
        var name = answers.TextAt("applicant.name") ?? "";
        var number = answers.TextAt("applicant.personalId");
        var organisation = answers.TextAt("onBehalf") == "organisation";
        var owner = organisation ? answers.TextAt("organisation.taxCode") is { } tax ? OwnerIdentity.OfOrganisation(tax) : null
            : number is null ? null : OwnerIdentity.OfPerson(number);
        var address = answers.At(organisation ? "organisation.address" : "applicant.address") as JsonObject;
        return new DeclaredParty(owner, organisation ? answers.TextAt("organisation.name") ?? name : name, name, number,
            answers.TextAt("applicant.phone"), answers.TextAt("applicant.email"),
            address is null ? null : new PartyAddress(address.TextAt("province"), address.TextAt("commune"), address.TextAt("detail")),
            answers.TextAt("applicant.born"), answers.TextAt("applicant.sex"), answers.TextAt("returnMethod") ?? "counter");
    }
}
