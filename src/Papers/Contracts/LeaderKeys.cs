using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using MotCua.Papers.Results;
using MotCua.Platform.Data;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>
/// Khóa ký của lãnh đạo. For now a key kept by the server, encrypted with the installation's data-protection keys, and a
/// certificate from the authority named by the setting <c>Ca:Url</c> (EST, RFC 7030). A token or remote signing service
/// comes in through the same <see cref="SigningKey"/>.
/// </summary>
public sealed class LeaderKeys(Db db, IDataProtectionProvider protection, IConfiguration configuration, IHttpClientFactory http, TimeProvider clock)
{
    private readonly IDataProtector protector = protection.CreateProtector("papers.signing-key");

    /// <summary>The account's key in force; enrolled on first use. Refuses with 409 when no authority is configured.</summary>
    public async Task<SigningKey> Of(Guid account, string name, string agency, CancellationToken stop = default)
    {
        var now = clock.GetUtcNow();
        var row = await db.Set<SigningKeyRow>().AsNoTracking().Where(k => k.AccountId == account && k.NotBefore <= now && k.NotAfter > now)
            .OrderByDescending(k => k.NotAfter).FirstOrDefaultAsync(stop) ?? await Enrol(account, name, agency, stop);
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(protector.Unprotect(row.ProtectedKey), out _);
        return SigningKey.FromRsa(key, row.Chain);
    }

    /// <summary>A visible signature with a trusted time; the time-stamping authority is the setting <c>Tsa:Url</c>.</summary>
    public SigningRequest Request(SigningKey key, DateTimeOffset now, string? place, string fieldName, IReadOnlyList<string> lines) => new(key, now)
    {
        FieldName = fieldName,
        Reason = "Ký ban hành kết quả giải quyết thủ tục hành chính",
        Location = place,
        Appearance = new SignatureAppearance(["Người ký: " + lines[0], .. lines.Skip(1)]),
        Timestamp = new TimestampClient(http.CreateClient("tsa"), Address("Tsa:Url", "/tsa")),
    };

    private async Task<SigningKeyRow> Enrol(Guid account, string name, string agency, CancellationToken stop)
    {
        var enrolled = await new CertificateEnrolment(http.CreateClient("ca"), Address("Ca:Url", "")).Enrol(name, agency, cancellation: stop);
        using var certificate = X509CertificateLoader.LoadCertificate(enrolled.Chain[0]);
        var row = new SigningKeyRow
        {
            Id = Guid.CreateVersion7(), AccountId = account, Subject = certificate.Subject, ProtectedKey = protector.Protect(enrolled.PrivateKey),
            Chain = [.. enrolled.Chain], Serial = certificate.SerialNumber, NotBefore = certificate.NotBefore.ToUniversalTime(),
            NotAfter = certificate.NotAfter.ToUniversalTime(), CreatedAt = clock.GetUtcNow(),
        };
        db.Add(row);
        await db.Save();
        return row;
    }

    private Uri Address(string setting, string path) =>
        (configuration[setting] ?? configuration["Peers:Url"]?.TrimEnd('/') + path) is { Length: > 0 } value && Uri.TryCreate(value, UriKind.Absolute, out var uri)
            ? uri
            : throw new Refused(409, $"Chưa cấu hình dịch vụ chứng thực chữ ký số ({setting}). Báo quản trị hệ thống");
}
