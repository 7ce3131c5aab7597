using System.Text.Json.Nodes;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Fill;
using MotCua.Dossiers.Receive;
using MotCua.Dossiers.Submit;
using MotCua.Dossiers.Supplement;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;

namespace MotCua.Dossiers.WalkIn;

/// <summary>What was handed in at the counter.</summary>
/// <param name="Office">Where the officer sits: one of <see cref="ReceiveWalkIn.Offices"/>.</param>
/// <param name="Key">Made when the page was opened: pressing twice gives one dossier.</param>
/// <param name="FeeTaken">Đồng, taken with this reception; null when nothing was taken.</param>
/// <param name="Unit">The commune whose committee decides, for procedures of the commune level.</param>
internal sealed record HandedIn(string Office, Guid Key, ProcedureVersionView Version, JsonObject Answers, string? Unit, IReadOnlyList<CheckedPaper> Papers,
    long? FeeTaken);

/// <summary>
/// Tiếp nhận trực tiếp: the dossier is written and received, sent back or refused in one transaction, so that a person at the
/// counter never leaves with half of it.
/// </summary>
internal sealed class ReceiveWalkIn(DossierDesk desk, SubmissionWriter writer, FilingPlaces places, Parties parties, Calendars calendars, RuleSets rules,
    ReceiveDossier receive, AskSupplement supplement, RefuseDossier refuse, PersonalVault vault, VaultLending lent, BeginReception begin)
{
    /// <summary>The offices where the officer receives; never none.</summary>
    public IReadOnlyList<string> Offices => desk.Actor.Positions.Where(p => p.Role == Roles.ReceivingOfficer && p.OfficeCode is not null)
        .Select(p => p.OfficeCode!).Distinct().ToList() is { Count: > 0 } some
        ? some : throw new Refused(403, "Anh/chị chưa được phân công tại bộ phận một cửa nào nên chưa tiếp nhận được");

    public async Task<PromiseView> Promise(ProcedureVersionView version, string office) =>
        PromiseView.IfReceived(desk.Now, version, await calendars.Basis(office, await rules.At(desk.Now.Day()), []));

    /// <summary>
    /// Papers of whoever stands on the form that the vault can lend instead of being brought, by kind; empty while their number is not known.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, VaultOffer>> Offers(ProcedureVersionView version, JsonObject answers)
    {
        if (DeclaredParty.Of(answers).Owner is not { } owner) return new Dictionary<string, VaultOffer>();
        var offers = await vault.Offers(owner, [.. version.Papers.Select(paper => paper.PaperType).OfType<string>().Distinct()], desk.Now.Day());
        return offers.GroupBy(offer => offer.PaperType).ToDictionary(kind => kind.Key, kind => kind.First());
    }

    public Task<string> Accept(HandedIn handed) => Write(handed, async code =>
    {
        var dossier = await desk.Load(code);
        await Lend(dossier, handed);
        ReceiveDossier.Mark(dossier, handed.Papers, desk.Now);
        await receive.Accept(dossier);
        if (handed.FeeTaken is { } fee)
        {
            dossier.TakeFee(fee);
            desk.Record(dossier, new FeeTaken(dossier.Id, dossier.Code, dossier.IntakeOffice, fee));
        }
        await Remember(handed.Answers);
    });

    public Task<string> AskSupplement(HandedIn handed, string reason) => Write(handed, async code =>
    {
        var dossier = await desk.Load(code);
        await Lend(dossier, handed);
        ReceiveDossier.Mark(dossier, handed.Papers, desk.Now);
        var items = dossier.Components.Where(c => c.Required && c.State == "missing").Select(c => new SupplementItem(c.PaperKey, c.Name, "")).ToList();
        if (items.Count == 0) items.Add(new SupplementItem(null, reason, ""));
        await supplement.Execute(code, items, reason);
    });

    /// <param name="reasonCode">Of the list "refusal"; see <see cref="Reasons.Say"/>.</param>
    public Task<string> Refuse(HandedIn handed, string? reasonCode, string reason) => Write(handed, async code =>
    {
        // A refused dossier borrows nothing.
        ReceiveDossier.Mark(await desk.Load(code), [.. handed.Papers.Select(paper => paper.State == "vault" ? paper with { State = "missing" } : paper)],
            desk.Now);
        await refuse.Execute(code, reasonCode, reason);
    });

    /// <summary>The owner has said at the counter which papers may be taken from the vault.</summary>
    private async Task Lend(Dossier dossier, HandedIn handed)
    {
        if (handed.Papers.All(paper => paper.State != "vault")) return;
        if (DeclaredParty.Of(handed.Answers).Owner is { } owner && !await begin.Has(handed.Key, owner))
            throw new Refused(400, "Đánh dấu người đứng tên đang có mặt trước khi lấy giấy tờ từ kho", "f-present");
        var offers = await Offers(handed.Version, handed.Answers);
        foreach (var paper in handed.Papers.Where(paper => paper.State == "vault"))
        {
            var component = dossier.Components.Single(c => c.PaperKey == paper.PaperKey);
            if (component.PaperType is not { } type || !offers.TryGetValue(type, out var offer))
                throw new Refused(400, $"Kho không có \"{component.Name}\" còn hiệu lực của chủ hồ sơ này. Chọn lại cách nộp", paper.PaperKey);
            await lent.Require(offer, paper.PaperKey);
            component.GrantId = await vault.Consent(DeclaredParty.Of(handed.Answers).Owner!, offer.ItemId, handed.Key, dossier.ProcedureCode,
                dossier.ProcedureName, desk.Actor);
            await vault.Use(component.GrantId.Value, dossier.Id, dossier.Code, dossier.CompetentAgencyName);
        }
    }

    private async Task<string> Write(HandedIn handed, Func<string, Task> act)
    {
        var (version, party) = (handed.Version, DeclaredParty.Of(handed.Answers));
        if (party.SubmitterName.Length == 0 || party.OwnerName.Length == 0)
            throw new Refused(400, "Nhập họ tên người đứng tên hồ sơ và người nộp", "f-applicant-name");
        if (!Offices.Contains(handed.Office)) throw new Refused(403, "Anh/chị không tiếp nhận ở bộ phận này. Chọn lại nơi tiếp nhận");
        var place = await places.Find(version, handed.Unit, handed.Office);
        var dossier = new NewDossier(Guid.CreateVersion7(), handed.Key, null, place.UnitCode, ShortCode.New(), RandomKey.New(),
            version.Code, version.VersionId, version.Name, "counter",
            place.Office, place.OfficeName, place.IntakeAgency, place.CompetentAgency, place.CompetentAgencyName,
            null, DossierParties.Of(party), null, version.FormCode, version.FormVersion, handed.Answers.ToJsonString(), party.ReturnMethod,
                version.Fee.AmountVnd,
            [.. version.Papers.Select(paper => new NewComponent(paper.Key, paper.Name, paper.PaperType, IsRequired(paper), paper.Kind, "missing", null))], []);
        return (await writer.Write(dossier, desk.Db, act)).Code;
    }

    /// <summary>Whether a condition of the law holds, the officer sees from the papers; a national database needs no paper.</summary>
    public static bool IsRequired(PaperView paper) => paper.Required && paper.ReplacedBy is null && paper.Condition is null;

    /// <summary>The officer has seen the card: the register of owners is brought up to date.</summary>
    private async Task Remember(JsonObject answers)
    {
        var party = DeclaredParty.Of(answers);
        if (party.Owner is not { } owner) return;
        var person = owner.Kind == OwnerIdentity.Person;
        await parties.Upsert(new PartyProfile(owner, party.OwnerName, person ? party.Birth : null, person ? party.Sex : null, party.Phone, party.Email,
            party.Address, person ? null : answers.TextAt("organisation.representative")));
    }
}
