using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Catalogue.Rules;

/// <summary>
/// Through the pages. The clock stands at 28/04/2026; "ha" keeps the procedures, "nam" administers: both may make and approve,
/// never the same person twice. Each test leaves the approved periods as they were.
/// </summary>
public sealed class RuleSetPagesTests(House house) : IClassFixture<House>
{
    private const string List = "/quan-tri/bo-quy-dinh";
    private static readonly Guid InForce = Guid.Parse("01860000-0000-7000-8000-000000118252");

    private RuleSets Kept => house.Services.GetRequiredService<RuleSets>();

    [Fact]
    public async Task The_list_shows_the_generations_and_the_one_of_today()
    {
        var page = await House.Read(await (await house.SignedIn("ha")).GetAsync(List));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Contains("Hôm nay, 28/04/2026, áp dụng Một cửa theo Nghị định 118/2025/NĐ-CP, mẫu của Thông tư 03/2025/TT-VPCP",
            page.QuerySelector("main .banner")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["từ 15/09/2025", "từ 01/07/2025 đến 14/09/2025", "từ 21/06/2018 đến 30/06/2025"],
            page.QuerySelectorAll("[aria-labelledby=da-duyet] td[data-label='Áp dụng']").Select(cell => cell.TextContent));
        Assert.Equal("step", page.QuerySelectorAll(".timeline > li")[^1].GetAttribute("aria-current"));
    }

    [Fact]
    public async Task The_page_says_every_rule_in_words_with_its_basis()
    {
        var page = await House.Read(await (await house.SignedIn("nam")).GetAsync($"{List}/{InForce}"));
        var text = page.QuerySelector("main")!.TextContent;
        foreach (var words in new[]
        {
            "8 giờ", "15:00", "giờ đóng cửa của bộ phận", "chuyển sang ngày làm việc tiếp theo", "tính tiếp phần thời hạn còn lại", "Lãnh đạo",
                "chỉ trước giờ hẹn trả",
            "4 giờ làm việc", "50 % thời gian của bước", "24 giờ làm việc", "tạm dừng nếu thủ tục quy định", "không quá 3 ngày làm việc", "đã xử lý xong",
                "mẫu 05, Thông báo dừng giải quyết hồ sơ",
            "Nghị định 118/2025/NĐ-CP ngày 09/6/2025", "chưa đối chiếu nguyên văn", "Lập: Hệ thống",
        }) Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Rút bộ này", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sửa nội dung", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_people_bring_a_new_rule_set_into_force_and_an_old_dossier_keeps_the_old_one()
    {
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        var id = await Make(ha, "Trả lời trong 6 giờ");
        await Edit(ha, id, new() { ["answers.replyHours"] = "6", ["answers.alarmHours"] = "3" });
        var page = await Page(ha, id);
        Assert.Contains(page.QuerySelectorAll("section[aria-label^=Khác] li"),
            line => line.TextContent == "Thời gian trả lời hồ sơ trực tuyến: từ 8 còn 6 giờ làm việc.");
        await Schedule(ha, id, 1, 7, 2026);
        Assert.Contains("Khi duyệt, ND118-2025 bản 2 kết thúc ngày 30/06/2026.", (await Page(nam, id)).Body!.TextContent, StringComparison.Ordinal);
        // Scheduled is not yet approved: nothing changes.
        Assert.Equal(InForce, (await Kept.At(new(2026, 7, 1))).Id);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Kept.Get(id));

        Assert.Empty((await Page(ha, id)).QuerySelectorAll("form[action*=Approve]"));
        await Refused(HttpStatusCode.Forbidden, "không tự duyệt", await PostTo(ha, id, "Approve", new() { ["reason"] = "Quyết định 9" }));
        await Moved(await Act(nam, id, "Approve", new() { ["reason"] = "Quyết định 9" }), id);

        Assert.Equal(InForce, (await Kept.At(new(2026, 6, 30))).Id);
        var now = await Kept.At(new(2026, 7, 1));
        Assert.Equal((id, 6m, 3m), (now.Id, now.Answers.ReplyHours, now.Answers.AlarmHours));
        var pinned = await Kept.Get(InForce);
        Assert.Equal((8m, new DateOnly(2026, 6, 30)), (pinned.Answers.ReplyHours, pinned.ValidTo));
        Assert.Equal(3L, await house.Scalar<long>("select count(*) from platform.event where stream = $1", $"rule-set/{id}"));
        Assert.Equal("ruleset.approved/1|Quyết định 9",
            await house.Scalar<string>("select kind || '|' || reason from platform.event where stream = $1 order by position desc limit 1", $"rule-set/{id}"));
        Assert.Equal(1L, await house.Scalar<long>("select count(distinct data ->> 'checksum') from platform.event where stream = $1 and data ->> 'checksum' "
            + "is not null", $"rule-set/{id}"));

        await Frozen(id);
        await Moved(await Act(ha, id, "Withdraw", new() { ["reason"] = "Văn bản bị hoãn" }), id);
        Assert.Equal(InForce, (await Kept.At(new(2026, 7, 1))).Id);
        Assert.Null((await Kept.Get(InForce)).ValidTo);
        Assert.Equal(6m, (await Kept.Get(id)).Answers.ReplyHours);
    }

