using System.Text.Json.Nodes;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Read;
using MotCua.Dossiers.Receive;
using MotCua.Dossiers.Supplement;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;

namespace MotCua.Dossiers.Contracts;

/// <summary>
/// Tiếp nhận trực tiếp: a dossier that somebody hands over in person is written and received, sent back or refused in one transaction, so that
/// nobody leaves with half of it. The actor is a receiving officer of the office that takes it in.
/// </summary>
public sealed class Reception
{
    private readonly DossierDesk desk;
    private readonly SubmissionWriter writer;
    private readonly Acts acts;
    private readonly Owners owners;
    private readonly DossierRules rules;
    private readonly Db db;

    internal Reception(DossierDesk desk, Db db, SubmissionWriter writer, Acts acts, Owners owners, DossierRules rules) =>
        (this.desk, this.db, this.writer, this.acts, this.owners, this.rules) = (desk, db, writer, acts, owners, rules);

    /// <summary>The acts that a reception ends with.</summary>
    internal sealed record Acts(ReceiveDossier Receive, AskSupplement Supplement, RefuseDossier Refuse);

    /// <summary>What is known of whoever stands there.</summary>
    internal sealed record Owners(PersonalVault Vault, VaultLending Lending, BegunReceptions Begun, Parties Parties, LookAtCounter Look);

    /// <summary>The offices where the officer receives; never none.</summary>
    /// <exception cref="Refused">403: the actor receives nowhere.</exception>
    public IReadOnlyList<string> Offices => desk.Actor.Positions.Where(p => p.Role == Roles.ReceivingOfficer && p.OfficeCode is not null)
        .Select(p => p.OfficeCode!).Distinct().ToList() is { Count: > 0 } some
        ? some : throw new Refused(403, "Anh/chị chưa được phân công tại bộ phận một cửa nào nên chưa tiếp nhận được");

    public async Task<PromiseView> Promise(ProcedureVersionView version, string office) =>
        PromiseView.IfReceived(desk.Now, version, await rules.Basis(office));

    /// <summary>
    /// Bắt đầu tiếp nhận: the officer says that the person is there and how they were recognised. Before that, a number that is typed or scanned
    /// shows nothing that is kept of anybody; from then on it does, and its owner learns of it.
    /// </summary>
    /// <param name="key">Of the page: what the dossier will be made of.</param>
    public Task Begin(Guid key, string office, ProcedureVersionView version, OwnerIdentity owner, string reason) =>
        owners.Begun.Begin(key, office, version, owner, reason);

    public Task<bool> HasBegun(Guid key, OwnerIdentity owner) => owners.Begun.Has(key, owner);

    /// <summary>Papers that the owner's vault can lend instead of being brought, by kind: of those whom the form is about, and of nobody else.</summary>
    public async Task<IReadOnlyDictionary<string, VaultOffer>> Offers(ProcedureVersionView version, OwnerIdentity owner, JsonObject answers) =>
        await Offers([.. version.Papers.Select(paper => paper.PaperType).OfType<string>().Distinct()], owner, answers);

    /// <summary>A paper of the vault beside the form, before it is taken: the owner who stands there agrees, and reads of it afterwards.</summary>
    /// <exception cref="Refused">400: nobody is there, or the vault has no such paper for whom the form is about.</exception>
    public async Task<Viewer> Look(Guid key, ProcedureVersionView version, OwnerIdentity? owner, JsonObject answers, string paperKey)
    {
        if (owner is null || !await HasBegun(key, owner))
            throw new Refused(400, "Đánh dấu người đứng tên đang có mặt trước khi xem giấy tờ trong kho", "f-present");
        var paper = version.Papers.FirstOrDefault(paper => paper.Key == paperKey);
        if (paper?.PaperType is not { } type || !(await Offers(version, owner, answers)).TryGetValue(type, out var offer))
            throw new Refused(400, "Kho không có giấy tờ này của người ghi trong tờ khai. Chọn lại cách nộp", paper?.Key ?? "");
        return await owners.Look.Begin(key, version, owner, paper, offer);
    }

    /// <param name="feeTaken">Đồng, taken with this reception; null when nothing was taken.</param>
    /// <returns>The code of the dossier; sent twice, of the one that there is.</returns>
    public Task<string> Accept(NewDossier handed, IReadOnlyList<CheckedPaper> papers, long? feeTaken) => Write(handed, async code =>
    {
        var sheet = await desk.LoadSheet(code, Seen.Nothing);
        var dossier = sheet.Dossier;
        await Lend(dossier, handed, papers);
        ReceiveDossier.Mark(dossier, papers, desk.Now);
        await acts.Receive.Accept(sheet);
        if (feeTaken is { } fee)
        {
            dossier.TakeFee(fee);
            desk.Record(dossier, new FeeTaken(dossier.Id, dossier.Code, dossier.IntakeOffice, fee));
        }
        await Remember(handed);
    });

