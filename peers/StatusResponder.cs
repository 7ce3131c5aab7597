using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Ocsp;
using Org.BouncyCastle.Security;

namespace MotCua.Peers;

/// <summary>Online certificate status (RFC 6960) for what the issuing authority has issued.</summary>
internal static class StatusResponder
{
    public static byte[] Answer(byte[] body, AuthorityStore store, FaultMode mode)
    {
        OcspReq query;
        try
        {
            query = new OcspReq(body);
        }
        catch (IOException)
        {
            return new OCSPRespGenerator().Generate(OcspRespStatus.MalformedRequest, null).GetEncoded();
        }

        var signer = DotNetUtilities.FromX509Certificate(store.Ocsp);
        var issuer = DotNetUtilities.FromX509Certificate(store.Issuing);
        var generator = new BasicOcspRespGenerator(new RespID(signer.SubjectDN));
        var now = mode == FaultMode.Stale ? DateTime.UtcNow.AddDays(-7) : DateTime.UtcNow;
        foreach (var single in query.GetRequestList())
        {
            var id = single.GetCertID();
            generator.AddResponse(id, id.MatchesIssuer(issuer) ? Status(id.SerialNumber.ToString(16), store, mode) : new UnknownStatus(), now,
                now.AddMinutes(10), null);
        }

        if (query.GetExtensionValue(OcspObjectIdentifiers.PkixOcspNonce) is { } nonce)
        {
            var extensions = new X509ExtensionsGenerator();
            extensions.AddExtension(OcspObjectIdentifiers.PkixOcspNonce, false, nonce.GetOctets());
            generator.SetResponseExtensions(extensions.Generate());
        }

        using var key = mode == FaultMode.Forged ? RSA.Create(2048) : store.Ocsp.GetRSAPrivateKey()!;
        var answer = generator.Generate(new AuthoritySigner(key), [signer], now);
        return new OCSPRespGenerator().Generate(OcspRespStatus.Successful, answer).GetEncoded();
    }

    private static CertificateStatus? Status(string serial, AuthorityStore store, FaultMode mode)
    {
        var padded = serial.PadLeft(32, '0').ToUpperInvariant();
        var own = store.Timestamp.SerialNumber == padded || store.Ocsp.SerialNumber == padded;
        var entry = store.Find(padded);
        return entry is null ? own ? CertificateStatus.Good : new UnknownStatus()
            : entry.RevokedAt is { } at ? new RevokedStatus(at.UtcDateTime, CrlReason.Unspecified)
            : mode == FaultMode.Revoked ? new RevokedStatus(entry.IssuedAt.UtcDateTime, CrlReason.Unspecified)
            : CertificateStatus.Good;
    }
}
