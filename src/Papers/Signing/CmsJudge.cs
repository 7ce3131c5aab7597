using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MotCua.Papers.Contracts;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Ess;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Tsp;
using Org.BouncyCastle.X509;

namespace MotCua.Papers.Signing;

/// <summary>Judges one CMS signature over given bytes: digest, signing certificate, timestamp, chain, validity at that time, revocation.</summary>
internal static class CmsJudge
{
    private const string TimestampPurpose = "1.3.6.1.5.5.7.3.8";

    public static SignatureFinding Check(string field, byte[]? der, byte[] signed, DateTimeOffset? claimed, IReadOnlyList<byte[]> roots, IReadOnlyList<byte[]> revocationLists)
    {
        var finding = new SignatureFinding(field, "", null, "", "", claimed, false, false, false, false, false, false, PdfVerdictKind.Altered, []);
        if (der is null)
        {
            return finding;
        }

        try
        {
            if (!IsCanonical(der))
            {
                return finding;
            }

            var cms = new CmsSignedData(new CmsProcessableByteArray(signed), der);
            var signers = cms.GetSignerInfos().GetSigners();
            if (signers.Count != 1)
            {
                return finding;
            }

            var signer = signers.Single();
            var certificates = cms.GetCertificates().EnumerateMatches(null).ToList();
            var certificate = certificates.Single(signer.SignerID.Match);
            using var own = X509CertificateLoader.LoadCertificate(certificate.GetEncoded());
            finding = finding with
            {
                SignerName = own.GetNameInfo(X509NameType.SimpleName, false),
                Organisation = own.SubjectName.EnumerateRelativeDistinguishedNames().FirstOrDefault(n => n.GetSingleElementType().Value == "2.5.4.10")?.GetSingleElementValue(),
                Issuer = own.GetNameInfo(X509NameType.SimpleName, true),
                SerialNumber = own.SerialNumber,
                Certificate = own.RawData,
            };
            if (!HasPlainAlgorithms(cms, signer) || !signer.Verify(certificate) || !NamesCertificate(signer, own.RawData))
            {
                return finding;
            }

            return Judge(finding with { DigestOk = true }, signer, own, certificates, roots, revocationLists);
        }
        catch (Exception e) when (e is CmsException or IOException or ArgumentException or InvalidOperationException or CryptographicException
            or Org.BouncyCastle.Security.GeneralSecurityException or Org.BouncyCastle.Crypto.CryptoException or InvalidCastException or IndexOutOfRangeException or FormatException or OverflowException or NotSupportedException)
        {
            return finding;
        }
    }

    private static SignatureFinding Judge(SignatureFinding finding, SignerInformation signer, X509Certificate2 own,
        List<Org.BouncyCastle.X509.X509Certificate> certificates, IReadOnlyList<byte[]> roots, IReadOnlyList<byte[]> revocationLists)
    {
        var stamp = signer.UnsignedAttributes?[PkcsObjectIdentifiers.IdAASignatureTimeStampToken];
        var time = finding.Time;
        if (stamp is not null)
        {
            time = Stamped(stamp.AttrValues[0].ToAsn1Object().GetEncoded(), signer.GetSignature(), roots);
            if (time is null)
            {
                return finding with { Problem = PdfVerdictKind.TimestampBroken };
            }

            finding = finding with { Time = time, TimeIsStamped = true };
        }

        var at = time ?? DateTimeOffset.UnixEpoch;
        var inForce = own.NotBefore.ToUniversalTime() <= at.UtcDateTime && at.UtcDateTime <= own.NotAfter.ToUniversalTime();
        // Chain and validity are separate findings: an expired certificate of a trusted root is said to be expired, not unknown.
        var middle = new DateTimeOffset(own.NotBefore.ToUniversalTime()) + (own.NotAfter - own.NotBefore) / 2;
        var trusted = HasChain(own, certificates, roots, inForce ? at : middle, null);
        var revoked = revocationLists.Select(l => new X509Crl(l)).Any(l => l.GetRevokedCertificate(new Org.BouncyCastle.Math.BigInteger(own.SerialNumber, 16)) is { } entry
            && l.IssuerDN.GetEncoded().AsSpan().SequenceEqual(own.IssuerName.RawData) && entry.RevocationDate <= at.UtcDateTime);
        return finding with
        {
            ChainOk = trusted,
            InForceAtTime = inForce,
            IsRevoked = revoked,
            Problem = !trusted ? PdfVerdictKind.UntrustedSigner
                : !inForce ? PdfVerdictKind.CertificateNotInForce
                : revoked ? PdfVerdictKind.Revoked
                : stamp is null ? PdfVerdictKind.TimeUnproven
                : null,
        };
    }

