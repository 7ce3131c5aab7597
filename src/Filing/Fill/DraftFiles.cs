using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Web;

namespace MotCua.Filing.Fill;

/// <summary>Tệp của bản nháp: rows of what <see cref="Uploads"/> has looked at and kept.</summary>
internal sealed class DraftFiles(Db db, FileStore files, LooseFiles loose, Uploads uploads, FileLooks looks, TimeProvider clock)
{
    public async Task<IReadOnlyList<DraftFile>> Of(Guid draftId) =>
        await db.Set<DraftFile>().AsNoTracking().Where(f => f.DraftId == draftId).OrderBy(f => f.UploadedAt).ThenBy(f => f.Id).ToListAsync();

    /// <param name="key">A program's idempotency key: the same file sent again is the same row, another one is refused.</param>
    public async Task<DraftFile> Attach(Draft draft, ProcedureVersionView version, string paperKey, string? fileName, Stream content, long? length,
        string? key = null)
    {
        var paper = version.Papers.FirstOrDefault(p => p.Key == paperKey) ?? throw new Refused(400, "Giấy tờ này không có trong thành phần hồ sơ", "paper");
        if (key is null) DraftDesk.RequireOpen(draft);
        var (id, field) = (key is null ? Guid.CreateVersion7() : IdOf(draft.Id, key), $"paper-{paper.Key}");
        var bytes = await uploads.Read(draft.Id, fileName, content, length, field);
        // The very file again, as a phone on a bad line sends it: it was looked at, and is not opened a second time.
        var sent = key is null ? null : await Find(id);
        if (sent is not null && Is(sent, paper.Key, Convert.ToHexStringLower(SHA256.HashData(bytes)), FileNames.Clean(fileName, sent.MediaType))) return sent;
        var file = await uploads.Keep(bytes, fileName, field);
        if (await Earlier(id, paper.Key, file) is { } earlier) return earlier;
        await using var transaction = await db.Begin();
        await DraftLock.Take(db, draft, clock.GetUtcNow());
        var row = await Earlier(id, paper.Key, file) ?? await Add(draft, id, paper.Key, file, field);
        await db.Commit(transaction);
        return row;
    }

    public async Task Remove(Draft draft, Guid file)
    {
        await using var transaction = await db.Begin();
        await DraftLock.Take(db, draft, clock.GetUtcNow());
        var bytes = await db.Database.SqlQuery<string>($"""
            delete from filing.draft_file where id = {file} and draft_id = {draft.Id} returning sha256 as "Value"
            """).ToListAsync();
        if (bytes.Count == 0) throw Refused.NotFound("Tệp này đã được xóa");
        await loose.Note(bytes);
        await db.Commit(transaction);
    }

    /// <summary>What a person should look at again before filing, by file: soft, for the machine may be wrong.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<string>>> Hints(IReadOnlyList<DraftFile> files)
    {
        var said = await looks.Of([.. files.Select(file => new LookedAt(file.Sha256, file.MediaType, file.Pages, file.FileName))]);
        return files.Zip(said).Where(pair => pair.Second.Count > 0).ToDictionary(pair => pair.First.Id, pair => pair.Second);
    }

    /// <summary>What is handed in is what was looked at when it was uploaded.</summary>
    public Task Require(IEnumerable<DraftFile> sent) => files.Require(sent.Select(file => file.Sha256));

    // While the draft is held, so that the limits count every file.
    private async Task<DraftFile> Add(Draft draft, Guid id, string paperKey, UploadedFile file, string field)
    {
        var there = await db.Set<DraftFile>().Where(f => f.DraftId == draft.Id).GroupBy(_ => 1)
            .Select(rows => new { Count = rows.Count(), Bytes = rows.Sum(f => f.Size) }).SingleOrDefaultAsync();
        Uploads.RequireRoom(there?.Count ?? 0, there?.Bytes ?? 0, file.FileName, file.Size, field);
        var row = new DraftFile
        {
            Id = id, DraftId = draft.Id, PaperKey = paperKey, Sha256 = file.Sha256, FileName = file.FileName, MediaType = file.MediaType, Size = file.Size,
            Pages = file.Pages, UploadedAt = clock.GetUtcNow(), Signature = file.Verdict?.Kind, SignatureWords = file.Verdict?.Words,
        };
        db.Add(row);
        await db.Save();
        return row;
    }

    /// <summary>The file that was sent before under the same key; null when there is none.</summary>
    /// <exception cref="Refused">422: the key served for something else.</exception>
    private async Task<DraftFile?> Earlier(Guid id, string paperKey, UploadedFile file)
    {
        if (await Find(id) is not { } earlier) return null;
        return Is(earlier, paperKey, file.Sha256, file.FileName) ? earlier
            : throw new Refused(422, "Khóa chống gửi trùng này đã dùng cho một tệp khác. Dùng khóa mới cho tệp này", "Idempotency-Key");
    }

    private Task<DraftFile?> Find(Guid id) => db.Set<DraftFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id);

    private static bool Is(DraftFile known, string paperKey, string sha256, string name) =>
        (known.PaperKey, known.Sha256, known.FileName) == (paperKey, sha256, name);

    // RFC 9562, 5.8 (version 8): who reads the id with a strict reader takes no other.
    private static Guid IdOf(Guid draft, string key)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{draft:n}/{key}"))[..16];
        (bytes[6], bytes[8]) = ((byte)(bytes[6] & 0x0F | 0x80), (byte)(bytes[8] & 0x3F | 0x80));
        return new Guid(bytes, bigEndian: true);
    }
}
