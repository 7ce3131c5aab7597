using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Messages;
using MotCua.Messages.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Time;
using Xunit;

namespace MotCua.Tests.Messages;

/// <summary>The night after an outage, and two servers that wake at once.</summary>
[Trait("Pace", "slow")]
public sealed class NightTests(OutageTests.PeersHouse house) : IClassFixture<OutageTests.PeersHouse>
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["short"] = "7KQ4-9M2X", ["code"] = "H12.32248-260428-0001", ["procedure"] = "Đăng ký khai sinh",
    };

    [Fact]
    public async Task What_an_outage_held_up_until_the_night_waits_for_the_morning_but_a_code_does_not()
    {
        var settings = house.Services.GetRequiredService<IConfiguration>();
        await house.Drain();
        settings["Messages:QuietHours"] = "21-7";
        try
        {
            var day = house.Clock.GetUtcNow().InVietnam().Date.AddDays(1);
            DateTimeOffset At(int hour) => new(day.AddHours(hour), VietnamTime.Offset);
            house.Clock.Set(At(20));
            await house.Dial("sms", "fail");
            await Queue(new Recipient(Phone: "0913000001"));
            await house.Drain();
            await house.Dial("sms", "ok");
            house.Clock.Set(At(22));
            await Queue(new Recipient(Phone: "0913000002"), "account.code");
            await house.Drain();
            Assert.Equal(["0913000002"], await Of("0913"));
            house.Clock.Set(At(31));
            await house.Drain();
            Assert.Equal(["0913000002", "0913000001"], await Of("0913"));
        }
        finally { settings["Messages:QuietHours"] = ""; }
    }

    [Fact]
    public async Task Two_servers_at_once_send_each_message_once_and_one_that_died_holding_the_channel_is_succeeded()
    {
        const int Many = 60;
        await house.Dial("sms", "ok");
        await house.Drain();
        for (var i = 0; i < Many; i++) await Queue(new Recipient(Phone: $"0914000{i:000}"));
        async Task<bool> Work()
        {
            await using var scope = house.Scope();
            return await scope.ServiceProvider.GetRequiredService<Deliver>().Run("sms");
        }

        // Held by a server that died: nobody sends before its time is over.
        await house.Execute("update messages.channel set held_by = gen_random_uuid(), held_until = now() + interval '1 minute' where channel = 'sms'");
        Assert.False(await Work());
        Assert.Empty(await Of("0914"));
        await house.Execute("update messages.channel set held_until = now() - interval '1 second' where channel = 'sms'");
        var worked = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(Work)));
        Assert.Contains(true, worked);
        Assert.Equal(Enumerable.Range(0, Many).Select(i => $"0914000{i:000}"), (await Of("0914")).Order(StringComparer.Ordinal));
        Assert.Equal((long)Many, await house.Scalar<long>(
            "select sum(attempts) from messages.message where channel = 'sms' and recipient like '0914%' and state = 'sent'"));
    }

    private async Task<IReadOnlyList<string>> Of(string start) =>
        [.. (await house.Received("sms")).Where(to => to.StartsWith(start, StringComparison.Ordinal))];

    private async Task Queue(Recipient to, string template = "dossier.submitted")
    {
        await using var scope = house.Scope();
        await scope.ServiceProvider.GetRequiredService<Messenger>().Queue(template, to, Fields);
        await scope.ServiceProvider.GetRequiredService<Db>().Save();
    }
}
