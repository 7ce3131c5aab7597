using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace MotCua.Papers.Signing;

/// <summary>The algorithm cannot be checked, or proves nothing any more; the message names it as a person would look it up.</summary>
internal sealed class NotCheckable(string algorithm) : Exception(algorithm);

/// <summary>The arithmetic of signatures, apart from what is thought of it: a weak algorithm is still computed, so that a changed file is called
/// changed.</summary>
internal static class SignatureAlgorithms
{
    // Below these a signature can be forged with what money buys (NIST SP 800-131A, Thông tư 39/2017/TT-BTTTT).
    private const int LeastRsaBits = 2048;
    private const int LeastCurveBits = 224;

    public static byte[] Digest(string oid, byte[] content)
    {
        try
        {
            return DigestUtilities.CalculateDigest(oid, content);
        }
        catch (Exception e) when (e is SecurityUtilityException or ArgumentException)
        {
            throw new NotCheckable(oid);
        }
    }

    public static bool Verify(AsymmetricKeyParameter key, AlgorithmIdentifier algorithm, string digest, byte[] message, byte[] signature)
    {
        try
        {
            var signer = Signer(key, algorithm, digest);
            signer.Init(false, key);
            signer.BlockUpdate(message, 0, message.Length);
            return signer.VerifySignature(signature);
        }
        catch (Exception e) when (e is SecurityUtilityException or ArgumentException or InvalidKeyException or InvalidCastException or NotImplementedException)
        {
            throw new NotCheckable(algorithm.Algorithm.Id);
        }
    }

    /// <summary>Why a signature that computes proves nothing; null when it does.</summary>
    public static string? Weakness(AsymmetricKeyParameter key, AlgorithmIdentifier algorithm, string digest)
    {
        var hashes = new List<string> { Plain(digest) };
        if (algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss))
        {
            hashes.Add(Plain(RsassaPssParameters.GetInstance(algorithm.Parameters).HashAlgorithm.Algorithm.Id));
        }
        else if (SignerUtilities.GetEncodingName(algorithm.Algorithm) is { } name && name.IndexOf("with", StringComparison.OrdinalIgnoreCase) is > 0 and var at)
        {
            hashes.Add(name[..at]);
        }

        var weak = hashes.Find(hash => hash.Replace("-", "",
            StringComparison.Ordinal).ToUpperInvariant() is "MD2" or "MD4" or "MD5" or "SHA1" or "RIPEMD128" or "RIPEMD160");
        return weak ?? key switch
        {
            RsaKeyParameters rsa when rsa.Modulus.BitLength < LeastRsaBits => $"RSA-{rsa.Modulus.BitLength}",
            ECPublicKeyParameters curve when curve.Parameters.N.BitLength < LeastCurveBits => $"ECDSA-{curve.Parameters.N.BitLength}",
            DsaPublicKeyParameters => "DSA",
            _ => null,
        };
    }

    private static string Plain(string oid)
    {
        try
        {
            return DigestUtilities.GetAlgorithmName(new Org.BouncyCastle.Asn1.DerObjectIdentifier(oid)) ?? oid;
        }
        catch (Exception e) when (e is SecurityUtilityException or ArgumentException or FormatException)
        {
            return oid;
        }
    }

    private static ISigner Signer(AsymmetricKeyParameter key, AlgorithmIdentifier algorithm, string digest)
    {
        var oid = algorithm.Algorithm;
        switch (key)
        {
            // The name is not signed over: another one than the key's own says something else with the same signature.
            case Ed25519PublicKeyParameters when oid.Equals(EdECObjectIdentifiers.id_Ed25519):
                return new Ed25519Signer();
            case Ed448PublicKeyParameters when oid.Equals(EdECObjectIdentifiers.id_Ed448):
                return new Ed448Signer([]);
            case RsaKeyParameters when oid.Equals(PkcsObjectIdentifiers.IdRsassaPss):
                var pss = RsassaPssParameters.GetInstance(algorithm.Parameters);
                var mask = AlgorithmIdentifier.GetInstance(pss.MaskGenAlgorithm.Parameters);
                return new PssSigner(new RsaBlindedEngine(), DigestUtilities.GetDigest(pss.HashAlgorithm.Algorithm),
                    DigestUtilities.GetDigest(mask.Algorithm), pss.SaltLength.IntValueExact);
            case RsaKeyParameters when oid.Equals(PkcsObjectIdentifiers.RsaEncryption):
                return SignerUtilities.GetSigner(Plain(digest) + "withRSA");
            case ECPublicKeyParameters when oid.Equals(X9ObjectIdentifiers.IdECPublicKey):
                return SignerUtilities.GetSigner(Plain(digest) + "withECDSA");
            default:
                return SignerUtilities.GetSigner(oid);
        }
    }
}
