using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Attribute = Org.BouncyCastle.Asn1.Cms.Attribute;
using ContentInfo = Org.BouncyCastle.Asn1.Cms.ContentInfo;
using IssuerAndSerialNumber = Org.BouncyCastle.Asn1.Cms.IssuerAndSerialNumber;
using SignedData = Org.BouncyCastle.Asn1.Cms.SignedData;
using SignerInfo = Org.BouncyCastle.Asn1.Cms.SignerInfo;

namespace MotCua.Tests.Papers.Signatures;

/// <summary>Signed files that mean harm: whoever reads them on trust recurses, allocates or computes without end.</summary>
internal static class HostileSignatures
{
    private static readonly SampleSigner Signer = new();

    public static IReadOnlyList<(string Kind, Func<byte[]> Make)> All { get; } =
    [
        ("nested without lengths", () => With([.. Enumerable.Repeat(new byte[] { 0x30, 0x80 }, 3_000).SelectMany(b => b), .. new byte[6_000]])),
        ("nested with lengths", () => With(Nested(6_000))),
        ("nested inside an attribute", () => With(Cms(unsigned: Asn1OctetString.GetInstance(new DerOctetString(Nested(60)))))),
        ("a length of two gigabytes", () => With([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 2, 1, 1])),
        ("a length of four gigabytes", () => With([0x30, 0x80, 0x04, 0x84, 0xff, 0xff, 0xff, 0xff, 1])),
        ("a length of 2^56", () => With([0x30, 0x87, 1, 0, 0, 0, 0, 0, 0, 0])),
        ("a tag that does not end", () => With([0x30, 0x82, 0x10, 0, 0x3f, .. Enumerable.Repeat((byte)0xff, 5_000)])),
        ("an identifier that does not end", () => With([0x30, 0x82, 0x20, 0, 0x06, 0x82, 0x1f, 0, .. Enumerable.Repeat((byte)0xff, 8_000)])),
        ("a key of 16,000 bits", () => With(Cms(certificate: Certificate(16_000)))),
        ("a key of 60,000 bits", () => With(Cms(certificate: Certificate(60_000)))),
        ("thirty certificates under each other's name", () => With(Cms(copies: 30))),
        ("fifty signers", () => With(Cms(signers: 50))),
        ("a digest that is asked for in vain", () => With(Cms(digest: "1.2.840.113549.1.9.16.3.8"))),
        ("sixty signatures", () => Many(60)),
        ("a thousand signature fields", () => Fields(1_000)),
        ("a signature that is no object of its own", Inline),
        ("a range of bytes outside the file", () => Ranged("[0 10 2147483647 2147483647]")),
        ("a range of bytes below zero", () => Ranged("[0 -1 -2 -3]")),
        ("a range of bytes that is no number", () => Ranged("[0 99999999999999999999 1 2]")),
    ];

    private static byte[] With(byte[] contents) => new SamplePdf().Sign(SamplePdf.FirstSignature, _ => contents).Bytes;

    private static byte[] Nested(int levels)
    {
        byte[] inner = [5, 0];
        for (var i = 0; i < levels; i++)
        {
            byte[] head = inner.Length < 128 ? [0x30, (byte)inner.Length]
                : [0x30, 0x83, (byte)(inner.Length >> 16), (byte)(inner.Length >> 8), (byte)inner.Length];
            if (head.Length + inner.Length > 11_000) break;
            inner = [.. head, .. inner];
        }

        return inner;
    }

    private static Org.BouncyCastle.X509.X509Certificate Leaf => Signer.Leaf("RSA-2048");

