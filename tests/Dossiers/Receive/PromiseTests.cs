using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
using MotCua.Platform.Time;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Receive;

/// <summary>A house whose rule set closes reception at 16:00, an hour before the office.</summary>
public sealed class EarlyHouse : House
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Execute("alter table catalogue.rule_set disable trigger rule_set_frozen");
        await Execute("""update catalogue.rule_set set body = jsonb_set(body, '{counting,receptionCutOff}', '"16:00:00"')""");
        Services.GetRequiredService<RuleSets>().Reload();
    }
}

/// <summary>Who asks what would be promised now is told what the ledger then says, wherever he or she asks.</summary>
public sealed class PromiseTests(EarlyHouse house) : IClassFixture<EarlyHouse>
{
    [Theory]
    [InlineData(15, 58, "17:00, 29/04/2026", "2026-04-29 17:00")]
    [InlineData(16, 1, "17:00, 04/05/2026", "2026-05-04 17:00")]
    [InlineData(17, 30, "17:00, 04/05/2026", "2026-05-04 17:00")]
    public async Task Every_page_promises_what_the_ledger_will_say(int hour, int minute, string shown, string due)
    {
        house.Clock.Set(House.Morning);
        var desk = await house.SignedIn("diem");
        var filed = await Applicant.Submitted(house.Anonymous());
        var code = filed.GetProperty("code").GetString()!;
        house.Clock.Set(VietnamTime.At(new DateOnly(2026, 4, 28), new TimeOnly(hour, minute)));
        Assert.Contains($"hẹn trả {shown}", await Text(house.Anonymous(), "/thu-tuc/ks01"), StringComparison.Ordinal);
        Assert.Contains($"Dự kiến {shown}", await Text(house.Anonymous(), $"/hoan-tat/{filed.GetProperty("trackingToken").GetString()}"),
            StringComparison.Ordinal);
        Assert.Contains(shown, await Text(desk, $"/noi-bo/tiep-nhan/{code}"), StringComparison.Ordinal);
        Assert.Contains(shown, await Text(desk, "/noi-bo/tiep-nhan/truc-tiep/ks01"), StringComparison.Ordinal);
        await Received.Act(desk, code, "receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } }).Ok();
        Assert.Equal(due, await Received.Due(house, code));
        Assert.Equal(due, await house.Scalar<string>("""
            select to_char(e.due_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI') from dossiers.clock_entry e
                join dossiers.dossier d on d.id = e.dossier_id
            where d.code = $1 and e.seq = 1
            """, code));
    }

    private static async Task<string> Text(HttpClient client, string url)
    {
        var answer = await client.GetAsync(url);
        Assert.True(answer.IsSuccessStatusCode, $"{url} → {(int)answer.StatusCode}");
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
