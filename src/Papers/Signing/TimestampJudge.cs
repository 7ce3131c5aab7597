using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tsp;

namespace MotCua.Papers.Signing;

/// <param name="At">null: the token proves no time.</param>
/// <param name="Mismatch">The token is about other bytes than these.</param>
/// <param name="Chain">Of the authority, to the root.</param>
internal sealed record StampFinding(DateTimeOffset? At, bool Mismatch, string Authority, IReadOnlyList<byte[]> Chain)
{
    /// <summary>It computes wrongly. A token of an authority that is not known here proves nothing, and is not wrong for that.</summary>
    public bool IsWrong { get; init; }
}

/// <summary>Judges an RFC 3161 token over given bytes, by an authority under the roots.</summary>
internal static class TimestampJudge
{
    private const string Purpose = "1.3.6.1.5.5.7.3.8";

    public static StampFinding Judge(byte[] der, byte[] message, IReadOnlyList<byte[]> roots)
    {
        var finding = new StampFinding(null, false, "", []);
        try
        {
            var cms = new CmsSignedData(der);
            var token = new TimeStampToken(cms);
            var imprint = SignatureAlgorithms.Digest(token.TimeStampInfo.MessageImprintAlgOid, message);
            if (!imprint.AsSpan().SequenceEqual(token.TimeStampInfo.GetMessageImprintDigest()))
            {
                return finding with { Mismatch = true, IsWrong = true };
            }

            var certificates = cms.GetCertificates().EnumerateMatches(null).ToList();
            var certificate = certificates.First(token.SignerID.Match);
            using var own = X509CertificateLoader.LoadCertificate(certificate.GetEncoded());
            finding = finding with { Authority = own.GetNameInfo(X509NameType.SimpleName, false) };
            var signer = cms.GetSignerInfos().GetSigners().Single();
            var weak = SignatureAlgorithms.Weakness(PublicKeyFactory.CreateKey(certificate.SubjectPublicKeyInfo), signer.SignerInfo.SignatureAlgorithm,
                signer.DigestAlgorithmID.Algorithm.Id)
                ?? SignatureAlgorithms.Weakness(PublicKeyFactory.CreateKey(certificate.SubjectPublicKeyInfo), signer.SignerInfo.SignatureAlgorithm,
                    token.TimeStampInfo.MessageImprintAlgOid);
            if (weak is not null || !CmsShape.IsPlain(cms, signer))
            {
                return finding;
            }

            try
            {
                token.Validate(certificate);
            }
            catch (Exception e) when (e is TspException or Org.BouncyCastle.Security.GeneralSecurityException or CmsException)
            {
                return finding with { IsWrong = true };
            }

            var at = new DateTimeOffset(DateTime.SpecifyKind(token.TimeStampInfo.GenTime, DateTimeKind.Utc));
            return CertificateChain.Build(certificate, certificates, roots, at, Purpose) is { } chain ? finding with { At = at, Chain = chain } : finding;
        }
        // Whatever a library says about foreign bytes means the same: no time is proven.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return finding;
        }
    }
}
