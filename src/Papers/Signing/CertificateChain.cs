using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Security.Certificates;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace MotCua.Papers.Signing;

/// <summary>
/// The way from a certificate to a trusted root (RFC 5280, 6.1). Nothing is fetched and no store of the machine is read: an address
/// in a foreign certificate is never followed, and the way is the same in a process without network, home or rights.
/// </summary>
internal static class CertificateChain
{
    private const int Longest = 8;
    private const int MostOthers = 20;
    private const int KeyCertSign = 5;

    /// <summary>Critical marks that are understood here: basic constraints, key usage, extended key usage, policies, where lists lie.</summary>
    private static readonly HashSet<string> Understood = ["2.5.29.19", "2.5.29.15", "2.5.29.37", "2.5.29.32", "2.5.29.31"];

    /// <returns>From the certificate to the root; null when none of the roots stands behind it.</returns>
    public static IReadOnlyList<byte[]>? Build(BouncyCertificate own, IEnumerable<BouncyCertificate> others, IReadOnlyList<byte[]> roots,
        DateTimeOffset at, string? purpose)
    {
        if (purpose is not null && own.GetExtendedKeyUsage()?.Any(use => use.Id == purpose) != true)
        {
            return null;
        }

        var trusted = roots.Select(root => new BouncyCertificate(root)).ToList();
        return Way([own], [.. others.Take(MostOthers)], trusted, at.UtcDateTime);
    }

    /// <summary>A certificate that says what its key is for says that it is for signatures.</summary>
    public static bool MaySign(X509Certificate2 own) => own.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is not { } usage
        || (usage.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) != 0;

    /// <summary>One part of the subject: 2.5.4.10 the organisation, 2.5.4.12 the title.</summary>
    public static string? Part(X509Certificate2 own, string oid) => own.SubjectName.EnumerateRelativeDistinguishedNames()
        .FirstOrDefault(part => !part.HasMultipleElements && part.GetSingleElementType().Value == oid)?.GetSingleElementValue();

    private static List<byte[]>? Way(List<BouncyCertificate> path, List<BouncyCertificate> others, List<BouncyCertificate> roots, DateTime at)
    {
        var last = path[^1];
        if (path.Count > Longest || !last.IsValid(at) || last.GetCriticalExtensionOids()?.Any(oid => !Understood.Contains(oid)) == true)
        {
            return null;
        }

        if (roots.Contains(last))
        {
            return path.ConvertAll(certificate => certificate.GetEncoded());
        }

        foreach (var issuer in roots.Concat(others).Where(issuer => !path.Contains(issuer) && MayIssue(issuer, path.Count - 1) && Issued(issuer, last)))
        {
            if (Way([.. path, issuer], others, roots, at) is { } way)
            {
                return way;
            }
        }

        return null;
    }

    /// <param name="below">How many authorities stand between this one and the signer.</param>
    private static bool MayIssue(BouncyCertificate issuer, int below) =>
        issuer.GetBasicConstraints() is >= 0 and var most && below <= most && (issuer.GetKeyUsage() is not { } usage || usage[KeyCertSign]);

    private static bool Issued(BouncyCertificate issuer, BouncyCertificate certificate)
    {
        if (!certificate.IssuerDN.Equivalent(issuer.SubjectDN)
            || SignatureAlgorithms.Weakness(issuer.GetPublicKey(), certificate.CertificateStructure.SignatureAlgorithm, Sha256) is not null)
        {
            return false;
        }

        try
        {
            certificate.Verify(issuer.GetPublicKey());
            return true;
        }
        catch (Exception e) when (e is GeneralSecurityException or CryptoException or CertificateException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Only the name of the signature tells which digest a certificate was signed over.</summary>
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
}
