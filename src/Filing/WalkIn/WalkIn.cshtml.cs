using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Filing.Fill;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;

namespace MotCua.Filing.WalkIn;

/// <summary>Tiếp nhận trực tiếp on one page; the order of the keyboard is the order of the paper form.</summary>
[Face(Face.Desk, Roles.ReceivingOfficer)]
internal sealed class WalkInModel(ReceiveWalkIn walkIn, Reception reception, Db db, TimeProvider clock, ProcedureCatalogue catalogue,
    OrganisationDirectory organisation,
    DraftForms forms, Parties parties) : PageModel, IKeepsTyped, IComesBack
{
    public ProcedureVersionView Procedure { get; private set; } = null!;
    public WalkInForm Entry { get; private set; } = null!;
    public PromiseView Promise { get; private set; } = null!;
    public OfficeView Office { get; private set; } = null!;
    public IReadOnlyList<OfficeView> Offices { get; private set; } = [];
    public IReadOnlyList<UnitView> Communes { get; private set; } = [];
    public IReadOnlyList<CheckedPaper> Papers { get; private set; } = [];
    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];
    public string? Unit { get; private set; }
    public string Reason { get; private set; } = "";
    /// <summary>Of the list of refusals; "other" stands on the words alone.</summary>
    public string ReasonCode { get; private set; } = "other";
    public string FeeText { get; private set; } = "";
    public string? Card { get; private set; }
    public string? Note { get; private set; }
    public Guid Key { get; private set; }

    /// <summary>What the vault can lend, by kind of paper.</summary>
    public IReadOnlyDictionary<string, VaultOffer> Offers { get; private set; } = new Dictionary<string, VaultOffer>();

    /// <summary>A paper of the vault that is looked at beside the form, and which line of the papers it belongs to.</summary>
    public Viewer? Viewer { get; private set; }
    public string Looked { get; private set; } = "";

    /// <summary>The person is there: what is kept of them may be shown.</summary>
    public bool Begun { get; private set; }

    private bool Present => Request.Form["present"] == "yes";

    public VaultOffer? OfferOf(PaperView paper) => paper.PaperType is { } type ? Offers.GetValueOrDefault(type) : null;

    // A paper's number that cannot be read.
    private readonly List<FieldProblem> counts = [];

    public bool OfCommune => Procedure.CompetentLevel == "commune";

    public async Task OnGet(string slug)
    {
        await Prepare(slug);
        (Key, Unit) = (Guid.CreateVersion7(), Office.AdminUnitCode);
        Papers = [.. Procedure.Papers.Select(paper => Checked(paper, null))];
    }

    public async Task<IActionResult> OnPost(string slug)
    {
        await Prepare(slug);
        Key = Guid.TryParse(Request.Form["key"], out var key) ? key : Guid.CreateVersion7();
        Unit = Request.Form["unit"].ToString() is { Length: > 0 } unit ? unit : null;
        if (Request.Form["reasonCode"].ToString() is { Length: > 0 } chosen) ReasonCode = chosen;
        Reason = VietnameseText.Clean(Request.Form["reason"].ToString(), manyLines: true);
        Papers = [.. Procedure.Papers.Select(paper => Checked(paper, Request.Form[$"state.{paper.Key}"].ToString()))];
        Entry.Read(Request.Form);
        Entry.KeepSources(Request.Form["source"]);
        FeeText = Request.Form["fee"].ToString().Trim();
        Card = Request.Form["card"].ToString() is { Length: > 0 } scanned ? scanned : null;
        try
        {
            if (StaleForms.Is(HttpContext)) throw StaleForms.Why;
            Request.Form.RefuseBroken();
            if (Present && DeclaredParty.Of(Entry.Answers).Owner is { } owner)
                await reception.Begin(Key, Office.Code, Procedure, owner, "Đã đối chiếu giấy tờ tùy thân");
            if (counts.Count > 0 && Request.Form["act"].ToString() is "accept" or "supplement" or "refuse")
                throw new Refused(400, counts[0].Message, problems: counts);
            var handed = new HandedIn(Office.Code, Key, Procedure, Entry.Answers, Unit, [.. Papers.Where(paper => paper.State.Length > 0)], FeeTaken());
            switch (Request.Form["act"].ToString())
            {
                case "accept":
                    var unseen = Unseen();
                    if (Entry.Ok && unseen.Count == 0) return Redirect($"/noi-bo/ho-so/{await walkIn.Accept(handed)}?xong=tiep-nhan");
                    Problems = [.. Entry.Problems, .. unseen];
                    Entry.Carry();
                    break;
                case "supplement":
                    return Redirect($"/noi-bo/ho-so/{await walkIn.AskSupplement(handed, Reason)}?xong=bo-sung");
                case "refuse":
                    return Redirect($"/noi-bo/ho-so/{await walkIn.Refuse(handed, ReasonCode, Reason)}?xong=tu-choi");
                case var act when act.StartsWith("xem:", StringComparison.Ordinal):
                    Looked = act["xem:".Length..];
                    Viewer = await reception.Look(Key, Procedure, DeclaredParty.Of(Entry.Answers).Owner, Entry.Answers, Looked);
                    Entry.Calm();
                    return await Shown();
                default:
                    await FillFromCard(helper: Request.Form["act"] == "cardOfHelper");
                    return await Shown();
            }
        }
        catch (Refused refused)
        {
            db.ChangeTracker.Clear();
            Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
            Entry.Calm();
        }
        Response.StatusCode = 400;
        return await Shown();
    }

    /// <summary>Reads the post as ever; the act itself refuses first.</summary>
    public async Task<IActionResult?> ComeBack(Refused why) => await OnPost(RouteData.Values["slug"]!.ToString()!);

    private async Task<IActionResult> Shown()
    {
        if (DeclaredParty.Of(Entry.Answers).Owner is not { } owner || !await reception.HasBegun(Key, owner)) return Page();
        (Begun, Offers) = (true, await reception.Offers(Procedure, owner, Entry.Answers));
        // What was open beside the form stays open, as long as it may be lent.
        if (Viewer is null && Procedure.Papers.FirstOrDefault(paper => paper.Key == Request.Form["looked"]) is { } looked && OfferOf(looked) is not null)
            (Looked, Viewer) = (looked.Key, await reception.Look(Key, Procedure, owner, Entry.Answers, looked.Key));
        return Page();
    }

    public string? ErrorOf(string field) => Problems.FirstOrDefault(problem => problem.Field == field)?.Message;

    private async Task FillFromCard(bool helper)
    {
        Card = Request.Form["card"].ToString();
        // Enter in any box, or a row added or taken away, only shows the page again.
        if (Card.Length > 0)
        {
            var card = IdCard.Read(Card);
            Entry.Fill(card.Profile(Entry.Context.Places), IdCard.Source, replace: true, helper);
            var person = OwnerIdentity.OfPerson(card.Number);
            if (Present) await reception.Begin(Key, Office.Code, Procedure, person, "Đã đối chiếu thẻ căn cước");
            if (await reception.HasBegun(Key, person) && await parties.Find(person) is { } known)
                Entry.Fill(known, "Lấy từ lần nộp trước", replace: false, helper);
            Note = card.Note(Entry.Context.Places);
            Card = null;
        }
        Entry.Calm();
    }

    /// <summary>An empty box means that nothing was taken.</summary>
    private long? FeeTaken()
    {
        if (FeeText.Length == 0) return null;
        if (VietnameseNumber.Money(FeeText, out var problem) is not { } amount) throw new Refused(400, problem!, "f-fee");
        if (amount is 0 or > 9_999_999_999) throw new Refused(400, $"Kiểm tra số tiền đã thu: {Vi.Number(amount)} đồng. Chưa thu thì để trống", "f-fee");
        return amount;
    }

    /// <summary>Required papers that nobody has marked: the page never does it by itself (một lần đủ).</summary>
    private List<FieldProblem> Unseen() =>
        [.. Procedure.Papers.Zip(Papers).Where(pair => pair.Second.State.Length == 0 && pair.First.IsAlwaysNeeded)
            .Select(pair => new FieldProblem(pair.First.Key, $"Đánh dấu Có hoặc Thiếu cho \"{pair.First.Name}\""))];

    private CheckedPaper Checked(PaperView paper, string? state) => new(paper.Key, state is "have" or "missing" or "notNeeded" or "vault" ? state : "",
        Count($"originals.{paper.Key}", $"bc-{paper.Key}", "Số bản chính", paper.Originals),
        Count($"copies.{paper.Key}", $"bs-{paper.Key}", "Số bản sao", paper.Copies), null);

    /// <summary>What stands in the box: as typed, also when it is no number.</summary>
    public string CountText(string name, int expected) =>
        Request.HasFormContentType && Request.Form.TryGetValue(name, out var typed) ? typed.ToString() : expected.ToString(CultureInfo.InvariantCulture);

    private int Count(string name, string field, string label, int expected)
    {
        if (CountText(name, expected).Trim() is not { Length: > 0 } typed) return expected;
        if (VietnameseNumber.Count(typed, label, 0, CheckedPaper.MostSheets, out var problem) is { } count) return count;
        counts.Add(new FieldProblem(field, problem!));
        return expected;
    }

    private async Task Prepare(string slug)
    {
        Procedure = await catalogue.Get(slug) ?? throw Refused.NotFound("Không có thủ tục này. Tìm lại thủ tục theo tên hoặc mã");
        if (Procedure.Withdrawn) throw new Refused(410, $"Thủ tục \"{Procedure.PlainTitle}\" không còn áp dụng. Tìm thủ tục thay thế");
        var today = clock.Today();
        var offices = new List<OfficeView>();
        foreach (var code in reception.Offices)
            if (await organisation.Office(code, today) is { } one) offices.Add(one);
        if (offices.Count == 0) throw Refused.NotFound("Bộ phận một cửa của anh/chị không còn hoạt động");
        Offices = offices;
        var chosen = Request.HasFormContentType ? Request.Form["counter"].ToString() : "";
        // The province's own procedures are received at its centre.
        Office = offices.FirstOrDefault(one => one.Code == chosen) ?? offices.FirstOrDefault(one => !OfCommune && one.Kind == "serviceCentre") ?? offices[0];
        Entry = new WalkInForm(await forms.Get(Procedure.FormCode, Procedure.FormVersion), await forms.Context());
        Promise = await reception.Promise(Procedure, Office.Code);
        if (OfCommune) Communes = await organisation.Communes(today);
    }
}
