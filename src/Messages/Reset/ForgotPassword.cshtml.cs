using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Messages.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Messages.Reset;

/// <summary>Quên mật khẩu: asks for a code. The answer is the same whether there is such an account or not.</summary>
[Face(Face.Portal)]
internal sealed class ForgotPasswordModel(PasswordResets resets, JobQueue jobs, Db db) : PageModel
{
    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string Name { get; private set; } = "";

    public void OnGet() { }

    public async Task<IActionResult> OnPost(string? name)
    {
        Name = name ?? "";
        try
        {
            var id = await resets.Ask(name);
            jobs.Enqueue(SendResetCode.Kind, new SendResetCode.Payload(id));
            await db.Save();
            return Redirect($"/quen-mat-khau/{id}");
        }
        catch (Refused refused) when (refused.Status is 400 or 429)
        {
            Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
            Response.StatusCode = refused.Status;
            return Page();
        }
    }
}

/// <summary>The letter with the code is made after the answer, so that the answer takes the same time for everybody.</summary>
internal static class SendResetCode
{
    public const string Kind = "messages.reset-code";

    public sealed record Payload(Guid Id);

    public static async Task Run(IServiceProvider services, JsonElement payload)
    {
        var id = payload.GetProperty("id").GetGuid();
        if (await services.GetRequiredService<PasswordResets>().Letter(id) is not { } letter) return;
        await services.GetRequiredService<Messenger>().Queue("account.code", new Recipient(letter.Phone, letter.Email),
            new Dictionary<string, string> { ["code"] = letter.Code });
        await services.GetRequiredService<Db>().Save();
    }
}