    public Task<string> AskSupplement(NewDossier handed, IReadOnlyList<CheckedPaper> papers, string reason) => Write(handed, async code =>
    {
        var dossier = await desk.Load(code, Seen.Nothing);
        await Lend(dossier, handed, papers);
        ReceiveDossier.Mark(dossier, papers, desk.Now);
        var items = dossier.Components.Where(c => c.CheckedAt is not null && c.State == "missing")
            .Select(c => new SupplementItem(c.PaperKey, c.Name, "")).ToList();
        if (items.Count == 0) items.Add(new SupplementItem(null, reason, ""));
        await acts.Supplement.Execute(code, Seen.Nothing, items, reason);
    });

    /// <param name="reasonCode">Of the list "refusal"; see <see cref="Reasons.Say"/>.</param>
    public Task<string> Refuse(NewDossier handed, IReadOnlyList<CheckedPaper> papers, string? reasonCode, string reason) => Write(handed, async code =>
    {
        // A refused dossier borrows nothing.
        var dossier = await desk.Load(code, Seen.Nothing);
        ReceiveDossier.Mark(dossier, [.. papers.Select(paper => paper.State == "vault" ? paper with { State = "missing" } : paper)], desk.Now);
        await acts.Refuse.Execute(code, Seen.Nothing, reasonCode, reason);
    });

    private async Task<IReadOnlyDictionary<string, VaultOffer>> Offers(string[] kinds, OwnerIdentity owner, JsonObject answers) =>
        (await owners.Vault.Offers(owner, kinds, desk.Now.Day()))
            .Where(offer => offer.IsAbout(DeclaredSubject.Of(offer.PaperType, answers)))
            .GroupBy(offer => offer.PaperType).ToDictionary(kind => kind.Key, kind => kind.First());

    /// <summary>The owner has said at the counter which papers may be taken from the vault.</summary>
    private async Task Lend(Dossier dossier, NewDossier handed, IReadOnlyList<CheckedPaper> papers)
    {
        var lent = papers.Where(paper => paper.State == "vault").ToList();
        if (lent.Count == 0) return;
        var owner = handed.Parties.Owner;
        if (owner is not null && !await HasBegun(handed.Key!.Value, owner))
            throw new Refused(400, "Đánh dấu người đứng tên đang có mặt trước khi lấy giấy tờ từ kho", "f-present");
        var offers = owner is null ? new Dictionary<string, VaultOffer>()
            : await Offers([.. dossier.Components.Select(component => component.PaperType).OfType<string>().Distinct()], owner,
                JsonNode.Parse(handed.Answers)!.AsObject());
        foreach (var paper in lent)
        {
            var component = dossier.Components.Single(c => c.PaperKey == paper.PaperKey);
            if (component.PaperType is not { } type || !offers.TryGetValue(type, out var offer))
                throw new Refused(400, $"Kho không có \"{component.Name}\" còn hiệu lực của người ghi trong tờ khai. Chọn lại cách nộp", paper.PaperKey);
            await owners.Lending.Require(offer, paper.PaperKey);
            component.GrantId = await owners.Vault.Consent(owner!, offer.ItemId, handed.Key!.Value, dossier.ProcedureCode, dossier.ProcedureName, desk.Actor);
            await owners.Vault.Use(component.GrantId.Value, dossier.Id, dossier.Code, dossier.CompetentAgencyName);
        }
    }

    private async Task<string> Write(NewDossier handed, Func<string, Task> act)
    {
        if (!Offices.Contains(handed.IntakeOffice)) throw new Refused(403, "Anh/chị không tiếp nhận ở bộ phận này. Chọn lại nơi tiếp nhận");
        return (await writer.Write(handed, null, db, act)).Code;
    }

    /// <summary>The officer has seen the card: the register of owners is brought up to date.</summary>
    private async Task Remember(NewDossier handed)
    {
        var answers = JsonNode.Parse(handed.Answers)!.AsObject();
        var party = DeclaredParty.Of(answers);
        if (party.Owner is not { } owner) return;
        var person = owner.Kind == OwnerIdentity.Person;
        await owners.Parties.Upsert(new PartyProfile(owner, party.OwnerName, person ? party.Birth : null, person ? party.Sex : null, party.Phone, party.Email,
            party.Address, person ? null : answers.TextAt("organisation.representative")));
    }
}
