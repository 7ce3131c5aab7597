using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Fill;

/// <summary>
/// Tệp tải lên: looked at before anything is stored, bytes first and row after, so that a row never points at nothing.
/// The limits are said on the page before the choice.
/// </summary>
internal sealed class DraftFiles(Db db, FileStore files, LooseFiles loose, UploadCheck check, SignedFiles signed, Budgets budgets, TimeProvider clock)
{
    public const int MaxFileBytes = 20 * 1024 * 1024;
    public const int MaxFiles = 40;
    public const long MaxTotalBytes = 100L * 1024 * 1024;

    /// <summary>One post may carry everything a draft may hold.</summary>
    public const long MaxPostBytes = MaxTotalBytes + 10L * 1024 * 1024;

    public const string LimitWords = "Ảnh (JPG, PNG) hoặc PDF, mỗi tệp dưới 20 MB; cả hồ sơ tối đa 40 tệp và 100 MB.";

    public async Task<IReadOnlyList<Attachment>> Of(Guid draftId) =>
        await db.Set<Attachment>().AsNoTracking().Where(a => a.DraftId == draftId).OrderBy(a => a.UploadedAt).ThenBy(a => a.Id).ToListAsync();

    /// <param name="key">A program's idempotency key: the same file sent again is the same row, another one is refused.</param>
    public async Task<Attachment> Attach(Draft draft, ProcedureVersionView version, string paperKey, string? fileName, Stream content, long? length,
        string? key = null)
    {
        var paper = version.Papers.FirstOrDefault(p => p.Key == paperKey) ?? throw new Refused(400, "Giấy tờ này không có trong thành phần hồ sơ", "paper");
        if (key is null) DraftDesk.RequireOpen(draft);
        var file = await Prepare(draft.Id, paper.Key, fileName, content, length, key);
        if (await Earlier(file) is { } earlier) return earlier;
        return await Locked(() => DraftLock.Take(db, draft, clock.GetUtcNow()), () => Add(file));
    }

    public async Task<Attachment> Attach(SupplementRequest request, string paperKey, string? fileName, Stream content, long? length)
    {
        var file = await Prepare(request.Id, paperKey, fileName, content, length);
        return await Locked(() => Take(request), () => Add(file));
    }

    /// <summary>Looks at a file and keeps its bytes; its row comes with <see cref="Add"/>.</summary>
    /// <param name="holder">The draft, or the supplement request that the file answers.</param>
    public async Task<Attachment> Prepare(Guid holder, string paperKey, string? fileName, Stream content, long? length, string? key = null)
    {
        budgets.Spend(Doors.Upload, Doors.UploadOfDraft, holder);
        var field = $"paper-{paperKey}";
        if (length > MaxFileBytes) throw TooBig(length.Value, field);
        var bytes = await Read(content, field);
        if (bytes.Length == 0) throw new Refused(400, "Tệp chưa lên đủ, có thể do mất mạng. Tải lại tệp này", field);
        // The very file again, as a phone on a bad line sends it: it was looked at, and is not opened a second time.
        if (key is not null && await Again(IdOf(holder, key), paperKey, fileName, bytes) is { } same) return same;
        var seen = await check.Inspect(bytes, fileName ?? "");
        if (seen.Problem is { } problem) throw new Refused(400, problem, field);
        bytes = seen.Cut(bytes);
        var verdict = seen.HasSignatures ? await signed.Of(bytes) : null;
        // Bytes whose row never comes, because the machine stops in between, must not stay for ever.
        await loose.Note([Convert.ToHexStringLower(SHA256.HashData(bytes))]);
        var stored = await files.Put(bytes);
        return new Attachment
        {
            Id = key is null ? Guid.CreateVersion7() : IdOf(holder, key), DraftId = holder, PaperKey = paperKey, Sha256 = stored.Sha256,
                FileName = FileNames.Clean(fileName, seen.ContentType), MediaType = seen.ContentType,
            Size = stored.Size, Pages = seen.Pages, Origin = "upload", UploadedAt = clock.GetUtcNow(),
        }.Judged(verdict);
    }

