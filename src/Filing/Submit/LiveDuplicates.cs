using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Filing.Fill;
using MotCua.Forms.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Filing.Submit;

/// <summary>
/// Hồ sơ trùng, said before filing and never a hindrance. Told only to whom that dossier is open anyway: the account that may
/// read it, or the browser that filed it. A stranger who types somebody's number learns nothing.
/// </summary>
internal sealed class LiveDuplicates(Db db, CurrentActor current, DossierViews dossiers)
{
    public async Task<DossierView?> Find(JudgedDraft judged, IReadOnlyList<string> tokens)
    {
        if (judged.Draft.Filed is not null || DeclaredParty.Of(judged.Answers).Owner is not { } owner) return null;
        return await dossiers.Live(owner, judged.Version.Code, current.Value is { IsSignedIn: true, IsStaff: false } ? [] : await FiledHere(tokens));
    }

    private async Task<IReadOnlyCollection<Guid>> FiledHere(IReadOnlyList<string> tokens)
    {
        var hashes = tokens.Select(DraftToken.Hash).ToList();
        return await db.Set<Draft>().Where(d => d.DossierId != null && hashes.Contains(d.TokenHash)).Select(d => d.DossierId!.Value).ToListAsync();
    }
}
