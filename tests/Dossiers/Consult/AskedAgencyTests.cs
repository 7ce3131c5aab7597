using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Remind;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Dossiers.Consult;

/// <summary>The other side: what the asked agency sees, does and is told.</summary>
public sealed class AskedAgencyTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task It_sees_the_question_and_the_parts_opened_for_it_and_nothing_else_of_the_dossier()
    {
        var code = await Consulted.Dossier(house);
        var file = await house.Scalar<Guid>("select a.id from dossiers.attachment a join dossiers.dossier d on d.id = a.dossier_id where d.code = $1", code);
        var bare = Assert.Single(await Consulted.Ask(house, code));
        var whole = Assert.Single(await Consulted.Ask(house, code,
            Consulted.Body(question: "Giấy chứng sinh này có đúng không?", papers: ["giay-chung-sinh"], showsForm: true)));
        var luan = await house.SignedIn("luan");

        var text = await Text(luan, $"/noi-bo/phoi-hop/{bare}");
        Assert.Contains(Consulted.Question, text, StringComparison.Ordinal);
        foreach (var hidden in new[] { "Nguyễn Thị Bé Năm", "096159999001", "Giấy chứng sinh", code })
            Assert.DoesNotContain(hidden, text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await luan.GetAsync($"/noi-bo/phoi-hop/{bare}/tep/{file}")).StatusCode);

        text = await Text(luan, $"/noi-bo/phoi-hop/{whole}");
        foreach (var shown in new[] { "Giấy chứng sinh", "Nguyễn Gia Hân", $"/noi-bo/phoi-hop/{whole}/tep/{file}" })
            Assert.Contains(shown, text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await luan.GetAsync($"/noi-bo/phoi-hop/{whole}/tep/{file}")).StatusCode);
        foreach (var url in new[]
        {
            $"/noi-bo/ho-so/{code}", $"/noi-bo/ho-so/{code}/tep/{file}", $"/noi-bo/ho-so/{code}/lay-y-kien", $"/api/v1/desk/dossiers/{code}"
        })
            Assert.Equal(HttpStatusCode.NotFound, (await luan.GetAsync(url)).StatusCode);
        foreach (var (username, status) in new[]
        {
            ("phuc", HttpStatusCode.NotFound), ("khoi", HttpStatusCode.NotFound), ("duyen", HttpStatusCode.Forbidden), ("benam", HttpStatusCode.Forbidden)
        })
            Assert.Equal(status, (await (await house.SignedIn(username)).GetAsync($"/noi-bo/phoi-hop/{whole}")).StatusCode);

        // Answered, the parts of the dossier are closed again.
        await Consulted.Answer(luan, whole, "agree").Ok();
        Assert.Equal(HttpStatusCode.NotFound, (await luan.GetAsync($"/noi-bo/phoi-hop/{whole}/tep/{file}")).StatusCode);
        Assert.DoesNotContain("Nguyễn Gia Hân", await Text(luan, $"/noi-bo/phoi-hop/{whole}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_has_the_least_time_left_on_top_and_the_answer_goes_back_to_who_asked()
    {
        var code = await Consulted.Dossier(house);
        var kiet = await house.SignedIn("kiet");
        var late = Assert.Single(await Consulted.Ask(house, code, Consulted.Body(question: "Hỏi gấp", term: 1, unit: "hour")));
        var calm = Assert.Single(await Consulted.Ask(house, code, Consulted.Body(question: "Hỏi không gấp", term: 5)));
        await house.At("2026-04-29T09:00:00+07:00", async () =>
        {
            var page = await House.Read(await kiet.GetAsync("/noi-bo/phoi-hop"));
            var rows = page.QuerySelectorAll("tbody tr").Where(row => row.InnerHtml.Contains($"{late}", StringComparison.Ordinal)
                || row.InnerHtml.Contains($"{calm}", StringComparison.Ordinal)).ToList();
            Assert.Contains("Quá hạn dưới 1 ngày · ", rows[0].TextContent, StringComparison.Ordinal);
            Assert.Contains("Hỏi gấp", rows[0].TextContent, StringComparison.Ordinal);
            Assert.Contains("Còn", rows[1].TextContent, StringComparison.Ordinal);
            Assert.NotNull(page.QuerySelector(".site-nav a[href='/noi-bo/phoi-hop'] .count"));

            var refused = await House.Post(kiet, $"/noi-bo/phoi-hop/{late}", new() { ["stance"] = "disagree", ["text"] = " " }, "aside form");
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            var again = await House.Read(refused);
            Assert.Contains("Nhập ý kiến", again.QuerySelector(".field__error")!.TextContent, StringComparison.Ordinal);
            Assert.True(again.QuerySelector("input[value=disagree]")!.HasAttribute("checked"));
            Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(kiet, $"/noi-bo/phoi-hop/{late}", [], "aside form")).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await House.Post(kiet, $"/noi-bo/phoi-hop/{late}",
                new() { ["stance"] = "disagree", ["text"] = "Không có hộ khẩu ở đây" }, "aside form")).StatusCode);
        });
        Assert.Contains("Hỏi gấp", await Text(kiet, "/noi-bo/phoi-hop?nhom=xong"), StringComparison.Ordinal);
        Assert.DoesNotContain("Hỏi gấp", await Text(kiet, "/noi-bo/phoi-hop"), StringComparison.Ordinal);
        var dossier = await Text(await house.SignedIn("khoi"), $"/noi-bo/ho-so/{code}");
        foreach (var words in new[] { "Không đồng ý", "trễ dưới 1 ngày làm việc", "Không có hộ khẩu ở đây", "Dương Tuấn Kiệt" })
            Assert.Contains(words, dossier, StringComparison.Ordinal);
        await house.Drain();
        Assert.Contains(await Told(code), line => line is ("khoi", var text) && text.Contains("UBND xã Năm Căn đã trả lời", StringComparison.Ordinal)
            && text.EndsWith(": không đồng ý", StringComparison.Ordinal));
        Assert.True(await house.Scalar<bool>("select (data ->> 'late')::boolean from platform.event where kind = 'dossier.consultation-answered/1' and data "
            + "->> 'code' = $1", code));
    }

    [Fact]
    public async Task The_form_that_asks_keeps_what_was_typed_and_names_what_is_missing()
    {
        var code = await Consulted.Dossier(house);
        var khoi = await house.SignedIn("khoi");
        var url = $"/noi-bo/ho-so/{code}/lay-y-kien";
        var answer = await House.Post(khoi, url,
            new() { ["agency"] = Consulted.NamCan, ["question"] = "Có đúng không?", ["term"] = "nhiều", ["share"] = "giay-chung-sinh" }, "aside form");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Equal(2, page.QuerySelectorAll(".error-summary li").Length);
        Assert.All(page.QuerySelectorAll(".error-summary a"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Equal("Có đúng không?", page.QuerySelector("#f-question")!.TextContent.Trim());
        Assert.True(page.QuerySelector("input[name=share][value=giay-chung-sinh]")!.HasAttribute("checked"));
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(khoi, url, new()
        {
            ["agency"] = Consulted.NamCan, ["agency2"] = Consulted.TanThanh, ["question"] = "Có đúng không?", ["legalBasis"] = "Điều 5", ["term"] = "1,5",
                ["share"] = "giay-chung-sinh",
        }, "aside form")).StatusCode);
        Assert.Equal(2L, await house.Scalar<long>("""
            select count(*) from dossiers.consultation c join dossiers.dossier d on d.id = c.dossier_id where d.code = $1 and term_value = 1.5
                and papers = '{giay-chung-sinh}'
            """, code));
        page = await House.Read(await House.Post(khoi, url, new() { ["reason"] = "" }, "#y-kien-1 form"));
        Assert.Contains("Nhập lý do rút yêu cầu", page.QuerySelector("#y-kien-1 .field__error")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#y-kien-2 .field__error"));
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(khoi, url, new() { ["reason"] = "Không cần nữa" }, "#y-kien-1 form")).StatusCode);
    }

    [Fact]
    public async Task A_late_answer_is_chased_once_at_the_asked_agency_its_head_and_who_asked()
    {
        var code = await Consulted.Dossier(house);
        var shown = await house.Scalar<string>("select left(short_code, 4) || '-' || right(short_code, 4) from dossiers.dossier where code = $1", code);
        await Consulted.Ask(house, code, Consulted.Body(term: 1, unit: "hour"));
        await house.Drain();
        await Fire("2026-04-28 09:59");
        Assert.DoesNotContain(await Told(code), line => line.Text.Contains("quá hạn trả lời", StringComparison.Ordinal));
        await Fire("2026-04-28 10:02");
        await Fire("2026-04-28 13:30");
        var words = $"Hồ sơ {shown}: quá hạn trả lời lấy ý kiến lúc 10:00, 28/04/2026, đang đôn đốc UBND xã Năm Căn";
        Assert.Equal([("khoi", words), ("kiet", words), ("luan", words)],
            (await Told(code)).Where(line => line.Text.Contains("quá hạn trả lời", StringComparison.Ordinal)).Order());
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event where kind = 'dossier.reminded/1' and data ->> 'code' = $1 and data "
            + "->> 'kind' = 'consultationLate' and data ->> 'unit' = 'UBND xã Năm Căn'", code));
        Assert.Equal(0L, await house.Scalar<long>(
            "select count(*) from messages.message where dossier_code = $1 and template = 'reminder.consultationLate'", code));
    }

    [Fact]
    public async Task An_answer_in_time_is_not_chased_and_a_new_holiday_moves_the_term()
    {
        var code = await Consulted.Dossier(house);
        var answered = Assert.Single(await Consulted.Ask(house, code, Consulted.Body(term: 1, unit: "hour")));
        var open = Assert.Single(await Consulted.Ask(house, code, Consulted.Body(question: "Câu hỏi khác")));
        await house.Drain();
        await Consulted.Answer(await house.SignedIn("luan"), answered, "agree").Ok();
        await Fire("2026-04-28 10:02");
        Assert.DoesNotContain(await Told(code), line => line.Text.Contains("quá hạn trả lời", StringComparison.Ordinal));

        Assert.Equal("2026-04-29 17:00", await Due(open));
        var folder = Directory.CreateTempSubdirectory("motcua-holidays-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "holidays.csv"),
            "date,weekday,name,kind,swap_with,decision,confidence\n2026-04-29,thu_tu,Ngày nghỉ theo công điện,holiday,,Công điện thử,high\n");
        await house.Services.GetRequiredService<ReferenceLoader>().Load(folder, false, _ => { }, Actor.System);
        await house.Drain();
        Directory.Delete(folder, recursive: true);
        Assert.Equal("2026-05-04 17:00", await Due(open));
        Assert.Equal(["asked", "calendar"], (await Consulted.Row(house, code, 2)).GetProperty("ledger").EnumerateArray()
            .Select(line => line.GetProperty("kind").GetString()!));
        await Fire("2026-04-30 09:00");
        Assert.DoesNotContain(await Told(code), line => line.Text.Contains("quá hạn trả lời", StringComparison.Ordinal));
        await Fire("2026-05-04 17:01");
        Assert.Contains(await Told(code), line => line.Text.Contains("quá hạn trả lời lấy ý kiến lúc 17:00, 04/05/2026", StringComparison.Ordinal));
    }

    private Task<string> Due(Guid id) =>
        house.Scalar<string>("select to_char(due_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI') from dossiers.consultation where id = $1", id);

    private async Task Fire(string local)
    {
        await house.Drain();
        house.Clock.Set(new DateTimeOffset(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", null), VietnamTime.Offset));
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        while (await scope.ServiceProvider.GetRequiredService<RemindDue>().Execute() > 0) { }
    }

    private async Task<List<(string Account, string Text)>> Told(string code)
    {
        await using var connection = new NpgsqlConnection(house.OwnerConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select a.username, n.text from messages.staff_notice n join people.account a on a.id = n.account_id "
            + "where n.dossier_code = $1", connection);
        command.Parameters.Add(new() { Value = code });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, string)>();
        while (await reader.ReadAsync()) rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    private static async Task<string> Text(HttpClient client, string url)
    {
        var answer = await client.GetAsync(url);
        Assert.True(answer.IsSuccessStatusCode, $"{url} → {(int)answer.StatusCode}");
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