    /// <summary>An approved one cannot be changed by the application's role, whatever the code does.</summary>
    private async Task Frozen(Guid id)
    {
        var source = house.Services.GetRequiredService<NpgsqlDataSource>();
        foreach (var change in new[]
        {
            "body = jsonb_set(body, '{answers,replyHours}', '1')", "name = 'khác'", "valid_from = '2026-06-01'", "state = 'draft'", "approved_by = 'khác'",
            "hands = '{}'"
        })
        {
            await using var command = source.CreateCommand($"update catalogue.rule_set set {change} where id = '{id}'");
            Assert.Equal(PostgresErrorCodes.RestrictViolation,
                (await Assert.ThrowsAsync<PostgresException>(async () => await command.ExecuteNonQueryAsync())).SqlState);
        }
        await using var delete = source.CreateCommand($"delete from catalogue.rule_set where id = '{id}'");
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege,
            (await Assert.ThrowsAsync<PostgresException>(async () => await delete.ExecuteNonQueryAsync())).SqlState);
        await using var overlap = source.CreateCommand($"update catalogue.rule_set set valid_to = null where id = '{InForce}'");
        Assert.Equal(PostgresErrorCodes.ExclusionViolation,
            (await Assert.ThrowsAsync<PostgresException>(async () => await overlap.ExecuteNonQueryAsync())).SqlState);
        await using var alone = source.CreateCommand("insert into catalogue.rule_set (id, code, version, name, valid_from, body, state, hands, made_by, "
            + "made_at, approved_by, approved_by_id, approved_at) "
            + "select gen_random_uuid(), code, 99, name, '2040-01-01', body, 'approved', array[id], made_by, now(), 'một mình', id, now() from "
                + "catalogue.rule_set limit 1");
        Assert.Equal("rule_set_two_people", (await Assert.ThrowsAsync<PostgresException>(async () => await alone.ExecuteNonQueryAsync())).ConstraintName);
    }

    [Fact]
    public async Task Who_approves_sees_the_difference_to_what_it_was_made_from_and_to_what_it_follows()
    {
        var ha = await house.SignedIn("ha");
        var old = Guid.Parse("01860000-0000-7000-8000-000000118251");
        var made = await Act(ha, old, "Make", new() { ["name"] = "Trở lại mẫu cũ", ["reason"] = "Dự thảo" });
        var id = Guid.Parse(made.Headers.Location!.OriginalString[(List.Length + 1)..].Split('?')[0]);
        await Schedule(ha, id, 1, 7, 2026);
        var parts = (await Page(await house.SignedIn("nam"), id)).QuerySelectorAll("section[aria-label^=Khác]");
        Assert.Equal(["Khác gì so với ND118-2025 bản 1", "Khác gì so với ND118-2025 bản 2"], parts.Select(part => part.GetAttribute("aria-label")));
        Assert.Equal(["Tên: từ “Một cửa theo Nghị định 118/2025/NĐ-CP, mẫu của Thông tư 01/2018/TT-VPCP” thành “Trở lại mẫu cũ”."],
            parts[0].QuerySelectorAll("li").Select(line => line.TextContent));
        Assert.Contains(parts[1].QuerySelectorAll("li"), line => line.TextContent == "Bộ mẫu: từ 03/2025/TT-VPCP thành 01/2018/TT-VPCP.");
    }

    [Fact]
    public async Task Whoever_changed_a_draft_does_not_approve_it_either()
    {
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        var id = await Make(nam, "Hai người cùng soạn");
        await Edit(ha, id, new() { ["answers.stillHours"] = "16" });
        await Schedule(nam, id, 1, 6, 2026);
        foreach (var one in new[] { ha, nam }) await Refused(HttpStatusCode.Forbidden, "Nhờ người khác duyệt",
            await PostTo(one, id, "Approve", new() { ["reason"] = "Quyết định 9" }));
        await Moved(await Act(nam, id, "Withdraw", new() { ["reason"] = "Soạn lại" }), id);
    }

    [Fact]
    public async Task What_contradicts_itself_is_said_beside_its_field_and_everything_typed_stays()
    {
        var ha = await house.SignedIn("ha");
        var id = await Make(ha, "Mâu thuẫn");
        var typed = new Dictionary<string, string>
        {
            ["name"] = "Tên vừa gõ", ["answers.alarmHours"] = "9", ["answers.replyHours"] = "8", ["counting.hoursPerDay"] = "tám",
                ["supplements.after"] = "restart", ["pauses.supplement.when"] = "never",
            ["forms.stop.number"] = "01", ["legalBasis"] = "Dòng một\nDòng hai",
        };
        var answer = await House.Post(ha, $"{List}/{id}?viec=sua", typed);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Equal(4, page.QuerySelectorAll(".error-summary a").Length);
        Assert.All(page.QuerySelectorAll(".error-summary a"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        foreach (var (field, words) in new[]
        {
            ("answers.alarmHours", "Giờ nhắc phải trước hạn trả lời"), ("counting.hoursPerDay", "Nhập một số"),
                ("supplements.after", "phải tạm dừng khi chờ bổ sung"),
            ("forms.stop.number", "Số mẫu 01 đã dùng"),
        }) Assert.Contains(words, page.GetElementById("f-" + field.Replace('.', '-') + "-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("Tên vừa gõ", "tám", "9"), (Box("name"), Box("counting.hoursPerDay"), Box("answers.alarmHours")));
        Assert.Equal("Dòng một\nDòng hai", page.QuerySelector<IHtmlTextAreaElement>("[name=legalBasis]")!.Value.ReplaceLineEndings("\n"));
        Assert.Equal("never", page.QuerySelector<IHtmlSelectElement>("[name='pauses.supplement.when']")!.Value);
        Assert.True(page.QuerySelector<IHtmlInputElement>("[name='supplements.after'][value=restart]")!.IsChecked);
        Assert.Equal("Mâu thuẫn", await house.Scalar<string>("select name from catalogue.rule_set where id = $1", id));
        await Moved(await Act(ha, id, "Withdraw", new() { ["reason"] = "Soạn lại" }), id);

        string Box(string name) => page.QuerySelector<IHtmlInputElement>($"[name='{name}']")!.Value;
    }

    [Theory]
    [InlineData(28, 4, 2026, 0, "Quyết định 9", "from", "sau hôm nay, 28/04/2026")]
    [InlineData(31, 6, 2026, 0, "Quyết định 9", "from", "có trong lịch")]
    [InlineData(1, 7, 2026, 2025, "Quyết định 9", "to", "từ ngày bắt đầu trở đi")]
    [InlineData(1, 7, 2026, 2027, "Quyết định 9", "to", "không có quy định nào")]
    [InlineData(1, 7, 2026, 0, "  ", "reason", "Nhập căn cứ")]
    public async Task Dates_that_cannot_be_are_refused_and_stay_typed(int day, int month, int year, int toYear, string reason, string field, string words)
    {
        var ha = await house.SignedIn("ha");
        var id = await Make(ha, "Ngày sai");
        var answer = await Act(ha, id, "Schedule", Dates(day, month, year, toYear, reason));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Contains(words, page.GetElementById($"f-{field}-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((day.ToString(), reason.Trim()),
            (page.QuerySelector<IHtmlInputElement>("[name='from.day']")!.Value, page.QuerySelector<IHtmlInputElement>("[name=reason]")!.Value.Trim()));
        Assert.Equal("draft", await house.Scalar<string>("select state from catalogue.rule_set where id = $1", id));
    }

    [Fact]
    public async Task A_second_one_for_the_same_time_is_refused_with_the_day_that_would_do()
    {
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        var (first, second) = (await Make(ha, "Trước"), await Make(nam, "Sau"));
        await Schedule(ha, first, 1, 9, 2026);
        await Schedule(nam, second, 1, 8, 2026);
        await Moved(await Act(nam, first, "Approve", new() { ["reason"] = "Quyết định 9" }), first);
        // It fitted when it was scheduled; meanwhile the other one was approved.
        await Refused(HttpStatusCode.Conflict, "Trùng với ND118-2025 bản", await Act(ha, second, "Approve", new() { ["reason"] = "Quyết định 10" }));
        await Refused(HttpStatusCode.BadRequest, "Nhập ngày kết thúc 31/08/2026", await Act(nam, second, "Schedule", Dates(1, 8, 2026, 0, "Quyết định 10")));
        await Moved(await Act(nam, second, "Schedule", Dates(1, 8, 2026, 2026, "Quyết định 10", 31, 8)), second);
        await Moved(await Act(ha, second, "Approve", new() { ["reason"] = "Quyết định 10" }), second);
        Assert.Equal((InForce, second, first), ((await Kept.At(new(2026, 7, 31))).Id, (await Kept.At(new(2026, 8, 31))).Id,
            (await Kept.At(new(2026, 9, 1))).Id));

        // The later one is withdrawn first: the one between goes on.
        await Moved(await Act(ha, first, "Withdraw", new() { ["reason"] = "Hoãn" }), first);
        Assert.Equal(second, (await Kept.At(new(2030, 1, 1))).Id);
        await Moved(await Act(ha, second, "Withdraw", new() { ["reason"] = "Hoãn" }), second);
        Assert.Equal(InForce, (await Kept.At(new(2030, 1, 1))).Id);
    }

    [Fact]
    public async Task Of_two_people_at_once_the_second_is_told_and_loses_nothing()
    {
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        var id = await Make(ha, "Cùng lúc");
        var stale = await Fields(nam, $"{List}/{id}?viec=sua", "Edit");
        await Edit(ha, id, new() { ["answers.replyHours"] = "7" });
        stale["answers.stillHours"] = "20";
        var answer = await nam.PostAsync($"{List}/{id}?handler=Edit", new FormUrlEncodedContent(stale));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Contains("Người khác vừa thay đổi", page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("20", page.QuerySelector<IHtmlInputElement>("[name='answers.stillHours']")!.Value);
        Assert.Equal(["Thời gian trả lời hồ sơ trực tuyến: từ 7 lên 8 giờ làm việc.", "Nhắc khi hồ sơ không chuyển động sau: từ 24 còn 20 giờ làm việc."],
            page.QuerySelectorAll(".banner--warn li").Select(line => line.TextContent));

        await Schedule(ha, id, 1, 7, 2026);
        var (approve, withdraw) = (await Fields(nam, $"{List}/{id}", "Approve"), await Fields(ha, $"{List}/{id}", "Withdraw"));
        (approve["reason"], withdraw["reason"]) = ("Duyệt", "Rút");
        var answers = await Task.WhenAll(nam.PostAsync($"{List}/{id}?handler=Approve", new FormUrlEncodedContent(approve)),
            ha.PostAsync($"{List}/{id}?handler=Withdraw", new FormUrlEncodedContent(withdraw)));
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Conflict], answers.Select(one => one.StatusCode).Order());
        if (await house.Scalar<string>("select state from catalogue.rule_set where id = $1", id) == "approved")
            await Moved(await Act(ha, id, "Withdraw", new() { ["reason"] = "Hoãn" }), id);
        Assert.Equal(InForce, (await Kept.At(new(2026, 7, 1))).Id);
    }

    [Fact]
    public async Task What_is_in_force_is_neither_edited_nor_withdrawn_and_the_same_code_makes_the_next_version()
    {
        var ha = await house.SignedIn("ha");
        foreach (var (handler, words) in new[]
        {
            ("Withdraw", "đã có hiệu lực"), ("Schedule", "không hẹn ngày được"), ("Approve", "không duyệt được"), ("Edit", "Chỉ sửa được bản soạn thảo")
        })
        {
            var fields = handler == "Edit" ? await Edited(ha) : Dates(1, 7, 2026, 0, "Quyết định 9");
            fields["revision"] = $"{await house.Scalar<int>("select revision from catalogue.rule_set where id = $1", InForce)}";
            await Refused(HttpStatusCode.Conflict, words, await PostTo(ha, InForce, handler, fields));
        }
        await Refused(HttpStatusCode.BadRequest, "Nhập mã",
            await Act(ha, InForce, "Make", new() { ["code"] = "nd 1", ["name"] = "Tên", ["reason"] = "Dự thảo" }));
        var before = await house.Scalar<int>("select max(version) from catalogue.rule_set where code = 'ND118-2025'");
        var id = await Make(ha, "Bản tiếp");
        Assert.Equal(before + 1, await house.Scalar<int>("select version from catalogue.rule_set where id = $1", id));
        Assert.Equal(HttpStatusCode.NotFound, (await ha.GetAsync($"{List}/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task Others_do_not_come_here()
    {
        foreach (var url in new[] { List, $"{List}/{InForce}" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn("diem")).GetAsync(url)).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await house.Anonymous().GetAsync(url)).StatusCode);
        }
    }

    private async Task<Dictionary<string, string>> Edited(HttpClient client) =>
        await Fields(client, $"{List}/{await Make(client, "Để lấy biểu mẫu")}?viec=sua", "Edit");

    private static async Task<IHtmlDocument> Page(HttpClient client, Guid id) => await House.Read(await client.GetAsync($"{List}/{id}"));

    private static async Task<Guid> Make(HttpClient client, string name)
    {
        var answer = await Act(client, InForce, "Make", new() { ["name"] = name, ["reason"] = "Dự thảo nghị định" });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return Guid.Parse(answer.Headers.Location!.OriginalString[(List.Length + 1)..].Split('?')[0]);
    }

    private static async Task Edit(HttpClient client, Guid id, Dictionary<string, string> fields) =>
        await Moved(await House.Post(client, $"{List}/{id}?viec=sua", fields), id);

    private static async Task Schedule(HttpClient client, Guid id, int day, int month, int year) =>
        await Moved(await Act(client, id, "Schedule", Dates(day, month, year, 0, "Quyết định 8")), id);

    private static Dictionary<string, string> Dates(int day, int month, int year, int toYear, string reason, int toDay = 30, int toMonth = 6) => new()
    {
        ["from.day"] = $"{day}", ["from.month"] = $"{month}", ["from.year"] = $"{year}", ["reason"] = reason,
        ["to.day"] = toYear == 0 ? "" : $"{toDay}", ["to.month"] = toYear == 0 ? "" : $"{toMonth}", ["to.year"] = toYear == 0 ? "" : $"{toYear}",
    };

    /// <summary>The page's own form of an act.</summary>
    private static Task<HttpResponseMessage> Act(HttpClient client, Guid id, string handler, Dictionary<string, string> fields) =>
        House.Post(client, $"{List}/{id}", fields, $"form[action*='handler={handler}']");

    /// <summary>An act whose form the page does not offer.</summary>
    private static async Task<HttpResponseMessage> PostTo(HttpClient client, Guid id, string handler, Dictionary<string, string> fields)
    {
        var page = await Page(client, id);
        var given = new Dictionary<string, string>(fields)
        {
            ["__RequestVerificationToken"] = page.QuerySelector<IHtmlInputElement>("[name=__RequestVerificationToken]")!.Value,
        };
        given.TryAdd("revision", page.QuerySelector<IHtmlInputElement>("[name=revision]")?.Value ?? "");
        return await client.PostAsync($"{List}/{id}?handler={handler}", new FormUrlEncodedContent(given));
    }

    private static async Task<Dictionary<string, string>> Fields(HttpClient client, string url, string handler)
    {
        var form = (await House.Read(await client.GetAsync(url))).QuerySelector($"form[action*='handler={handler}']")!;
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[name]").Where(input => input.Type != "radio" || input.IsChecked)
            .ToDictionary(input => input.Name!, input => input.Value);
        foreach (var area in form.QuerySelectorAll<IHtmlTextAreaElement>("textarea")) fields[area.Name!] = area.Value;
        foreach (var select in form.QuerySelectorAll<IHtmlSelectElement>("select")) fields[select.Name!] = select.Value ?? "";
        return fields;
    }

    private static async Task Moved(HttpResponseMessage answer, Guid id)
    {
        var text = answer.StatusCode == HttpStatusCode.Redirect ? "" : (await House.Read(answer)).QuerySelector("main")!.TextContent;
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, text);
        Assert.StartsWith($"{List}/{id}", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    private static async Task Refused(HttpStatusCode status, string words, HttpResponseMessage answer)
    {
        var text = (await House.Read(answer)).QuerySelector("main")!.TextContent;
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        Assert.Contains(words, text, StringComparison.Ordinal);
    }
}
