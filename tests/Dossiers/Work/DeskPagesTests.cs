using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using MotCua.Dossiers.Sign;
using MotCua.Tests.Filing.WalkIn;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Work;

public sealed class DeskPagesTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_refused_act_leaves_its_form_open_with_the_sentence_and_what_was_typed()
    {
        var desk = await house.SignedIn("diem");
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString();
        var url = $"/noi-bo/tiep-nhan/{code}";

        var answer = await House.Post(desk, url, new() { ["reason"] = " " }, "#refuse form");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.True(page.QuerySelector("#refuse")!.HasAttribute("open"));
        Assert.False(page.QuerySelector("#supplement")!.HasAttribute("open"));
        Assert.Contains("Chọn lý do từ chối", page.QuerySelector("#refuse .field__error")!.TextContent, StringComparison.Ordinal);

        answer = await House.Post(desk, url, new() { ["note.giay-chung-sinh"] = "Trang 1 mờ", ["reason"] = "Ảnh chưa đọc được" }, "#supplement form");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        page = await House.Read(answer);
        Assert.True(page.QuerySelector("#supplement")!.HasAttribute("open"));
        Assert.Equal("Ảnh chưa đọc được", ((IHtmlTextAreaElement)page.QuerySelector("#f-reason")!).Value.Trim());
        Assert.Equal("Trang 1 mờ", page.QuerySelector<IHtmlInputElement>("[name='note.giay-chung-sinh']")!.Value);
        Assert.All(page.QuerySelectorAll(".error-summary a"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Equal("submitted", await house.Scalar<string>("select status from dossiers.dossier where code = $1", code!));
    }

    [Fact]
    public async Task Nothing_is_ticked_at_a_reception_before_somebody_has_looked()
    {
        var desk = await house.SignedIn("diem");
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString();
        var url = $"/noi-bo/tiep-nhan/{code}";
        var page = await House.Read(await desk.GetAsync(url));
        Assert.Empty(page.QuerySelectorAll("#tiep-nhan input[type=radio][checked]"));
        var keys = page.QuerySelectorAll("#tiep-nhan input[name=paper]").Select(field => field.GetAttribute("value")!).ToList();

        var answer = await House.Post(desk, url, new() { [$"state.{keys[0]}"] = "have" }, "#tiep-nhan");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        page = await House.Read(answer);
        Assert.Equal(keys.Count - 1, page.QuerySelectorAll("#tiep-nhan .field__error").Length);
        Assert.Equal($"co-{keys[0]}", page.QuerySelector("#tiep-nhan input[type=radio][checked]")!.Id);
        Assert.Equal("submitted", await house.Scalar<string>("select status from dossiers.dossier where code = $1", code!));

        var looked = keys.ToDictionary(key => $"state.{key}", key => page.QuerySelector($"#kc-{key}") is null ? "have" : "notNeeded");
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(desk, url, looked, "#tiep-nhan")).StatusCode);
        Assert.Equal("processing", await house.Scalar<string>("select status from dossiers.dossier where code = $1", code!));
    }

    [Fact]
    public async Task A_dossier_with_ten_thousand_events_opens_whole_with_its_middle_folded()
    {
        var desk = await house.SignedIn("diem");
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await house.Execute("""
            insert into dossiers.hand_over (dossier_id, seq, at, from_name, from_unit, to_name, to_unit, step_name, outcome)
            select id, n, submitted_at + n * interval '1 second', 'Người ' || n, 'Đơn vị A', 'Người ' || n + 1, 'Đơn vị B', 'Bước thứ ' || n, 'passed'
                from dossiers.dossier, generate_series(1, 10000) n where code = $1
            """, code);
        foreach (var url in new[] { $"/noi-bo/ho-so/{code}", $"/noi-bo/ho-so/{code}/thoi-han", $"/noi-bo/ho-so/{code}/phieu/kiem-soat" })
        {
            var answer = await desk.GetAsync(url);
            Assert.True((int)answer.StatusCode < 500, $"{url} {(int)answer.StatusCode}");
        }
        var page = await House.Read(await desk.GetAsync($"/noi-bo/ho-so/{code}"));
        Assert.Equal(44, page.QuerySelectorAll("ol.timeline").First(list => list.ParentElement!.LocalName != "details").ChildElementCount);
        Assert.Equal("9.958 diễn tiến ở giữa", page.QuerySelector("ol.timeline summary")!.TextContent);
        Assert.Contains("Bước thứ 5000", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_promise_names_the_day_of_receipt_and_each_day_after_it()
    {
        var desk = await house.SignedIn("diem");
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString();
        var page = await House.Read(await desk.GetAsync($"/noi-bo/tiep-nhan/{code}"));
        Assert.Equal(["Thứ Ba, 28/04/2026: ngày tiếp nhận, chưa tính", "Thứ Tư, 29/04/2026: tính là ngày 1"],
            page.QuerySelectorAll(".due-days li").Select(line => line.TextContent.Replace('\u00a0', ' ')));
        Assert.Equal("29hạn", page.QuerySelector(".due-days .is-due")!.TextContent);
    }

    [Fact]
    public async Task A_program_names_the_paper_by_its_key_and_the_slip_calls_it_as_the_dossier_does()
    {
        var desk = await house.SignedIn("diem");
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString();
        var url = $"/api/v1/desk/dossiers/{code}/supplement";
        foreach (var item in new object[] { new { paperKey = "khong-co", note = "?" }, new { note = "Không có tên" } })
            await Applicant.Refused(HttpStatusCode.BadRequest, "",
            Applicant.Send(desk, HttpMethod.Post, url, new { items = new[] { item }, reason = "Thiếu" }));
        var (unseen, many) = (new { items = new[] { new { paperKey = "giay-chung-sinh" } }, reason = "Ảnh mờ" },
            new { items = Enumerable.Range(0, 61).Select(i => new { name = $"Mục {i}" }), reason = "Nhiều" });
        await Applicant.Refused(HttpStatusCode.BadRequest, "Chưa đánh dấu", Applicant.Send(desk, HttpMethod.Post, url, unseen));
        await Applicant.Refused(HttpStatusCode.BadRequest, "tối đa 60 mục", Applicant.Send(desk, HttpMethod.Post, url, many));
        await Applicant.Send(desk, HttpMethod.Post, url, new
        {
            items = new[] { new { paperKey = "giay-chung-sinh", why = "unreadable", page = 1, note = "Chụp lại đủ bốn góc" } }, reason = "Ảnh mờ",
            right = await Applicant.Papers(house, code!)
        }).Ok();
        Assert.Equal("Giấy chứng sinh", await house.Scalar<string>(
            "select s.items -> 0 ->> 'name' from dossiers.supplement_request s join dossiers.dossier d on d.id = s.dossier_id where d.code = $1", code!));
        Assert.Equal("application/pdf", (await desk.GetAsync($"/noi-bo/ho-so/{code}/phieu/bo-sung?lan=1")).Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_pause_stops_the_words_of_the_clock_for_officials_too()
    {
        var desk = await house.SignedIn("diem");
        var code = await WalkInTests.Received(desk);
        await house.Execute("update dossiers.dossier set status = 'supplement', paused_at = received_at where code = $1", code);
        house.Clock.Set(House.Morning.AddDays(30));
        try
        {
            Assert.DoesNotContain("Quá hạn", await (await desk.GetAsync($"/noi-bo/ho-so/{code}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally { house.Clock.Set(House.Morning); }
    }

    [Fact]
    public void Values_of_the_dossier_are_told_from_the_words_of_the_template()
    {
        Assert.Equal([("Họ tên: ", false), ("NGUYỄN ĐƯỚC AN", true), (". Nơi cư trú: ", false), ("Ấp Rạch Tàu, Xã Đất Mũi", true), (".", false)],
            MergedText.Parts("Họ tên: NGUYỄN ĐƯỚC AN. Nơi cư trú: Ấp Rạch Tàu, Xã Đất Mũi.", ["Xã Đất Mũi", "NGUYỄN ĐƯỚC AN", "Ấp Rạch Tàu, Xã Đất Mũi", ""]));
        Assert.Equal([("Không có gì", false)], MergedText.Parts("Không có gì", []));
    }
}
