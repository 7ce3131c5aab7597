using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Track;

/// <summary>
/// What opens on a page of tracking beside its words, results and letters: for a browser that has shown more than a printed code and
/// four digits, and for the account of the owner. An official has the desk, where a look is written down.
/// </summary>
internal sealed class TrackedLetters(Db db, CurrentActor current, TrackingPass pass)
{
    /// <param name="token">The token of the QR.</param>
    /// <exception cref="Refused">404: not there, or not shown to this asker.</exception>
    public async Task<Dossier> Open(string token, HttpContext http)
    {
        if (token.Length <= 64 && await Find(token) is { } found && await Opens(found.Id, http)) return found;
        throw Refused.NotFound("Mở văn bản bằng mã gửi về điện thoại, mã QR kèm 4 số cuối, hoặc đăng nhập");
    }

    public async Task<bool> Opens(Guid dossier, HttpContext http) => pass.OpensAll(http, dossier) || !current.Value.IsStaff
        && await db.Set<Dossier>().Where(DossierPolicy.Readable(current.Value)).AnyAsync(d => d.Id == dossier);

    private Task<Dossier?> Find(string token) => Dossier.Whole(db.Set<Dossier>().AsNoTracking().Where(d => d.TrackingToken == token)).SingleOrDefaultAsync();
}
