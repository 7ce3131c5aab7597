using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Files;

namespace MotCua.Dossiers;

/// <summary>Tệp của một hồ sơ, to be looked at; the caller has loaded the dossier under the policy.</summary>
internal sealed class DossierFiles(Db db, FileStore store)
{
    public async Task<IReadOnlyList<Attachment>> Of(Dossier dossier) =>
        await db.Set<Attachment>().AsNoTracking().Where(a => a.DossierId == dossier.Id).OrderBy(a => a.UploadedAt).ThenBy(a => a.Id).ToListAsync();

    public Task<Stream> Open(Attachment file) => store.Open(file.Sha256);

    /// <summary>Before reception and signature: the files that were looked at are whole.</summary>
    public Task Require(IEnumerable<Attachment> files) => store.Require(files.Select(file => file.Sha256));

    /// <inheritdoc cref="Require(IEnumerable{Attachment})"/>
    public async Task Require(Dossier dossier) =>
        await store.Require(await db.Set<Attachment>().AsNoTracking().Where(a => a.DossierId == dossier.Id).Select(a => a.Sha256).ToListAsync());
}
