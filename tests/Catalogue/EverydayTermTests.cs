using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Catalogue;

/// <summary>How people call things is kept by officers, not by the program.</summary>
public sealed class EverydayTermTests(House house) : IClassFixture<House>
{
    private const string Page = "/quan-tri/tu-ngu";

    [Fact]
    public async Task An_officer_adds_a_pair_sees_before_what_it_changes_and_ends_it()
    {
        var ha = await house.SignedIn("ha");
        Assert.DoesNotContain("1.001193", await Found("cuc cung moi de"), StringComparer.Ordinal);
        var pair = new Dictionary<string, string> { ["said"] = "cục cưng mới đẻ", ["law"] = "đăng ký khai sinh", ["viec"] = "xem" };
        var preview = await House.Read(await House.Post(ha, Page, pair));
        Assert.Equal(2, preview.QuerySelectorAll("section[aria-labelledby=xem-truoc] h3").Length);
        Assert.Contains("1.001193", preview.QuerySelector("section[aria-labelledby=xem-truoc] .split__side")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("1.001193", await Found("cuc cung moi de"), StringComparer.Ordinal);

        pair["viec"] = "them";
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(ha, Page, pair)).StatusCode);
        Assert.Equal("1.001193", (await Found("Cục cưng mới đẻ"))[0]);
        Assert.Equal(1L, await Facts("everyday-term.added/1"));
        Assert.Contains("đang được dùng", await Refusal(ha, "CỤC CƯNG MỚI ĐẺ", "Đăng ký khai sinh"), StringComparison.Ordinal);

        var id = (await House.Read(await ha.GetAsync(Page))).QuerySelectorAll("tbody tr").First(row => row.TextContent.Contains("cục cưng",
            StringComparison.Ordinal)).QuerySelector<IHtmlInputElement>("[name=id]")!.Value;
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(ha, Page, new() { ["id"] = id }, "tbody form")).StatusCode);
        Assert.DoesNotContain("1.001193", await Found("cuc cung moi de"), StringComparer.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(ha, Page, new() { ["id"] = id }, "tbody form")).StatusCode);
        Assert.Contains("thôi dùng", (await House.Read(await ha.GetAsync(Page))).QuerySelectorAll("tbody tr").First(row => row.TextContent.Contains("cục cưng",
            StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
        Assert.Equal(1L, await Facts("everyday-term.ended/1"));
    }

    [Fact]
    public async Task Words_that_lead_nowhere_are_refused_with_what_was_typed()
    {
        var ha = await house.SignedIn("ha");
        Assert.Contains("Ghi từ người dân hay nói", await Refusal(ha, "", "khai sinh"), StringComparison.Ordinal);
        Assert.Contains("Không thủ tục nào có", await Refusal(ha, "xin lửa", "xyzzy quux"), StringComparison.Ordinal);
        Assert.Contains("giống nhau", await Refusal(ha, "Khai sinh", "KHAI SINH"), StringComparison.Ordinal);
        Assert.Contains("tối đa 60 ký tự", await Refusal(ha, new string('a', 61), "khai sinh"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn("khoi")).GetAsync(Page)).StatusCode);
    }

    [Theory]
    [InlineData("lam can cuoc", "căn cước")]
    [InlineData("cccd", "căn cước")]
    [InlineData("sang ten dat", "biến động")]
    [InlineData("tien gia", "xã hội")]
    [InlineData("sao y", "chứng thực bản sao")]
    public async Task What_ships_is_found(string said, string law)
    {
        var page = await House.Read(await house.Anonymous().GetAsync("/thu-tuc?q=" + Uri.EscapeDataString(said)));
        Assert.Contains(page.QuerySelectorAll(".results li").Take(3), row => row.TextContent.Contains(law, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A hundred and fifty questions as people ask them at the counter, each with the procedures that answer it.</summary>
    [Fact]
    public async Task Of_questions_as_they_are_asked_nineteen_in_twenty_are_answered_among_the_first_three()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Ground.Repository, "tests/Catalogue/everyday-queries.tsv"));
        await using var scope = house.Services.CreateAsyncScope();
        var catalogue = scope.ServiceProvider.GetRequiredService<ProcedureCatalogue>();
        var missed = new List<string>();
        foreach (var (question, codes) in lines.Select(line => line.Split('\t')).Select(cells => (cells[0], cells[1].Split(' '))))
        {
            var first = (await catalogue.Find(new ProcedureQuery(question), null, 3)).Items.Select(item => item.Code).ToArray();
            if (!first.Intersect(codes).Any()) missed.Add($"{question}: {string.Join(' ', first)}");
        }
        Assert.True(lines.Length >= 150);
        Assert.True(missed.Count <= lines.Length / 20, $"{missed.Count} of {lines.Length}:\n{string.Join('\n', missed)}");
    }

    private static async Task<string> Refusal(HttpClient officer, string said, string law)
    {
        var answer = await House.Post(officer, Page, new() { ["said"] = said, ["law"] = law, ["viec"] = "them" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Equal(said, page.QuerySelector<IHtmlInputElement>("[name=said]")!.Value);
        return page.QuerySelector(".error-summary")!.TextContent;
    }

    private async Task<IReadOnlyList<string>> Found(string words) =>
        [.. (await House.Read(await house.Anonymous().GetAsync("/thu-tuc?q=" + Uri.EscapeDataString(words)))).QuerySelectorAll(".results li")
            .Select(row => row.TextContent).Select(text => text.Contains("1.001193", StringComparison.Ordinal) ? "1.001193" : text)];

    private Task<long> Facts(string kind) => house.Scalar<long>("select count(*) from platform.event where kind = $1", kind);
}
