using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Filing.Fill;

/// <summary>Điền sẵn from the account of the asker, where nothing is answered yet.</summary>
internal sealed class DraftPrefill(Parties parties, CurrentActor current, DraftForms forms)
{
    public async Task<PartyProfile?> Party() =>
        current.Value is { IsStaff: false, AccountId: { } account } ? await parties.OfAccount(account) : null;

    /// <summary>Puts first values into the answers (which are not saved by this); gives the source of each by field name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Fill(FormDefinition form, JsonObject answers) =>
        await Party() is { } party ? FormPrefill.Fill(form, answers, party, (await forms.Context()).Places) : new Dictionary<string, string>();
}
