using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using MotCua.Papers.Signing;
using MotCua.Platform.Web;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace MotCua.Papers.Contracts;

/// <summary>What an authority says of one certificate.</summary>
/// <param name="IsKnown">An authority has answered, with a signature that holds, not long ago.</param>
/// <param name="RevokedAt">null: not revoked.</param>
public sealed record CertificateStatus(bool IsKnown, DateTimeOffset? RevokedAt)
{
    public static readonly CertificateStatus Unknown = new(false, null);
}

/// <summary>
/// Nơi chứng thực được tin cậy, all by configuration: roots (<c>Ca:Roots</c>, a folder, else the authority's own), revocation lists
/// (<c>Ca:Crl</c>) and status services (<c>Ca:Ocsp</c>), addresses separated by blanks. An address in a certificate is never
/// followed: whoever sends a file would choose where this server calls.
/// </summary>
public sealed class TrustedAuthorities(IConfiguration configuration, IHttpClientFactory http)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, CertificateStatus Status)> told = new();
    private readonly RevocationLists lists = new(http);
    private IReadOnlyList<byte[]>? roots;

    private string? Authority => (configuration["Ca:Url"] ?? configuration["Peers:Url"]) is { Length: > 0 } url ? url.TrimEnd('/') : null;

    /// <summary>How long an answer is used again for checking; signing asks anew.</summary>
    private TimeSpan Fresh => TimeSpan.FromSeconds(configuration.GetValue("Ca:StatusSeconds", 60));

    /// <exception cref="Refused">409: nothing is configured; 503: the authority does not answer.</exception>
    public async Task<IReadOnlyList<byte[]>> Roots()
    {
        if (roots is not null) return roots;
        if (configuration["Ca:Roots"] is { Length: > 0 } folder)
            return roots = Directory.GetFiles(folder).Select(file => X509CertificateLoader.LoadCertificateFromFile(file).RawData).ToList();
        if (Authority is not { } url) throw new Refused(409, "Chưa cấu hình chứng thư gốc để kiểm tra chữ ký (Ca:Roots). Báo quản trị hệ thống");
        var all = await new CertificateEnrolment(http.CreateClient("ca"), new Uri(url)).Roots();
        return roots = all.Where(c => c.SubjectName.RawData.AsSpan().SequenceEqual(c.IssuerName.RawData)).Select(c => c.RawData).ToList();
    }

    /// <summary>One answer for each certificate below the root, the signer's first.</summary>
    /// <param name="chain">DER, from the certificate to the root.</param>
    /// <param name="anew">For an act of signing: nothing remembered is used.</param>
    public async Task<IReadOnlyList<CertificateStatus>> Status(IReadOnlyList<byte[]> chain, bool anew = false, CancellationToken stop = default)
    {
        var certificates = chain.Select(der => new BouncyCertificate(der)).ToList();
        var statuses = new List<CertificateStatus>();
        for (var i = 0; i + 1 < certificates.Count; i++) statuses.Add(await Status(certificates[i], certificates[i + 1], anew, stop));
        return statuses;
    }

    private async Task<CertificateStatus> Status(BouncyCertificate certificate, BouncyCertificate issuer, bool anew, CancellationToken stop)
    {
        var key = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(certificate.GetEncoded()));
        // Answers of the network age in real time, whatever the product's clock says.
        var now = TimeProvider.System.GetUtcNow();
        if (!anew && told.TryGetValue(key, out var known) && now - known.At < Fresh) return known.Status;
        if (told.Count > 10_000) told.Clear();
        // An act of signing asks for this certificate; looking at files, often of one authority, reads its list once.
        var status = anew
            ? await Ask(certificate, issuer, stop) is { IsKnown: true } said ? said : await Listed(certificate, issuer, TimeSpan.Zero, stop)
            : await Listed(certificate, issuer, Fresh, stop) is { IsKnown: true } listed ? listed : await Ask(certificate, issuer, stop);
        told[key] = (now, status);
        return status;
    }

    private async Task<CertificateStatus> Ask(BouncyCertificate certificate, BouncyCertificate issuer, CancellationToken stop)
    {
        foreach (var address in Addresses("Ca:Ocsp", "/ocsp"))
            if (await StatusQuery.Ask(http.CreateClient("ca"), address, certificate, issuer, stop) is { IsKnown: true } status) return status;
        return CertificateStatus.Unknown;
    }

    private Task<CertificateStatus> Listed(BouncyCertificate certificate, BouncyCertificate issuer, TimeSpan age, CancellationToken stop) =>
        lists.Find(Addresses("Ca:Crl", "/crl", "/root.crl"), certificate, issuer, age, stop);

    private IReadOnlyList<Uri> Addresses(string setting, params string[] paths) =>
        [.. (configuration[setting]?.Split([' ', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            ?? (Authority is { } url ? paths.Select(path => url + path) : []))
            .Select(text => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address!
                : throw new Refused(409, $"Địa chỉ {text} trong {setting} không đúng. Báo quản trị hệ thống"))];
}
