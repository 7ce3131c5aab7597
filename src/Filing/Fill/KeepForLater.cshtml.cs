using Microsoft.AspNetCore.Mvc;
using MotCua.Forms.Contracts;
using MotCua.People.Contracts.Identifiers;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Filing.Fill;

/// <summary>
/// Lưu và làm sau: how to come back, on this machine and on another. A link, a QR and a short code are made when they are asked for, and stand on the answer
/// alone: nobody who opens the page later finds them.
/// </summary>
[Face(Face.Portal)]
internal sealed class KeepForLaterModel(DraftDesk desk, DraftTasks tasks, DraftForms forms, HandOvers handOvers, CurrentActor current) : DraftPageModel(desk)
{
    public bool SignedIn => current.Value is { IsSignedIn: true, IsStaff: false };

    /// <summary>This browser has the key, so it may hand the draft on.</summary>
    public bool MayHandOver => Key is not null;

    public HandOver? Made { get; private set; }

    [BindProperty(Name = "sms")]
    public string? Phone { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    /// <summary>What was typed and cannot be taken yet: the question, the sentence, where it is mended.</summary>
    public IReadOnlyList<(string Label, string Message, string Url)> NotSaved { get; private set; } = [];

    private string? Key => Draft is { AccountId: null } draft
        ? Tokens.FirstOrDefault(token => DraftToken.Hash(token).AsSpan().SequenceEqual(draft.TokenHash)) : null;

    public async Task<IActionResult> OnGet()
    {
        if (Draft is null) return Redirect(Root);
        await Fill();
        return Page();
    }

    /// <summary>Mã QR và mã bàn giao.</summary>
    public Task<IActionResult> OnPostShow() => HandOn(async key => Made = await handOvers.Show(Draft!, key, HttpContext.SiteUrl()));

    public Task<IActionResult> OnPostSms() => HandOn(async key =>
    {
        var phone = PhoneNumber.Read(Phone, out var problem) ?? throw new Refused(400, problem!, "sms");
        // A fixed line takes no message.
        if (phone.Digits[1] == '2') throw new Refused(400, "Số máy bàn không nhận được tin nhắn. Nhập số di động, ví dụ 0912 345 678", "sms");
        await Send(key, "sms", phone.Digits);
    });

    public Task<IActionResult> OnPostEmail() => HandOn(async key =>
        await Send(key, "email", (EmailAddress.Read(Email, out var problem) ?? throw new Refused(400, problem!, "email")).Text));

    public override async Task<IActionResult?> ComeBack(Refused why)
    {
        if (Draft is null || Desk.MustClaim(Draft)) return null;
        (Problems, Response.StatusCode) = ([new FieldProblem("", why.Message)], why.Status);
        await Fill();
        return Page();
    }

    private async Task Send(string key, string way, string to) =>
        Made = await handOvers.Send(Draft!, key, HttpContext.SiteUrl(), way, to, Procedure.PlainTitle);

    private async Task<IActionResult> HandOn(Func<string, Task> act)
    {
        // Deleted, signed in or signed out meanwhile: the page itself says what there is now.
        if (Draft is null || Desk.MustClaim(Draft) || Key is not { } key) return Redirect($"{Root}/lam-sau");
        try { await act(key); }
        catch (Refused refused) when (refused.Status is 400 or 429)
        {
            Problems = [new FieldProblem(refused.Field is { } field ? $"f-{field}" : "", refused.Message)];
            refused.Mark(Response);
        }
        await Fill();
        return Page();
    }

    private async Task Fill()
    {
        var answers = DraftDesk.AnswersOf(Draft!);
        Phone ??= answers.TextAt("applicant.phone");
        Email ??= answers.TextAt("applicant.email");
        var form = await tasks.Form(Procedure, Draft);
        var context = await forms.Context();
        NotSaved = [.. from page in form.VisiblePages(answers)
                       let typed = DraftForms.Typed(form, page, Draft, context)
                       where typed is not null
                       let names = typed.NotRight(page)
                       from field in page.Fields
                       where names.Contains(field.Name)
                       let problem = typed.ProblemsOf(field).First()
                       select (field.Label, problem.Message, $"{Root}/{page.Key}#{problem.Field}")];
    }
}
