using Microsoft.AspNetCore.Mvc;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Fill;

/// <summary>Lưu và làm sau: how to come back.</summary>
[Face(Face.Portal)]
internal sealed class KeepForLaterModel(DraftDesk desk, CurrentActor current) : DraftPageModel(desk)
{
    public bool SignedIn => current.Value is { IsSignedIn: true, IsStaff: false };

    /// <summary>Address that opens the draft on another device; only the browser that holds the key can show it.</summary>
    public string? ResumeUrl { get; private set; }

    public IActionResult OnGet()
    {
        if (Draft is null) return Redirect(Root);
        if (Draft.AccountId is null && Tokens.FirstOrDefault(token => DraftToken.Hash(token).AsSpan().SequenceEqual(Draft.TokenHash)) is { } key)
            ResumeUrl = $"{HttpContext.SiteUrl()}/nop/tiep-tuc/{key}";
        return Page();
    }
}
