using System.Net;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Papers.Signatures;
using MotCua.Tests.Processes;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using Xunit;

namespace MotCua.Tests.Dossiers.Replay;

/// <summary>Dossiers that officials have really resolved, played through drafts on the pages of who keeps the procedures.</summary>
public sealed class ReplayPageTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    private static readonly string[] Figures = ["tat-ca", "toi-cuoi", "tre-truoc", "tre-sau", "tre-them", "het-tre", "ket", "vang", "gia-dinh", "khong-hen"];

    [Fact]
    public async Task Dossiers_that_followed_a_drawing_follow_it_again_and_each_number_opens_its_dossiers()
    {
        await house.At("2026-06-01T09:00:00+07:00", async () =>
        {
            var line = Drawn.Around([Drawn.Step("look", "Thẩm định", StepKind.Appraise)], "look");
            await Drawn.Approve(house, Drawn.Birth, line, from: "2026-06-01T00:00:00+07:00");
            var (first, second, broken) = (await Resolved(), await Resolved(stand: true), await Received.New(house));
            await Received.Act(await house.SignedIn("tam"), broken, "stop", new { reason = "Dừng theo văn bản", legalBasis = "Điều 1" }).Ok();

            var same = await Version(line, 11);
            var ha = await house.SignedIn("ha");
            Assert.Contains("Chạy thử với hồ sơ đã qua", (await Page(ha, $"/noi-bo/quy-trinh/{same}")).Body!.TextContent, StringComparison.Ordinal);
            var page = await Page(ha, Run(same));
            Assert.Equal([2, 2, 0, 0, 0, 0, 0, 0, 0, 0], Numbers(page));
            Assert.Contains("Không tính 1 hồ sơ", page.Body!.TextContent, StringComparison.Ordinal);
            foreach (var row in page.QuerySelectorAll("table tbody tr").Where(row => row.Children.Length == 7))
            {
                var cells = row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList();
                Assert.Equal(cells[0], cells[1]);
                Assert.Equal(cells[2], cells[3]);
                Assert.Equal(cells[4], cells[5]);
            }
            await EachOpens(ha, same, page, [first, second]);

            // A branch for girls, with a role that nobody holds there, and one for boys that nobody took.
            var branched = Drawn.Around(
            [
                new Gateway("who", "", 0, GatewayKind.Exclusive), Drawn.Step("girl", "Việc của bé gái", StepKind.Appraise, hours: 40),
                Drawn.Step("boy", "Việc của bé trai", StepKind.Consult) with { Seat = Seat.Unit, Unit = "KHONG-CO" },
                new Gateway("meet", "", 0, GatewayKind.Exclusive), Drawn.Step("more", "Kiểm tra thêm", StepKind.Consult, hours: 100),
            ], "more", "who girl child.sex = \"female\"", "who boy default", "girl meet", "boy meet", "meet more");
            var other = await Version(branched, 12);
            page = await Page(ha, Run(other));
            var sex = await house.Scalar<string>("select answers -> 'child' ->> 'sex' from dossiers.dossier where code = $1", first);
            var girls = sex == "female";
            Assert.Equal([2, 2, 0, 2, 2, 0, 0, girls ? 0 : 2, 2, 0], Numbers(page));
            Assert.Contains(girls ? "Việc của bé trai" : "Việc của bé gái",
                page.QuerySelector("#khong-toi + ul")!.TextContent, StringComparison.Ordinal);
            await EachOpens(ha, other, page, [first, second]);

            // The administrator may not read dossiers either. The sample page records who looked.
            Assert.Empty((await Page(ha, Run(other) + "&hinh=tre-them")).QuerySelectorAll("a[href^='/noi-bo/ho-so/']"));
            var sample = await Page(ha, $"/noi-bo/quy-trinh/{other}/chay-thu/mot-ho-so?thu=ma&ma={first}");
            Assert.Contains("Kiểm tra thêm", sample.Body!.TextContent, StringComparison.Ordinal);
            Assert.Contains("sẽ trễ", sample.Body!.TextContent, StringComparison.Ordinal);
            Assert.Equal(1L, await house.Scalar<long>("""
                select count(*) from vault.reading r where r.dossier_code = $1 and r.purpose = 'Chạy thử quy trình'
                """, first));
            sample = await Page(ha, $"/noi-bo/quy-trinh/{other}/chay-thu/mot-ho-so?thu=mau&v.child.sex=male");
            Assert.Contains("Việc của bé trai", sample.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("Việc của bé gái", sample.QuerySelectorAll("tbody th").Select(cell => cell.TextContent));
        });
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_beside_its_box_and_stays()
    {
        var id = await Version(Drawn.Around([Drawn.Step("look", "Thẩm định", StepKind.Appraise)], "look"), 21, procedure: "2.000815");
        var ha = await house.SignedIn("ha");
        var root = $"/noi-bo/quy-trinh/{id}/chay-thu";
        foreach (var (query, words) in new[]
        {
            ("so=0", "ít nhất 1"), ("so=nhieu", "nhập số nguyên"), ("so=999999", "nhiều nhất 20.000"), ("so=5&tu=31/02/2026", "có trong lịch"),
            ("so=5&tu=01/04/2026&den=01/03/2026", "từ ngày đầu trở đi"), ("so=5&den=01/01/2999", "đến hôm nay"), ("so=5&gio=-4", "Giờ của hồ sơ liên thông"),
        })
        {
            using var answer = await ha.GetAsync($"{root}?{query}");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var page = await House.Read(answer);
            Assert.Contains(words, page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        }
        Assert.Contains("Không có hồ sơ nào", (await Page(ha, Run(id))).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("không có số liệu này", (await Page(ha, $"{root}?so=5&hinh=la:la|la&trang=-3")).Body!.TextContent, StringComparison.Ordinal);
        using var none = await ha.GetAsync($"{root}/mot-ho-so?thu=ma&ma=H12-khong-co");
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Contains("Kiểm tra lại mã", (await House.Read(none)).QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        using var gone = await ha.GetAsync($"/noi-bo/quy-trinh/{Guid.NewGuid()}/chay-thu");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static string Run(Guid id) => $"/noi-bo/quy-trinh/{id}/chay-thu?so=100";

    private static List<int> Numbers(IDocument page) => [.. page.QuerySelectorAll(".stat b").Select(one => int.Parse(one.TextContent))];

    private static async Task<IDocument> Page(HttpClient client, string url)
    {
        using var answer = await client.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await House.Read(answer);
    }

    /// <summary>Every link on a number opens as many dossiers as the number says.</summary>
    private async Task EachOpens(HttpClient client, Guid id, IDocument page, string[] known)
    {
        // A list may follow from an answer, so that a name in it must tell nobody whose dossier it is.
        var pseudonym = await house.Services.GetRequiredService<EventLogs>().DossierNames();
        var ids = await house.Scalar<Guid[]>("select array_agg(id) from dossiers.dossier where code = any($1)", (object)known);
        var names = ids.Select(pseudonym).ToHashSet();
        Assert.Equal(known.Length, names.Count);
        var links = page.QuerySelectorAll($"a[href*='chay-thu?'][href*='hinh=']").ToList();
        Assert.True(links.Count > Figures.Length);
        foreach (var link in links)
        {
            var number = int.Parse(new string([.. (link.QuerySelector("b") ?? link).TextContent.Where(char.IsAsciiDigit)]));
            var opened = await Page(client, link.GetAttribute("href")!.Split('#')[0]);
            Assert.StartsWith($"{number} hồ sơ", opened.QuerySelector("#danh-sach")!.TextContent, StringComparison.Ordinal);
            var codes = opened.QuerySelectorAll("#danh-sach ~ ul .code").Select(code => code.TextContent).ToList();
            Assert.Equal(number, codes.Count);
            Assert.Subset(names, codes.ToHashSet());
            foreach (var code in known) Assert.DoesNotContain(code, opened.DocumentElement.OuterHtml, StringComparison.Ordinal);
        }
    }

    /// <summary>Received, judged, signed, entered; perhaps it stood for a while.</summary>
    private async Task<string> Resolved(bool stand = false)
    {
        var (code, khoi) = (await Received.New(house), await house.SignedIn("khoi"));
        if (stand)
        {
            await Received.Act(khoi, code, "hold", new { reason = "Chờ xác minh", cause = "verification" });
            house.Clock.Set(house.Clock.GetUtcNow().AddHours(2));
            await Received.Act(khoi, code, "resume", new { });
        }
        await Received.Act(khoi, code, "draft").Ok();
        await Received.Act(khoi, code, "pass-on", new { opinion = "Đủ" }).Ok();
        await Received.Act(await house.SignedIn("tam"), code, "sign").Ok();
        await Received.Act(await house.SignedIn("ut"), code, "register").Ok();
        await Received.Act(await house.SignedIn("diem"), code, "return", new { method = "counter", receiver = "Nguyễn Thị Bé Năm" }).Ok();
        return code;
    }

    private async Task<Guid> Version(ProcessDefinition definition, int version, string procedure = Drawn.Birth)
    {
        var id = Guid.CreateVersion7();
        await house.Execute("""
            insert into workflow.drawn_process (id, procedure_code, version, drawing, source, hands, made_by, made_at)
            values ($1, $2, $3, $4, 'thử', '{}', 'a', now())
            """, id, procedure, version, BpmnWriter.Write(definition));
        return id;
    }
}
