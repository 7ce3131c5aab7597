using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Submit;

public sealed class TellSubmissionTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Who_filed_is_told_once_with_a_link_that_opens_the_dossier()
    {
        var filed = await Applicant.Submitted(house.Anonymous());
        await house.Drain();
        await house.Drain();
        Assert.Equal(1, await Count(filed, "dossier.submitted", "sms"));
        Assert.Equal(1, await Count(filed, "dossier.submitted", "inApp"));
        var text = await house.Scalar<string>("select text from messages.message where dossier_code = $1 and channel = 'sms'", Code(filed));
        Assert.Contains(filed.GetProperty("shortCode").GetString()!, text, StringComparison.Ordinal);
        var path = text[text.IndexOf("/tra-cuu", StringComparison.Ordinal)..].Split(' ')[0];
        var page = await House.Read(await house.Anonymous().GetAsync(path));
        Assert.Contains(filed.GetProperty("shortCode").GetString()!, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_received_meanwhile_hears_of_that_alone()
    {
        var filed = await Applicant.Submitted(house.Anonymous());
        var papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } };
        await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{Code(filed)}/receive", new { papers }).Ok();
        await house.Drain();
        Assert.Equal(0, await Count(filed, "dossier.submitted", "sms"));
        Assert.Equal(1, await Count(filed, "dossier.received", "sms"));
    }

    private static string Code(System.Text.Json.JsonElement filed) => filed.GetProperty("code").GetString()!;

    private Task<long> Count(System.Text.Json.JsonElement filed, string template, string channel) =>
        house.Scalar<long>("select count(*) from messages.message where dossier_code = $1 and template = $2 and channel = $3", Code(filed), template, channel);
}
