using System.Net;
using System.Text;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Submit;

public sealed class ReceiptTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task The_receipt_leads_to_tracking_first_and_puts_the_day_into_a_calendar()
    {
        var anyone = house.Anonymous();
        var filed = await Applicant.Submitted(anyone);
        var token = await house.Scalar<string>("select tracking_token from dossiers.dossier where code = $1", filed.GetProperty("code").GetString()!);
        var page = await House.Read(await anyone.GetAsync($"/hoan-tat/{token}"));
        var actions = page.QuerySelectorAll("main .actions > *").ToList();
        Assert.Equal($"/tra-cuu/{token}", actions[0].GetAttribute("href"));
        Assert.StartsWith("sms:?&body=", page.QuerySelector("main .actions a[href^=sms]")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.DoesNotContain("0900999001", page.QuerySelector("main .actions a[href^=sms]")!.GetAttribute("href")!, StringComparison.Ordinal);

        var answer = await anyone.GetAsync(page.QuerySelector("main .actions a[href*=Calendar]")!.GetAttribute("href"));
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var lines = Encoding.UTF8.GetString(bytes).Split("\r\n");
        Assert.All(lines, line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        var whole = Encoding.UTF8.GetString(bytes).Replace("\r\n ", "", StringComparison.Ordinal);
        Assert.StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", whole, StringComparison.Ordinal);
        // Received now it would be promised for the next working day.
        Assert.Contains("DTSTART;VALUE=DATE:20260429\r\nDTEND;VALUE=DATE:20260430\r\n", whole, StringComparison.Ordinal);
        Assert.Contains("SUMMARY:Dự kiến trả kết quả hồ sơ ", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("Nguyễn", whole, StringComparison.Ordinal);
        Assert.EndsWith("END:VEVENT\r\nEND:VCALENDAR\r\n", whole, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.GetAsync("/hoan-tat/khong-co?handler=Calendar")).StatusCode);
    }
}
