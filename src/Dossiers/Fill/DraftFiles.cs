using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Fill;

/// <summary>
/// Tệp tải lên: looked at before anything is stored, bytes first and row after, so that a row never points at nothing.
/// The limits are said on the page before the choice.
/// </summary>
internal sealed class DraftFiles(Db db, FileStore files, LooseFiles loose, TimeProvider clock)
{
    public const int MaxFileBytes = 20 * 1024 * 1024;
    public const int MaxFiles = 40;
    public const long MaxTotalBytes = 100L * 1024 * 1024;

    /// <summary>One post may carry everything a draft may hold.</summary>
    public const long MaxPostBytes = MaxTotalBytes + 10L * 1024 * 1024;

    public const string LimitWords = "Ảnh (JPG, PNG) hoặc PDF, mỗi tệp dưới 20 MB; cả hồ sơ tối đa 40 tệp và 100 MB.";

    public async Task<IReadOnlyList<Attachment>> Of(Guid draftId) =>
        await db.Set<Attachment>().AsNoTracking().Where(a => a.DraftId == draftId).OrderBy(a => a.UploadedAt).ThenBy(a => a.Id).ToListAsync();

    public async Task<Attachment> Attach(Draft draft, ProcedureVersionView version, string paperKey, string? fileName, Stream content, long? length, string? key = null)
    {
        DraftDesk.RequireOpen(draft);
        var paper = version.Papers.FirstOrDefault(p => p.Key == paperKey) ?? throw new Refused(400, "Giấy tờ này không có trong thành phần hồ sơ", "paper");
        return await Store(draft.Id, paper.Key, fileName, content, length, key);
    }

    /// <param name="holder">The draft, or the supplement request that the file answers.</param>
    /// <param name="key">A program's idempotency key: the same file sent again is the same row.</param>
    public async Task<Attachment> Store(Guid holder, string paperKey, string? fileName, Stream content, long? length, string? key = null)
    {
        var field = $"paper-{paperKey}";
        var name = FileNames.Clean(fileName);
        var there = await db.Set<Attachment>().Where(a => a.DraftId == holder).GroupBy(_ => 1)
            .Select(rows => new { Count = rows.Count(), Bytes = rows.Sum(a => a.Size) }).SingleOrDefaultAsync();
        if (there?.Count >= MaxFiles) throw new Refused(400, $"Hồ sơ đã có {MaxFiles} tệp. Xóa bớt tệp, hoặc gộp nhiều trang vào một PDF", field);
        if (length > MaxFileBytes) throw TooBig(length.Value, field);
        var bytes = await Read(content, field);
        if (bytes.Length == 0) throw new Refused(400, "Tệp chưa lên đủ, có thể do mất mạng. Tải lại tệp này", field);
        if ((there?.Bytes ?? 0) + bytes.Length > MaxTotalBytes) throw new Refused(400, "Các tệp của hồ sơ vượt 100 MB. Xóa bớt tệp, hoặc chụp lại cho nhẹ hơn", field);
        var seen = UploadInspection.Inspect(bytes, name);
        if (seen.Problem is { } problem) throw new Refused(400, problem, field);
        // Bytes whose row never comes, because the machine stops in between, must not stay for ever.
        await loose.Note([Convert.ToHexStringLower(SHA256.HashData(bytes))]);
        var stored = await files.Put(bytes);
        var attachment = new Attachment
        {
            Id = key is null ? Guid.CreateVersion7() : IdOf(holder, paperKey, key), DraftId = holder, PaperKey = paperKey, Sha256 = stored.Sha256, FileName = name, MediaType = seen.ContentType,
            Size = stored.Size, Pages = seen.Pages, Origin = "upload", UploadedAt = clock.GetUtcNow(),
        };
        db.Add(attachment);
        await db.Save();
        return attachment;
    }

    public async Task Remove(Draft draft, Guid attachment)
    {
        DraftDesk.RequireOpen(draft);
        await Remove(draft.Id, attachment);
    }

    /// <param name="holder">As in <see cref="Store"/>.</param>
    public async Task Remove(Guid holder, Guid attachment)
    {
        await using var transaction = await db.Begin();
        var bytes = await db.Database.SqlQuery<string>($"""
            delete from dossiers.attachment where id = {attachment} and draft_id = {holder} and dossier_id is null returning sha256 as "Value"
            """).ToListAsync();
        if (bytes.Count == 0) throw Refused.NotFound("Tệp này đã được xóa");
        await loose.Note(bytes);
        await db.Commit(transaction);
    }

    /// <summary>The file that was sent before under this key; null when there is none.</summary>
    public async Task<Attachment?> Sent(Guid holder, string paperKey, string key)
    {
        var id = IdOf(holder, paperKey, key);
        return await db.Set<Attachment>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id);
    }

    private static Guid IdOf(Guid holder, string paperKey, string key) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{holder:n}/{paperKey}/{key}")).AsSpan(0, 16));

    public Stream Open(Attachment attachment) => files.Open(attachment.Sha256);

    private static async Task<byte[]> Read(Stream content, string field)
    {
        using var buffer = new MemoryStream();
        var block = new byte[1 << 16];
        int read;
        while ((read = await content.ReadAsync(block)) > 0)
        {
            if (buffer.Length + read > MaxFileBytes) throw TooBig(null, field);
            buffer.Write(block, 0, read);
        }
        return buffer.ToArray();
    }

    private static Refused TooBig(long? bytes, string field) => new(400, bytes is { } size
        ? $"Tệp nặng {Vi.FileSize(size)}. Chọn tệp dưới 20 MB, hoặc chụp lại bằng nút Chụp ảnh"
        : "Tệp nặng hơn 20 MB. Chọn tệp dưới 20 MB, hoặc chụp lại bằng nút Chụp ảnh", field);
}
