using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MotCua.Papers.Contracts;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Ess;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Security;
using Attribute = Org.BouncyCastle.Asn1.Cms.Attribute;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;
using SignedData = Org.BouncyCastle.Asn1.Cms.SignedData;

namespace MotCua.Papers.Signing;

/// <summary>
/// Judges one CMS signature over given bytes: digest, signing certificate, timestamp, chain, validity at that time. "Altered" is
/// said only of what computes wrongly; what cannot be computed is "not checkable".
/// </summary>
internal static class CmsJudge
{
    /// <param name="proven">A time that a later document timestamp proves; null: none.</param>
    public static SignatureFinding Check(SignatureFinding finding, byte[]? der, byte[] signed, IReadOnlyList<byte[]> roots, StampFinding? proven)
    {
        finding = finding with { Problem = PdfVerdictKind.Unsupported };
        if (der is null)
        {
            return finding;
        }

        try
        {
            if (!CmsShape.IsCanonical(der))
            {
                return finding;
            }

            var cms = new CmsSignedData(der);
            var signers = cms.GetSignerInfos().GetSigners();
            var certificates = cms.GetCertificates().EnumerateMatches(null).ToList();
            if (signers.Count != 1 || certificates.Find(signers.Single().SignerID.Match) is not { } certificate)
            {
                return finding;
            }

            using var own = X509CertificateLoader.LoadCertificate(certificate.GetEncoded());
            finding = Named(finding, own);
            return Compute(finding, cms, signers.Single(), certificate, signed) is { } failed ? failed
                : Judge(finding with { DigestOk = true, Problem = null }, signers.Single(), own, certificate, certificates, roots, proven);
        }
        catch (NotCheckable e)
        {
            return finding with { Algorithm = e.Message };
        }
        // Foreign bytes make a library fail in ways nobody lists; each means that this signature cannot be checked.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return finding;
        }
    }

    private static SignatureFinding Named(SignatureFinding finding, X509Certificate2 own) => finding with
    {
        SignerName = own.GetNameInfo(X509NameType.SimpleName, false),
        Organisation = CertificateChain.Part(own, "2.5.4.10"),
        Title = CertificateChain.Part(own, "2.5.4.12"),
        Issuer = own.GetNameInfo(X509NameType.SimpleName, true),
        SerialNumber = own.SerialNumber,
        Certificate = own.RawData,
    };

    /// <summary>null when the arithmetic is right and means something.</summary>
    private static SignatureFinding? Compute(SignatureFinding finding, CmsSignedData cms, SignerInformation signer, BouncyCertificate certificate,
        byte[] signed)
    {
        var digest = signer.DigestAlgorithmID.Algorithm.Id;
        var altered = finding with { Problem = PdfVerdictKind.Altered };
        var hash = SignatureAlgorithms.Digest(digest, Content(cms, signed, out var mismatch));
        if (mismatch)
        {
            return altered;
        }

        byte[] message;
        if (signer.SignedAttributes is { } attributes)
        {
            if (attributes.GetAll(CmsAttributes.MessageDigest) is not { Count: 1 } said || ((Attribute)said[0]).AttrValues.Count != 1)
            {
                return finding;
            }

            if (!Asn1OctetString.GetInstance(((Attribute)said[0]).AttrValues[0]).GetOctets().AsSpan().SequenceEqual(hash))
            {
                return altered;
            }

            message = signer.GetEncodedSignedAttributes();
        }
        else
        {
            message = Content(cms, signed, out _);
        }

        var key = PublicKeyFactory.CreateKey(certificate.SubjectPublicKeyInfo);
        var algorithm = signer.SignerInfo.SignatureAlgorithm;
        return !SignatureAlgorithms.Verify(key, algorithm, digest, message, signer.GetSignature()) ? altered
            : SignatureAlgorithms.Weakness(key, algorithm, digest) is { } weak ? finding with { Algorithm = weak }
            : !CmsShape.IsPlain(cms, signer) || !NamesCertificate(signer, certificate.GetEncoded()) ? finding
            : null;
    }

    /// <summary>adbe.pkcs7.sha1 signs the SHA-1 of the bytes, put inside; all others sign the bytes.</summary>
    private static byte[] Content(CmsSignedData cms, byte[] signed, out bool mismatch)
    {
        mismatch = false;
        var inside = SignedData.GetInstance(cms.ContentInfo.Content).EncapContentInfo.Content?.ToAsn1Object() is Asn1OctetString octets
            ? octets.GetOctets() : [];
        if (inside.Length == 0)
        {
            return signed;
        }

        // Only to tell a changed file from an old one: what rests on SHA-1 is never called valid.
#pragma warning disable CA5350
        mismatch = !SHA1.HashData(signed).AsSpan().SequenceEqual(inside);
#pragma warning restore CA5350
        return mismatch ? signed : throw new NotCheckable("SHA-1");
    }

    private static SignatureFinding Judge(SignatureFinding finding, SignerInformation signer, X509Certificate2 own,
        BouncyCertificate certificate, List<BouncyCertificate> certificates, IReadOnlyList<byte[]> roots, StampFinding? proven)
    {
        var stamp = signer.UnsignedAttributes?[PkcsObjectIdentifiers.IdAASignatureTimeStampToken] is { } attribute
            ? TimestampJudge.Judge(attribute.AttrValues[0].ToAsn1Object().GetEncoded(), signer.GetSignature(), roots) : proven;
        if (stamp is { IsWrong: true })
        {
            return finding with { Problem = PdfVerdictKind.TimestampBroken };
        }

        finding = finding with { HasForeignStamp = stamp is { At: null } };
        stamp = stamp is { At: null } ? proven : stamp;
        if (stamp is { At: { } stamped })
        {
            finding = finding with { Time = stamped, TimeIsStamped = true, StampChain = stamp.Chain };
        }

        var at = finding.Time ?? DateTimeOffset.UnixEpoch;
        var inForce = own.NotBefore.ToUniversalTime() <= at.UtcDateTime && at.UtcDateTime <= own.NotAfter.ToUniversalTime();
        // Chain and validity are separate findings: an expired certificate of a trusted root is said to be expired, not unknown.
        var middle = new DateTimeOffset(own.NotBefore.ToUniversalTime()) + (own.NotAfter - own.NotBefore) / 2;
        var chain = CertificateChain.MaySign(own) ? CertificateChain.Build(certificate, certificates, roots, inForce ? at : middle, null) : null;
        return finding with
        {
            ChainOk = chain is not null,
            Chain = chain ?? [],
            InForceAtTime = inForce,
            Problem = chain is null ? PdfVerdictKind.UntrustedSigner
                : !inForce ? PdfVerdictKind.CertificateNotInForce
                : stamp is not { At: not null } ? PdfVerdictKind.TimeUnproven
                : null,
        };
    }

    /// <summary>signing-certificate-v2 binds the signature to this certificate (RFC 5035); when present it must match.</summary>
    private static bool NamesCertificate(SignerInformation signer, byte[] certificate)
    {
        if (signer.SignedAttributes?[PkcsObjectIdentifiers.IdAASigningCertificateV2] is not { } attribute)
        {
            return true;
        }

        var id = SigningCertificateV2.GetInstance(attribute.AttrValues[0]).GetCerts()[0];
        return SignatureAlgorithms.Digest(id.HashAlgorithm.Algorithm.Id, certificate).AsSpan().SequenceEqual(id.GetCertHash());
    }
}