    /// <summary>A certificate whose key costs minutes to compute with; nobody has signed it.</summary>
    private static X509CertificateStructure Certificate(int bits)
    {
        var leaf = Leaf.CertificateStructure;
        var huge = BigInteger.One.ShiftLeft(bits - 1).Add(BigInteger.ValueOf(829)).SetBit(0);
        var key = new SubjectPublicKeyInfo(new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance),
            new RsaPublicKeyStructure(huge, huge.ShiftRight(1).SetBit(0)));
        var generator = new V3TbsCertificateGenerator();
        generator.SetSerialNumber(DerInteger.ValueOf(829));
        generator.SetSignature(leaf.SignatureAlgorithm);
        generator.SetIssuer(leaf.Issuer);
        generator.SetSubject(leaf.Subject);
        generator.SetStartDate(leaf.StartDate);
        generator.SetEndDate(leaf.EndDate);
        generator.SetSubjectPublicKeyInfo(key);
        return new X509CertificateStructure(generator.GenerateTbsCertificate(), leaf.SignatureAlgorithm, new DerBitString(new byte[256]));
    }

    private static byte[] Cms(X509CertificateStructure? certificate = null, Asn1Encodable? unsigned = null, int copies = 1, int signers = 1,
        string digest = "2.16.840.1.101.3.4.2.1")
    {
        certificate ??= Leaf.CertificateStructure;
        var algorithm = new AlgorithmIdentifier(new DerObjectIdentifier(digest));
        var attributes = new DerSet(new Attribute(CmsAttributes.ContentType, new DerSet(CmsObjectIdentifiers.Data)));
        var extra = unsigned is null ? null : new DerSet(new Attribute(PkcsObjectIdentifiers.IdAASignatureTimeStampToken, new DerSet(unsigned)));
        var info = new SignerInfo(new SignerIdentifier(new IssuerAndSerialNumber(certificate.Issuer, certificate.SerialNumber)), algorithm, attributes,
            new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance), new DerOctetString(new byte[256]), extra);
        var certificates = new Asn1EncodableVector();
        for (var i = 0; i < copies; i++)
            certificates.Add(i == 0 ? certificate : Signer.Leaf("RSA-2048", subject: "CN=Goc cua kiem thu, O=Kiem thu, C=VN").CertificateStructure);
        var infos = new Asn1EncodableVector();
        for (var i = 0; i < signers; i++) infos.Add(info);
        var data = new SignedData(new DerSet(algorithm), new ContentInfo(CmsObjectIdentifiers.Data, null), BerSet.FromVector(certificates), null,
            BerSet.FromVector(infos));
        var der = new ContentInfo(CmsObjectIdentifiers.SignedData, data).GetEncoded(Asn1Encodable.Der);
        return der.Length < 12_000 ? der : der[..12_000];
    }

    private static byte[] Many(int count)
    {
        var pdf = new SamplePdf();
        for (var i = 0; i < count; i++)
        {
            var field = pdf.Next + 5;
            pdf.Revise((field, $"<</Type/Annot/Subtype/Widget/FT/Sig/T(k{i})/Rect[0 0 1 1]/P 3 0 R/F 132>>"),
                (SamplePdf.Form, pdf[SamplePdf.Form].Replace("8 0 R", $"8 0 R {field} 0 R", StringComparison.Ordinal)));
            pdf.Sign(field, _ => [0x30, 3, 2, 1, 5]);
        }

        return pdf.Bytes;
    }

    private static byte[] Fields(int count)
    {
        var pdf = new SamplePdf();
        var first = pdf.Next + 10;
        pdf.Revise([(first - 1, "<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 1 2 3]/Contents<3000>>>"),
            .. Enumerable.Range(first, count).Select(n => (n, $"<</FT/Sig/T(k{n})/V {first - 1} 0 R>>")),
            (SamplePdf.Form, pdf[SamplePdf.Form].Replace("8 0 R", string.Join(' ', Enumerable.Range(first, count).Select(n => $"{n} 0 R")),
                StringComparison.Ordinal))]);
        return pdf.Bytes;
    }

    private static byte[] Inline()
    {
        var pdf = new SamplePdf();
        pdf.Revise((SamplePdf.FirstSignature, pdf.With(SamplePdf.FirstSignature,
            "/V<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 10 20 30]/Contents<300305>>>")));
        return pdf.Bytes;
    }

    private static byte[] Ranged(string range)
    {
        var bytes = With(Cms());
        var at = bytes.AsSpan().LastIndexOf("/ByteRange [0 "u8) + 11;
        var end = at + bytes.AsSpan(at).IndexOf("]"u8) + 1;
        Encoding.ASCII.GetBytes(range.PadRight(end - at)[..(end - at)]).CopyTo(bytes, at);
        return bytes;
    }
}
