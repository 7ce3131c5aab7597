using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MotCua.Papers.Contracts;
using MotCua.Platform.Web;
using Xunit;

namespace MotCua.Tests.Papers;

[Trait("Pace", "slow")]
public sealed class SigningTests(PeersFixture peers) : IClassFixture<PeersFixture>, IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    private async Task<SignedPdf> Signed() => await PdfSigning.Sign(PaperSamples.Receipt().ToPdf(), peers.Request());

    [Fact]
    public async Task Independent_programs_accept_a_signed_paper()
    {
        var signed = await Signed();
        var path = scratch.Put("signed.pdf", signed.Bytes);
        var verdict = peers.Verification.Verify(signed.Bytes);
        Assert.True(verdict.IsValid, verdict.ToString());
        Assert.Contains("Phạm Thị Tuyết Mai", verdict.Sentence);
        var pdfsig = Tool.Run("pdfsig", path).Output;
        Assert.Contains("Signature is Valid", pdfsig);
        Assert.Contains("ETSI.CAdES.detached", pdfsig);
        Assert.Contains("Total document signed", pdfsig);
        Assert.Equal(0, Tool.Run("qpdf", "--check", path).Exit);
        Assert.Contains("Ký bởi: Phạm Thị Tuyết Mai", Tool.Run("pdftotext", path, "-").Output);
    }

    [Fact]
    public async Task Openssl_accepts_the_extracted_signature_and_timestamp()
    {
        var request = peers.Request();
        var prepared = PdfSigning.Prepare(PaperSamples.Receipt().ToPdf(), request);
        var signed = await PdfSigning.Complete(prepared, request);
        var hex = Encoding.ASCII.GetString(signed.Bytes, prepared.GapStart + 1, prepared.GapEnd - prepared.GapStart - 2);
        var cms = Convert.FromHexString(hex);
        var length = 4 + (cms[2] << 8 | cms[3]);
        var content = scratch.Put("content.bin", [.. signed.Bytes[..prepared.GapStart], .. signed.Bytes[prepared.GapEnd..]]);
        var root = scratch.Put("root.pem", Encoding.ASCII.GetBytes(X509CertificateLoader.LoadCertificate(peers.Signer.Root).ExportCertificatePem()));
        var issuing = scratch.Put("issuing.pem", Encoding.ASCII.GetBytes(X509CertificateLoader.LoadCertificate(peers.Signer.Chain[1]).ExportCertificatePem()));
        var verified = Tool.Run("openssl", "cms", "-verify", "-inform", "DER", "-in", scratch.Put("signature.der", cms[..length]), "-content", content,
            "-binary", "-CAfile", root, "-purpose", "any", "-out", "/dev/null");
        Assert.True(verified.Exit == 0, verified.Output);

        var signer = new Org.BouncyCastle.Cms.CmsSignedData(cms[..length]).GetSignerInfos().GetSigners().Single();
        var token = signer.UnsignedAttributes![Org.BouncyCastle.Asn1.Pkcs.PkcsObjectIdentifiers.IdAASignatureTimeStampToken]!.AttrValues[0].ToAsn1Object()
            .GetEncoded();
        var stamped = Tool.Run("openssl", "ts", "-verify", "-token_in", "-in", scratch.Put("token.der", token), "-data",
            scratch.Put("value.bin", signer.GetSignature()), "-CAfile", root, "-untrusted", issuing);
        Assert.True(stamped.Exit == 0, stamped.Output);
    }

    [Fact]
    public async Task No_changed_byte_leaves_a_paper_valid()
    {
        var bytes = (await Signed()).Bytes;
        var random = new Random(20260428);
        var contents = bytes.AsSpan().LastIndexOf("/Contents <"u8);
        var places = Enumerable.Range(0, 200).Select(_ => random.Next(bytes.Length))
            .Concat(Enumerable.Range(0, 400).Select(_ => contents + random.Next(14_000))).ToList();
        foreach (var place in places)
        {
            var changed = bytes.ToArray();
            changed[place] ^= (byte)(1 << random.Next(8));
            Assert.False(peers.Verification.Verify(changed).IsValid, $"byte {place} ({(char)bytes[place]} to {(char)changed[place]})");
        }
    }

    [Fact]
    public async Task Bytes_added_behind_the_signature_are_seen()
    {
        var bytes = (await Signed()).Bytes;
        foreach (var tail in new[] { "\n", "%", "\n1 0 obj\n<<>>\nendobj\n" })
        {
            Assert.Equal(PdfVerdictKind.ChangedAfterSigning, peers.Verification.Verify([.. bytes, .. Encoding.ASCII.GetBytes(tail)]).Kind);
        }
    }

    [Fact]
    public async Task A_second_signature_is_a_signature_and_a_second_edit_is_an_edit()
    {
        var first = (await Signed()).Bytes;
        var seal = peers.Request() with { FieldName = "ConDau", Appearance = new SignatureAppearance(["Ủy ban nhân dân xã Đất Mũi"]) { Seal = true } };
        var second = await PdfSigning.Sign(first, seal);
        var verdict = peers.Verification.Verify(second.Bytes);
        Assert.True(verdict.IsValid, verdict.ToString());
        Assert.Equal(2, verdict.Signatures.Count);
        Assert.Equal(2, Tool.Run("pdfsig", scratch.Put("two.pdf", second.Bytes)).Output.Split("Signature is Valid").Length - 1);

        var large = seal with { Appearance = seal.Appearance! with { BoxMm = (0, 0, 200, 200) } };
        Assert.Equal(PdfVerdictKind.ChangedAfterSigning, peers.Verification.Verify((await PdfSigning.Sign(first, large)).Bytes).Kind);
    }

    [Fact]
    public async Task A_signer_of_another_root_is_not_trusted_and_an_unsigned_paper_has_no_signature()
    {
        await using var others = new PeersFixture();
        await others.InitializeAsync();
        Assert.Equal(PdfVerdictKind.UntrustedSigner, others.Verification.Verify((await Signed()).Bytes).Kind);
        Assert.Equal(PdfVerdictKind.UntrustedSigner, others.Verification.Verify((await PdfSigning.Sign(PaperSamples.Receipt().ToPdf(),
            peers.Request() with { Timestamp = others.Timestamp })).Bytes).Kind);
        Assert.Equal(PdfVerdictKind.NoSignature, peers.Verification.Verify(PaperSamples.Receipt().ToPdf()).Kind);
        Assert.Equal(PdfVerdictKind.Unreadable, peers.Verification.Verify("không phải PDF"u8.ToArray()).Kind);
    }

    [Fact]
    public async Task Expired_and_revoked_certificates_are_said_so()
    {
        await peers.Http.PutAsJsonAsync(new Uri(peers.Address, "/dial/ca"), new { mode = "expired" });
        var expired = await peers.Enrolment.Enrol("Người Hết Hạn");
        await peers.Http.PutAsJsonAsync(new Uri(peers.Address, "/dial/ca"), new { mode = "ok" });
        var refused = await Assert.ThrowsAsync<Refused>(() => PdfSigning.Sign(PaperSamples.Receipt().ToPdf(), peers.Request(expired)));
        Assert.Contains("hết hạn", refused.Message);
        var sneaky = await PdfSigning.Sign(PaperSamples.Receipt().ToPdf(), peers.Request(expired) with { Now = DateTimeOffset.UtcNow.AddDays(-2) });
        Assert.Equal(PdfVerdictKind.CertificateNotInForce, peers.Verification.Verify(sneaky.Bytes).Kind);

        var other = await peers.Enrolment.Enrol("Người Bị Thu Hồi");
        await peers.Http.PostAsync(new Uri(peers.Address, $"/revoke/{X509CertificateLoader.LoadCertificate(other.Chain[0]).SerialNumber}"), null);
        var late = await PdfSigning.Sign(PaperSamples.Receipt().ToPdf(), peers.Request(other));
        // The bytes alone are right: what the authority says of the certificate comes from the authority (RevocationTests).
        Assert.True(peers.Verification.Verify(late.Bytes).IsValid);
    }

    [Fact]
    public async Task A_timestamp_service_that_fails_or_hangs_is_a_clear_refusal()
    {
        foreach (var mode in new[] { "fail", "timeout" })
        {
            await peers.Http.PutAsJsonAsync(new Uri(peers.Address, "/dial/tsa"), new { mode });
            var client = new TimestampClient(peers.Http, new Uri(peers.Address, "/tsa")) { TimeLimit = TimeSpan.FromMilliseconds(300) };
            var refused = await Assert.ThrowsAsync<Refused>(() => PdfSigning.Sign(PaperSamples.Receipt().ToPdf(), peers.Request() with { Timestamp = client }));
            Assert.Equal(503, refused.Status);
        }

        await peers.Http.PutAsJsonAsync(new Uri(peers.Address, "/dial/tsa"), new { mode = "ok" });
        var plain = await PdfSigning.Sign(PaperSamples.Receipt().ToPdf(), peers.Request() with { Timestamp = null });
        Assert.Equal(PdfVerdictKind.TimeUnproven, peers.Verification.Verify(plain.Bytes).Kind);
    }

    [Fact]
    public async Task A_foreign_file_with_cross_reference_streams_is_signed_and_an_encrypted_one_refused()
    {
        var source = scratch.Put("plain.pdf", PaperSamples.Receipt().ToPdf());
        var packed = Path.Combine(scratch.Folder, "packed.pdf");
        Assert.Equal(0, Tool.Run("qpdf", "--object-streams=generate", source, packed).Exit);
        var signed = await PdfSigning.Sign(await File.ReadAllBytesAsync(packed), peers.Request());
        var path = scratch.Put("packed-signed.pdf", signed.Bytes);
        Assert.Contains("Signature is Valid", Tool.Run("pdfsig", path).Output);
        Assert.Equal(0, Tool.Run("qpdf", "--check", path).Exit);
        Assert.True(peers.Verification.Verify(signed.Bytes).IsValid);

        var locked = Path.Combine(scratch.Folder, "locked.pdf");
        Assert.Equal(0, Tool.Run("qpdf", "--encrypt", "a", "b", "256", "--", source, locked).Exit);
        var refused = await Assert.ThrowsAsync<Refused>(async () => await PdfSigning.Sign(await File.ReadAllBytesAsync(locked), peers.Request()));
        Assert.Contains("mật khẩu", refused.Message);
    }
}
