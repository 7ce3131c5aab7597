using System.Text;
using MotCua.Papers.Contracts;
using Xunit;

namespace MotCua.Tests.Papers.Signatures;

/// <summary>Every kind of signed file ends in a verdict: right, wrong, or "không kiểm tra được"; never in an exception.</summary>
[Trait("Pace", "slow")]
public sealed class VerdictTests(PeersFixture peers) : IClassFixture<PeersFixture>, IDisposable
{
    private static readonly SampleSigner Signer = new();
    private static readonly Way Rsa = SampleSigner.Ways[0];
    private readonly Scratch scratch = new();

    private PdfVerification Verification => new([Signer.Root.GetEncoded(), peers.Signer.Root]);

    public void Dispose() => scratch.Dispose();

    public static TheoryData<string> Known => [.. SampleSigner.Ways.Select(way => way.Title)];

    public static TheoryData<string> Unknown => [.. SampleSigner.Uncheckable.Select(way => way.Title)];

    private byte[] Stamp(byte[] signature) => peers.Timestamp.Stamp(System.Security.Cryptography.SHA256.HashData(signature)).GetAwaiter().GetResult().Token;

    [Theory]
    [MemberData(nameof(Known))]
    public void Every_known_algorithm_is_judged(string title)
    {
        var way = SampleSigner.Ways.Single(w => w.Title == title);
        var file = new SamplePdf().Sign(SamplePdf.FirstSignature, Signer.Cms(way, stamp: Stamp)).Bytes;
        var verdict = Verification.Verify(file);
        Assert.True(verdict.IsValid, verdict.ToString());
        Assert.Equal("Lê Thị Mẫu", verdict.Signatures[0].SignerName);
        Assert.Equal("Chủ tịch", verdict.Signatures[0].Title);
        Assert.Equal(PdfVerdictKind.Altered, Verification.Verify(Turned(file)).Kind);
        Assert.Equal(PdfVerdictKind.UntrustedSigner, new PdfVerification([peers.Signer.Root]).Verify(file).Kind);
        var foreign = new SamplePdf().Sign(SamplePdf.FirstSignature, Signer.Cms(way, stamp: signature => Stamp([.. signature, 1]))).Bytes;
        Assert.Equal(PdfVerdictKind.TimestampBroken, Verification.Verify(foreign).Kind);
        // A time of an authority that is not known here is no proof, and no fault.
        Assert.Equal(PdfVerdictKind.TimeUnproven, new PdfVerification([Signer.Root.GetEncoded()]).Verify(file).Kind);
    }

    [Theory]
    [MemberData(nameof(Unknown))]
    public void What_is_weak_or_unknown_cannot_be_checked(string title)
    {
        var way = SampleSigner.Uncheckable.Single(w => w.Title == title);
        var file = new SamplePdf().Sign(SamplePdf.FirstSignature, Signer.Cms(way, stamp: Stamp)).Bytes;
        var verdict = Verification.Verify(file);
        Assert.Equal(PdfVerdictKind.Unsupported, verdict.Kind);
        Assert.True(verdict.CannotTell);
        Assert.Contains("không kiểm tra được", verdict.Sentence);
        // What is computed wrongly is wrong, with an old algorithm too.
        if (way.Digest is "SHA-1" or "MD5") Assert.Equal(PdfVerdictKind.Altered, Verification.Verify(Turned(file)).Kind);
    }

