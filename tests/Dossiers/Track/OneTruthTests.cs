using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Remind;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Papers.Signatures;
using MotCua.Tests.TestKit;
using MotCua.Tests.Processes;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using Xunit;

namespace MotCua.Tests.Dossiers.Track;

/// <summary>Whatever a message tells stands on the page that it leads to: the date for anybody, the words for who knows the second factor.</summary>
public sealed partial class OneTruthTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    [Theory]
    [InlineData("submitted", "dossier.submitted"), InlineData("unanswered", "reminder.unansweredLong"), InlineData("notReceived", "dossier.refused")]
    [InlineData("received", "dossier.received"), InlineData("supplement", "dossier.supplement"), InlineData("supplementAgain", "dossier.supplement-again")]
    [InlineData("supplemented", "dossier.supplemented"), InlineData("payment", "dossier.payment"), InlineData("paused", "dossier.paused")]
    [InlineData("resumed", "dossier.resumed"), InlineData("apology", "dossier.apology"), InlineData("lateApology", "dossier.apology")]
    [InlineData("overdue", "reminder.overdue"), InlineData("still", "reminder.still"), InlineData("corrected", "dossier.clock-corrected")]
    [InlineData("refused", "dossier.refused-received"), InlineData("stopped", "dossier.stopped"), InlineData("withdrawn", "dossier.withdrawn")]
    [InlineData("resolved", "dossier.resolved"), InlineData("resultCorrected", "dossier.corrected"), InlineData("returned", "dossier.returned")]
    [InlineData("dueLater", "dossier.due-later"), InlineData("dueEarlier", "dossier.due-earlier")]
    [InlineData("letterDayClosed", "dossier.letter-day-closed"), InlineData("processNotice", "dossier.process-notice")]
    public async Task What_was_told_stands_on_the_page(string story, string template)
    {
        // The stories of the calendar move days that no other story looks at.
        house.Clock.Set(story switch
        {
            "dueLater" => DateTimeOffset.Parse("2026-07-06T09:00:00+07:00"),
            "dueEarlier" => DateTimeOffset.Parse("2026-07-17T09:00:00+07:00"),
            "letterDayClosed" => DateTimeOffset.Parse("2026-08-03T09:00:00+07:00"),
            "processNotice" => DateTimeOffset.Parse("2026-09-07T09:00:00+07:00"),
            _ => House.Morning,
        });
        if (story == "processNotice")
            await Drawn.Approve(house, Drawn.Birth, Drawn.Around([new ServiceTask("tell", "Đã hẹn ngày kiểm tra thực địa", 0, ServiceAct.Notify),
                Drawn.Step("look", "Thẩm định", StepKind.Appraise)], "look", "tell look"), from: "2026-09-07T00:00:00+07:00");
        var filed = await Applicant.Submitted(house.Anonymous());
        var (code, shown) = (filed.GetProperty("code").GetString()!, filed.GetProperty("shortCode").GetString()!);
        await Tell(story, code);
        await house.Drain();
        var messages = await house.Scalar<string[]>("""
            select coalesce(array_agg(channel || '|' || coalesce(subject, '') || '|' || text order by created_at, id), array[]::text[]) from messages.message
            where dossier_code = $1 and template not like 'vault.%'
            """, code);
        var told = messages.Select(line => line.Split('|', 3)).ToList();
        Assert.NotEqual(0L, await Received.Messages(house, code, template));
        Assert.Contains(told, line => line[0] == "sms");
        Assert.Contains(told, line => line[0] == "inApp");
        var anybody = Text(await House.Read(await house.Anonymous().GetAsync($"/tra-cuu?ma={shown}")));
        foreach (var line in told.Where(line => line[0] == "sms"))
        {
            foreach (Match date in Date().Matches(line[2])) Assert.Contains(date.Value, anybody, StringComparison.Ordinal);
            if (line[2].Contains("Dang don doc", StringComparison.Ordinal)) Assert.Contains("Đang đôn đốc", anybody, StringComparison.Ordinal);
            if (line[2].Contains("Xin loi", StringComparison.Ordinal))
                Assert.Contains("Xin lỗi và hẹn lại ngày trả kết quả", anybody, StringComparison.Ordinal);
        }
        // Said first while it holds; a corrected letter stays in the timeline alone.
        if (story is "apology" or "lateApology") Assert.Contains("xin lỗi ông/bà và hẹn trả lại", anybody, StringComparison.Ordinal);
        Assert.DoesNotContain("Lý do riêng", anybody, StringComparison.Ordinal);
        var knows = Text(await Full(shown));
        var desk = Text(await House.Read(await (await house.SignedIn("tam")).GetAsync($"/noi-bo/ho-so/{code}/tin-da-bao")));
        foreach (var line in told.Where(line => line[0] == "inApp"))
        {
            Assert.Contains(Flat($"{line[1]}. {line[2]}"), knows, StringComparison.Ordinal);
            Assert.Contains(Flat($"{line[1]}. {line[2]}"), desk, StringComparison.Ordinal);
        }
    }

    /// <summary>A message that is new has a story here, or a reason.</summary>
    [Fact]
    public async Task Every_message_to_an_applicant_has_its_story()
    {
        var told = typeof(OneTruthTests).GetMethod(nameof(What_was_told_stands_on_the_page))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Select(data => (string)((InlineDataAttribute)data).Data[1]!);
        var sent = await house.Scalar<string[]>("""
            select array_agg(distinct event order by event) from messages.template where channel = 'sms' and (event like 'dossier.%' or event like 'reminder.%')
            """);
        // It needs a rule set of its own and is held against its page in StatutoryLimitTests.
        Assert.Equal([.. sent.Except(["reminder.statutoryOver"])], told.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_letter_of_apology_is_read_where_it_is_told_and_by_nobody_who_knows_only_a_printed_code()
    {
        house.Clock.Set(House.Morning);
        var code = await Received.New(house);
        await Tell("lateApology", code, filedOnly: false);
        var token = await house.Scalar<string>("select tracking_token from dossiers.dossier where code = $1", code);
        var stranger = house.Anonymous();
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await stranger.GetAsync($"/tra-cuu/{token}/phieu/xin-loi")).StatusCode);
        var owner = await house.SignedIn("benam");
        var letter = await owner.GetAsync($"/tra-cuu/{token}/phieu/xin-loi");
        Assert.Equal("application/pdf", letter.Content.Headers.ContentType!.MediaType);
        var page = await House.Read(await owner.GetAsync($"/ho-so-cua-toi/{code}"));
        Assert.Equal($"/tra-cuu/{token}/phieu/xin-loi", page.QuerySelector("a[href$='xin-loi']")!.GetAttribute("href"));
        Assert.Contains("Hẹn lại 17:00, 08/05/2026 theo văn bản xin lỗi", Text(page), StringComparison.Ordinal);
        Assert.Contains("Ngày hẹn trước là 17:00, 29/04/2026.", Text(page), StringComparison.Ordinal);
        Assert.Contains("Đã xin lỗi, hẹn lại 17:00, 08/05/2026", Text(await House.Read(await owner.GetAsync("/ho-so-cua-toi"))), StringComparison.Ordinal);
        var desk = Text(await House.Read(await (await house.SignedIn("tam")).GetAsync($"/noi-bo/ho-so/{code}")));
        Assert.Contains("Đã xin lỗi, hẹn lại 17:00, 08/05/2026", desk, StringComparison.Ordinal);
        Assert.Contains("Hẹn trả 17:00, 08/05/2026, trước là 17:00, 29/04/2026. Lý do: Lý do riêng", desk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_was_corrected_is_promised_nowhere()
    {
        house.Clock.Set(House.Morning);
        var code = await Received.New(house);
        await Tell("corrected", code, filedOnly: false);
        var owner = await house.SignedIn("benam");
        var page = Text(await House.Read(await owner.GetAsync($"/ho-so-cua-toi/{code}")));
        Assert.DoesNotContain("Hẹn lại 17:00, 05/05/2026", page, StringComparison.Ordinal);
        Assert.DoesNotContain("hẹn trả lại 17:00, 05/05/2026.", page[..page.IndexOf("Diễn tiến hồ sơ", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("hạn 17:00, 29/04/2026", page, StringComparison.Ordinal);
        var listed = (await House.Read(await owner.GetAsync("/ho-so-cua-toi"))).QuerySelectorAll(".card").Single(card =>
            card.InnerHtml.Contains($"/ho-so-cua-toi/{code}\"", StringComparison.Ordinal));
        Assert.DoesNotContain("Đã xin lỗi", listed.TextContent, StringComparison.Ordinal);
    }

    private async Task Tell(string story, string code, bool filedOnly = true)
    {
        const string reason = "Lý do riêng của hồ sơ";
        if (story == "submitted") return;
        if (story == "unanswered")
        {
            await RemindAt("2026-04-29T09:01:00+07:00");
            return;
        }
        var (leader, desk) = (await house.SignedIn("tam"), await house.SignedIn("diem"));
        if (story == "notReceived")
        {
            await Received.Act(desk, code, "refuse", new { reason, reasonCode = "other" }).Ok();
            return;
        }
        if (filedOnly) await Received.Receive(house, code);
        async Task Apologise(string day)
        {
            await Received.Act(leader, code, "apology", new { reason, newDue = day }).Ok();
            await Received.Act(leader, code, "apology/sign").Ok();
        }
        switch (story)
        {
            case "supplement" or "supplemented" or "supplementAgain":
                await Received.Act(leader, code, "supplement",
                    new { items = new[] { new { paperKey = "giay-chung-sinh" } }, reason, right = await Applicant.Papers(house, code) }).Ok();
                if (story == "supplementAgain")
                {
                    await Received.Answer(house, code);
                    await Received.Act(leader, code, "supplement", new
                    {
                        items = new[] { new { paperKey = "giay-chung-sinh" } }, reason = $"{reason}, lần sau", right = await Applicant.Papers(house, code),
                    }).Ok();
                }
                if (story == "supplemented") await house.At("2026-05-05T10:00:00+07:00", () => Received.Answer(house, code));
                break;
            case "payment" or "resumed":
                await Received.Act(leader, code, "hold", new { cause = "payment", reason }).Ok();
                if (story == "resumed") await house.At("2026-05-05T10:00:00+07:00", () => Received.Act(leader, code, "resume", new { reason }).Ok());
                break;
            case "paused":
                await Received.Act(leader, code, "hold", new { cause = "forceMajeure", reason, legalBasis = "Điều 156 Bộ luật Dân sự" }).Ok();
                break;
            case "resolved" or "resultCorrected" or "returned":
                await Resolve(leader, code);
                if (story == "resultCorrected")
                {
                    await Received.Act(leader, code, "correction",
                        new { reasonCode = "typing", reason, values = new Dictionary<string, string> { ["answers.child.name.upper"] = "NGUYỄN GIA HÀ" } }).Ok();
                    await Received.Act(leader, code, "correction/sign").Ok();
                }
                if (story == "returned")
                    await Received.Act(desk, code, "return", new { method = "counter", receiver = "Lâm Kim Ngân", paperShown = "Giấy ủy quyền số 13" }).Ok();
                break;
            case "dueLater": await Publish("2026-07-07,thu_ba,Ngày nghỉ thử,holiday,,Công điện thử,high"); break;
            case "dueEarlier": await Publish("2026-07-18,thu_bay,Làm bù thử,makeup_working_day,2026-07-31,Công điện thử,high"); break;
            case "letterDayClosed":
                await Apologise("2026-08-06");
                await Publish("2026-08-06,thu_nam,Ngày nghỉ thử,holiday,,Công điện thử,high");
                break;
            case "still": await RemindAt("2026-05-20T09:00:00+07:00"); break;
            case "apology" or "corrected":
                await Apologise("2026-05-05");
                if (story == "corrected") await Received.Act(leader, code, "clock/correct", new { entry = 2, reason }).Ok();
                break;
            case "overdue":
                await RemindAt("2026-05-05T09:00:00+07:00");
                break;
            case "lateApology":
                house.Clock.Set(DateTimeOffset.Parse("2026-05-06T09:00:00+07:00"));
                await Apologise("2026-05-08");
                break;
            case "refused": await Received.Act(leader, code, "refuse", new { reason, reasonCode = "other" }).Ok(); break;
            case "stopped": await Received.Act(leader, code, "stop", new { reason }).Ok(); break;
            case "withdrawn":
                await Received.Act(desk, code, "withdraw", new { reason }).Ok();
                break;
        }
    }

    private async Task Resolve(HttpClient leader, string code)
    {
        var specialist = await house.SignedIn("khoi");
        await Received.Act(specialist, code, "draft").Ok();
        await Received.Act(specialist, code, "pass-on", new { opinion = "Đủ điều kiện" }).Ok();
        await Received.Act(leader, code, "sign").Ok();
        await Received.Act(await house.SignedIn("ut"), code, "register").Ok();
    }

    private async Task Publish(string row)
    {
        var folder = Directory.CreateTempSubdirectory("motcua-holidays-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "holidays.csv"), $"date,weekday,name,kind,swap_with,decision,confidence\n{row}\n");
        Assert.Equal(0, (await house.Services.GetRequiredService<ReferenceLoader>().Load(folder, false, _ => { }, Actor.System)).Refused);
        Directory.Delete(folder, recursive: true);
    }

    private async Task RemindAt(string time)
    {
        await house.Drain();
        house.Clock.Set(DateTimeOffset.Parse(time));
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        while (await scope.ServiceProvider.GetRequiredService<RemindDue>().Execute() > 0) { }
    }

    private async Task<IDocument> Full(string shown)
    {
        var client = house.Anonymous();
        var page = await House.Read(await client.GetAsync($"/tra-cuu?ma={shown}"));
        var token = page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await House.Read(await client.PostAsync("/tra-cuu", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token, ["ma"] = shown, ["last4"] = "9001",
        })));
    }

    private static string Text(IDocument page) => Flat(page.QuerySelector("main")!.TextContent);

    private static string Flat(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"\d\d/\d\d/\d{4}")]
    private static partial Regex Date();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
