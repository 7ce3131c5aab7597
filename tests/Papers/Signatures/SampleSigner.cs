using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Attribute = Org.BouncyCastle.Asn1.Cms.Attribute;
using ContentInfo = Org.BouncyCastle.Asn1.Cms.ContentInfo;
using IssuerAndSerialNumber = Org.BouncyCastle.Asn1.Cms.IssuerAndSerialNumber;
using SignedData = Org.BouncyCastle.Asn1.Cms.SignedData;
using SignerInfo = Org.BouncyCastle.Asn1.Cms.SignerInfo;

namespace MotCua.Tests.Papers.Signatures;

/// <summary>A way to sign: what key, what digest, what the signature calls itself.</summary>
/// <param name="Name">As BouncyCastle calls the signer; null: the key's own way (EdDSA).</param>
internal sealed record Way(string Title, string Key, string Digest, string? Name, AlgorithmIdentifier Algorithm, bool ByKeyId = false);

/// <summary>An authority of the tests and its signers, with every kind of key.</summary>
internal sealed class SampleSigner
{
    private static readonly SecureRandom Random = new();
    private readonly AsymmetricCipherKeyPair rootKey = Pair("RSA-2048");
    private readonly Dictionary<string, AsymmetricCipherKeyPair> keys = [];

    public SampleSigner() => Root = Certificate("CN=Goc cua kiem thu, O=Kiem thu, C=VN", rootKey.Public, 1, isAuthority: true, "SHA256WITHRSA", 0, 10);

    public X509Certificate Root { get; }

    public static IReadOnlyList<Way> Ways { get; } =
    [
        new("rsa-sha256", "RSA-2048", "SHA-256", "SHA-256withRSA", new(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance)),
        new("rsa-sha384-named", "RSA-2048", "SHA-384", "SHA-384withRSA", new(PkcsObjectIdentifiers.Sha384WithRsaEncryption, DerNull.Instance)),
        new("rsa-sha512", "RSA-2048", "SHA-512", "SHA-512withRSA", new(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance)),
        new("rsa-sha3", "RSA-2048", "SHA3-256", "SHA3-256withRSA", new(NistObjectIdentifiers.IdRsassaPkcs1V15WithSha3_256, DerNull.Instance)),
        new("rsa-key-id", "RSA-2048", "SHA-256", "SHA-256withRSA", new(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance), ByKeyId: true),
        new("rsa-pss-256", "RSA-2048", "SHA-256", "SHA-256withRSAandMGF1", Pss("SHA-256", 32)),
        new("rsa-pss-512", "RSA-2048", "SHA-512", "SHA-512withRSAandMGF1", Pss("SHA-512", 64)),
        new("ecdsa-p256", "secp256r1", "SHA-256", "SHA-256withECDSA", new(Org.BouncyCastle.Asn1.X9.X9ObjectIdentifiers.ECDsaWithSha256)),
        new("ecdsa-p384", "secp384r1", "SHA-384", "SHA-384withECDSA", new(Org.BouncyCastle.Asn1.X9.X9ObjectIdentifiers.ECDsaWithSha384)),
        new("ecdsa-p521", "secp521r1", "SHA-512", "SHA-512withECDSA", new(Org.BouncyCastle.Asn1.X9.X9ObjectIdentifiers.ECDsaWithSha512)),
        new("ecdsa-k1", "secp256k1", "SHA-256", "SHA-256withECDSA", new(Org.BouncyCastle.Asn1.X9.X9ObjectIdentifiers.ECDsaWithSha256)),
        new("ecdsa-brainpool", "brainpoolP256r1", "SHA-256", "SHA-256withECDSA", new(Org.BouncyCastle.Asn1.X9.X9ObjectIdentifiers.ECDsaWithSha256)),
        new("ed25519", "Ed25519", "SHA-512", null, new(Org.BouncyCastle.Asn1.EdEC.EdECObjectIdentifiers.id_Ed25519)),
        new("ed448", "Ed448", "SHA-512", null, new(Org.BouncyCastle.Asn1.EdEC.EdECObjectIdentifiers.id_Ed448)),
    ];

