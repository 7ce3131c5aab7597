using System.Globalization;
using System.Net;
using MotCua.Papers.Contracts;
using MotCua.Platform.Web;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Papers;

/// <summary>No paper has an empty box: what no face holds is refused in words, with the letter and where it stands, before anything is signed.</summary>
public sealed class LetterTests(House house) : IClassFixture<House>
{
    private static readonly (string Script, int First, int Last)[] Scripts =
        [("Khmer", 0x1780, 0x17a2), ("Chăm", 0xaa00, 0xaa28), ("Hán", 0x4e00, 0x9f00), ("Nôm", 0x20000, 0x20100), ("Thái", 0x0e01, 0x0e2e),
            ("Ả Rập", 0x0627, 0x064a), ("biểu tượng", 0x1f600, 0x1f640)];

    public static TheoryData<string> Names => [.. Scripts.Select(script => script.Script)];

    private static string Name(string script)
    {
        var (_, first, last) = Scripts.Single(s => s.Script == script);
        var random = new Random(script.Length);
        return string.Join(' ', Enumerable.Range(0, 2).Select(_ => string.Concat(Enumerable.Range(0, 4).Select(_ => char.ConvertFromUtf32(random.Next(first,
            last))))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_paper_with_a_letter_that_no_face_holds_is_not_drawn(string script)
    {
        var name = Name(script);
        foreach (var paper in new[]
        {
            new PaperDocument("Thử") { new Paragraph("Họ tên: ", Run.B(name)) },
            new PaperDocument("Thử") { new Table([1, 1], [new Cell(["TT"]), "Tên"], [["1", name]]) },
            new PaperDocument("Thử") { PaperDocument.Letterhead([name], "Số: 1", "Đất Mũi, ngày 1 tháng 1 năm 2026") },
        })
        {
            var refused = Assert.Throws<Refused>(() => paper.ToPdf());
            Assert.Contains(StringInfo.GetNextTextElement(name), refused.Message);
            Assert.Contains("chữ Việt", refused.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_result_is_refused_before_its_draft_naming_letter_and_field(string script)
    {
        var (name, answers) = (Name(script), Applicant.Answers());
        answers["child"]!["name"] = name;
        var applicant = house.Anonymous();
        var (draft, token) = await Applicant.Draft(applicant, answers);
        // Signs of more than sixteen bits are no letters of a name: the form says so, at the field.
        if (char.IsSurrogate(name[0]))
        {
            await Applicant.Refused(HttpStatusCode.BadRequest, "/child/name", Applicant.Send(applicant, HttpMethod.Post, "/api/v1/dossiers",
                new { draftId = draft }, token));
            return;
        }

        var code = (await Applicant.Send(applicant, HttpMethod.Post, "/api/v1/dossiers", new { draftId = draft }, token).Ok()).GetProperty("code").GetString()!;
        await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } }).Ok();
        var answer = await Received.Act(await house.SignedIn("khoi"), code, "draft");
        var words = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, words);
        var title = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(words).ToString();
        Assert.Contains($"chữ “{StringInfo.GetNextTextElement(name)}”", title);
        Assert.Contains("họ, chữ đệm", title, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from papers.result where dossier_code = $1", code));
    }

    [Fact]
    public void Every_letter_of_the_languages_written_in_latin_is_drawn()
    {
        foreach (var text in new[] { PaperSamples.Pangram, "H'Hen Niê, Y Blăm Kbuôr, Ƀih, ČƊĔŎŬ ñ ö ü ç é – “ ” … ½ × °C m² ₫ € №", "Nguyễn Thị ỠỢỮỰẴẶẪẬỄỆỖỘ" })
        {
            try { _ = new PaperDocument("Thử") { new Paragraph(text) }.ToPdf(); }
            catch (Refused refused) { Assert.DoesNotContain("Nguyễn", refused.Message); Assert.Contains("№", refused.Message); }
        }
    }
}
