using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Files;
using MotCua.Tests.Dossiers.Consult;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.View;

/// <summary>Page images go to whoever may open the file, and to nobody else; the owner reads of the opening.</summary>
public sealed class PageImageTests(House house) : IClassFixture<House>
{
    private Task<Guid> File(string code) =>
        house.Scalar<Guid>("select a.id from dossiers.attachment a join dossiers.dossier d on d.id = a.dossier_id where d.code = $1", code);

    private static async Task<HttpStatusCode> Status(HttpClient who, string url) => (await who.GetAsync(url)).StatusCode;

    [Fact]
    public async Task A_page_is_drawn_asked_for_again_by_its_mark_and_kept_for_the_owner_once()
    {
        var code = await Received.New(house);
        var (url, desk) = ($"/noi-bo/ho-so/{code}/tep/{await File(code)}/trang/1", await house.SignedIn("khoi"));
        var first = await desk.GetAsync(url);
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (first.StatusCode, first.Content.Headers.ContentType?.MediaType));
        Assert.Contains("sandbox", first.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("no-cache, private", first.Headers.CacheControl!.ToString());
        using var again = new HttpRequestMessage(HttpMethod.Get, url);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        var unchanged = await desk.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        var small = await desk.GetAsync(url + "?co=nho");
        Assert.NotEqual(first.Headers.ETag, small.Headers.ETag);
        Assert.True(small.Content.Headers.ContentLength < first.Content.Headers.ContentLength);
        await desk.GetAsync($"/noi-bo/ho-so/{code}/giay-to/giay-chung-sinh/trang/1");
        Assert.Equal(1, await Openings(code));
        house.Clock.Set(house.Clock.GetUtcNow() + TimeSpan.FromMinutes(16));
        await desk.GetAsync(url);
        Assert.Equal(2, await Openings(code));
    }

    [Fact]
    public async Task Nobody_else_sees_a_page_and_no_other_page_is_there()
    {
        var (code, other) = (await Received.New(house), await Received.New(house));
        var (file, foreign) = (await File(code), await File(other));
        foreach (var who in new[] { "yen", "nam", "hanh", "luan" })
            Assert.Equal(HttpStatusCode.NotFound, await Status(await house.SignedIn(who), $"/noi-bo/ho-so/{code}/tep/{file}/trang/1"));
        Assert.NotEqual(HttpStatusCode.OK, await Status(await house.SignedIn("sarich"), $"/noi-bo/ho-so/{code}/tep/{file}/trang/1"));
        Assert.NotEqual(HttpStatusCode.OK, await Status(house.Anonymous(), $"/noi-bo/ho-so/{code}/tep/{file}/trang/1"));
        var desk = await house.SignedIn("khoi");
        foreach (var address in new[] { $"tep/{foreign}/trang/1", $"tep/{file}/trang/0", $"tep/{file}/trang/-1", $"tep/{file}/trang/2",
            $"tep/{file}/trang/9999", $"tep/{file}/trang/99999999999", $"tep/{Guid.NewGuid()}/trang/1", "ket-qua/trang/1" })
            Assert.Equal(HttpStatusCode.NotFound, await Status(desk, $"/noi-bo/ho-so/{code}/{address}"));
    }

    [Fact]
    public async Task The_pages_of_a_case_that_has_ended_are_closed_as_its_files_are()
    {
        var code = await Received.New(house);
        var (url, desk) = ($"/noi-bo/ho-so/{code}/tep/{await File(code)}/trang/1", await house.SignedIn("diem"));
        Assert.Equal(HttpStatusCode.OK, await Status(desk, url));
        await Received.Act(desk, code, "withdraw", new { reason = "Người nộp xin rút" }).Ok();
        Assert.Equal(HttpStatusCode.Forbidden, await Status(desk, url));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(desk, url + "?co=nho"));
        Assert.Equal(HttpStatusCode.OK, await Status(await house.SignedIn("ut"), url));

        // For a stated reason, as long as one opening, and the owner reads the reason.
        var window = url.Replace("/tep/", "/xem/", StringComparison.Ordinal).Replace("/trang/", "/", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await Look("ngắn")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await Status(desk, window));
        var led = await Look("Đối chiếu lại theo đơn của chủ hồ sơ");
        Assert.Equal((HttpStatusCode.Redirect, window), (led.StatusCode, led.Headers.Location!.OriginalString));
        Assert.Equal(HttpStatusCode.OK, await Status(desk, window));
        house.Clock.Set(house.Clock.GetUtcNow() + TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, await Status(desk, url));
        Assert.Equal(1, await house.Scalar<long>("select count(*) from vault.reading where dossier_code = $1 and act = 'file' and outcome = 'allowed' "
            + "and purpose = 'Hồ sơ đã kết thúc: Đối chiếu lại theo đơn của chủ hồ sơ'", code));
        Assert.Equal(HttpStatusCode.NotFound, await Status(await house.SignedIn("yen"), window));
        house.Clock.Set(house.Clock.GetUtcNow() + TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(desk, url));

