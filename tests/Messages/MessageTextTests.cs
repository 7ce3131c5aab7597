using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Messages.Contracts;
using MotCua.Messages.Texts;
using MotCua.Platform.Data;
using MotCua.Tests.People;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Messages;

/// <summary>The words of messages are kept by officers: one writes, another approves, what is queued keeps its words.</summary>
public sealed class MessageTextTests(House house) : IClassFixture<House>
{
    private const string Draft = "main form.column";
    private const string Approve = "form[action*=Approve]";

    [Fact]
    public async Task A_text_is_written_by_one_approved_by_another_and_holds_for_the_next_message_alone()
    {
        var page = Page("dossier.received", "sms");
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        var before = await Send("dossier.received");
        await House.Post(ha, page, Fields("Mot cua Ca Mau: ho so {short} hen tra {due}. Xem {link}"), Draft).Redirects();
        Assert.Null((await House.Read(await ha.GetAsync(page))).QuerySelector(Approve));
        Assert.StartsWith("HCC Ca Mau", await Words(await Send("dossier.received")), StringComparison.Ordinal);
        // Who wrote it may not send the form of the other one either.
        var (id, revision) = await Open("dossier.received", "sms");
        var typed = new Dictionary<string, string> { ["id"] = $"{id}", ["revision"] = $"{revision}", ["approveReason"] = "Tự duyệt" };
        var own = await House.Post(ha, page, typed, Draft, "?handler=Approve");
        Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(nam, page, new() { ["approveReason"] = "" }, Approve)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(nam, page, new() { ["approveReason"] = "Công văn 15" }, Approve)).StatusCode);
        var after = await Words(await Send("dossier.received"));
        Assert.StartsWith("Mot cua Ca Mau: ho so 7KQ4-9M2X hen tra 16:30, 29/04/2026", after, StringComparison.Ordinal);
        Assert.StartsWith("HCC Ca Mau", await Words(before), StringComparison.Ordinal);
        var history = (await House.Read(await nam.GetAsync(page))).QuerySelector("section[aria-labelledby=cac-lan-sua]")!.TextContent;
        Assert.Contains("HCC Ca Mau", history, StringComparison.Ordinal);
        Assert.Contains("Mot cua Ca Mau", history, StringComparison.Ordinal);
        Assert.Contains("Duyệt: ", history, StringComparison.Ordinal);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event where kind = 'message-text.approved/1' and stream = $1",
            $"message-text/{id}"));
        // Back to what came with the product, by two people again.
        var back = (IHtmlTextAreaElement)(await House.Read(await nam.GetAsync(page + "?loi=giao-kem"))).QuerySelector("[name=text]")!;
        Assert.StartsWith("HCC Ca Mau", back.Value, StringComparison.Ordinal);
        await House.Post(nam, page, Fields(back.Value), Draft).Redirects();
        await House.Post(ha, page, new() { ["approveReason"] = "Công văn 16" }, Approve).Redirects();
        Assert.StartsWith("HCC Ca Mau", await Words(await Send("dossier.received")), StringComparison.Ordinal);
        Assert.Equal(new[] { "replaced", "approved" }, await house.Scalar<string[]>(
            "select array_agg(state order by made_at) from messages.text_change where event = 'dossier.received' and channel = 'sms'"));
    }

    [Fact]
    public async Task A_text_of_a_later_day_waits_for_it_and_may_be_withdrawn_before()
    {
        var page = Page("dossier.resolved", "inApp");
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        var later = Administrator.Today.AddDays(3);
        await House.Post(ha, page, Fields("Hồ sơ {short} đã xong, mời ông/bà đến nhận.", later), Draft).Redirects();
        await House.Post(nam, page, new() { ["approveReason"] = "Công văn 17" }, Approve).Redirects();
        Assert.Contains("đã có kết quả", await Words(await Send("dossier.resolved"), "inApp"), StringComparison.Ordinal);
        Assert.Contains("lời mới từ 01/05/2026", (await House.Read(await nam.GetAsync("/quan-tri/tin-nhan"))).Body!.TextContent, StringComparison.Ordinal);
        await House.Post(nam, page, new() { ["withdrawReason"] = "Lãnh đạo cho chờ" }, "form[action*=Withdraw]").Redirects();
        await house.At("2026-05-02T09:00:00+07:00", async () =>
            Assert.Contains("đã có kết quả", await Words(await Send("dossier.resolved"), "inApp"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_message_must_tell_is_not_left_out_and_what_was_typed_stays()
    {
        var ha = await house.SignedIn("ha");
        var page = Page("dossier.received", "email");
        Assert.Contains("Không có trường {ten} ở tin này", await Refusal(ha, page, "Kính gửi {ten}, hồ sơ {code} hẹn trả {due}. Gọi 1022."),
            StringComparison.Ordinal);
        Assert.Contains("Thiếu {due} (ngày hẹn trả)", await Refusal(ha, page, "Hồ sơ {code} đã nhận. Gọi 1022."), StringComparison.Ordinal);
        Assert.Contains("Thiếu mã", await Refusal(ha, page, "Hẹn trả {due}. Gọi 1022."), StringComparison.Ordinal);
        Assert.Contains("Thiếu nơi xem lại", await Refusal(ha, page, "Hồ sơ {code} hẹn trả {due}."), StringComparison.Ordinal);
        Assert.Contains("Không gõ địa chỉ trang", await Refusal(ha, page, "Hồ sơ {code} hẹn {due}. Xem http://la.vn/1022"), StringComparison.Ordinal);
        Assert.Contains("ngoặc nhọn", await Refusal(ha, page, "Hồ sơ {code} hẹn {due}. Gọi 1022 {"), StringComparison.Ordinal);
        Assert.Contains("phải có chữ “xin lỗi”", await Refusal(ha, Page("dossier.apology", "sms"), "Ho so {short} hen tra lai {due}{moved}. Hoi 1022"),
            StringComparison.Ordinal);
        Assert.Contains("Không có trường {reason}", await Refusal(ha, Page("dossier.apology", "sms"), "Xin loi, ho so {short} {due}{moved} {reason}. 1022"),
            StringComparison.Ordinal);
        Assert.Contains("Bớt ", await Refusal(ha, Page("dossier.received", "sms"), "Ho so {short} hen tra {due}. " + new string('x', 200) + " 1022"),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ha.GetAsync(Page("dossier.received", "fax"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn("khoi")).GetAsync(page)).StatusCode);
    }

    [Fact]
    public async Task Two_who_write_the_same_text_are_told_of_each_other()
    {
        var page = Page("dossier.stopped", "sms");
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        await House.Post(ha, page, Fields("Ho so {short} da dung giai quyet. Hoi 1022"), Draft).Redirects();
        var second = await House.Post(nam, page, new(Fields("Ho so {short} dung roi. Hoi 1022")) { ["seen"] = "0" }, Draft);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("dung roi", ((IHtmlTextAreaElement)(await House.Read(second)).QuerySelector("[name=text]")!).Value, StringComparison.Ordinal);
        // Whoever has changed it is an author too.
        await House.Post(nam, page, Fields("Ho so {short} dung roi. Hoi 1022"), Draft).Redirects();
        Assert.Null((await House.Read(await nam.GetAsync(page))).QuerySelector(Approve));
        Assert.Null((await House.Read(await ha.GetAsync(page))).QuerySelector(Approve));
    }

    [Fact]
    public async Task A_preview_counts_the_parts_of_an_sms_and_saves_nothing()
    {
        var page = Page("dossier.paused", "sms");
        var typed = new Dictionary<string, string>(Fields("Hồ sơ {short} tạm dừng. Hỏi 1022")) { ["viec"] = "xem" };
        var shown = await House.Read(await House.Post(await house.SignedIn("ha"), page, typed, Draft));
        var preview = shown.QuerySelector("section[aria-labelledby=xem-truoc]")!.TextContent;
        Assert.Contains("Ho so 7KQ4-9M2X tam dung. Hoi 1022", preview, StringComparison.Ordinal);
        Assert.Contains("34 ký tự, 1 tin (GSM-7", preview, StringComparison.Ordinal);
        Assert.Contains("UCS-2", preview, StringComparison.Ordinal);
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from messages.text_change where event = 'dossier.paused'"));
    }

    /// <summary>Delivered rows come as scripts of a version bring them: by a later day of the product's own, and as before by any day.</summary>
    [Theory]
    [InlineData("dossier.refused", "2021-01-02"), InlineData("dossier.withdrawn", "2026-04-29"), InlineData("dossier.submitted", "2026-05-02")]
    public async Task A_version_that_delivers_other_words_leaves_those_of_the_province_until_two_take_them(string happening, string day)
    {
        const string own = "Mot cua Ca Mau: ho so {short} co tin moi. Hoi 1022";
        const string delivered = "HCC Ca Mau: Ho so {short} co tin. Xem {link} hoac goi 1022 (ban moi)";
        var page = Page(happening, "sms");
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        await House.Post(ha, page, Fields(own), Draft).Redirects();
        await House.Post(nam, page, new() { ["approveReason"] = "Công văn 18" }, Approve).Redirects();
        await Upgrade(delivered);
        await house.At("2026-05-03T09:00:00+07:00", async () =>
        {
            Assert.StartsWith("Mot cua Ca Mau", await Words(await Send(happening)), StringComparison.Ordinal);
            var shown = (await House.Read(await ha.GetAsync(page))).QuerySelector("main")!;
            foreach (var words in new[] { own, delivered, "Phần mềm giao lời mới" }) Assert.Contains(words, shown.TextContent, StringComparison.Ordinal);
            Assert.Contains("Phần mềm giao lời mới", await Row(nam, page), StringComparison.Ordinal);

            // Two say that their own words stay: the page is quiet until another version comes.
            await House.Post(ha, page, Fields(own, new DateOnly(2026, 5, 3)), Draft).Redirects();
            await House.Post(nam, page, new() { ["approveReason"] = "Giữ lời của tỉnh" }, Approve).Redirects();
            Assert.DoesNotContain("Phần mềm giao lời mới", await Row(nam, page), StringComparison.Ordinal);
            Assert.StartsWith("Mot cua Ca Mau", await Words(await Send(happening)), StringComparison.Ordinal);
            await house.Execute("update messages.template set text = $2 where event = $1 and channel = 'sms' and change_id is null and text like '%(ban moi)'",
                happening, delivered.Replace("ban moi", "ban sau", StringComparison.Ordinal));
            Assert.Contains("Phần mềm giao lời mới", await Row(nam, page), StringComparison.Ordinal);

            var taken = (IHtmlTextAreaElement)(await House.Read(await ha.GetAsync(page + "?loi=giao-kem"))).QuerySelector("[name=text]")!;
            Assert.EndsWith("(ban sau)", taken.Value, StringComparison.Ordinal);
            await House.Post(ha, page, Fields(taken.Value, new DateOnly(2026, 5, 3)), Draft).Redirects();
            Assert.StartsWith("Mot cua Ca Mau", await Words(await Send(happening)), StringComparison.Ordinal);
            await House.Post(nam, page, new() { ["approveReason"] = "Theo bản mới" }, Approve).Redirects();
            Assert.EndsWith("(ban sau)", await Words(await Send(happening)), StringComparison.Ordinal);
            Assert.DoesNotContain("Phần mềm giao lời mới", await Row(nam, page), StringComparison.Ordinal);
        });

        Task Upgrade(string text) => house.Execute(
            "insert into messages.template (event, channel, valid_from, text) values ($1, 'sms', $2, $3) on conflict do nothing",
            happening, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), text);
    }

    [Fact]
    public async Task What_was_written_before_versions_were_compared_stays_too_and_says_what_it_lacks()
    {
        var page = Page("dossier.returned", "sms");
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        await House.Post(ha, page, Fields("Mot cua Ca Mau: da tra ket qua ho so {short}. Hoi 1022"), Draft).Redirects();
        await House.Post(nam, page, new() { ["approveReason"] = "Công văn 19" }, Approve).Redirects();
        await house.Execute("update messages.text_change set known_text = null where event = 'dossier.returned'");
        Assert.DoesNotContain("Phần mềm giao lời mới", await Row(nam, page), StringComparison.Ordinal);
        await house.Execute("""
            insert into messages.template (event, channel, valid_from, text)
            values ('dossier.returned', 'sms', '2026-05-02', 'HCC Ca Mau: Da tra ket qua ho so {short} luc {due}. Hoi 1022')
            """);
        await house.At("2026-05-03T09:00:00+07:00", async () =>
        {
            Assert.StartsWith("Mot cua Ca Mau", await Words(await Send("dossier.returned")), StringComparison.Ordinal);
            var told = (await House.Read(await ha.GetAsync(page))).QuerySelector("section[aria-labelledby=giao-moi]")!.TextContent;
            Assert.Contains("Thiếu {due} (ngày hẹn trả)", told, StringComparison.Ordinal);
            Assert.DoesNotContain("Muốn giữ lời của tỉnh", told, StringComparison.Ordinal);
        });
    }

    /// <summary>Days of 2021 are the product's, days from today on the officers': neither script nor act meets a row of the other.</summary>
    [Fact]
    public async Task No_delivered_text_lies_among_the_days_of_officers() =>
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from messages.template where change_id is null and valid_from >= '2022-01-01' "
            + "and event not in ('dossier.refused', 'dossier.withdrawn', 'dossier.submitted', 'dossier.returned')"));

    [Fact]
    public async Task Every_text_that_comes_with_the_product_has_a_name_and_keeps_its_own_rules()
    {
        var events = await house.Scalar<string[]>("select array_agg(distinct event) from messages.template where change_id is null");
        Assert.Empty(events.Except(MessageEvents.Known));
        await using var scope = house.Scope();
        var reading = scope.ServiceProvider.GetRequiredService<TextReading>();
        foreach (var text in await reading.All())
        {
            var (own, rules) = await reading.Rules(text.Event, text.Channel);
            Assert.Empty(reading.Problems(rules, own.Subject, own.Text));
        }
    }

    [Theory]
    [InlineData(160, 'a', 1, false), InlineData(161, 'a', 2, false), InlineData(306, 'a', 2, false), InlineData(307, 'a', 3, false)]
    [InlineData(70, 'ệ', 1, true), InlineData(71, 'ệ', 2, true), InlineData(80, '€', 1, false), InlineData(81, '€', 2, false)]
    public void An_sms_is_counted_as_the_network_counts(int count, char letter, int parts, bool wide)
    {
        var sms = SmsParts.Of(new string(letter, count));
        Assert.Equal((parts, wide), (sms.Parts, sms.Ucs2));
    }

    private static string Page(string happening, string channel) => $"/quan-tri/tin-nhan/{happening}/{channel}";

    private static Dictionary<string, string> Fields(string text, DateOnly? from = null)
    {
        var fields = new Dictionary<string, string> { ["text"] = text, ["reason"] = "Công văn 12/VP", ["viec"] = "luu" };
        Administrator.Three("from", from ?? Administrator.Today, fields);
        return fields;
    }

    private static async Task<string> Refusal(HttpClient officer, string page, string text)
    {
        var answer = await House.Post(officer, page, Fields(text), Draft);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var shown = await House.Read(answer);
        Assert.Equal(text, ((IHtmlTextAreaElement)shown.QuerySelector("[name=text]")!).Value);
        return shown.QuerySelector(".error-summary")!.TextContent;
    }

    private static async Task<string> Row(HttpClient officer, string page) =>
        (await House.Read(await officer.GetAsync("/quan-tri/tin-nhan"))).QuerySelector($"a[href='{page}']")!.Closest("tr")!.TextContent;

    private async Task<(Guid Id, int Revision)> Open(string happening, string channel) =>
        (await house.Scalar<Guid>("select id from messages.text_change where event = $1 and channel = $2 and state = 'draft'", happening, channel),
            await house.Scalar<int>("select revision from messages.text_change where event = $1 and channel = $2 and state = 'draft'", happening, channel));

    /// <returns>The phone it went to.</returns>
    private async Task<string> Send(string happening)
    {
        var to = "09" + Random.Shared.Next(10_000_000, 99_999_999);
        await using var scope = house.Scope();
        await scope.ServiceProvider.GetRequiredService<Messenger>().Queue(happening, new Recipient(to), new Dictionary<string, string>
        {
            ["short"] = "7KQ4-9M2X", ["code"] = "H12.32248-260428-0001", ["procedure"] = "Đăng ký khai sinh", ["due"] = "16:30, 29/04/2026",
        }, "H-" + to);
        await scope.ServiceProvider.GetRequiredService<Db>().Save();
        return to;
    }

    private Task<string> Words(string to, string channel = "sms") =>
        house.Scalar<string>("select text from messages.message where dossier_code = $1 and channel = $2", "H-" + to, channel);
}

internal static class Answers
{
    public static async Task Redirects(this Task<HttpResponseMessage> answer)
    {
        var got = await answer;
        if (got.StatusCode != HttpStatusCode.Redirect)
            Assert.Fail($"{(int)got.StatusCode}: {(await House.Read(got)).QuerySelector(".error-summary")?.TextContent}");
    }
}
