using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MotCua.Peers;

/// <summary>Certificate revocation lists (RFC 5280) of the issuing authority and of the root.</summary>
internal static class RevocationLists
{
    public static byte[] OfIssued(AuthorityStore store, FaultMode mode, bool all)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var entry in store.Issued.Where(e => all || mode == FaultMode.Revoked || e.RevokedAt is not null))
        {
            builder.AddEntry(Convert.FromHexString(entry.Serial), entry.RevokedAt ?? entry.IssuedAt);
        }

        return Build(builder, store.Issuing, mode);
    }

    public static byte[] OfAuthorities(AuthorityStore store, FaultMode mode) => Build(new CertificateRevocationListBuilder(), store.Root, mode);

    private static byte[] Build(CertificateRevocationListBuilder builder, X509Certificate2 issuer, FaultMode mode)
    {
        var now = mode == FaultMode.Stale ? DateTimeOffset.UtcNow.AddDays(-7) : DateTimeOffset.UtcNow;
        var number = new BigInteger(now.ToUnixTimeMilliseconds());
        if (mode != FaultMode.Forged)
        {
            return builder.Build(issuer, number, now.AddDays(1), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, now.AddMinutes(-5));
        }

        using var stranger = RSA.Create(2048);
        var key = new X509SubjectKeyIdentifierExtension(issuer.PublicKey, false);
        return builder.Build(issuer.SubjectName, X509SignatureGenerator.CreateForRSA(stranger, RSASignaturePadding.Pkcs1), number, now.AddDays(1),
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(key), now.AddMinutes(-5));
    }
}
