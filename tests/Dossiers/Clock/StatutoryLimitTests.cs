using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Remind;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Clock;

/// <summary>A procedure that promises no date: the law's maximum is said, chased and never called a promise.</summary>
public sealed class StatutoryLimitTests(House house) : StatutoryLimit(house), IClassFixture<House>
{
    [Fact]
    public async Task The_maximum_is_said_everywhere_and_moves_with_a_pause()
    {
        await Publish(TwoDays);
        Assert.Contains("Theo luật, chậm nhất 2 ngày làm việc từ khi nhận đủ hồ sơ (Khoản 1 Điều 9 Luật Thử)", await Text(House.Anonymous(), "/thu-tuc/ks01"),
            StringComparison.Ordinal);
        var filed = await Applicant.Submitted(House.Anonymous());
        var (code, token) = (filed.GetProperty("code").GetString()!, filed.GetProperty("trackingToken").GetString()!);
        Assert.Contains("Không hẹn ngày; theo luật chậm nhất 2 ngày làm việc từ khi tiếp nhận (Khoản 1 Điều 9 Luật Thử).",
            await Text(House.Anonymous(), $"/tra-cuu/{token}"), StringComparison.Ordinal);
        var desk = await House.SignedIn("diem");
        Assert.Contains("Theo luật chậm nhất 17:00, 04/05/2026", await Text(desk, $"/noi-bo/tiep-nhan/{code}"), StringComparison.Ordinal);
        await Received.Act(desk, code, "receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } }).Ok();
        Assert.True(await House.Scalar<bool>("select due_at is null from dossiers.dossier where code = $1", code));

        const string Words = "Không hẹn ngày; theo luật chậm nhất 17:00, 04/05/2026 (2 ngày làm việc, Khoản 1 Điều 9 Luật Thử).";
        foreach (var page in new[] { $"/tra-cuu/{token}", $"/tra-cuu/{token}/thoi-han" })
            Assert.Contains(Words, await Text(House.Anonymous(), page), StringComparison.Ordinal);
        foreach (var page in new[] { $"/noi-bo/ho-so/{code}", $"/noi-bo/ho-so/{code}/thoi-han" })
            Assert.Contains(Words, await Text(desk, page), StringComparison.Ordinal);
        var story = (await Received.Story(House, code)).GetProperty("statutoryMax");
        Assert.Equal("2026-05-04T17:00:00", story.GetProperty("latest").GetDateTimeOffset().InVietnam().ToString("s"));
        Assert.Equal("2 ngày làm việc", story.GetProperty("term").GetString());
        Assert.Equal(Words, (await Applicant.Send(House.Anonymous(), HttpMethod.Get, $"/api/v1/tracking/{code}").Ok()).GetProperty("statutoryMax")
            .GetProperty("words").GetString());
        Assert.Equal(Words, (await Applicant.Send(desk, HttpMethod.Get, $"/api/v1/desk/dossiers/{code}").Ok()).GetProperty("statutoryMax").GetProperty("words")
            .GetString());

        var leader = await House.SignedIn("tam");
        await Received.Act(leader, code, "hold", new { cause = "payment", reason = "Thông báo số 12" }).Ok();
        Assert.Contains("đang tạm dừng, được tính lại", await Text(House.Anonymous(), $"/tra-cuu/{token}"), StringComparison.Ordinal);
        await House.At("2026-04-29T10:00:00+07:00", async () => await Received.Act(leader, code, "resume", new { reason = "Biên lai 0045" }).Ok());
        Assert.Contains("theo luật chậm nhất 17:00, 05/05/2026", await Text(House.Anonymous(), $"/tra-cuu/{token}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"term":{"unit":"workingDay","value":2},"basis":"Luật cũ","validFrom":"2020-01-01","validTo":"2026-04-27"}]""")]
    public async Task Without_data_for_the_day_no_number_is_made_up(string most)
    {
        await Publish(most);
        var code = await Received.New(House);
        var token = await House.Scalar<string>("select tracking_token from dossiers.dossier where code = $1", code);
        foreach (var page in new[] { $"/tra-cuu/{token}", $"/tra-cuu/{token}/thoi-han" })
            Assert.Contains("Không hẹn ngày; quy định đã công bố của thủ tục này không nêu thời hạn tối đa.", await Text(House.Anonymous(), page),
            StringComparison.Ordinal);
        Assert.False((await Received.Story(House, code)).TryGetProperty("statutoryMax", out var limit)
            && limit.ValueKind != System.Text.Json.JsonValueKind.Null);
        await House.Drain();
        Assert.Empty(await Timers(code));
    }
}

/// <summary>A new holiday moves every date of its house, so this one has a house of its own.</summary>
public sealed class StatutoryLimitMovesTests(House house) : StatutoryLimit(house), IClassFixture<House>
{
    [Fact]
    public async Task Its_end_is_chased_like_a_promise_and_a_new_holiday_moves_it()
    {
        await Publish(TwoDays);
        var code = await Received.New(House);
        await House.Drain();
        Assert.Equal(["2026-04-29 07:00", "2026-05-04 17:00"], await Timers(code));
        var folder = Directory.CreateTempSubdirectory("motcua-holidays-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "holidays.csv"),
            "date,weekday,name,kind,swap_with,decision,confidence\n2026-05-04,thu_hai,Ngày nghỉ theo công điện,holiday,,Công điện thử,high\n");
        await House.Services.GetRequiredService<ReferenceLoader>().Load(folder, false, _ => { }, Actor.System);
        await House.Drain();
        Directory.Delete(folder, recursive: true);
        Assert.Equal(["2026-04-29 07:00", "2026-05-05 17:00"], await Timers(code));

        await Fire("2026-05-05T17:01:00+07:00");
        Assert.Equal(2L, await Told(code, "%quá thời hạn tối đa theo luật lúc 17:00, 05/05/2026, đang ở %"));
        Assert.Equal(2L, await Received.Messages(House, code, "reminder.statutoryOver"));
        Assert.Equal(0L, await Received.Messages(House, code, "reminder.overdue"));
        Assert.Contains("qua han toi da 17:00, 05/05/2026",
            await House.Scalar<string>("select text from messages.message where dossier_code = $1 and template = 'reminder.statutoryOver' and channel = 'sms'",
            code), StringComparison.Ordinal);
        Assert.Equal(0L, await House.Scalar<long>(
            "select count(*) from dossiers.apology a join dossiers.dossier d on d.id = a.dossier_id where d.code = $1", code));
    }
}

public abstract class StatutoryLimit(House house)
{
    protected const string TwoDays = """[{"term":{"unit":"workingDay","value":2},"basis":"Khoản 1 Điều 9 Luật Thử","validFrom":"2025-07-01"}]""";

    protected House House => house;

    /// <summary>A version of the birth registration without a term.</summary>
    protected async Task Publish(string most)
    {
        house.Clock.Set(House.Morning);
        await house.Execute("""
            with source as (select v.*, gen_random_uuid() as next from catalogue.procedure p join catalogue.procedure_version v on v.id = p.version_id
                where p.alias = 'KS01'),
            made as (
                insert into catalogue.procedure_version (id, code, number, valid_from, published_at, checksum, content)
                select next, code, number + 1, valid_from, published_at, checksum,
                    (content - 'term') || jsonb_build_object('versionId', next, 'termWords', 'theo quy định', 'statutoryMax', $1::jsonb) from source
                returning id, code)
            update catalogue.procedure p set version_id = made.id from made where p.code = made.code
            """, most);
    }

    protected async Task Fire(string time)
    {
        house.Clock.Set(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        while (await scope.ServiceProvider.GetRequiredService<RemindDue>().Execute() > 0) { }
    }

    protected Task<long> Told(string code, string like) =>
        house.Scalar<long>("select count(*) from messages.staff_notice where dossier_code = $1 and text like $2", code, like);

    protected async Task<string[]> Timers(string code) => await house.Scalar<string[]>("""
        select array_agg(to_char(date_trunc('minute', t.due_at at time zone 'Asia/Ho_Chi_Minh'), 'YYYY-MM-DD HH24:MI') order by t.due_at)
        from dossiers.timer t join dossiers.dossier d on d.id = t.dossier_id where d.code = $1 and t.kind in ('statutorySoon', 'statutoryOver')
            and t.fired_at is null
        """, code) ?? [];

    protected static async Task<string> Text(HttpClient client, string url)
    {
        var answer = await client.GetAsync(url);
        Assert.True(answer.IsSuccessStatusCode, $"{url} → {(int)answer.StatusCode}");
        return System.Text.RegularExpressions.Regex.Replace(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), @"\s+", " ");
    }
}
