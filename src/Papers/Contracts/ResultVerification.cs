using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using MotCua.Papers.Results;
using MotCua.Platform.Files;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>
/// Kiểm tra kết quả: by QR token or by the file itself. Says verdict, signer and time; nothing personal beyond what stands
/// on the paper. Trusted roots: PEM or DER files in the folder named by the setting <c>Ca:Roots</c>, else the authority's own.
/// </summary>
public sealed class ResultVerification(IssuedResults results, FileStore files, IConfiguration configuration, IHttpClientFactory http)
{
    private static readonly Lock Gate = new();
    private static (string Key, IReadOnlyList<byte[]> Roots)? known;

    /// <summary>Recomputes the verdict from the stored bytes, never from a column.</summary>
    public async Task<(bool Valid, string Words)> Check(string sha256)
    {
        var verdict = new PdfVerification(await Roots()).Verify(await files.Read(sha256));
        return (verdict.IsValid, verdict.Sentence);
    }

    /// <summary>The verdict on an uploaded file, and which of our results it is, when it is one.</summary>
    public async Task<(PdfVerdict Verdict, PublicResult? Ours)> CheckFile(byte[] pdf)
    {
        var verdict = new PdfVerification(await Roots()).Verify(pdf);
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(pdf));
        return (verdict, await results.ByHash(sha256) is { } row ? await Public(row) : null);
    }

    public async Task<(PublicResult Result, PdfVerdict Verdict)?> CheckToken(string token)
    {
        if (token.Length != 32 || await results.ByToken(token) is not { } row || row.SignedSha256 is null) return null;
        return (await Public(row), new PdfVerification(await Roots()).Verify(await files.Read(row.SignedSha256)));
    }

    private async Task<IReadOnlyList<byte[]>> Roots()
    {
        var key = configuration["Ca:Roots"] ?? configuration["Ca:Url"] ?? configuration["Peers:Url"] ?? "";
        lock (Gate) { if (known is { } cached && cached.Key == key) return cached.Roots; }
        var roots = configuration["Ca:Roots"] is { Length: > 0 } folder
            ? Directory.GetFiles(folder).Select(file => X509CertificateLoader.LoadCertificateFromFile(file).RawData).ToList()
            : key.Length == 0 ? throw new Refused(409, "Chưa cấu hình chứng thư gốc để kiểm tra chữ ký (Ca:Roots). Báo quản trị hệ thống")
            : (await new CertificateEnrolment(http.CreateClient("ca"), new Uri(key)).Roots())
                .Where(c => c.SubjectName.RawData.AsSpan().SequenceEqual(c.IssuerName.RawData)).Select(c => c.RawData).ToList();
        lock (Gate) known = (key, roots);
        return roots;
    }

    private async Task<PublicResult> Public(Result row)
    {
        var newer = await results.Correcting(row.Id);
        return new(row.Title, row.Number, row.AgencyName, row.SignerName, row.SignedAt, row.State, row.ValidTo, row.SignedSha256, newer?.Number, newer?.SignedAt);
    }
}

/// <summary>What anybody may know of a result: what it is, who issued it, whether it still holds. State: signed | released | recalled.</summary>
/// <param name="CorrectedBy">Number of the result that took its place; null while it holds.</param>
public sealed record PublicResult(string Title, string? Number, string AgencyName, string? SignerName, DateTimeOffset? SignedAt, string State, DateOnly? ValidTo, string? Sha256,
    string? CorrectedBy = null, DateTimeOffset? CorrectedAt = null);