    /// <summary>Right as arithmetic, worth nothing, or not known.</summary>
    public static IReadOnlyList<Way> Uncheckable { get; } =
    [
        new("rsa-sha1", "RSA-2048", "SHA-1", "SHA-1withRSA", new(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance)),
        new("rsa-sha1-named", "RSA-2048", "SHA-256", "SHA-1withRSA", new(PkcsObjectIdentifiers.Sha1WithRsaEncryption, DerNull.Instance)),
        new("rsa-md5", "RSA-2048", "MD5", "MD5withRSA", new(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance)),
        new("rsa-md5-named", "RSA-2048", "MD5", "MD5withRSA", new(PkcsObjectIdentifiers.MD5WithRsaEncryption, DerNull.Instance)),
        new("rsa-pss-sha1", "RSA-2048", "SHA-1", "SHA-1withRSAandMGF1", Pss("SHA-1", 20)),
        new("rsa-1024", "RSA-1024", "SHA-256", "SHA-256withRSA", new(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance)),
        new("ecdsa-p192", "secp192r1", "SHA-256", "SHA-256withECDSA", new(Org.BouncyCastle.Asn1.X9.X9ObjectIdentifiers.ECDsaWithSha256)),
        new("unknown-signature", "RSA-2048", "SHA-256", "SHA-256withRSA", new(new DerObjectIdentifier("1.3.6.1.4.1.99999.7.1"))),
        new("unknown-digest", "RSA-2048", "1.3.6.1.4.1.99999.7.2", "SHA-256withRSA", new(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance)),
        new("ed25519-misnamed", "Ed25519", "SHA-512", null, new(Org.BouncyCastle.Asn1.EdEC.EdECObjectIdentifiers.id_Ed448)),
        new("ed448-misnamed", "Ed448", "SHA-512", null, new(new DerObjectIdentifier("1.3.101.115"))),
        new("odd-parameters", "RSA-2048", "SHA-256", "SHA-256withRSA", new(PkcsObjectIdentifiers.RsaEncryption, DerInteger.ValueOf(7))),
    ];

    private static AlgorithmIdentifier Pss(string digest, int salt)
    {
        var hash = new AlgorithmIdentifier(DigestUtilities.GetObjectIdentifier(digest), DerNull.Instance);
        return new(PkcsObjectIdentifiers.IdRsassaPss, new RsassaPssParameters(hash, new AlgorithmIdentifier(PkcsObjectIdentifiers.IdMgf1, hash),
            DerInteger.ValueOf(salt), DerInteger.ValueOf(1)));
    }

    public X509Certificate Leaf(string key, int fromYears = -1, int toYears = 2,
        string subject = "CN=Lê Thị Mẫu, T=Chủ tịch, O=Ủy ban nhân dân xã Mẫu, C=VN") =>
        Certificate(subject, Key(key).Public, keys.Count + 10, isAuthority: false, "SHA256WITHRSA", fromYears, toYears);

