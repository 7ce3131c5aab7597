using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using MotCua.Papers.Contracts;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Papers.Signatures;

/// <summary>Hostile signatures at every door: an answer in words, no 5xx, and nothing that the product itself has to hold.</summary>
[Trait("Pace", "slow")]
public sealed class HostileSignatureTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    private static readonly string[] Honest = ["unsupported", "altered", "changedAfterSigning", "unreadable", "noSignature", "notChecked"];

    [Fact]
    public async Task Every_door_answers_in_words_and_the_product_grows_by_no_more_than_the_file()
    {
        var client = house.Anonymous();
        var (draft, token) = await Applicant.Draft(client, paper: false);
        await Verify(client, SamplePdf.Plain);
        using var self = Process.GetCurrentProcess();
        foreach (var (kind, make) in HostileSignatures.All)
        {
            var file = make();
            GC.Collect();
            self.Refresh();
            var (before, most) = (self.WorkingSet64, 0L);
            var asked = Verify(client, file);
            while (await Task.WhenAny(asked, Task.Delay(10)) != asked)
            {
                self.Refresh();
                most = Math.Max(most, self.WorkingSet64 - before);
            }

            var (status, body) = await asked;
            Assert.True(most < 50L << 20, $"{kind}: {most >> 20} MB");
            Assert.True(status is 200 or (>= 400 and < 500), $"{kind}: {status} {body}");
            var answer = JsonSerializer.Deserialize<JsonElement>(body);
            if (status == 200) Assert.Contains(answer.GetProperty("kind").GetString(), Honest);
            else Assert.True(answer.GetProperty("title").GetString()!.Length > 10, body);

            // As a paper of a dossier it is refused in words, or taken and called what it is.
            var taken = await Applicant.Upload(client, draft, token, file, "ky.pdf");
            var said = await taken.Content.ReadAsStringAsync();
            Assert.True((int)taken.StatusCode is 201 or (>= 400 and < 500), $"{kind}: {said}");
            if (taken.IsSuccessStatusCode && JsonSerializer.Deserialize<JsonElement>(said).TryGetProperty("signature", out var signature))
                Assert.Contains(signature.GetProperty("kind").GetString(), Honest);
            if (taken.IsSuccessStatusCode)
                await Applicant.Send(client, HttpMethod.Delete,
                $"/api/v1/drafts/{draft}/files/{JsonSerializer.Deserialize<JsonElement>(said).GetProperty("fileId")}", null, token);
        }
    }

    [Fact]
    public async Task The_page_says_what_cannot_be_checked_and_never_fails()
    {
        var client = house.Anonymous();
        var random = new Random(829);
        var whole = (await PdfSigning.Sign(PaperSamples.Receipt().ToPdf(), house.Peers.Request())).Bytes;
        var files = HostileSignatures.All.Where((_, i) => i % 4 == 0).Select(kind => (kind.Kind, File: kind.Make()))
            .Concat(Enumerable.Range(0, 6).Select(i => ($"mutation {i}", HostilePdfs.Mutated(whole, random)))).ToList();
        foreach (var (kind, file) in files)
        {
            var form = (await House.Read(await client.GetAsync("/kiem-tra")))
                .QuerySelector<IHtmlInputElement>("form[action='/kiem-tra'] input[name=__RequestVerificationToken]")!;
            using var content = new MultipartFormDataContent { { new StringContent(form.Value), "__RequestVerificationToken" } };
            content.Add(new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "file", "ky.pdf");
            var answer = await client.PostAsync("/kiem-tra", content);
            Assert.True((int)answer.StatusCode is 200 or 400, $"{kind}: {answer.StatusCode}");
            var page = await House.Read(answer);
            Assert.True(page.QuerySelector("#ket-luan") is not null || page.QuerySelector("#f-file-error, .error-summary") is not null,
                $"{kind}: {page.Body!.TextContent}");
            Assert.DoesNotContain("Hợp lệ", page.QuerySelector("#ket-luan")?.TextContent ?? "");
        }
    }

    [Fact]
    public void The_reader_alone_never_throws_and_never_believes_a_mutated_signature()
    {
        var random = new Random(829);
        var signer = new SampleSigner();
        var verification = new PdfVerification([signer.Root.GetEncoded(), house.Peers.Signer.Root]);
        var cms = signer.Cms(SampleSigner.Ways[0])("x"u8.ToArray());
        var began = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < 400; i++)
        {
            var bad = cms.ToArray();
            // Tags and lengths, where the shape is decided, more often than the rest.
            for (var j = random.Next(1, 4); j > 0; j--) bad[random.Next(i % 2 == 0 ? 80 : bad.Length)] = (byte)random.Next(256);
            Assert.False(verification.Verify(new SamplePdf().Sign(SamplePdf.FirstSignature, _ => bad).Bytes).IsValid);
        }

        Assert.InRange((Environment.CpuUsage.TotalTime - began).TotalSeconds, 0, 60);
    }

    private static async Task<(int Status, string Body)> Verify(HttpClient client, byte[] file)
    {
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
        using var answer = await client.PostAsync("/api/v1/verify", content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
