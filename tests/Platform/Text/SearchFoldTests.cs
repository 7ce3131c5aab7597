using System.Text;
using MotCua.Platform.Text;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Platform;

/// <summary>One fold for every list: the program's and the database's agree sign by sign.</summary>
public sealed class SearchFoldTests(House house) : IClassFixture<House>
{
    private const string Signs = "aăâbcdđeêghiklmnoôơpqrstuưvxyzAĂÂĐEÊIÔƠƯYÁÀẢÃẠẤỰýỳỷỹỵíìỉĩịÐðƉɖ'`´‘’ʼ＇′-‐‑–—−０９ＡｙＹ｀－ "
        + ".,;/_%\\\"()?!\t\n\u00a0\u3000\u200b\u202e\ufeff\u00adñçøßŁkKកា😀\u0301\u0323\u0309\u0302$&";

    [Fact]
    public async Task The_database_folds_as_the_program_does()
    {
        var random = new Random(829);
        var texts = Enumerable.Range(0, 4_000).Select(i =>
            string.Concat(Enumerable.Range(0, random.Next(0, 24)).Select(_ => Rune.GetRuneAt(Signs, At(random)).ToString()))
            ).Concat(["H'Hen Niê", "Đăng ký kết hôn", "Ðăng kí", "Lý Thị Mỹ Lí", "Nguyễn  Văn  An", "'", "- -"]).ToArray();
        await using var connection = new NpgsqlConnection(house.OwnerConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select t, platform.find_fold(t), platform.find_parts(t) from unnest($1::text[]) t", connection);
        command.Parameters.Add(new() { Value = texts });
        await using var reader = await command.ExecuteReaderAsync();
        var wrong = new List<string>();
        while (await reader.ReadAsync())
        {
            var (text, fold, parts) = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
            if (SearchFold.Of(text) != fold) wrong.Add($"{text}: {SearchFold.Of(text)} | {fold}");
            if (SearchFold.Parts(text) != parts) wrong.Add($"{text} in parts: {SearchFold.Parts(text)} | {parts}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join('\n', wrong.Take(20))}");
    }

    [Theory]
    [InlineData("đăng kí kết hôn", "đăng ký kết hôn")]
    [InlineData("Ðăng ký khai sinh", "đăng ký khai sinh")]
    [InlineData("mĩ thuật", "mỹ thuật")]
    public async Task Procedures_are_found_by_either_spelling(string one, string other)
    {
        var client = house.Anonymous();
        async Task<string> Found(string q) => string.Join(' ', (await House.Read(await client.GetAsync($"/thu-tuc?q={Uri.EscapeDataString(q)}")))
            .QuerySelectorAll("main a[href^='/thu-tuc/']").Select(link => link.GetAttribute("href")));
        Assert.NotEqual("", await Found(other));
        Assert.Equal(await Found(other), await Found(one));
    }

    [Theory]
    [InlineData("hen nie")]
    [InlineData("h hen")]
    [InlineData("hhen")]
    [InlineData("H’Hen Niê")]
    [InlineData("h'hen")]
    [InlineData("NIÊ")]
    public async Task A_joined_name_is_found_by_its_parts_and_as_a_whole(string words)
    {
        var answers = Applicant.Answers();
        answers["applicant"]!["name"] = "H’Hen Niê";
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client, answers);
        var code = (await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok()).GetProperty("code").GetString()!;
        var desk = await house.SignedIn("diem");
        var found = await (await desk.GetAsync($"/api/v1/desk/search?q={Uri.EscapeDataString(words)}")).Content.ReadAsStringAsync();
        Assert.Contains(code, found, StringComparison.Ordinal);
    }

    private static int At(Random random)
    {
        var at = random.Next(Signs.Length);
        return char.IsLowSurrogate(Signs[at]) ? at - 1 : at;
    }
}