    /// <summary>Time of a valid RFC 3161 token over this signature, by an authority under the roots; else null.</summary>
    private static DateTimeOffset? Stamped(byte[] der, byte[] signature, IReadOnlyList<byte[]> roots)
    {
        try
        {
            var cms = new CmsSignedData(der);
            var token = new TimeStampToken(cms);
            var certificates = cms.GetCertificates().EnumerateMatches(null).ToList();
            var certificate = certificates.Single(token.SignerID.Match);
            token.Validate(certificate);
            var at = new DateTimeOffset(DateTime.SpecifyKind(token.TimeStampInfo.GenTime, DateTimeKind.Utc));
            using var own = X509CertificateLoader.LoadCertificate(certificate.GetEncoded());
            var imprint = token.TimeStampInfo.MessageImprintAlgOid switch
            {
                "2.16.840.1.101.3.4.2.1" => SHA256.HashData(signature),
                "2.16.840.1.101.3.4.2.2" => SHA384.HashData(signature),
                "2.16.840.1.101.3.4.2.3" => SHA512.HashData(signature),
                _ => [],
            };
            var plain = HasPlainAlgorithms(cms, cms.GetSignerInfos().GetSigners().Single());
            return plain && imprint.AsSpan().SequenceEqual(token.TimeStampInfo.GetMessageImprintDigest()) && HasChain(own, certificates, roots, at, TimestampPurpose) ? at : null;
        }
        catch (Exception e) when (e is TspException or CmsException or IOException or ArgumentException or InvalidOperationException or CryptographicException
            or Org.BouncyCastle.Security.GeneralSecurityException or Org.BouncyCastle.Crypto.CryptoException or InvalidCastException)
        {
            return null;
        }
    }

    private static bool HasChain(X509Certificate2 own, List<Org.BouncyCastle.X509.X509Certificate> others, IReadOnlyList<byte[]> roots, DateTimeOffset at, string? purpose)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        foreach (var root in roots)
        {
            chain.ChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(root));
        }

        foreach (var other in others)
        {
            chain.ChainPolicy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(other.GetEncoded()));
        }

        if (purpose is not null)
        {
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid(purpose));
        }

        return chain.Build(own);
    }

    /// <summary>Definite-length signatures must be DER to the last byte, so that no two files carry the same signature.</summary>
    private static bool IsCanonical(byte[] der) =>
        der[1] == 0x80 || Asn1Object.FromByteArray(der).GetEncoded(Asn1Encodable.Der).AsSpan().SequenceEqual(der)
        || Asn1Object.FromByteArray(der).GetEncoded(Asn1Encodable.DL).AsSpan().SequenceEqual(der);

    /// <summary>Fields of CMS that no signature protects say only what they must.</summary>
    private static bool HasPlainAlgorithms(CmsSignedData cms, SignerInformation signer)
    {
        static bool Plain(AlgorithmIdentifier algorithm) => algorithm.Parameters is null || algorithm.Parameters.ToAsn1Object() is Asn1Null
            || algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss);
        var data = Org.BouncyCastle.Asn1.Cms.SignedData.GetInstance(cms.ContentInfo.Content);
        var digests = data.DigestAlgorithms.Select(d => AlgorithmIdentifier.GetInstance(d)).ToList();
        return cms.ContentInfo.ContentType.Equals(CmsObjectIdentifiers.SignedData)
            && data.EncapContentInfo.Content?.ToAsn1Object() is null or Asn1OctetString
            && digests.Count == 1 && digests.All(Plain) && digests[0].Algorithm.Equals(signer.DigestAlgorithmID.Algorithm)
            && Plain(signer.DigestAlgorithmID) && Plain(signer.SignerInfo.SignatureAlgorithm)
            && signer.DigestAlgorithmID.Algorithm.Id is "2.16.840.1.101.3.4.2.1" or "2.16.840.1.101.3.4.2.2" or "2.16.840.1.101.3.4.2.3"
            && data.Version.HasValue(signer.ContentType.Equals(CmsObjectIdentifiers.Data) ? 1 : 3) && signer.Version == 1;
    }

    /// <summary>signing-certificate-v2 binds the signature to this certificate (RFC 5035); when present it must match.</summary>
    private static bool NamesCertificate(SignerInformation signer, byte[] certificate)
    {
        if (signer.SignedAttributes?[PkcsObjectIdentifiers.IdAASigningCertificateV2] is not { } attribute)
        {
            return true;
        }

        var id = SigningCertificateV2.GetInstance(attribute.AttrValues[0]).GetCerts()[0];
        var hash = id.HashAlgorithm.Algorithm.Id switch
        {
            "2.16.840.1.101.3.4.2.2" => SHA384.HashData(certificate),
            "2.16.840.1.101.3.4.2.3" => SHA512.HashData(certificate),
            _ => SHA256.HashData(certificate),
        };
        return hash.AsSpan().SequenceEqual(id.GetCertHash());
    }
}
