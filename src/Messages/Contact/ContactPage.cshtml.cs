using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Messages.Channels;
using MotCua.Messages.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Messages.Contact;

/// <summary>Nơi nhận tin: a new telephone or e-mail address, proved by the code that is sent there.</summary>
[Face(Face.Mine)]
internal sealed class ContactPageModel(ContactChanges changes, Messenger messenger, Parties parties, CurrentActor current, Db db,
    ChooseChannels choose) : PageModel, IComesBack
{
    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public PartyProfile? Profile { get; private set; }

    /// <summary>"phone" or "email": which of the two forms was sent.</summary>
    public string Channel { get; private set; } = "";

    public string Typed { get; private set; } = "";

    public string? Done { get; private set; }

    public bool IsMoved { get; private set; }

    public IReadOnlyList<(string Channel, string Address, bool On)> Channels { get; private set; } = [];

    public async Task OnGet([FromQuery(Name = "xong")] string? done)
    {
        Done = done switch { ContactChanges.Phone => "Đã đổi số điện thoại.", ContactChanges.Email => "Đã đổi thư điện tử.", "kenh" => "Đã lưu kênh nhận tin.",
            _ => null };
        IsMoved = done is ContactChanges.Phone or ContactChanges.Email;
        await Load();
    }

    public async Task<IActionResult> OnPost()
    {
        try
        {
            Request.Form.RefuseBroken();
            ReadForm();
            var code = await changes.Ask(Channel, Typed, Request.Form[ContactChanges.PasswordOf(Channel)]);
            await messenger.Queue("account.code", new Recipient(code.Phone, code.Email), new Dictionary<string, string> { ["code"] = code.Code });
            await db.Save();
            return Redirect($"/tai-khoan/lien-lac/{code.Id}");
        }
        catch (Refused refused) when (refused.Status is 400 or 429) { return (await ComeBack(refused))!; }
    }

    public async Task<IActionResult> OnPostChannels()
    {
        await choose.Execute([.. Request.Form["on"].OfType<string>()], [.. Request.Form["shown"].OfType<string>()]);
        return Redirect("/tai-khoan/lien-lac?xong=kenh");
    }

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        db.ChangeTracker.Clear();
        ReadForm();
        Problems = why.Problems.Count > 0 ? why.Problems : [new FieldProblem(why.Field ?? "", why.Message)];
        Response.StatusCode = why.Status;
        await Load();
        return Page();
    }

    private void ReadForm()
    {
        Channel = Request.Form["channel"] == ContactChanges.Email ? ContactChanges.Email : ContactChanges.Phone;
        Typed = Request.Form[Channel].ToString();
    }

    private async Task Load()
    {
        Profile = current.Value.AccountId is { } account ? await parties.OfAccount(account) : null;
        Channels = await choose.Mine();
    }
}