    [Fact]
    public void Openssl_agrees_with_the_samples()
    {
        var root = scratch.Put("root.pem", Encoding.ASCII.GetBytes(System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE",
            Signer.Root.GetEncoded())));
        foreach (var way in SampleSigner.Ways.Where(w => w.Name is not null && w.Title != "ecdsa-brainpool"))
        {
            var content = Encoding.UTF8.GetBytes($"nội dung {way.Title}");
            var verified = Tool.Run("openssl", "cms", "-verify", "-inform", "DER", "-in", scratch.Put("s.der", Signer.Cms(way)(content)), "-content",
                scratch.Put("c.bin", content),
                "-binary", "-CAfile", root, "-purpose", "any", "-out", "/dev/null");
            Assert.True(verified.Exit == 0, $"{way.Title}: {verified.Output}");
        }
    }

    [Fact]
    public void Forms_of_signature_that_are_not_known_are_said_so()
    {
        foreach (var (subFilter, contents) in new (string, byte[])[]
        {
            ("adbe.x509.rsa_sha1", [4, 2, 1, 2]), ("adbe.pkcs7.sha1", [0x30, 3, 2, 1, 5]), ("Nha.San.Xuat", [0x30, 3, 2, 1, 5]),
            ("ETSI.CAdES.detached", [0x30, 0x80, 0, 0]), ("ETSI.CAdES.detached", [0x30, 3, 2, 1, 5]), ("adbe.pkcs7.detached", []),
                ("ETSI.CAdES.detached", Signer.Cms(Rsa)("x"u8.ToArray())[..200]),
        })
        {
            var verdict = Verification.Verify(new SamplePdf().Sign(SamplePdf.FirstSignature, _ => contents, subFilter).Bytes);
            Assert.True(verdict.Kind == PdfVerdictKind.Unsupported, $"{subFilter} {Convert.ToHexString(contents)}: {verdict}");
        }
    }

    [Fact]
    public void Whole_files_with_several_signatures_are_not_changed()
    {
        var cms = Signer.Cms(Rsa, stamp: Stamp);
        var certified = "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 2/V/1.2>>>>]";
        SamplePdf Fresh() => new();
        (int, string) Perms(SamplePdf pdf) => (1, pdf.With(1, "/Perms<</DocMDP SIGNATURE>>"));
        var plain = Fresh().Sign(SamplePdf.FirstSignature, cms);
        var certifiedFirst = Fresh();
        certifiedFirst.Sign(SamplePdf.FirstSignature, cms, extra: certified, together: Perms(certifiedFirst));
        var cases = new Dictionary<string, SamplePdf>
        {
            ["two approvals"] = plain.Sign(SamplePdf.SecondSignature, cms),
            ["certified, then approved"] = certifiedFirst.Sign(SamplePdf.SecondSignature, cms),
        };
        var filled = Fresh().Sign(SamplePdf.FirstSignature, cms);
        cases["filled in by the second signer"] = filled.Sign(SamplePdf.SecondSignature, cms,
            together: (SamplePdf.NameField, filled[SamplePdf.NameField].Replace("/V()", "/V(Tran Van B)", StringComparison.Ordinal)));
        var described = Fresh().Sign(SamplePdf.FirstSignature, cms);
        cases["described anew"] = described.Sign(SamplePdf.SecondSignature, cms, together: (10, "<</Producer(May khac)/ModDate(D:20260428)>>"));
        var evidence = Fresh().Sign(SamplePdf.FirstSignature, cms);
        evidence.Revise((evidence.Next, "<</Certs[]/CRLs[]>>"), (1, evidence.With(1, $"/DSS {evidence.Next} 0 R")));
        cases["validation material between"] = evidence.Sign(SamplePdf.SecondSignature, cms);
        var last = Fresh().Sign(SamplePdf.FirstSignature, cms);
        cases["validation material at the end"] = last.Revise((last.Next, "<</Certs[]/OCSPs[]>>"), (1, last.With(1, $"/DSS {last.Next} 0 R")));
        var separate = Fresh().Sign(SamplePdf.FirstSignature, cms);
        var (field, widget) = (separate.Next + 5, separate.Next + 6);
        separate.Revise((field, $"<</FT/Sig/T(ky3)/Kids[{widget} 0 R]>>"), (widget,
            $"<</Type/Annot/Subtype/Widget/Parent {field} 0 R/Rect[72 200 272 260]/P 3 0 R/F 132>>"),
            (SamplePdf.Form, separate[SamplePdf.Form].Replace("8 0 R]", $"8 0 R {field} 0 R]", StringComparison.Ordinal)),
                (3, separate[3].Replace("8 0 R]", $"8 0 R {widget} 0 R]", StringComparison.Ordinal)));
        cases["a new field with a box of its own"] = separate.Sign(field, cms);
        var dated = Fresh().Sign(SamplePdf.FirstSignature, Signer.Cms(Rsa));
        cases["a timestamp over the document"] = dated.Sign(SamplePdf.SecondSignature, Stamp, "ETSI.RFC3161");
        foreach (var (name, pdf) in cases)
        {
            Assert.Equal(0, Tool.Run("qpdf", "--check", scratch.Put("case.pdf", pdf.Bytes)).Exit);
            var verdict = Verification.Verify(pdf.Bytes);
            Assert.True(verdict.IsValid, $"{name}: {verdict}");
        }

        Assert.Contains(Verification.Verify(cases["filled in by the second signer"].Bytes).Signatures, s => s.FilledLater);
    }

    [Fact]
    public void What_a_later_revision_may_not_do_is_a_change()
    {
        var cms = Signer.Cms(Rsa, stamp: Stamp);
        var contents = "<</Length 44>>\nstream\nBT /F 24 Tf 72 700 Td (Quyet dinh 99) Tj ET \nendstream";
        (string Name, Func<SamplePdf, SamplePdf> Do)[] changes =
        [
            ("other words, unsigned", pdf => pdf.Revise((4, contents))),
            ("other words, signed over", pdf => pdf.Sign(SamplePdf.SecondSignature, cms, together: (4, contents))),
            ("another font, signed over", pdf => pdf.Sign(SamplePdf.SecondSignature, cms, together: (9, "<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"))),
            ("another page", pdf => pdf.Sign(SamplePdf.SecondSignature, cms, together: (3, pdf[3].Replace("595 842", "595 400", StringComparison.Ordinal)))),
            ("filled in after the last signature", pdf => pdf.Revise((SamplePdf.NameField, pdf[SamplePdf.NameField].Replace("/V()", "/V(X)",
                StringComparison.Ordinal)))),
            ("an unsigned box with a picture", pdf => pdf.Revise((SamplePdf.SecondSignature, pdf.With(SamplePdf.SecondSignature, "/AP<</N 4 0 R>>")))),
            ("a note", pdf => pdf.Sign(SamplePdf.SecondSignature, cms, together: [(40, "<</Type/Annot/Subtype/FreeText/Rect[0 0 500 800]/Contents(x)>>"),
                (3, pdf[3].Replace("8 0 R]", "8 0 R 40 0 R]", StringComparison.Ordinal))])),
            ("validation material that is a page", pdf => pdf.Revise((1, pdf.With(1, "/DSS 4 0 R")), (4, contents))),
        ];
        foreach (var (name, change) in changes)
        {
            var verdict = Verification.Verify(change(new SamplePdf().Sign(SamplePdf.FirstSignature, cms)).Bytes);
            Assert.True(verdict.Kind == PdfVerdictKind.ChangedAfterSigning, $"{name}: {verdict}");
        }

        var closed = new SamplePdf();
        closed.Sign(SamplePdf.FirstSignature, cms,
            extra: "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]",
            together: (1, closed.With(1, "/Perms<</DocMDP SIGNATURE>>")));
        Assert.Equal(PdfVerdictKind.ChangedAfterSigning, Verification.Verify(closed.Sign(SamplePdf.SecondSignature, cms).Bytes).Kind);

        var locked = new SamplePdf();
        locked.Sign(SamplePdf.FirstSignature, cms,
            extra: "/Reference[<</Type/SigRef/TransformMethod/FieldMDP/TransformParams<</Type/TransformParams/Action/Include/Fields[(ho_ten)]/V/1.2>>>>]");
        Assert.Equal(PdfVerdictKind.ChangedAfterSigning, Verification.Verify(locked.Sign(SamplePdf.SecondSignature, cms, together:
            (SamplePdf.NameField, locked[SamplePdf.NameField].Replace("/V()", "/V(X)", StringComparison.Ordinal))).Bytes).Kind);
    }

    /// <summary>DER writes TRUE as FF alone; a library that encodes anew before it checks would call any other byte the same certificate.</summary>
    [Fact]
    public void No_yes_of_a_certificate_may_be_written_otherwise()
    {
        var file = new SamplePdf().Sign(SamplePdf.FirstSignature, Signer.Cms(Rsa, stamp: Stamp)).Bytes;
        Assert.True(Verification.Verify(file).IsValid);
        var text = Encoding.Latin1.GetString(file);
        var yes = System.Text.RegularExpressions.Regex.Matches(text, "0101ff0[0-9a-f]", System.Text.RegularExpressions.RegexOptions.IgnoreCase);
        Assert.NotEmpty(yes);
        foreach (System.Text.RegularExpressions.Match place in yes)
        {
            var changed = file.ToArray();
            changed[place.Index + 5] = (byte)'d';
            Assert.False(Verification.Verify(changed).IsValid, $"{place.Index}");
        }
    }

    [Fact]
    public void No_damage_to_any_sample_leaves_it_valid_or_throws()
    {
        var random = new Random(829);
        foreach (var way in SampleSigner.Ways.Concat(SampleSigner.Uncheckable))
        {
            var file = new SamplePdf().Sign(SamplePdf.FirstSignature, Signer.Cms(way, stamp: Stamp)).Bytes;
            var gap = file.AsSpan().LastIndexOf("/Contents <"u8);
            for (var i = 0; i < 30; i++)
            {
                var changed = file.ToArray();
                for (var j = random.Next(1, 4); j > 0; j--)
                {
                    var place = i % 2 == 0 ? random.Next(file.Length) : gap + random.Next(5_000);
                    changed[place] ^= (byte)(1 << random.Next(8));
                }

                if (!changed.AsSpan().SequenceEqual(file)) Assert.False(Verification.Verify(changed).IsValid, way.Title);
                _ = Verification.Verify(changed[..random.Next(changed.Length)]);
            }
        }
    }

    [Fact]
    public void What_is_locked_or_oddly_kept_is_called_uncheckable_and_what_carries_nothing_unsigned()
    {
        var signed = scratch.Put("signed.pdf", new SamplePdf().Sign(SamplePdf.FirstSignature, Signer.Cms(Rsa, stamp: Stamp)).Bytes);
        var plain = scratch.Put("plain.pdf", SamplePdf.Plain);
        byte[] Encrypted(string source, string user)
        {
            var to = Path.Combine(scratch.Folder, "e.pdf");
            File.Delete(to);
            Assert.InRange(Tool.Run("qpdf", "--encrypt", user, "chu", "256", "--", source, to).Exit, 0, 3);
            return File.ReadAllBytes(to);
        }

        Assert.Equal(PdfVerdictKind.Unsupported, Verification.Verify(Encrypted(signed, "")).Kind);
        Assert.Equal(PdfVerdictKind.NoSignature, Verification.Verify(Encrypted(plain, "")).Kind);
        Assert.Equal(PdfVerdictKind.Unreadable, Verification.Verify(Encrypted(signed, "mo")).Kind);
        var inline = HostileSignatures.All.Single(kind => kind.Kind.Contains("no object of its own", StringComparison.Ordinal)).Make();
        Assert.Equal(PdfVerdictKind.Unsupported, Verification.Verify(inline).Kind);
        var seen = MotCua.Papers.Intake.FileJudge.Judge(inline, "x.pdf");
        Assert.True(seen is { IsAccepted: true, HasSignatures: true }, seen.Problem);
    }

    [Fact]
    public void A_certificate_out_of_its_time_is_said_so()
    {
        var old = Signer.Cms(Rsa, Signer.Leaf("RSA-2048", fromYears: -2, toYears: -1), Stamp);
        Assert.Equal(PdfVerdictKind.CertificateNotInForce, Verification.Verify(new SamplePdf().Sign(SamplePdf.FirstSignature, old).Bytes).Kind);
        Assert.Equal(PdfVerdictKind.TimeUnproven, Verification.Verify(new SamplePdf().Sign(SamplePdf.FirstSignature, Signer.Cms(Rsa)).Bytes).Kind);
    }

    /// <summary>One letter of the page.</summary>
    private static byte[] Turned(byte[] file)
    {
        var changed = file.ToArray();
        changed[changed.AsSpan().IndexOf("Quyet"u8)] ^= 1;
        return changed;
    }
}
