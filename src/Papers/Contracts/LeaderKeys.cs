using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using MotCua.Papers.Results;
using MotCua.Papers.Signing;
using MotCua.Platform.Data;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>
/// Khóa ký của lãnh đạo. For now a key kept by the server, encrypted with the installation's data-protection keys, and a
/// certificate from the authority named by the setting <c>Ca:Url</c> (EST, RFC 7030). A token or remote signing service
/// comes in through the same <see cref="SigningKey"/>.
/// </summary>
public sealed class LeaderKeys(Db db, IDataProtectionProvider protection, IConfiguration configuration, IHttpClientFactory http, TimeProvider clock,
    TrustedAuthorities authorities)
{
    private readonly IDataProtector protector = protection.CreateProtector("papers.signing-key");

    /// <summary>
    /// The account's key in force for this name, agency and position; enrolled on first use. A certificate of an earlier post
    /// signs nothing in the new one.
    /// </summary>
    /// <exception cref="Refused">409: no authority is configured, or the certificate was revoked; 503: whether it was could not be asked.</exception>
    public async Task<SigningKey> Of(Guid account, string name, string agency, string title, CancellationToken stop = default)
    {
        var now = clock.GetUtcNow();
        var held = await db.Set<SigningKeyRow>().AsNoTracking().Where(k => k.AccountId == account && k.NotBefore <= now && k.NotAfter > now
            && k.RetiredAt == null)
            .OrderByDescending(k => k.NotAfter).ToListAsync(stop);
        var row = held.Find(k => SignerCertificate.Mismatch(k.Chain[0], name, agency, title) is null) ?? await Enrol(account, name, agency, title, stop);
        await RequireInForce(row.Chain, stop);
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(protector.Unprotect(row.ProtectedKey), out _);
        return SigningKey.FromRsa(key, row.Chain);
    }

    /// <summary>Thôi dùng khóa của một người: the next signature is made with a new key and certificate. For a revoked or lost one.</summary>
    /// <returns>How many keys were in use.</returns>
    public async Task<int> Retire(Guid account)
    {
        var now = clock.GetUtcNow();
        return await db.Database.ExecuteSqlAsync($"update papers.signing_key set retired_at = {now} where account_id = {account} and retired_at is null");
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

    /// <summary>Asked before every signature: what is signed with a revoked key is worth nothing to whoever receives it.</summary>
    private async Task RequireInForce(IReadOnlyList<byte[]> chain, CancellationToken stop)
    {
        var known = chain.Select(der => new Org.BouncyCastle.X509.X509Certificate(der)).ToList();
        var whole = CertificateChain.Build(known[0], known.Skip(1), await authorities.Roots(), clock.GetUtcNow(), null)
            ?? throw new Refused(409, "Chứng thư số của anh/chị không do nơi được tin cậy cấp. Báo quản trị hệ thống");
        foreach (var status in await authorities.Status(whole, anew: true, stop))
        {
            if (status.RevokedAt is not null) throw new Refused(409, "Chứng thư số của anh/chị đã bị thu hồi. Báo quản trị cấp chứng thư mới rồi ký");
            if (!status.IsKnown) throw new Refused(503, "Chưa hỏi được chứng thư số còn hiệu lực không. Văn bản vẫn được giữ, ký lại sau ít phút");
        }
    }

    private async Task<SigningKeyRow> Enrol(Guid account, string name, string agency, string title, CancellationToken stop)
    {
        var enrolled = await new CertificateEnrolment(http.CreateClient("ca"), Address("Ca:Url", "")).Enrol(name, agency, title: title, cancellation: stop);
        if (SignerCertificate.Mismatch(enrolled.Chain[0], name, agency, title) is { } wrong)
            throw new Refused(409, $"Nơi cấp chứng thư ghi sai {wrong} của anh/chị nên chưa ký. Báo quản trị hệ thống");
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
        (configuration[setting] ?? configuration["Peers:Url"]?.TrimEnd('/') + path) is { Length: > 0 } value
        && Uri.TryCreate(value, UriKind.Absolute, out var uri)
            ? uri
            : throw new Refused(409, $"Chưa cấu hình dịch vụ chứng thực chữ ký số ({setting}). Báo quản trị hệ thống");
}
