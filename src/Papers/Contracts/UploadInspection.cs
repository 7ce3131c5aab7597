using MotCua.Papers.Intake;

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
/// beside the file field. Nothing is decoded or run.
/// </summary>
/// <param name="Pages">1 for an image.</param>
/// <param name="Width">Pixels of an image, 0 for PDF.</param>
/// <param name="HasSignatures">The PDF carries digital signatures: check them with PdfVerification.</param>
public sealed record UploadInspection(UploadKind? Kind, string? Problem, int Pages = 0, int Width = 0, int Height = 0, bool HasSignatures = false)
{
    public const int MaxBytes = 20 * 1024 * 1024;
    public const int MaxPages = 2_000;
    public const int MaxPixels = 50_000_000;
    public const int MinSide = 100;

    /// <summary>Said before the choice of a file.</summary>
    public const string Limits = "Dùng ảnh (JPG, PNG) hoặc PDF, mỗi tệp dưới 20 MB";

    public bool IsAccepted => Problem is null;

    public string ContentType => Kind switch { UploadKind.Pdf => "application/pdf", UploadKind.Jpeg => "image/jpeg", UploadKind.Png => "image/png", _ => "application/octet-stream" };

    public static UploadInspection Inspect(byte[] bytes, string fileName) => FileJudge.Judge(bytes, fileName);

    /// <summary>Reads at most the limit and one byte more: a larger stream is refused without being kept.</summary>
    public static async Task<(UploadInspection Inspection, byte[] Bytes)> Inspect(Stream stream, string fileName, CancellationToken cancellation = default)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; copy.Length <= MaxBytes && (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            copy.Write(buffer, 0, read);
        }

        if (copy.Length > MaxBytes)
        {
            return (FileJudge.TooBig(null), []);
        }

        var bytes = copy.ToArray();
        return (Inspect(bytes, fileName), bytes);
    }
}
