using System.Net;
using AngleSharp.Html.Dom;
using MotCua.Dossiers.Read;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Filing.WalkIn;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Read;

/// <summary>Officials read, search, print and are refused; the owner sees who it was.</summary>
public sealed class ReadingTests(House house) : IClassFixture<House>
{
    private const string Number = "096159999001";

    [Fact]
    public async Task Every_way_of_reading_is_a_line_that_the_owner_sees()
    {
        var code = await Received.New(house);
        var file = await house.Scalar<Guid>("select a.id from dossiers.attachment a join dossiers.dossier d on d.id = a.dossier_id where d.code = $1", code);
        foreach (var (who, url, act) in new[]
        {
            ("khoi", $"/noi-bo/ho-so/{code}", "viewed"), ("tam", $"/api/v1/desk/dossiers/{code}", "viewed"),
                ("ut", $"/noi-bo/ho-so/{code}/phieu/tiep-nhan", "viewed"),
            ("khoi", $"/noi-bo/ho-so/{code}/tep/{file}", "file"), ("tam", $"/ho-so-cua-toi/{code}/tep/{file}", "file"),
            ("diem", "/noi-bo/tiep-nhan?q=nguyen thi be nam", "searched"), ("khoi", $"/api/v1/desk/search?q={code}", "searched"),
                ("diem", $"/noi-bo/tra-ket-qua?q={Number}", "searched"),
            ("khoi", "/noi-bo/viec?nhom=can-lam", "listed"), ("khoi", "/api/v1/desk/tasks", "listed"), ("diem", "/noi-bo/so-theo-doi", "listed"),
                ("diem", "/noi-bo/so-theo-doi?handler=Pdf", "exported"),
        })
        {
            var before = await Rows(code, act, who);
            var answer = await (await house.SignedIn(who)).GetAsync(url);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{who} {url} {(int)answer.StatusCode}");
            Assert.True(await Rows(code, act, who) > before || act == "listed" && before > 0, $"{who} read {url} and nothing is written of it.");
        }
        var page = (await House.Read(await (await house.SignedIn("benam")).GetAsync("/kho-giay-to/nhat-ky"))).QuerySelector("main")!.TextContent;
        foreach (var words in new[] { "Xem hồ sơ", "Tìm kiếm", "In, xuất sổ", "Thấy tên trong danh sách", code })
            Assert.Contains(words, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_and_a_search_that_finds_nothing_are_lines_too()
    {
        var code = await Received.New(house);
        foreach (var who in new[] { "yen", "nam", "hanh" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(who)).GetAsync($"/api/v1/desk/dossiers/{code}")).StatusCode);
            Assert.Equal(1, await house.Scalar<long>("""
                select count(*) from vault.reading r join people.account a on a.id = r.actor_id where a.username = $1 and r.dossier_code = $2
                    and r.outcome = 'refused' and r.owner_number = $3
                """, who, code, Number));
        }
        await (await house.SignedIn("diem")).GetAsync("/noi-bo/tiep-nhan?q=096084999002");
        Assert.Equal(1, await house.Scalar<long>("select count(*) from vault.reading where owner_number = '096084999002' and act = 'searched'"));
        // The applicant's own looks are their own affair.
        await (await house.SignedIn("benam")).GetAsync($"/ho-so-cua-toi/{code}");
        Assert.Equal(0, await house.Scalar<long>("select count(*) from vault.reading where dossier_code = $1 and actor_kind = 'citizen'", code));
    }

