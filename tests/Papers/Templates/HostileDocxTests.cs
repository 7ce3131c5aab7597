using System.Text;
using MotCua.Catalogue.Contracts;
using MotCua.Papers.Templates;
using MotCua.Platform.Sandbox;
using MotCua.Platform.Web;
using Xunit;
using static MotCua.Tests.Papers.Templates.Docx;

namespace MotCua.Tests.Papers.Templates;

/// <summary>Word files that ask for far more than they weigh: refused in words, in the process that is thrown away.</summary>
public sealed class HostileDocxTests
{
    private static readonly byte[] Good = Of(P("Mã hồ sơ {{dossier.code}}."));

    private static byte[] Made(string kind) => kind switch
    {
        "elements in elements" => Of(string.Concat(Enumerable.Repeat("<w:sdt>", 5_000)) + string.Concat(Enumerable.Repeat("</w:sdt>", 5_000))),
        "very many elements" => Of(string.Concat(Enumerable.Repeat("<w:p/>", 200_000))),
        "very many attributes" => Of(string.Concat(Enumerable.Repeat("<w:p w:a=\"\" w:b=\"\" w:c=\"\"/>", 50_000))),
        "a part that swells" => Zip([("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", "<a/>"u8.ToArray()),
            ("word/media/x.bin", new byte[60 << 20])]),
        "very many headers" => Of(P("a"), [.. Enumerable.Range(0, 30).Select(n => ($"word/header{n}.xml", "<a/>"))]),
        "an entity of entities" => Of(P("a"), ("word/styles.xml", "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><a>&b;</a>")),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    [Theory]
    [InlineData("elements in elements", "cấu trúc bất thường")]
    [InlineData("very many elements", "cấu trúc bất thường")]
    [InlineData("very many attributes", "cấu trúc bất thường")]
    [InlineData("a part that swells", "bung ra quá lớn")]
    [InlineData("very many headers", "quá nhiều đầu trang")]
    [InlineData("an entity of entities", "hỏng")]
    public void Each_is_refused_in_words(string kind, string words) =>
        Assert.Contains(words, Assert.Throws<Refused>(() => DocxTemplate.Read(Made(kind), PaperKind.Receipt)).Message);

    [Fact]
    public async Task A_template_is_judged_behind_the_door_with_its_reason_and_its_field()
    {
        Assert.True(await ThrowAway.Run(DocxTemplate.Check, Good, PaperKind.Receipt));
        var no = await Assert.ThrowsAsync<Refused>(() => ThrowAway.Run(DocxTemplate.Check, Made("a part that swells"), PaperKind.Receipt));
        Assert.Equal((400, "file"), (no.Status, no.Field));
        Assert.Contains("bung ra quá lớn", no.Message);
        Assert.Contains("trường", (await Assert.ThrowsAsync<Refused>(() =>
            ThrowAway.Run(DocxTemplate.Check, Of(P("{{không.có}}")), PaperKind.Receipt))).Message);
    }

    [Fact]
    public async Task Bytes_at_random_never_throw_anything_else()
    {
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var bad = Good.ToArray();
            for (var j = random.Next(1, 30); j > 0; j--) bad[random.Next(4, bad.Length)] = (byte)random.Next(256);
            try { DocxTemplate.Read(bad, PaperKind.Receipt); }
            catch (Refused) { /* the expected no */ }
        }
        Assert.True(await ThrowAway.Run(DocxTemplate.Check, Good, PaperKind.Receipt), Encoding.UTF8.GetString(Good[..2]));
    }
}
