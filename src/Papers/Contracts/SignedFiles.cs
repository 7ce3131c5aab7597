using System.Text.Json;
using MotCua.Platform.Files;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>Kết luận về chữ ký số của một tệp, as it is kept beside the file and shown to whoever reads it.</summary>
/// <param name="Kind">A <see cref="PdfVerdictKind"/> in camel case, or <see cref="NotChecked"/>.</param>
public sealed record FileVerdict(string Kind, string Words)
{
    /// <summary>The authorities could not be reached, or none is configured.</summary>
    public const string NotChecked = "notChecked";

    private static readonly HashSet<string> Spoilt =
        [.. Enum.GetValues<PdfVerdictKind>().Where(kind => new PdfVerdict(kind, "", []).IsSpoilt).Select(Name)];

    public bool IsValid => Kind == Name(PdfVerdictKind.Valid);

    /// <summary>Never to be kept or lent as valid.</summary>
    public bool IsSpoilt => Spoilt.Contains(Kind);

    public static FileVerdict? Read(string? kind, string? words) => kind is null ? null : new(kind, words ?? "");

    internal static string Name(PdfVerdictKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}

/// <summary>
/// Tệp có chữ ký số đưa vào hệ thống: the one place where every way in (draft, supplement, opinion, scan station, vault) takes the
/// verdict. A file is not refused for its signature: the official sees what is wrong with it, and nothing wrong is passed on as valid.
/// </summary>
public sealed class SignedFiles(ResultVerification verification, FileStore files)
{
    /// <summary>null: the file carries no signature.</summary>
    public async Task<FileVerdict?> Of(byte[] pdf)
    {
        try
        {
            var verdict = await verification.Judge(pdf);
            return verdict.Kind == PdfVerdictKind.NoSignature ? null : new FileVerdict(FileVerdict.Name(verdict.Kind), verdict.Sentence);
        }
        catch (Refused refused) when (refused.Status is 400 or 409 or 503)
        {
            return new FileVerdict(FileVerdict.NotChecked, "Tệp có chữ ký số, hiện chưa kiểm tra được. Kiểm tra lại trước khi dùng");
        }
    }

    /// <summary>The verdict of now on a stored file: a certificate may have been revoked since it came.</summary>
    /// <param name="known">
    /// What was said when it came; kept when nothing better can be said. A signature that was valid then is not undone by an authority
    /// that does not answer now: its stamp is older than that answer, and only a revocation before the stamp counts.
    /// </param>
    public async Task<FileVerdict?> Again(string sha256, string mediaType, FileVerdict? known)
    {
        if (mediaType != "application/pdf") return known;
        var now = await Of(await files.Read(sha256));
        var silent = now?.Kind == FileVerdict.NotChecked && known is not null || now?.Kind == FileVerdict.Name(PdfVerdictKind.StatusUnknown)
            && known is { IsValid: true };
        return now is null || silent || now.Kind == FileVerdict.Name(PdfVerdictKind.Unreadable) ? known : now;
    }
}
