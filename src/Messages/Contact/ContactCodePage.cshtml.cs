using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Messages.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Messages.Contact;

/// <summary>The code that came to the new address. What is not there, not one's own or too old is one answer.</summary>
[Face(Face.Mine)]
internal sealed class ContactCodePageModel(ContactChanges changes, Messenger messenger, Db db, TimeProvider clock) : PageModel
{
    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string Code { get; private set; } = "";

    public string To { get; private set; } = "";

    public async Task OnGet(Guid id) => To = await changes.Waiting(id)
        ?? throw Refused.NotFound("Lần đổi này đã xong hoặc đã quá 10 phút. Mở Tài khoản của tôi, Đổi nơi nhận tin để xin mã mới");

    public async Task<IActionResult> OnPost(Guid id, string? code)
    {
        Code = code ?? "";
        To = await changes.Waiting(id) ?? "";
        await using var transaction = await db.Begin();
        try
        {
            var changed = await changes.Finish(id, code);
            await messenger.Queue("account.contact", new Recipient(changed.OldPhone, changed.OldEmail),
                new Dictionary<string, string> { ["time"] = Vi.DateTime(clock.GetUtcNow()) });
            await db.Commit(transaction);
            return Redirect($"/tai-khoan/lien-lac?xong={changed.Channel}");
        }
        catch (Refused refused) when (refused.Status == 400)
        {
            await db.Commit(transaction);
            Problems = [new FieldProblem(refused.Field ?? "", refused.Message)];
            Response.StatusCode = refused.Status;
            return Page();
        }
    }
}
