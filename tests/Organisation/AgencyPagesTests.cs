using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Tests.People;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Organisation;

/// <summary>Tổ chức through its pages. The clock stands at 28/04/2026; "nam" administers, "ha" only looks.</summary>
public sealed class AgencyPagesTests(House house) : IClassFixture<House>
{
    private const string Root = "/quan-tri/to-chuc";
    private const string Commune = "UBND-32248";

    [Fact]
    public async Task Agencies_stand_as_on_the_chosen_day_and_are_found_by_a_former_name_without_marks()
    {
        var nam = await house.SignedIn("nam");
        var today = await Text(await nam.GetAsync(Root));
        Assert.Contains("Ủy ban nhân dân xã Đất Mũi", today, StringComparison.Ordinal);
        Assert.DoesNotContain("huyện Cái Nước", today, StringComparison.Ordinal);
        Assert.Contains("Ủy ban nhân dân huyện Cái Nước", await Text(await nam.GetAsync($"{Root}?ngay=2024-05-01")), StringComparison.Ordinal);
        // "Xã Viên An" went into Đất Mũi on 01/07/2025.
        var found = await Text(await nam.GetAsync($"{Root}?q=xa%20vien%20an"));
        Assert.Contains("Tên cũ: Xã Viên An", found, StringComparison.Ordinal);
        Assert.Contains("Ủy ban nhân dân xã Đất Mũi", found, StringComparison.Ordinal);
        Assert.Contains("Không có cơ quan nào khớp", await Text(await nam.GetAsync($"{Root}?q=khong-co-dau")), StringComparison.Ordinal);
        Assert.Contains("Chưa đọc được ngày", await Text(await nam.GetAsync($"{Root}?ngay=31/02/2026")), StringComparison.Ordinal);
        Assert.True((await (await nam.GetAsync(Root)).Content.ReadAsByteArrayAsync()).Length < 350_000);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Redirect, HttpStatusCode.Redirect)]
    [InlineData("benam", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("khoi", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("ha", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("nam", HttpStatusCode.OK, HttpStatusCode.OK)]
    public async Task Who_may_look(string? username, HttpStatusCode expected, HttpStatusCode roles)
    {
        var client = username is null ? house.Anonymous() : await house.SignedIn(username);
        foreach (var url in new[] { Root, $"{Root}/{Commune}" }) Assert.Equal(expected, (await client.GetAsync(url)).StatusCode);
        Assert.Equal(roles, (await client.GetAsync("/quan-tri/vai-tro")).StatusCode);
    }

    [Fact]
    public async Task The_page_of_an_agency_tells_who_works_there_and_the_matrix_what_they_may()
    {
        var nam = await house.SignedIn("nam");
        var text = await Text(await nam.GetAsync($"{Root}/{Commune}"));
        foreach (var words in new[] { "MC-32248", "Phạm Minh Khôi: chuyên viên thụ lý", "H12.32248" }) Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await nam.GetAsync($"{Root}/KHONG-CO")).StatusCode);
        var matrix = await House.Read(await nam.GetAsync($"/quan-tri/vai-tro?co-quan={Commune}"));
        var khoi = matrix.QuerySelectorAll("main tbody tr").Single(row => row.TextContent.Contains("Phạm Minh Khôi", StringComparison.Ordinal));
        Assert.Contains("Có", khoi.QuerySelector("td[data-label='Chuyên viên thụ lý']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("–", khoi.QuerySelector("td[data-label='Lãnh đạo']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Ủy ban nhân dân xã Đất Mũi", await Text(await nam.GetAsync("/quan-tri/vai-tro")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_is_corrected_with_a_reason_and_a_load_does_not_undo_it()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var (nam, page) = (await own.SignedIn("nam"), $"{Root}/{Commune}");
        var stale = await House.Read(await nam.GetAsync(page));
        var seen = stale.QuerySelector("input[name=seen]")!.GetAttribute("value")!;
        var bad = await Post(nam, page, "Correct", new() { ["lienhe.phone"] = "gọi anh Ba", ["lienhe.reason"] = "" });
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        var again = await House.Read(bad);
        Assert.Equal("gọi anh Ba", again.QuerySelector("input[name='lienhe.phone']")!.GetAttribute("value"));
        Assert.Contains("Điện thoại chỉ gồm chữ số", again.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Nhập lý do", again.Body!.TextContent, StringComparison.Ordinal);
        var fields = new Dictionary<string, string> { ["lienhe.address"] = "Ấp Mũi, xã Đất Mũi", ["lienhe.phone"] = "0290 3831 342",
            ["lienhe.reason"] = "CV 5" };
        Assert.Equal(HttpStatusCode.Redirect, (await Post(nam, page, "Correct", fields)).StatusCode);
        fields["seen"] = seen;
        fields["lienhe.address"] = "Nơi khác";
        Assert.Equal(HttpStatusCode.Conflict, (await Post(nam, page, "Correct", fields)).StatusCode);
        var text = await Text(await nam.GetAsync(page));
        Assert.Contains("Đính chính địa chỉ: từ “chưa có” thành “Ấp Mũi, xã Đất Mũi”", text, StringComparison.Ordinal);
        Assert.Contains("Lý do: CV 5", text, StringComparison.Ordinal);
        await Load(own);
        Assert.Equal("Ấp Mũi, xã Đất Mũi", await own.Scalar<string>("select address from organisation.agency where code = $1 and valid_to is null", Commune));
    }

    [Fact]
    public async Task An_office_opens_is_renamed_and_closes_only_when_nothing_hangs_on_it()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var (nam, page) = (await own.SignedIn("nam"), $"{Root}/{Commune}");
        async Task<HttpStatusCode> Act(string handler, Dictionary<string, string> fields) => (await Post(nam, page, handler, fields)).StatusCode;
        Dictionary<string, string> On(string name, DateOnly day, Dictionary<string, string> fields)
        {
            Administrator.Three(name, day, fields);
            return fields;
        }
        var (today, soon) = (Administrator.Today, Administrator.Today.AddDays(10));
        Assert.Equal(HttpStatusCode.BadRequest, await Act("Open", On("mo.from", today.AddDays(-1),
            new() { ["mo.name"] = "Điểm tiếp nhận Rạch Tàu", ["mo.address"] = "Ấp Rạch Tàu", ["mo.reason"] = "QĐ 1" })));
        Assert.Equal(HttpStatusCode.Redirect, await Act("Open", On("mo.from", today,
            new() { ["mo.name"] = "Điểm tiếp nhận Rạch Tàu", ["mo.address"] = "Ấp Rạch Tàu", ["mo.reason"] = "QĐ 1" })));
        Assert.Equal(1, await own.Scalar<int>("select count(*)::int from organisation.office where code = 'MC-32248-2' and agency_code = $1", Commune));
        Assert.Equal(HttpStatusCode.Redirect, await Act("Rename", On("doiten.from", soon,
            new() { ["doiten.office"] = "MC-32248-2", ["doiten.name"] = "Điểm tiếp nhận số 2", ["doiten.reason"] = "QĐ 2" })));
        Assert.Equal("Điểm tiếp nhận Rạch Tàu|Điểm tiếp nhận số 2", await own.Scalar<string>(
            "select string_agg(name, '|' order by valid_from) from organisation.office where code = 'MC-32248-2'"));
        // In the first office people work; in the second nobody does.
        var refused = await Post(nam, page, "Close", On("dong.lastDay", soon, new() { ["dong.office"] = "MC-32248", ["dong.reason"] = "QĐ 3" }));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("cán bộ:", await Text(refused), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await Act("Close", On("dong.lastDay", soon.AddDays(5),
            new() { ["dong.office"] = "MC-32248-2", ["dong.reason"] = "QĐ 3" })));
        await Load(own);
        Assert.Equal(1, await own.Scalar<int>("select count(*)::int from organisation.office where code = 'MC-32248-2' and valid_to = $1", soon.AddDays(5)));
        var text = await Text(await nam.GetAsync(page));
        foreach (var words in new[] { "Mở Điểm tiếp nhận Rạch Tàu", "Đổi tên Điểm tiếp nhận Rạch Tàu thành Điểm tiếp nhận số 2", "Đóng Điểm tiếp nhận số 2" })
            Assert.Contains(words, text, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, string page, string handler, Dictionary<string, string> fields) =>
        House.Post(client, page, fields, $"main form[action*='handler={handler}']");

    internal static async Task Load(House own)
    {
        await using var scope = own.Scope();
        var report = await scope.ServiceProvider.GetRequiredService<ReferenceLoader>()
            .Load(Path.Combine(Ground.Repository, "data"), false, _ => { }, Actor.System);
        Assert.Equal(0, report.Refused);
    }

    private static async Task<string> Text(HttpResponseMessage answer) => (await House.Read(answer)).QuerySelector("main")!.TextContent.Replace('\u00a0', ' ');
}
