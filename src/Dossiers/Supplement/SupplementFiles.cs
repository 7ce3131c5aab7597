using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Jobs;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Supplement;

/// <summary>Files that wait under a supplement request until everything is sent: rows of what <see cref="Uploads"/> has looked at and kept.</summary>
internal sealed class SupplementFiles(Db db, FileStore files, LooseFiles loose, Uploads uploads, TimeProvider clock)
{
    public async Task<IReadOnlyList<Attachment>> Of(SupplementRequest request) =>
        await db.Set<Attachment>().AsNoTracking().Where(a => a.HolderId == request.Id).OrderBy(a => a.UploadedAt).ThenBy(a => a.Id).ToListAsync();

    public async Task Attach(SupplementRequest request, string paperKey, string? fileName, Stream content, long? length)
    {
        var file = await Prepare(request, paperKey, fileName, content, length);
        await using var transaction = await db.Begin();
        await Take(request);
        await Add(file);
        await db.Commit(transaction);
    }

    /// <summary>Looks at a file and keeps its bytes; its row comes with <see cref="Add"/>.</summary>
    public async Task<Attachment> Prepare(SupplementRequest request, string paperKey, string? fileName, Stream content, long? length)
    {
        var field = $"paper-{paperKey}";
        var kept = Attachment.Of(await uploads.Keep(await uploads.Read(request.Id, fileName, content, length, field), fileName, field), paperKey,
            "upload", clock.GetUtcNow());
        kept.HolderId = request.Id;
        return kept;
    }

    /// <summary>Writes the row while the request is held, so that the limits count every file.</summary>
    public async Task Add(Attachment file)
    {
        var there = await db.Set<Attachment>().Where(a => a.HolderId == file.HolderId).GroupBy(_ => 1)
            .Select(rows => new { Count = rows.Count(), Bytes = rows.Sum(a => a.Size) }).SingleOrDefaultAsync();
        Uploads.RequireRoom(there?.Count ?? 0, there?.Bytes ?? 0, file.FileName, file.Size, $"paper-{file.PaperKey}");
        db.Add(file);
        await db.Save();
    }

    /// <summary>Holds a request until the caller's transaction ends.</summary>
    /// <exception cref="Refused">409: it is answered, or the dossier no longer waits.</exception>
    public async Task Take(SupplementRequest request)
    {
        var waiting = await db.Database.SqlQuery<int>($"""
            select 1 as "Value" from dossiers.supplement_request s join dossiers.dossier d on d.id = s.dossier_id
            where s.id = {request.Id} and s.answered_at is null and d.status = 'supplement' for update of s
            """).ToListAsync();
        if (waiting.Count == 0) throw Refused.WrongState("Hồ sơ này không còn chờ bổ sung. Xem diễn tiến ở trang tra cứu");
    }

    public async Task Remove(SupplementRequest request, Guid file)
    {
        await using var transaction = await db.Begin();
        await Take(request);
        var bytes = await db.Database.SqlQuery<string>($"""
            delete from dossiers.attachment where id = {file} and draft_id = {request.Id} and dossier_id is null returning sha256 as "Value"
            """).ToListAsync();
        if (bytes.Count == 0) throw Refused.NotFound("Tệp này đã được xóa");
        await loose.Note(bytes);
        await db.Commit(transaction);
    }

    /// <summary>What is handed in is what was looked at when it was uploaded.</summary>
    public Task Require(IEnumerable<Attachment> sent) => files.Require(sent.Select(file => file.Sha256));

    /// <summary>Files whose supplement is no longer awaited.</summary>
    public static readonly RecurringJob DeleteAbandoned = new("dossiers.delete-abandoned-files", TimeSpan.FromHours(1), async (services, _) =>
    {
        var db = services.GetRequiredService<Db>();
        await using var transaction = await db.Begin();
        await services.GetRequiredService<LooseFiles>().Note(await db.Database.SqlQuery<string>($"""
            delete from dossiers.attachment a where a.dossier_id is null
                and not exists (select from dossiers.supplement_request s join dossiers.dossier d on d.id = s.dossier_id
                    where s.id = a.draft_id and s.answered_at is null and d.status = 'supplement')
            returning a.sha256 as "Value"
            """).ToListAsync());
        await db.Commit(transaction);
    });
}