    [Fact]
    public async Task Access_to_files_ends_with_the_case_but_for_a_stated_reason()
    {
        var code = await Received.New(house);
        var file = await house.Scalar<Guid>("select a.id from dossiers.attachment a join dossiers.dossier d on d.id = a.dossier_id where d.code = $1", code);
        var desk = await house.SignedIn("diem");
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync($"/noi-bo/ho-so/{code}/tep/{file}")).StatusCode);
        await Received.Act(desk, code, "withdraw", new { reason = "Người nộp xin rút" }).Ok();
        foreach (var url in new[]
        {
            $"/noi-bo/ho-so/{code}/tep/{file}", $"/ho-so-cua-toi/{code}/tep/{file}", $"/noi-bo/ho-so/{code}/giay-to/giay-chung-sinh/trang/1"
        })
            Assert.Equal(HttpStatusCode.Forbidden, (await desk.GetAsync(url)).StatusCode);
        Assert.Equal(3, await house.Scalar<long>("select count(*) from vault.reading where dossier_code = $1 and act = 'file' and outcome = 'refused'", code));
        Assert.Equal(HttpStatusCode.Forbidden, (await Open("ngắn")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Open("Thanh tra yêu cầu kiểm tra lại")).StatusCode);
        Assert.Equal(1, await house.Scalar<long>("select count(*) from vault.reading where dossier_code = $1 and purpose = 'Hồ sơ đã kết thúc: Thanh tra yêu "
            + "cầu kiểm tra lại'", code));
        // Who keeps the files by office, and whose they are.
        Assert.Equal(HttpStatusCode.OK, (await (await house.SignedIn("ut")).GetAsync($"/noi-bo/ho-so/{code}/tep/{file}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await house.SignedIn("benam")).GetAsync($"/ho-so-cua-toi/{code}/tep/{file}")).StatusCode);

        Task<HttpResponseMessage> Open(string reason) =>
            House.Post(desk, $"/noi-bo/ho-so/{code}", new() { ["reason"] = reason, ["file"] = file.ToString() }, "#mo-tep");
    }

    [Fact]
    public async Task The_counter_shows_nothing_before_the_reception_is_begun()
    {
        const string address = "/noi-bo/tiep-nhan/truc-tiep/ks01";
        await house.Execute("update people.person set email = 'be.nam.kho@vi.du' where personal_id = $1", Number);
        await KeptPaper.Wanted(house);
        await KeptPaper.Put(house);
        var desk = await house.SignedIn("diem");
        var key = Guid.NewGuid();
        Dictionary<string, string> Typed(bool card, bool present) => new()
        {
            ["key"] = key.ToString(), ["card"] = card ? $"{Number}|381234567|Nguyễn Thị Bé Năm|00001959|Nữ|Ấp Rạch Tàu, Đất Mũi, Cà Mau|01052021" : "",
            ["applicant.name"] = "Nguyễn Thị Bé Năm", ["applicant.personalId"] = Number, ["act"] = "card", ["present"] = present ? "yes" : "",
            ["child.name"] = "Nguyễn Gia Hân", ["child.born.day"] = "20", ["child.born.month"] = "4", ["child.born.year"] = "2026",
        };
        foreach (var card in new[] { true, false })
        {
            var shown = (await House.Read(await House.Post(desk, address, Typed(card, present: false)))).QuerySelector("main")!;
            Assert.Null(shown.QuerySelector("#kho-giay-chung-sinh"));
            // From the card, not from what is kept.
            Assert.DoesNotContain("Lấy từ lần nộp trước", shown.TextContent, StringComparison.Ordinal);
            Assert.Equal("", ((IHtmlInputElement)shown.QuerySelector("#f-applicant-phone")!).Value);
        }
        Assert.Equal(0, await house.Scalar<long>("select count(*) from dossiers.begun_reception where key = $1", key));
        var begun = (await House.Read(await House.Post(desk, address, Typed(card: true, present: true)))).QuerySelector("main")!;
        Assert.NotNull(begun.QuerySelector("#kho-giay-chung-sinh"));
        Assert.Contains("Lấy từ lần nộp trước", begun.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await house.Scalar<long>("select count(*) from vault.reading where dossier_id = $1 and act = 'looked-up' and channel = 'counter' and "
            + "owner_number = $2", key, Number));
        Assert.Equal(1, await house.Scalar<long>("select count(*) from platform.event where kind = 'dossier.reception-begun/1' and stream = $1 and reason is "
            + "not null", $"reception/{key}"));
        // Another official does not ride on it.
        var other = (await House.Read(await House.Post(await house.SignedIn("hanh"), address, Typed(card: true, present: false)))).QuerySelector("main")!;
        Assert.Null(other.QuerySelector("#kho-giay-chung-sinh"));
    }

    [Fact]
    public async Task Opening_reading_and_dropping_raises_an_alarm_once()
    {
        var official = await house.Scalar<Guid>("select id from people.account where username = 'loan'");
        for (var i = 0; i < 6; i++)
            await house.Execute("insert into dossiers.begun_reception values ($1, 'person', $2, $3, 'Cán bộ thử', 'MC-32248', '1.001193', 'Đã đối chiếu', $4)",
                Guid.NewGuid(), $"0961599990{i:00}", official, House.Morning.UtcDateTime);
        await house.At("2026-04-28T12:00:00+07:00", async () =>
        {
            await using var scope = house.Scope();
            await ReadingWatch.Abandoned.Run(scope.ServiceProvider, CancellationToken.None);
            await ReadingWatch.Abandoned.Run(scope.ServiceProvider, CancellationToken.None);
        });
        Assert.Equal(1, await house.Scalar<long>("select count(*) from platform.event where kind = 'dossier.reading-suspected/1' and stream = $1",
            $"account/{official}"));
        Assert.True(await house.Scalar<long>("select count(*) from messages.staff_notice where text like 'Cán bộ thử: hơn 3%'") >= 1);
    }

    private Task<long> Rows(string code, string act, string who) => house.Scalar<long>("""
        select count(*) from vault.reading r join people.account a on a.id = r.actor_id
        where r.dossier_code = $1 and r.act = $2 and a.username = $3 and r.owner_number = $4 and r.outcome = 'allowed'
        """, code, act, who, Number);
}
