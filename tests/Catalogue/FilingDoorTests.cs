using System.Net;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Catalogue;

/// <summary>The clock stands at 28/04/2026.</summary>
public sealed class FilingDoorTests(House house) : IClassFixture<House>
{
    private const string Page = "/quan-tri/cua-nop?ma=BTXH01";
    private const string Approval = "form[action*=Approve]";

    [Fact]
    public async Task The_procedure_officer_sends_a_procedure_to_the_national_portal_and_back()
    {
        var officer = await house.SignedIn("ha");
        await Set(officer, "nationalPortal", "28", "4", "2026");
        var shown = await (await house.Anonymous().GetAsync("/thu-tuc/btxh01")).Content.ReadAsStringAsync();
        Assert.Contains("dichvucong.gov.vn", shown, StringComparison.Ordinal);
        await Applicant.Refused(HttpStatusCode.Gone, "Cổng Dịch vụ công quốc gia", house.Anonymous().GetAsync("/nop/btxh01"));
        Assert.Equal("Quyết định 12", await house.Scalar<string>("select reason from platform.event where kind = 'procedure.filing-door-set/1' order by "
            + "position desc limit 1"));

        // To open it to the public again takes two.
        await Set(officer, "both", "28", "4", "2026");
        Assert.Equal(HttpStatusCode.Gone, (await house.Anonymous().GetAsync("/nop/btxh01")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Post(officer, "here", "29", "4", "2026", "Quyết định 13", "BTXH01")).StatusCode);
        Assert.Null((await House.Read(await officer.GetAsync(Page))).QuerySelector(Approval));
        var wish = (await house.Scalar<Guid>("select id from catalogue.door_wish where state = 'open'")).ToString();
        var own = await House.Post(officer, Page, new() { ["id"] = wish, ["approveBasis"] = "Tự duyệt" }, to: $"{Page}&handler=Approve");
        Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
        var second = await house.SignedIn("nam");
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(second, Page, new() { ["approveBasis"] = " " }, Approval)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(second, Page, new() { ["approveBasis"] = "Đã kiểm tra" }, Approval)).StatusCode);
        var again = await House.Post(second, Page, new() { ["id"] = wish, ["approveBasis"] = "Lần nữa" }, to: $"{Page}&handler=Approve");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.True((await house.Anonymous().GetAsync("/nop/btxh01")).IsSuccessStatusCode);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from catalogue.filing_door d join catalogue.procedure p using (code) where p.alias = "
            + "'BTXH01'"));
    }

    [Fact]
    public async Task A_door_set_for_a_later_day_leaves_today_as_it_is()
    {
        var officer = await house.SignedIn("ha");
        await Set(officer, "nationalPortal", "1", "7", "2026", "KS01");
        Assert.True((await house.Anonymous().GetAsync("/nop/ks01")).IsSuccessStatusCode);
        await Approved(officer, "here", "1", "8");
        // Replaced before it began: gone from the periods, and still told with who wanted it.
        await Set(officer, "both", "1", "9", "2026", "KS01");
        await Set(officer, "here", "1", "8", "2026", "KS01");
        var page = await House.Read(await officer.GetAsync("/quan-tri/cua-nop?ma=KS01"));
        var planned = page.QuerySelectorAll(".day-list li").Select(line => line.TextContent).ToList();
        Assert.Contains(planned, line => line.StartsWith("01/07/2026 đến 31/07/2026: Nộp trên Cổng", StringComparison.Ordinal));
        Assert.Contains(planned, line => line.StartsWith("01/08/2026 trở đi: Nộp tại đây", StringComparison.Ordinal));
        var told = page.QuerySelectorAll(".link-list li").Select(line => line.TextContent).ToList();
        Assert.Equal(4, told.Count);
        Assert.Contains(told, line => line.StartsWith("Cả hai từ 01/09/2026. Mai Thu Hà", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nationalPortal", "27", "4", "2026", "Quyết định 12", "Ngày áp dụng phải từ hôm nay, 28/04/2026")]
    [InlineData("nationalPortal", "31", "4", "2027", "Quyết định 12", "Nhập ngày, tháng, năm có trong lịch")]
    [InlineData("nationalPortal", "1", "5", "2026", " ", "Nhập căn cứ")]
    [InlineData("elsewhere", "1", "5", "2026", "Quyết định 12", "Chọn cửa nộp")]
    public async Task What_is_missing_is_said_beside_the_field_and_nothing_changes(string door, string day, string month, string year, string basis,
        string words)
    {
        var officer = await house.SignedIn("nam");
        var answer = await Post(officer, door, day, month, year, basis, "HKD01");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Contains(words, page.QuerySelector(".field__error")!.TextContent, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll(".error-summary a"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from catalogue.filing_door d join catalogue.procedure p using (code) where p.alias = "
            + "'HKD01'"));
    }

    [Fact]
    public async Task Others_do_not_come_here()
    {
        Assert.False((await (await house.SignedIn("diem")).GetAsync(Page)).IsSuccessStatusCode);
        Assert.False((await house.Anonymous().GetAsync(Page)).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn("ha")).GetAsync("/quan-tri/cua-nop?ma=9.999999")).StatusCode);
    }

    private async Task Approved(HttpClient officer, string door, string day, string month)
    {
        await Set(officer, door, day, month, "2026", "KS01");
        var page = "/quan-tri/cua-nop?ma=KS01";
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(await house.SignedIn("nam"), page, new() { ["approveBasis"] = "Duyệt" }, Approval)).StatusCode);
    }

    [Fact]
    public async Task A_wish_to_open_a_door_may_be_withdrawn()
    {
        var officer = await house.SignedIn("ha");
        await Set(officer, "nationalPortal", "28", "4", "2026", "XD01");
        await Set(officer, "here", "28", "4", "2026", "XD01");
        var page = "/quan-tri/cua-nop?ma=XD01";
        var given = await House.Post(officer, page, new() { ["withdrawBasis"] = "Chưa đủ người" }, "form[action*=Withdraw]");
        Assert.Equal(HttpStatusCode.Redirect, given.StatusCode);
        Assert.Null((await House.Read(await officer.GetAsync(page))).QuerySelector("#de-nghi"));
        Assert.Equal("nationalPortal", await house.Scalar<string>("select door from catalogue.filing_door d join catalogue.procedure p using (code) where "
            + "p.alias = 'XD01' and d.valid_to is null"));
    }

    private static async Task Set(HttpClient officer, string door, string day, string month, string year, string procedure = "BTXH01") =>
        Assert.Equal(HttpStatusCode.Redirect, (await Post(officer, door, day, month, year, "Quyết định 12", procedure)).StatusCode);

    private static Task<HttpResponseMessage> Post(HttpClient officer, string door, string day, string month, string year, string basis, string procedure) =>
        House.Post(officer, $"/quan-tri/cua-nop?ma={procedure}", new()
        {
            ["door"] = door, ["from.day"] = day, ["from.month"] = month, ["from.year"] = year, ["basis"] = basis,
        });
}
