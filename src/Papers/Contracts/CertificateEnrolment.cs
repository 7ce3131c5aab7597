using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>Chứng thư vừa được cấp: key pair and chain (signer first, root left out).</summary>
/// <param name="PrivateKey">PKCS#8; keep it encrypted, it is the person's signature.</param>
/// <param name="Root">DER of the authority's root.</param>
public sealed record EnrolledKey(byte[] PrivateKey, IReadOnlyList<byte[]> Chain, byte[] Root)
{
    public SigningKey ToSigningKey()
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(PrivateKey, out _);
        return SigningKey.FromRsa(rsa, Chain);
    }
}

/// <summary>
/// Đăng ký chứng thư số: EST client (RFC 7030). Makes an RSA-3072 key and a request, gets the certificate and its chain.
/// The authority not answering is 503, its refusal 409, both with a Vietnamese reason.
/// </summary>
/// <param name="est">Address of the authority, without /.well-known/est.</param>
public sealed class CertificateEnrolment(HttpClient http, Uri est)
{
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <param name="title">Chức vụ.</param>
    /// <param name="personalId">Number shown in the subject as serialNumber (CCCD:…), for a person.</param>
    public async Task<EnrolledKey> Enrol(string commonName, string? organisation = null, string? unit = null, string? personalId = null, string? title = null,
        CancellationToken cancellation = default)
    {
        using var key = RSA.Create(3072);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCountryOrRegion("VN");
        if (!string.IsNullOrWhiteSpace(organisation))
        {
            subject.AddOrganizationName(organisation);
        }

        if (!string.IsNullOrWhiteSpace(unit))
        {
            subject.AddOrganizationalUnitName(unit);
        }

        if (!string.IsNullOrWhiteSpace(title))
        {
            subject.Add("2.5.4.12", title.Normalize());
        }

        subject.AddCommonName(commonName.Normalize());
        if (!string.IsNullOrWhiteSpace(personalId))
        {
            subject.Add("2.5.4.5", "CCCD:" + personalId);
        }

        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var body = new StringContent(Convert.ToBase64String(request.CreateSigningRequest(), Base64FormattingOptions.InsertLineBreaks), Encoding.ASCII,
            "application/pkcs10");
        body.Headers.ContentType!.CharSet = null;
        body.Headers.Add("Content-Transfer-Encoding", "base64");
        var own = await Certificates(new HttpRequestMessage(HttpMethod.Post, Address("simpleenroll")) { Content = body }, cancellation);
        var authority = await Roots(cancellation);
        var leaf = own.FirstOrDefault(c => c.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            ?? throw new Refused(409, "Nơi cấp chứng thư trả về chứng thư của khóa khác. Đăng ký lại");
        var root = authority.Single(c => c.SubjectName.RawData.AsSpan().SequenceEqual(c.IssuerName.RawData));
        return new EnrolledKey(key.ExportPkcs8PrivateKey(), [leaf.RawData, .. authority.Where(c => c != root).Select(c => c.RawData)], root.RawData);
    }

    /// <summary>Certificates of the authority: issuing and root (self-signed).</summary>
    public async Task<IReadOnlyList<X509Certificate2>> Roots(CancellationToken cancellation = default) =>
        [.. await Certificates(new HttpRequestMessage(HttpMethod.Get, Address("cacerts")), cancellation)];

    /// <summary>Revocation list of the issuing authority as DER, for PdfVerification.</summary>
    public async Task<byte[]> RevocationList(CancellationToken cancellation = default) =>
        await Send(new HttpRequestMessage(HttpMethod.Get, new Uri(est, "/crl")), cancellation);

    private Uri Address(string operation) => new(est, "/.well-known/est/" + operation);

    private async Task<X509Certificate2Collection> Certificates(HttpRequestMessage request, CancellationToken cancellation)
    {
        var text = Encoding.ASCII.GetString(await Send(request, cancellation));
        try
        {
            var cms = new Org.BouncyCastle.Cms.CmsSignedData(Convert.FromBase64String(text));
            var all = new X509Certificate2Collection();
            foreach (var certificate in cms.GetCertificates().EnumerateMatches(null))
            {
                all.Add(X509CertificateLoader.LoadCertificate(certificate.GetEncoded()));
            }

            return all;
        }
        catch (Exception e) when (e is FormatException or Org.BouncyCastle.Cms.CmsException)
        {
            throw new Refused(503, "Nơi cấp chứng thư trả lời không đọc được. Thử lại sau ít phút");
        }
    }

    private async Task<byte[]> Send(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeLimit);
        try
        {
            using var answer = await http.SendAsync(request, limit.Token);
            if ((int)answer.StatusCode is >= 400 and < 500)
            {
                throw new Refused(409, "Nơi cấp chứng thư không nhận yêu cầu. Kiểm tra họ tên, đơn vị rồi đăng ký lại");
            }

            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadAsByteArrayAsync(limit.Token);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is HttpRequestException or OperationCanceledException or IOException)
        {
            throw new Refused(503, "Nơi cấp chứng thư chưa trả lời. Thử lại sau ít phút");
        }
        finally
        {
            request.Dispose();
        }
    }
}