    /// <summary>The CMS over the content, by hand, so that any algorithm and any lie can stand in it.</summary>
    public Func<byte[], byte[]> Cms(Way way, X509Certificate? certificate = null, Func<byte[], byte[]>? stamp = null) => content =>
    {
        certificate ??= Leaf(way.Key);
        var digest = new AlgorithmIdentifier(way.Digest.Contains('.', StringComparison.Ordinal) ? new DerObjectIdentifier(way.Digest)
            : DigestUtilities.GetObjectIdentifier(way.Digest));
        var hash = DigestUtilities.CalculateDigest(way.Digest.Contains('.', StringComparison.Ordinal) ? "SHA-256" : way.Digest, content);
        var attributes = new DerSet(
            new Attribute(CmsAttributes.ContentType, new DerSet(CmsObjectIdentifiers.Data)),
            new Attribute(CmsAttributes.MessageDigest, new DerSet(new DerOctetString(hash))));
        var signer = way.Name is null ? SignerUtilities.InitSigner(way.Key, true, Key(way.Key).Private, Random)
            : SignerUtilities.InitSigner(way.Name, true, Key(way.Key).Private, Random);
        var message = attributes.GetDerEncoded();
        signer.BlockUpdate(message, 0, message.Length);
        var signature = signer.GenerateSignature();
        var id = way.ByKeyId
            ? new SignerIdentifier(new SubjectKeyIdentifier(KeyId(certificate.SubjectPublicKeyInfo)))
            : new SignerIdentifier(new IssuerAndSerialNumber(certificate.IssuerDN, certificate.SerialNumber));
        var unsigned = stamp is null ? null : new DerSet(new Attribute(PkcsObjectIdentifiers.IdAASignatureTimeStampToken,
            new DerSet(Asn1Object.FromByteArray(stamp(signature)))));
        var info = new SignerInfo(id, digest, attributes, way.Algorithm, new DerOctetString(signature), unsigned);
        var data = new SignedData(new DerSet(digest), new ContentInfo(CmsObjectIdentifiers.Data, null), new DerSet(certificate.CertificateStructure), null,
            new DerSet(info));
        return new ContentInfo(CmsObjectIdentifiers.SignedData, data).GetEncoded(Asn1Encodable.Der);
    };

    private AsymmetricCipherKeyPair Key(string kind)
    {
        lock (keys) return keys.TryGetValue(kind, out var pair) ? pair : keys[kind] = Pair(kind);
    }

    private static AsymmetricCipherKeyPair Pair(string kind)
    {
        IAsymmetricCipherKeyPairGenerator generator;
        if (kind.StartsWith("RSA", StringComparison.Ordinal))
        {
            generator = GeneratorUtilities.GetKeyPairGenerator("RSA");
            generator.Init(new RsaKeyGenerationParameters(BigInteger.ValueOf(65537), Random,
                int.Parse(kind[4..], System.Globalization.CultureInfo.InvariantCulture), 80));
        }
        else if (kind.StartsWith("Ed", StringComparison.Ordinal))
        {
            generator = GeneratorUtilities.GetKeyPairGenerator(kind);
            generator.Init(new KeyGenerationParameters(Random, 255));
        }
        else
        {
            generator = GeneratorUtilities.GetKeyPairGenerator("EC");
            generator.Init(new ECKeyGenerationParameters(kind.StartsWith("sec", StringComparison.Ordinal) ? SecNamedCurves.GetOid(kind)
                : Org.BouncyCastle.Asn1.TeleTrust.TeleTrusTNamedCurves.GetOid(kind), Random));
        }

        return generator.GenerateKeyPair();
    }

    private static byte[] KeyId(SubjectPublicKeyInfo key)
    {
#pragma warning disable CA5350 // RFC 5280, 4.2.1.2: a name, not a protection.
        return System.Security.Cryptography.SHA1.HashData(key.PublicKey.GetBytes());
#pragma warning restore CA5350
    }

    private X509Certificate Certificate(string subject, AsymmetricKeyParameter key, int serial, bool isAuthority, string algorithm, int fromYears, int toYears)
    {
        var now = DateTime.UtcNow;
        var generator = new X509V3CertificateGenerator();
        generator.SetSerialNumber(BigInteger.ValueOf(serial));
        generator.SetIssuerDN(isAuthority ? new X509Name(subject) : Root.SubjectDN);
        generator.SetSubjectDN(new X509Name(subject));
        generator.SetNotBefore(now.AddYears(fromYears).AddDays(isAuthority ? -800 : -1));
        generator.SetNotAfter(now.AddYears(toYears));
        generator.SetPublicKey(key);
        generator.AddExtension(X509Extensions.BasicConstraints, true, new BasicConstraints(isAuthority));
        generator.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(isAuthority ? KeyUsage.KeyCertSign | KeyUsage.CrlSign
            : KeyUsage.DigitalSignature | KeyUsage.NonRepudiation));
        generator.AddExtension(X509Extensions.SubjectKeyIdentifier, false,
            new SubjectKeyIdentifier(KeyId(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key))));
        return generator.Generate(new Asn1SignatureFactory(algorithm, rootKey.Private));
    }
}
