using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cms;
using IssuerAndSerialNumber = Org.BouncyCastle.Asn1.Cms.IssuerAndSerialNumber;
using SignedData = Org.BouncyCastle.Asn1.Cms.SignedData;

namespace MotCua.Papers.Signing;

/// <summary>What no digest protects in a signature may say only one thing, so that no two files carry the same signature.</summary>
internal static class CmsShape
{
    /// <summary>Encoded as a whole in one of the ways that ASN.1 has, to the last byte.</summary>
    public static bool IsCanonical(byte[] der)
    {
        if (der[1] == 0x80)
        {
            return true;
        }

        var value = Asn1Object.FromByteArray(der);
        return new[] { Asn1Encodable.Der, Asn1Encodable.DL, Asn1Encodable.Ber }.Any(way => value.GetEncoded(way).AsSpan().SequenceEqual(der));
    }

    /// <summary>Versions and algorithm names as RFC 5652 wants them.</summary>
    public static bool IsPlain(CmsSignedData cms, SignerInformation signer)
    {
        var data = SignedData.GetInstance(cms.ContentInfo.Content);
        var digests = data.DigestAlgorithms.Select(d => AlgorithmIdentifier.GetInstance(d)).ToList();
        var byKey = signer.SignerInfo.SignerID.ID is not IssuerAndSerialNumber;
        // Attribute certificates raise the version without changing anything else.
        var version = cms.GetAttributeCertificates().EnumerateMatches(null).Any() ? 4 : byKey || !signer.ContentType.Equals(CmsObjectIdentifiers.Data) ? 3 : 1;
        return cms.ContentInfo.ContentType.Equals(CmsObjectIdentifiers.SignedData)
            && data.EncapContentInfo.Content?.ToAsn1Object() is null or Asn1OctetString
            && digests.Count is 1 or 2 && digests.All(IsBare) && digests.Exists(d => d.Algorithm.Equals(signer.DigestAlgorithmID.Algorithm))
            && IsBare(signer.DigestAlgorithmID) && IsBare(signer.SignerInfo.SignatureAlgorithm)
            && signer.Version == (byKey ? 3 : 1) && data.Version.HasValue(version)
            && data.Certificates?.All(IsStrict) != false;
    }

    /// <summary>
    /// A certificate is DER (RFC 5280, 4.1). The library checks its signature over what it encodes anew, so that a TRUE written
    /// as any other byte than FF would pass although the bytes are not the signed ones.
    /// </summary>
    private static bool IsStrict(Asn1Encodable certificate) =>
        certificate.GetEncoded(Asn1Encodable.Ber).AsSpan().SequenceEqual(certificate.GetEncoded(Asn1Encodable.Der));

    private static bool IsBare(AlgorithmIdentifier algorithm) => algorithm.Parameters is null || algorithm.Parameters.ToAsn1Object() is Asn1Null
        || algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss);
}
