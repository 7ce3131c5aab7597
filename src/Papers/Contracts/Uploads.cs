using System.Security.Cryptography;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>A file from outside that was looked at and whose bytes are kept; a row of the room that took it refers to it.</summary>
/// <param name="FileName">For display only; never part of a path.</param>
/// <param name="Verdict">Of its digital signatures; null: it has none.</param>
public sealed record UploadedFile(string Sha256, string FileName, string MediaType, long Size, int Pages, FileVerdict? Verdict);

/// <summary>
/// Tệp tải lên: looked at before anything is stored, bytes first and row after, so that a row never points at nothing.
/// The limits are said on the page before the choice; how many files a holder may have, its own room counts.
/// </summary>
public sealed class Uploads(FileStore files, LooseFiles loose, UploadCheck check, SignedFiles signed, Budgets budgets)
{
    public const int MaxFileBytes = 20 * 1024 * 1024;
    public const int MaxFiles = 40;
    public const long MaxTotalBytes = 100L * 1024 * 1024;

    /// <summary>One post may carry everything a draft may hold.</summary>
    public const long MaxPostBytes = MaxTotalBytes + 10L * 1024 * 1024;

    public const string LimitWords = "Ảnh (JPG, PNG) hoặc PDF, mỗi tệp dưới 20 MB; cả hồ sơ tối đa 40 tệp và 100 MB.";

    /// <summary>The bytes of one file, within the limit and whole.</summary>
    /// <param name="holder">What the file is for: its budget of uploads.</param>
    /// <param name="fileName">As it was sent: every refusal begins with it, for several files come at once.</param>
    /// <param name="field">Named in refusals.</param>
    /// <exception cref="Refused">400 empty or too big; 429 too many.</exception>
    public async Task<byte[]> Read(Guid holder, string? fileName, Stream content, long? length, string field)
    {
        budgets.Spend(Doors.Upload, Doors.UploadOfDraft, holder);
        if (length > MaxFileBytes) throw TooBig(fileName, length.Value, field);
        var bytes = await WholeBody.Read(content, MaxFileBytes) ?? throw TooBig(fileName, null, field);
        return bytes.Length > 0 ? bytes : throw Of(fileName, "Tệp chưa lên đủ, có thể do mất mạng. Tải lại tệp này", field);
    }

    /// <exception cref="Refused">400: not a file that is taken; what is wrong and how to mend it.</exception>
    public async Task<UploadedFile> Keep(byte[] bytes, string? fileName, string field)
    {
        var seen = await check.Inspect(bytes, fileName ?? "");
        if (seen.Problem is { } problem) throw Of(fileName, problem, field);
        bytes = seen.Cut(bytes);
        var verdict = seen.HasSignatures ? await signed.Of(bytes) : null;
        // Bytes whose row never comes, because the machine stops in between, must not stay for ever.
        await loose.Note([Convert.ToHexStringLower(SHA256.HashData(bytes))]);
        var stored = await files.Put(bytes);
        return new UploadedFile(stored.Sha256, FileNames.Clean(fileName, seen.ContentType), seen.ContentType, stored.Size, seen.Pages, verdict);
    }

    /// <summary>Whether one more file fits beside those that its holder has.</summary>
    /// <exception cref="Refused">400: too many, or too heavy together.</exception>
    public static void RequireRoom(int count, long bytes, string fileName, long more, string field)
    {
        if (count >= MaxFiles) throw Of(fileName, $"Hồ sơ đã có {MaxFiles} tệp. Xóa bớt tệp, hoặc gộp nhiều trang vào một PDF", field);
        if (bytes + more > MaxTotalBytes) throw Of(fileName, "Các tệp của hồ sơ vượt 100 MB. Xóa bớt tệp, hoặc chụp lại cho nhẹ hơn", field);
    }

    private static Refused Of(string? fileName, string problem, string field) => new(400, $"{FileNames.Clean(fileName, null)}: {problem}", field);

    private static Refused TooBig(string? fileName, long? bytes, string field) => Of(fileName, bytes is { } size
        ? $"Tệp nặng {Vi.FileSize(size)}. Chọn tệp dưới 20 MB, hoặc chụp lại bằng nút Chụp ảnh"
        : "Tệp nặng hơn 20 MB. Chọn tệp dưới 20 MB, hoặc chụp lại bằng nút Chụp ảnh", field);
}
