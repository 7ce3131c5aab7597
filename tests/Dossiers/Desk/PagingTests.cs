using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Desk;

[Trait("Pace", "slow")]
public sealed class PagingTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("arrivals", "/noi-bo/tiep-nhan", "submitted", "submitted_at")]
    [InlineData("ready", "/noi-bo/tra-ket-qua", "done", "finished_at")]
    public async Task Every_dossier_stands_on_exactly_one_page_even_when_all_have_one_time(string list, string page, string status, string column)
    {
        var citizen = house.Anonymous();
        for (var i = 0; i < 53; i++) await Applicant.Submitted(citizen);
        await house.Execute($"update dossiers.dossier set status = '{status}', {column} = '2026-04-28 02:30:00+00'");
        var desk = await house.SignedIn("diem");
        var (codes, after) = (new List<string>(), "");
        do
        {
            var answer = await Applicant.Send(desk, HttpMethod.Get, $"/api/v1/desk/{list}{after}").Ok();
            codes.AddRange(answer.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("code").GetString()!));
            after = answer.TryGetProperty("next", out var next) ? $"?after={next.GetString()}" : "";
        } while (after.Length > 0);
        Assert.Equal(await house.Scalar<long>($"select count(*) from dossiers.dossier where status = '{status}'"), codes.Count);
        Assert.Equal(codes.Count, codes.Distinct().Count());

        var rows = 0;
        for (string? next = ""; next is not null;)
        {
            var shown = await House.Read(await desk.GetAsync(page + next));
            rows += shown.QuerySelectorAll("[data-row]").Length;
            next = shown.QuerySelector(".pager a")?.GetAttribute("href");
        }
        Assert.Equal(codes.Count, rows);
        await Applicant.Refused(System.Net.HttpStatusCode.BadRequest, "Con trỏ trang không đúng", Applicant.Send(desk, HttpMethod.Get, $"/api/v1/desk/{list}?after=x"));
    }
}
