using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;
using MotCua.Vault.Contracts;

namespace MotCua.Dossiers.Contracts;

/// <summary>
/// Giấy tờ trong hồ sơ nói về ai: the same rule when a paper is kept and when one is looked for, so that what was kept of a child is offered for that
/// child alone (decision 0048). Forms name the people they are about by the same field names: child, deceased, applicant, organisation, representative.
/// </summary>
public static class DeclaredSubject
{
    /// <summary>The card of whoever stands at the counter or files, not of who the matter is about.</summary>
    private const string Card = "CCCD";

    /// <summary>Kinds of paper that speak of somebody other than the applicant, where the form has that person.</summary>
    private static readonly (string Person, string[] Papers)[] Others =
        [("child", ["TLKS", "GCS", "BBTBR"]), ("deceased", ["TLKT", "GBT"])];

    /// <returns>null: the form does not tell; such a paper is offered to nobody by itself.</returns>
    public static PaperSubject? Of(string paperType, JsonObject answers)
    {
        var party = DeclaredParty.Of(answers);
        if (paperType == Card)
            return party.SubmitterName.Length == 0 ? null : new PaperSubject(party.SubmitterName, party.SubmitterNumber,
                party.Representative is { IsHelper: true } ? null : answers.TextAt("applicant.born"));
        foreach (var (person, papers) in Others)
        {
            if (answers.TextAt($"{person}.name") is not { Length: > 0 } name) continue;
            // Whom any other paper of such a form is about, the mother, the father or both, nothing says.
            return papers.Contains(paperType) ? new PaperSubject(name, answers.TextAt($"{person}.personalId"), answers.TextAt($"{person}.born")) : null;
        }
        return party.OwnerName.Length == 0 ? null
            : new PaperSubject(party.OwnerName, party.Owner?.Number, party.Owner?.Kind == "organisation" ? null : answers.TextAt("applicant.born"));
    }
}
