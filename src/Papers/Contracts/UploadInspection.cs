using MotCua.Papers.Intake;
using MotCua.Platform.Sandbox;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>Loại tệp được nhận.</summary>
public enum UploadKind
{
    Pdf,
    Jpeg,
    Png,
}

/// <summary>
/// Kiểm tra tệp tải lên: what the bytes are, whatever the name says. Accepted when Problem is null; else Problem is the Vietnamese sentence
/// beside the file field. Looked at in a process that is thrown away afterwards; pictures are walked through to their end.
/// </summary>
/// <param name="Pages">1 for an image.</param>
/// <param name="Width">Pixels of an image, 0 for PDF.</param>
/// <param name="HasSignatures">The PDF carries digital signatures: check them with PdfVerification.</param>
public sealed record UploadInspection(UploadKind? Kind, string? Problem, int Pages = 0, int Width = 0, int Height = 0, bool HasSignatures = false)
{
    /// <summary>The first so many bytes are the file; what a telephone wrote behind its picture is left out. null: all.</summary>
    public int? Kept { get; init; }

    /// <summary>The bytes to be kept.</summary>
    public byte[] Cut(byte[] bytes) => Kept is { } end && end < bytes.Length ? bytes[..end] : bytes;

    public const int MaxBytes = 20 * 1024 * 1024;
    public const int MaxPages = 2_000;
    public const int MaxPixels = 50_000_000;
    public const int MinSide = 100;

    /// <summary>Said before the choice of a file.</summary>
    public const string Limits = "Dùng ảnh (JPG, PNG) hoặc PDF, mỗi tệp dưới 20 MB";

    public bool IsAccepted => Problem is null;

    public string ContentType => Kind switch
    {
        UploadKind.Pdf => "application/pdf", UploadKind.Jpeg => "image/jpeg", UploadKind.Png => "image/png", _ => "application/octet-stream"
    };

    /// <exception cref="Refused">503 when too many files are looked at already.</exception>
    public static async Task<UploadInspection> Inspect(byte[] bytes, string fileName, CancellationToken cancellation = default)
    {
        // Needs no opening.
        if (bytes.Length is 0 or > MaxBytes) return FileJudge.Judge(bytes, fileName);
        try { return await ThrowAway.Run(FileJudge.Judge, bytes, fileName, cancellation); }
        catch (Refused no) when (no.Status == 400) { return FileJudge.Refuse(no.Message); }
    }
}
