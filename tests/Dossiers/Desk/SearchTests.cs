using System.Net.Http.Json;
using System.Text.Json;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Desk;

/// <summary>Finding a dossier at the desk: by any part of the name from a word on, marks or not, and only one's own.</summary>
public sealed class SearchTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("nguyen thi be nam")]
    [InlineData("Nguyễn Thị Bé Năm")]
    [InlineData("  be   na")]
    [InlineData("NĂM")]
    public async Task A_name_is_found_from_each_of_its_words_with_or_without_marks(string words)
    {
        var code = await Filed("Nguyễn Thị Bé Năm");
        Assert.Contains(code, await Search("diem", words));
    }

    [Theory]
    [InlineData("Lý Thúy Mỹ", "li thuy mi")]
    [InlineData("Đỗ Hòa Ước", "do hoa uoc")]
    [InlineData("Danh Sà Rích", "sa rich")]
    public async Task Spelling_variants_are_one_name(string name, string words)
    {
        var code = await Filed(name);
        Assert.Contains(code, await Search("diem", words));
    }

    [Fact]
    public async Task The_marks_that_were_typed_come_first_and_then_the_newest()
    {
        var exact = await Filed("Trần Văn Sáng");
        house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(1));
        var similar = await Filed("Trần Văn Sang");
        house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(1));
        var newest = await Filed("Trần Văn Sang");
        Assert.Equal([newest, similar, exact], await Search("diem", "tran van sang"));
        Assert.Equal(exact, (await Search("diem", "Trần Văn Sáng"))[0]);
    }

    [Fact]
    public async Task Code_short_code_and_identity_number_find_too()
    {
        var code = await Filed("Nguyễn Thị Bé Năm");
        var shortCode = await house.Scalar<string>("select short_code from dossiers.dossier where code = $1", code);
        Assert.Equal([code], await Search("diem", code.ToLowerInvariant()));
        Assert.Equal([code], await Search("diem", $"{shortCode[..4]}-{shortCode[4..]}"));
        Assert.Contains(code, await Search("diem", "096 159 999 001"));
    }

    [Fact]
    public async Task Another_agency_and_an_administrator_find_nothing_of_it()
    {
        var code = await Filed("Kim Thị Chỉ Ở Đất Mũi");
        Assert.Empty(await Search("hanh", "kim thi chi o dat mui"));
        Assert.Empty(await Search("hanh", code));
        Assert.Empty(await Search("nam", "kim thi chi o dat mui"));
        Assert.Equal([code], await Search("khoi", "kim thi chi o dat mui"));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("__")]
    [InlineData("\\' or 1=1 --")]
    [InlineData("x")]
    public async Task Signs_are_only_signs(string words) => Assert.Empty(await Search("diem", words));

    private async Task<string> Filed(string owner)
    {
        var client = house.Anonymous();
        var answers = Applicant.Answers();
        answers["applicant"]!["name"] = owner;
        var (draft, token) = await Applicant.Draft(client, answers);
        return (await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = draft }, token).Ok()).GetProperty("code").GetString()!;
    }

    private async Task<List<string>> Search(string username, string words)
    {
        var desk = await house.SignedIn(username);
        var found = await desk.GetFromJsonAsync<JsonElement>($"/api/v1/desk/search?q={Uri.EscapeDataString(words)}");
        return [.. found.EnumerateArray().Select(row => row.GetProperty("code").GetString()!)];
    }
}
