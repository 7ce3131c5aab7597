using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Messages.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Messages;

/// <summary>What is not wanted by SMS stands on the page alone; who files for the owner, and whoever waits for a code, is told as ever.</summary>
public sealed class ChannelTests(MessengerTests.GatewayHouse house) : IClassFixture<MessengerTests.GatewayHouse>
{
    private const string Page = "/tai-khoan/lien-lac";

    [Fact]
    public async Task A_channel_that_is_off_gets_codes_alone_and_the_owner_reads_why()
    {
        var citizen = await house.SignedIn("benam");
        var (phone, number) = (await house.Scalar<string>("""
            select coalesce(p.phone, a.phone) from people.person p join people.account a on a.person_id = p.id where a.username = 'benam'
            """), await house.Scalar<string>("""
            select p.personal_id from people.person p join people.account a on a.person_id = p.id where a.username = 'benam'
            """));
        var owner = new OwnerIdentity("person", number);
        Assert.True(Box(await House.Read(await citizen.GetAsync(Page)), "sms").IsChecked);
        var saved = await House.Post(citizen, Page, new() { ["on"] = "email" }, form: "form[action*='handler=Channels']", to: $"{Page}?handler=Channels");
        Assert.Equal($"{Page}?xong=kenh", saved.Headers.Location?.OriginalString);
        Assert.False(Box(await House.Read(await citizen.GetAsync(Page)), "sms").IsChecked);

        // A page of before a change of address turns nothing off that did not stand on it.
        await House.Post(citizen, Page, new() { ["shown"] = "0912000001" }, form: "form[action*='handler=Channels']", to: $"{Page}?handler=Channels");
        Assert.False(Box(await House.Read(await citizen.GetAsync(Page)), "sms").IsChecked);

        await Tell("dossier.received", new Recipient(phone, Owner: owner), "K1");
        await Tell("dossier.received", new Recipient("0987000111", Owner: owner), "K2");
        await Tell("account.code", new Recipient(phone, Owner: owner), null);
        await house.Drain();
        Assert.Equal("dropped", await house.Scalar<string>("select state from messages.message where channel = 'sms' and dossier_code = 'K1'"));
        Assert.Equal("sent", await house.Scalar<string>("select state from messages.message where channel = 'inApp' and dossier_code = 'K1'"));
        // Whoever files for her has a number of their own, and a code is waited for.
        Assert.Equal("sent", await house.Scalar<string>("select state from messages.message where channel = 'sms' and dossier_code = 'K2'"));
        Assert.Equal("sent", await house.Scalar<string>("select state from messages.message where channel = 'sms' and template = 'account.code'"));
        Assert.Contains("không gửi, người nhận đã tắt kênh này", (await House.Read(await citizen.GetAsync("/thong-bao"))).Body!.TextContent,
            StringComparison.Ordinal);
        Assert.Equal(2, await house.Scalar<long>("select count(*) from platform.event where kind = 'account.channels-chosen/1'"));

        await House.Post(citizen, Page, new() { ["on"] = "sms" }, form: "form[action*='handler=Channels']", to: $"{Page}?handler=Channels");
        await Tell("dossier.received", new Recipient(phone, Owner: owner), "K3");
        await house.Drain();
        Assert.Equal("sent", await house.Scalar<string>("select state from messages.message where channel = 'sms' and dossier_code = 'K3'"));
    }

    private static IHtmlInputElement Box(IHtmlDocument page, string channel) => (IHtmlInputElement)page.QuerySelector($"#kenh-{channel}")!;

    private async Task Tell(string template, Recipient to, string? code)
    {
        await using var scope = house.Services.CreateAsyncScope();
        var fields = new Dictionary<string, string>
        {
            ["short"] = "7KQ4-9M2X", ["procedure"] = "Đăng ký khai sinh", ["due"] = "17:00 29/04", ["code"] = "12345678",
        };
        await scope.ServiceProvider.GetRequiredService<Messenger>().Queue(template, to, fields, code);
        await scope.ServiceProvider.GetRequiredService<Db>().Save();
    }
}