        async Task<HttpResponseMessage> Look(string reason) => await House.Post(desk, $"/noi-bo/ho-so/{code}",
            new() { ["reason"] = reason, ["file"] = (await File(code)).ToString() }, "#mo-tep", "?handler=LookThrough");
    }

    [Fact]
    public async Task An_asked_agency_sees_the_pages_it_was_shown_as_long_as_it_is_asked()
    {
        var code = await Consulted.Dossier(house);
        var file = await File(code);
        var shown = (await Consulted.Ask(house, code, Consulted.Body(papers: ["giay-chung-sinh"])))[0];
        var bare = (await Consulted.Ask(house, code, Consulted.Body([Consulted.TanThanh])))[0];
        var (luan, phuc) = (await house.SignedIn("luan"), await house.SignedIn("phuc"));
        string Page(Guid id) => $"/noi-bo/phoi-hop/{id}/tep/{file}/trang/1";
        Assert.Equal(HttpStatusCode.OK, await Status(luan, Page(shown)));
        Assert.Equal(1, await Openings(code));
        Assert.Equal(HttpStatusCode.NotFound, await Status(luan, $"/noi-bo/phoi-hop/{shown}/tep/{file}/trang/2"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(phuc, Page(shown)));
        Assert.Equal(HttpStatusCode.NotFound, await Status(phuc, Page(bare)));
        Assert.Equal(HttpStatusCode.NotFound, await Status(luan, $"/noi-bo/ho-so/{code}/tep/{file}/trang/1"));
        await Consulted.Answer(luan, shown, "agree").Ok();
        Assert.Equal(HttpStatusCode.NotFound, await Status(luan, Page(shown)));
    }

    [Fact]
    public async Task A_broken_file_is_a_picture_of_words_with_its_name()
    {
        var code = await Received.New(house);
        var file = await File(code);
        var broken = await house.Services.GetRequiredService<FileStore>().Put("%PDF-1.7 hỏng & <b>"u8.ToArray());
        await house.Execute("update dossiers.attachment set sha256 = $2, media_type = 'application/pdf', file_name = 'tờ <khai>.pdf' where id = $1", file,
            broken.Sha256);
        var answer = await (await house.SignedIn("khoi")).GetAsync($"/noi-bo/ho-so/{code}/tep/{file}/trang/1");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "image/svg+xml"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<khai", text, StringComparison.Ordinal);
        var words = string.Join('\n', System.Xml.Linq.XDocument.Parse(text).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value));
        Assert.Contains("Chưa mở được trang 1\ntờ <khai>.pdf", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_to_be_signed_is_seen_page_by_page()
    {
        var code = await Received.New(house);
        await Received.Act(await house.SignedIn("khoi"), code, "draft").Ok();
        var leader = await house.SignedIn("tam");
        Assert.Equal("image/jpeg", (await leader.GetAsync($"/noi-bo/ho-so/{code}/ket-qua/trang/1")).Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Status(leader, $"/noi-bo/ho-so/{code}/ket-qua/trang/9"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(await house.SignedIn("yen"), $"/noi-bo/ho-so/{code}/ket-qua/trang/1"));
    }

    [Fact]
    public async Task A_page_in_a_window_leads_to_the_next_without_script_and_not_beyond_the_right()
    {
        var code = await Consulted.Dossier(house);
        var (file, desk) = (await File(code), await house.SignedIn("khoi"));
        await Received.Act(desk, code, "draft").Ok();
        var asked = (await Consulted.Ask(house, code, Consulted.Body(papers: ["giay-chung-sinh"])))[0];
        var first = (await House.Read(await desk.GetAsync($"/noi-bo/ho-so/{code}/xem/ket-qua/1"))).QuerySelector("[data-viewer]")!;
        Assert.Equal($"/noi-bo/ho-so/{code}/ket-qua/trang/1", first.QuerySelector("[data-page]")!.GetAttribute("src"));
        Assert.False(first.QuerySelector("[data-do=prev]")!.HasAttribute("href"));
        var next = first.QuerySelector("[data-do=next]")!.GetAttribute("href")!;
        Assert.Equal($"/noi-bo/ho-so/{code}/xem/{file}/1", next);
        var last = (await House.Read(await desk.GetAsync(next))).QuerySelector("[data-viewer]")!;
        Assert.Equal("Trang 1/1 của Giấy chứng sinh (giay-chung-sinh.png)", last.QuerySelector("[data-page]")!.GetAttribute("alt"));
        Assert.False(last.QuerySelector("[data-do=next]")!.HasAttribute("href"));
        foreach (var (degrees, turned) in new[] { ("90", "turn-90"), ("270", "turn-270"), ("45", null), ("0", null) })
            Assert.Equal(turned, (await House.Read(await desk.GetAsync($"{next}?xoay={degrees}"))).QuerySelector(".viewer__sheet")!.ClassList
                .FirstOrDefault(name => name.StartsWith("turn-", StringComparison.Ordinal)));
        foreach (var gone in new[] { $"{file}/0", $"{file}/2", $"{Guid.NewGuid()}/1", "ket-qua/9", "x/1" })
            Assert.Equal(HttpStatusCode.NotFound, await Status(desk, $"/noi-bo/ho-so/{code}/xem/{gone}"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(await house.SignedIn("yen"), next));
        var (luan, window) = (await house.SignedIn("luan"), $"/noi-bo/phoi-hop/{asked}/xem/{file}/1");
        Assert.Equal(HttpStatusCode.OK, await Status(luan, window));
        Assert.Equal(HttpStatusCode.NotFound, await Status(await house.SignedIn("phuc"), window));
        await Consulted.Answer(luan, asked, "agree").Ok();
        Assert.Equal(HttpStatusCode.NotFound, await Status(luan, window));
        await Received.Act(await house.SignedIn("diem"), code, "withdraw", new { reason = "Người nộp xin rút" }).Ok();
        Assert.Equal(HttpStatusCode.Forbidden, await Status(desk, next));
        Assert.Null((await House.Read(await desk.GetAsync($"/noi-bo/ho-so/{code}"))).QuerySelector("[data-viewer]"));
    }

    private Task<long> Openings(string code) =>
        house.Scalar<long>("select count(*) from vault.reading where dossier_code = $1 and act = 'file' and outcome = 'allowed'", code);
}
