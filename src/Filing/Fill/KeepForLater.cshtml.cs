using Microsoft.AspNetCore.Mvc;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Filing.Fill;

/// <summary>Lưu và làm sau: how to come back.</summary>
[Face(Face.Portal)]
internal sealed class KeepForLaterModel(DraftDesk desk, DraftTasks tasks, DraftForms forms, CurrentActor current) : DraftPageModel(desk)
{
    public bool SignedIn => current.Value is { IsSignedIn: true, IsStaff: false };

    /// <summary>Address that opens the draft on another device; only the browser that holds the key can show it.</summary>
    public string? ResumeUrl { get; private set; }

    /// <summary>What was typed and cannot be taken yet: the question, the sentence, where it is mended.</summary>
    public IReadOnlyList<(string Label, string Message, string Url)> NotSaved { get; private set; } = [];

    public async Task<IActionResult> OnGet()
    {
        if (Draft is null) return Redirect(Root);
        var form = await tasks.Form(Procedure, Draft);
        var context = await forms.Context();
        NotSaved = [.. from page in form.VisiblePages(DraftDesk.AnswersOf(Draft))
                       let typed = DraftForms.Typed(form, page, Draft, context)
                       where typed is not null
                       let names = typed.NotRight(page)
                       from field in page.Fields
                       where names.Contains(field.Name)
                       let problem = typed.ProblemsOf(field).First()
                       select (field.Label, problem.Message, $"{Root}/{page.Key}#{problem.Field}")];
        if (Draft.AccountId is null && Tokens.FirstOrDefault(token => DraftToken.Hash(token).AsSpan().SequenceEqual(Draft.TokenHash)) is { } key)
            ResumeUrl = $"{HttpContext.SiteUrl()}/nop/tiep-tuc/{key}";
        return Page();
    }
}
