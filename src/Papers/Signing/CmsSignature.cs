using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MotCua.Papers.Contracts;
using MotCua.Platform.Web;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Ess;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Attribute = Org.BouncyCastle.Asn1.Cms.Attribute;
using CmsIssuer = Org.BouncyCastle.Asn1.Cms.IssuerAndSerialNumber;
using ContentInfo = Org.BouncyCastle.Asn1.Cms.ContentInfo;
using SignedData = Org.BouncyCastle.Asn1.Cms.SignedData;
using SignerInfo = Org.BouncyCastle.Asn1.Cms.SignerInfo;

namespace MotCua.Papers.Signing;

/// <summary>Detached CMS as CAdES wants it (ETSI EN 319 122-1): content type, digest, signing-certificate-v2; timestamp unsigned.</summary>
internal static class CmsSignature
{
    public static async Task<(byte[] Cms, DateTimeOffset? StampedAt)> Make(
        byte[] digest, SigningKey key, X509Certificate2 certificate, TimestampClient? timestamp, CancellationToken cancellation)
    {
        var chain = key.Chain.Select(der => X509CertificateStructure.GetInstance(der)).ToList();
        var sha256 = new AlgorithmIdentifier(NistObjectIdentifiers.IdSha256);
        var attributes = new DerSet(
            new Attribute(CmsAttributes.ContentType, new DerSet(CmsObjectIdentifiers.Data)),
            new Attribute(CmsAttributes.MessageDigest, new DerSet(new DerOctetString(digest))),
            new Attribute(PkcsObjectIdentifiers.IdAASigningCertificateV2, new DerSet(new SigningCertificateV2(
                [new EssCertIDv2(SHA256.HashData(key.Chain[0]),
                    new IssuerSerial(new GeneralNames(new GeneralName(chain[0].Issuer)), chain[0].SerialNumber))]))));
        var toSign = SHA256.HashData(attributes.GetDerEncoded());
        var signature = await Sign(key, toSign, cancellation);
        var isRsa = Verify(certificate, toSign, signature);
        var algorithm = isRsa ? new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance)
            : new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha256);

        DerSet? unsigned = null;
        DateTimeOffset? stampedAt = null;
        if (timestamp is not null)
        {
            var (token, at) = await timestamp.Stamp(SHA256.HashData(signature), cancellation);
            unsigned = new DerSet(new Attribute(PkcsObjectIdentifiers.IdAASignatureTimeStampToken, new DerSet(Asn1Object.FromByteArray(token))));
            stampedAt = at;
        }

        var signer = new SignerInfo(new SignerIdentifier(new CmsIssuer(chain[0].Issuer, chain[0].SerialNumber)),
            sha256, attributes, algorithm, new DerOctetString(signature), unsigned);
        var data = new SignedData(new DerSet(sha256), new ContentInfo(CmsObjectIdentifiers.Data, null), new DerSet(chain.ToArray<Asn1Encodable>()), null,
            new DerSet(signer));
        return (new ContentInfo(CmsObjectIdentifiers.SignedData, data).GetEncoded(Asn1Encodable.Der), stampedAt);
    }

    private static async Task<byte[]> Sign(SigningKey key, byte[] hash, CancellationToken cancellation)
    {
        try
        {
            return await key.SignHash(hash, cancellation);
        }
        catch (Exception e) when (e is CryptographicException or HttpRequestException or TimeoutException or IOException)
        {
            throw new Refused(503, "Thiết bị hoặc dịch vụ ký số chưa trả lời. Văn bản vẫn được giữ, ký lại sau ít phút");
        }
    }

    /// <summary>A key that does not belong to its certificate is found here, not by the citizen. True for RSA, false for ECDSA.</summary>
    private static bool Verify(X509Certificate2 certificate, byte[] hash, byte[] signature)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var elliptic = certificate.GetECDsaPublicKey();
        var good = rsa?.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ?? elliptic?.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence) ?? false;
        return good ? rsa is not null : throw new Refused(409, "Khóa ký không khớp với chứng thư số. Đăng ký lại chứng thư rồi ký lại");
    }
}
