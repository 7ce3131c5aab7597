using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Fill;
using MotCua.Forms.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Submit;

/// <summary>A dossier of the same kind for the same owner that is still being handled.</summary>
internal sealed record LiveDuplicate(string ShortCode, string TrackingToken);

/// <summary>
/// Hồ sơ trùng, said before filing and never a hindrance. Told only to whom that dossier is open anyway: the account that may
/// read it, or the browser that filed it. A stranger who types somebody's number learns nothing.
/// </summary>
internal sealed class LiveDuplicates(Db db, CurrentActor current)
{
    private static readonly string[] Live =
        [DossierStatus.Submitted, DossierStatus.Processing, DossierStatus.Supplement, DossierStatus.Payment, DossierStatus.Paused];

    public async Task<LiveDuplicate?> Find(Filing filing, IReadOnlyList<string> tokens)
    {
        if (filing.Draft.Filed is not null || DeclaredParty.Of(filing.Answers).Owner is not { } owner) return null;
        var (kind, number, procedure) = (owner.Kind, owner.Number, filing.Version.Code);
        var same = db.Set<Dossier>().AsNoTracking()
            .Where(d => d.OwnerKind == kind && d.OwnerNumber == number && d.ProcedureCode == procedure && Live.Contains(d.Status));
        if (current.Value is { IsSignedIn: true, IsStaff: false } citizen) same = same.Where(DossierPolicy.Readable(citizen));
        else
        {
            var hashes = tokens.Select(DraftToken.Hash).ToList();
            same = same.Where(d => db.Set<Draft>().Any(draft => draft.DossierId == d.Id && hashes.Contains(draft.TokenHash)));
        }
        return await same.OrderByDescending(d => d.SubmittedAt).Select(d => new LiveDuplicate(d.ShortCode, d.TrackingToken)).FirstOrDefaultAsync();
    }
}