    /// <summary>Writes the row while its holder is held, so that the limits count every file.</summary>
    public async Task<Attachment> Add(Attachment file)
    {
        if (await Earlier(file) is { } earlier) return earlier;
        var field = $"paper-{file.PaperKey}";
        var there = await db.Set<Attachment>().Where(a => a.DraftId == file.DraftId).GroupBy(_ => 1)
            .Select(rows => new { Count = rows.Count(), Bytes = rows.Sum(a => a.Size) }).SingleOrDefaultAsync();
        if (there?.Count >= MaxFiles) throw new Refused(400, $"Hồ sơ đã có {MaxFiles} tệp. Xóa bớt tệp, hoặc gộp nhiều trang vào một PDF", field);
        if ((there?.Bytes ?? 0) + file.Size > MaxTotalBytes)
            throw new Refused(400, "Các tệp của hồ sơ vượt 100 MB. Xóa bớt tệp, hoặc chụp lại cho nhẹ hơn", field);
        db.Add(file);
        await db.Save();
        return file;
    }

    /// <summary>Holds a supplement request until the caller's transaction ends.</summary>
    /// <exception cref="Refused">409: it is answered, or the dossier no longer waits.</exception>
    public async Task Take(SupplementRequest request)
    {
        var waiting = await db.Database.SqlQuery<int>($"""
            select 1 as "Value" from dossiers.supplement_request s join dossiers.dossier d on d.id = s.dossier_id
            where s.id = {request.Id} and s.answered_at is null and d.status = 'supplement' for update of s
            """).ToListAsync();
        if (waiting.Count == 0) throw Refused.WrongState("Hồ sơ này không còn chờ bổ sung. Xem diễn tiến ở trang tra cứu");
    }

    public Task Remove(Draft draft, Guid attachment) => Locked(() => DraftLock.Take(db, draft, clock.GetUtcNow()), () => Remove(draft.Id, attachment));

    public Task Remove(SupplementRequest request, Guid attachment) => Locked(() => Take(request), () => Remove(request.Id, attachment));

    private async Task<bool> Remove(Guid holder, Guid attachment)
    {
        var bytes = await db.Database.SqlQuery<string>($"""
            delete from dossiers.attachment where id = {attachment} and draft_id = {holder} and dossier_id is null returning sha256 as "Value"
            """).ToListAsync();
        if (bytes.Count == 0) throw Refused.NotFound("Tệp này đã được xóa");
        await loose.Note(bytes);
        return true;
    }

    private async Task<T> Locked<T>(Func<Task> take, Func<Task<T>> act)
    {
        await using var transaction = await db.Begin();
        await take();
        var done = await act();
        await db.Commit(transaction);
        return done;
    }

    /// <summary>The file that was sent before under the same key; null when there is none.</summary>
    /// <exception cref="Refused">422: the key served for something else.</exception>
    private async Task<Attachment?> Earlier(Attachment file)
    {
        if (await db.Set<Attachment>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == file.Id) is not { } earlier) return null;
        return (earlier.PaperKey, earlier.Sha256, earlier.FileName) == (file.PaperKey, file.Sha256, file.FileName) ? earlier
            : throw new Refused(422, "Khóa chống gửi trùng này đã dùng cho một tệp khác. Dùng khóa mới cho tệp này", "Idempotency-Key");
    }

    private async Task<Attachment?> Again(Guid id, string paperKey, string? fileName, byte[] bytes) =>
        await db.Set<Attachment>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id) is { } earlier && earlier.PaperKey == paperKey
            && earlier.Sha256 == Convert.ToHexStringLower(SHA256.HashData(bytes))
            && earlier.FileName == FileNames.Clean(fileName, earlier.MediaType) ? earlier : null;

    private static Guid IdOf(Guid holder, string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{holder:n}/{key}")).AsSpan(0, 16));

    /// <summary>What is handed in is what was looked at when it was uploaded.</summary>
    public Task Require(IEnumerable<Attachment> attachments) => files.Require(attachments.Select(file => file.Sha256));

    private static async Task<byte[]> Read(Stream content, string field) => await WholeBody.Read(content, MaxFileBytes) ?? throw TooBig(null, field);

    private static Refused TooBig(long? bytes, string field) => new(400, bytes is { } size
        ? $"Tệp nặng {Vi.FileSize(size)}. Chọn tệp dưới 20 MB, hoặc chụp lại bằng nút Chụp ảnh"
        : "Tệp nặng hơn 20 MB. Chọn tệp dưới 20 MB, hoặc chụp lại bằng nút Chụp ảnh", field);
}
