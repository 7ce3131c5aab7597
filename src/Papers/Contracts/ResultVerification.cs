using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using MotCua.Papers.Results;
using MotCua.Platform.Evidence;
using MotCua.Platform.Files;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>
/// Kiểm tra kết quả: by QR token or by the file itself. Says verdict, signer and time; nothing personal beyond what stands
/// on the paper. Trusted roots: PEM or DER files in the folder named by the setting <c>Ca:Roots</c>, else the authority's own.
/// </summary>
public sealed class ResultVerification(IssuedResults results, FileStore files, RowCheck rows, IConfiguration configuration, IHttpClientFactory http)
{
    private static readonly Lock Gate = new();
    private static (string Key, IReadOnlyList<byte[]> Roots)? known;

    /// <summary>Recomputes the verdict from the stored bytes, never from a column.</summary>
    public async Task<(bool Valid, string Words)> Check(string sha256)
    {
        var verdict = new PdfVerification(await Roots()).Verify(await files.Read(sha256));
        if (verdict.IsValid && await results.ByHash(sha256) is { } row && await Differences(row) is { Count: > 0 } differs) return (false, Differing(differs));
        return (verdict.IsValid, verdict.Sentence);
    }

    /// <summary>What a row that was rewritten past the acts is told as.</summary>
    public static string Differing(IReadOnlyList<string> differs) =>
        $"Sổ kết quả không khớp với bản đã ký ({string.Join(", ", differs)}). Không dùng; hỏi cơ quan ban hành";

    /// <summary>Before its file leaves the house: a signed result whose row was rewritten is handed to nobody as the result.</summary>
    /// <exception cref="Refused">409 naming what differs.</exception>
    public async Task RequireAsSigned(IssuedResult result)
    {
        if (result.State is not ("signed" or "released") || await results.ByToken(result.VerifyToken) is not { } row) return;
        if (await Differences(row) is { Count: > 0 } differs) throw Refused.WrongState(Differing(differs));
    }

    /// <summary>Words of what the row says otherwise than the log and its own signed file.</summary>
    private async Task<IReadOnlyList<string>> Differences(Result row) =>
        row.SignedSha256 is null ? ["tệp đã ký"] : await rows.Differences(ResultWatch.Results, row) is { Count: > 0 } differs ? differs
            : await AgainstFile(row);

    internal async Task<IReadOnlyList<string>> AgainstFile(Result row) =>
        !await files.IsWhole(row.SignedSha256!) ? ["tệp đã ký"] : SignedContent.Read(await files.Read(row.SignedSha256!))?.Differences(row) ?? [];

    /// <summary>The verdict on an uploaded file, and which of our results it is, when it is one.</summary>
    public async Task<(PdfVerdict Verdict, PublicResult? Ours)> CheckFile(byte[] pdf)
    {
        var verdict = new PdfVerification(await Roots()).Verify(pdf);
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(pdf));
        if (await results.ByHash(sha256) is not { } row) return (verdict, null);
        var found = await Public(row);
        return (verdict.IsValid && found.Differs.Count > 0 ? verdict with { Kind = PdfVerdictKind.Altered, Sentence = Differing(found.Differs) } : verdict,
            found);
    }

    public async Task<(PublicResult Result, PdfVerdict Verdict)?> CheckToken(string token)
    {
        if (token.Length != 32 || await results.ByToken(token) is not { } row || row.SignedSha256 is null) return null;
        var found = await Public(row);
        return (found, found.Differs.Count > 0 ? new PdfVerdict(PdfVerdictKind.Altered, Differing(found.Differs), [])
            : new PdfVerification(await Roots()).Verify(await files.Read(row.SignedSha256)));
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
        return new(row.Title, row.Number, row.AgencyName, row.SignerName, row.SignedAt, row.State, row.ValidTo, row.SignedSha256, newer?.Number,
            newer?.SignedAt)
        {
            Differs = row.SignedSha256 is null ? [] : await Differences(row),
        };
    }
}

/// <summary>What anybody may know of a result: what it is, who issued it, whether it still holds. State: signed | released | recalled.</summary>
/// <param name="CorrectedBy">Number of the result that took its place; null while it holds.</param>
public sealed record PublicResult(string Title, string? Number, string AgencyName, string? SignerName, DateTimeOffset? SignedAt, string State, DateOnly? ValidTo, string? Sha256,
    string? CorrectedBy = null, DateTimeOffset? CorrectedAt = null)
{
    /// <summary>What the register says otherwise than the log and the signed file; such a result is never called valid.</summary>
    public IReadOnlyList<string> Differs { get; init; } = [];
}
