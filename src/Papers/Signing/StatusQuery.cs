using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Ocsp;
using Org.BouncyCastle.X509;
using CertificateStatus = MotCua.Papers.Contracts.CertificateStatus;

namespace MotCua.Papers.Signing;

/// <summary>Hỏi tình trạng một chứng thư (OCSP, RFC 6960).</summary>
internal static class StatusQuery
{
    private const int Most = 100_000;
    private const string Speaking = "1.3.6.1.5.5.7.3.9";

    public static async Task<CertificateStatus> Ask(HttpClient http, Uri address, X509Certificate certificate, X509Certificate issuer, CancellationToken stop)
    {
        var id = new CertificateID(CertificateID.DigestSha1, issuer, certificate.SerialNumber);
        var nonce = new DerOctetString(RandomNumberGenerator.GetBytes(16)).GetEncoded();
        var generator = new OcspReqGenerator();
        generator.AddRequest(id);
        var extensions = new X509ExtensionsGenerator();
        extensions.AddExtension(OcspObjectIdentifiers.PkixOcspNonce, false, nonce);
        generator.SetRequestExtensions(extensions.Generate());
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(generator.Generate().GetEncoded()) { Headers = { ContentType = new("application/ocsp-request") } },
        };
        return await StatusAnswers.Read(http, request, Most, stop) is { } answer ? Read(answer, id, nonce, issuer) : CertificateStatus.Unknown;
    }

    private static CertificateStatus Read(byte[] der, CertificateID id, byte[] nonce, X509Certificate issuer)
    {
        try
        {
            if (new OcspResp(der) is not { Status: OcspRespStatus.Successful } response || response.GetResponseObject() is not BasicOcspResp answer
                || answer.GetExtensionValue(OcspObjectIdentifiers.PkixOcspNonce) is { } echoed && !echoed.GetOctets().AsSpan().SequenceEqual(nonce)
                || !answer.Verify(Responder(answer, issuer).GetPublicKey()))
            {
                return CertificateStatus.Unknown;
            }

            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            var single = answer.Responses.FirstOrDefault(one => one.GetCertID().Equals(id));
            // Without an end an answer is of its moment.
            if (single is null || single.ThisUpdate > now + StatusAnswers.Skew || 
                (single.NextUpdate ?? single.ThisUpdate.AddMinutes(10)) < now - StatusAnswers.Skew)
            {
                return CertificateStatus.Unknown;
            }

            return single.GetCertStatus() switch
            {
                null => new CertificateStatus(true, null),
                RevokedStatus revoked => new CertificateStatus(true, new DateTimeOffset(DateTime.SpecifyKind(revoked.RevocationTime, DateTimeKind.Utc))),
                _ => CertificateStatus.Unknown,
            };
        }
        // An answer that cannot be read, or not by its authority, is no answer.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return CertificateStatus.Unknown;
        }
    }

    /// <summary>The authority itself, or whom it made its speaker.</summary>
    private static X509Certificate Responder(BasicOcspResp answer, X509Certificate issuer)
    {
        foreach (var certificate in answer.GetCerts())
        {
            if (certificate.Equals(issuer))
            {
                return issuer;
            }

            if (certificate.IssuerDN.Equivalent(issuer.SubjectDN) && certificate.GetExtendedKeyUsage()?.Any(use => use.Id == Speaking) == true)
            {
                certificate.Verify(issuer.GetPublicKey());
                certificate.CheckValidity(TimeProvider.System.GetUtcNow().UtcDateTime);
                return certificate;
            }
        }

        return issuer;
    }
}
