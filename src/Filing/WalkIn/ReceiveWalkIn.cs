using System.Text.Json.Nodes;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Filing.WalkIn;

/// <summary>What was handed in at the counter.</summary>
/// <param name="Office">Where the officer sits: one of <see cref="Reception.Offices"/>.</param>
/// <param name="Key">Made when the page was opened: pressing twice gives one dossier.</param>
/// <param name="Papers">Those that the officer has looked at.</param>
/// <param name="FeeTaken">Đồng, taken with this reception; null when nothing was taken.</param>
/// <param name="Unit">The commune whose committee decides, for procedures of the commune level.</param>
internal sealed record HandedIn(string Office, Guid Key, ProcedureVersionView Version, JsonObject Answers, string? Unit, IReadOnlyList<CheckedPaper> Papers,
    long? FeeTaken);

/// <summary>What the officer typed at the counter becomes a new dossier, which <see cref="Reception"/> writes and receives, sends back or refuses.</summary>
internal sealed class ReceiveWalkIn(FilingPlaces places, Reception reception)
{
    public async Task<string> Accept(HandedIn handed) => await reception.Accept(await Dossier(handed), handed.Papers, handed.FeeTaken);

    public async Task<string> AskSupplement(HandedIn handed, string reason) => await reception.AskSupplement(await Dossier(handed), handed.Papers, reason);

    public async Task<string> Refuse(HandedIn handed, string? reasonCode, string reason) =>
        await reception.Refuse(await Dossier(handed), handed.Papers, reasonCode, reason);

    private async Task<NewDossier> Dossier(HandedIn handed)
    {
        var (version, party) = (handed.Version, DeclaredParty.Of(handed.Answers));
        if (party.SubmitterName.Length == 0 || party.OwnerName.Length == 0)
            throw new Refused(400, "Nhập họ tên người đứng tên hồ sơ và người nộp", "f-applicant-name");
        var place = await places.Find(version, handed.Unit, handed.Office);
        return new NewDossier(Guid.CreateVersion7(), handed.Key, place.UnitCode, ShortCode.New(), RandomKey.New(),
            version.Code, version.VersionId, version.Name, "counter",
            place.Office, place.OfficeName, place.IntakeAgency, place.CompetentAgency, place.CompetentAgencyName,
            null, DossierParties.Of(party), null, version.FormCode, version.FormVersion, handed.Answers.ToJsonString(), party.ReturnMethod,
            version.Fee.AmountVnd,
            [.. version.Papers.Select(paper => new NewComponent(paper.Key, paper.Name, paper.PaperType, paper.IsAlwaysNeeded, paper.Kind,
                paper.IsAlwaysNeeded ? "missing" : "notNeeded", null))], []);
    }
}
