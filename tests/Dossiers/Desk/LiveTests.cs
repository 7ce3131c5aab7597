using System.Net;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Desk;

/// <summary>An open page is told what came to its list since it was drawn, and who else has the same dossier open.</summary>
public sealed class LiveTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_page_hears_what_came_to_its_own_list_and_what_came_while_its_line_was_cut()
    {
        var (desk, stranger, khoi) = (await house.SignedIn("diem"), await house.SignedIn("loan"), await house.SignedIn("khoi"));
        var address = (await House.Read(await desk.GetAsync("/noi-bo/tiep-nhan"))).QuerySelector("[data-live-list]")!.GetAttribute("data-live-list")!;
        // Filed before the line is open: since the page was drawn it is new all the same.
        var first = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        using var line = await LiveLine.Open(desk, address);
        var told = await line.Told(first);
        using var other = await LiveLine.Open(stranger, "/noi-bo/viec/dong?nhom=tiep-nhan");
        var second = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await line.Told(second);
        Assert.DoesNotContain(second, other.Heard, StringComparison.Ordinal);

        // Back after a cut, by the place that the browser kept.
        using var again = await LiveLine.Open(desk, "/noi-bo/viec/dong?nhom=tiep-nhan", told);
        await again.Told(second);

        using var tasks = await LiveLine.Open(khoi, "/noi-bo/viec/dong?nhom=can-lam");
        await Received.Receive(house, first);
        await tasks.Told(first);
        Assert.Equal("[\"" + first + "\"]", tasks.Heard.Split('\n').First(one => one.StartsWith("data:", StringComparison.Ordinal))[6..]);
    }

    [Fact]
    public async Task Two_people_with_one_dossier_open_know_of_each_other_and_nobody_else_hears()
    {
        var code = await Received.New(house);
        var (diem, khoi, loan) = (await house.SignedIn("diem"), await house.SignedIn("khoi"), await house.SignedIn("loan"));
        var address = (await House.Read(await diem.GetAsync($"/noi-bo/ho-so/{code}"))).QuerySelector("[data-live-dossier]")!.GetAttribute("data-live-dossier")!;
        using var first = await LiveLine.Open(diem, address);
        using (var second = await LiveLine.Open(khoi, address))
        {
            await first.Told(Written("Chuyên viên thụ lý"));
            await second.Told(Written("Cán bộ tiếp nhận và trả kết quả"));
        }
        // Whoever closes the page is gone at once.
        await first.Told("[]");
        Assert.Equal(HttpStatusCode.NotFound, (await loan.GetAsync(address)).StatusCode);
        // Without a heartbeat somebody is forgotten after a minute.
        await house.Execute("""
            insert into dossiers.presence select d.id, a.id, 'Người đã tắt máy', 'Lãnh đạo', now() - interval '61 seconds'
            from dossiers.dossier d, people.account a where d.code = $1 and a.username = 'tam'
            """, code);
        Assert.DoesNotContain("Người đã tắt máy", (await House.Read(await khoi.GetAsync("/noi-bo/viec"))).Body!.InnerHtml, StringComparison.Ordinal);
        await house.Execute("update dossiers.presence set seen_at = now() where name = 'Người đã tắt máy'");
        Assert.Contains("Người đã tắt máy", (await House.Read(await khoi.GetAsync("/noi-bo/viec"))).Body!.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_holds_more_lines_than_a_person_looks_at()
    {
        var leader = await house.SignedIn("tam");
        var lines = new List<LiveLine>();
        try
        {
            for (var i = 0; i < 12; i++) lines.Add(await LiveLine.Open(leader, "/noi-bo/viec/dong"));
            using var oneMore = new HttpRequestMessage(HttpMethod.Get, "/noi-bo/viec/dong") { Headers = { { "Accept", "text/event-stream" } } };
            Assert.Equal(HttpStatusCode.TooManyRequests, (await leader.SendAsync(oneMore, TestContext.Current.CancellationToken)).StatusCode);
            Assert.Equal(HttpStatusCode.NotAcceptable, (await leader.GetAsync("/noi-bo/viec/dong")).StatusCode);
        }
        finally { lines.ForEach(line => line.Dispose()); }
    }

    /// <summary>As the line writes it: letters with marks as \u….</summary>
    private static string Written(string words) => System.Text.Json.JsonSerializer.Serialize(words).Trim('"');
}
