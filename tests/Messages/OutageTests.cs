using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MotCua.Messages.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Papers;
using MotCua.Tests.Platform.Work;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Messages;

/// <summary>The gateway of the simulators, dialled to be away, slow and back again.</summary>
[Trait("Pace", "slow")]
public sealed class OutageTests(OutageTests.PeersHouse house) : IClassFixture<OutageTests.PeersHouse>
{
    private static readonly Dictionary<string, string> Fields =
        new() { ["short"] = "7KQ4-9M2X", ["code"] = "H12.32248-260428-0001", ["procedure"] = "Đăng ký khai sinh" };

    [Fact]
    public async Task After_days_without_a_gateway_everything_goes_out_once_and_the_other_channels_never_waited()
    {
        const int Many = 40, Rounds = 120;
        // What the demonstration had written before there was a gateway.
        await house.Drain();
        await house.Dial("sms", "fail");
        var before = await house.Scalar<long>("select sum(attempts) from messages.message where channel = 'sms'");
        var phones = Enumerable.Range(0, Many).Select(i => $"0911{house.GetHashCode() % 1000:000}{i:000}").ToList();
        foreach (var phone in phones)
        {
            house.Clock.Set(house.Clock.GetUtcNow().AddSeconds(1));
            await Queue(new Recipient(Phone: phone, Email: $"{phone}@example.vn"));
        }
        await house.Drain();
        Assert.Equal((long)Many, await house.Scalar<long>("select count(*) from messages.message where recipient like '0911%@example.vn' and state = 'sent'"));
        for (var round = 0; round < Rounds; round++)
        {
            house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(20));
            await house.Drain();
        }
        Assert.Equal((long)Many, await house.Scalar<long>("select count(*) from messages.message where channel = 'sms' and recipient like '0911%' and state = "
            + "'waiting'"));
        // One knocks at a time, however many wait.
        Assert.InRange(await house.Scalar<long>("select sum(attempts) from messages.message where channel = 'sms'") - before, Rounds, Rounds + 8);
        Assert.True(await house.Scalar<bool>("select away_since is not null and problem = 'Cổng tin nhắn trả lời 503' from messages.channel where channel = "
            + "'sms'"));

        await house.Dial("sms", "ok");
        house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(3));
        await house.Drain();
        Assert.Equal((long)Many, await house.Scalar<long>("select count(*) from messages.message where channel = 'sms' and recipient like '0911%' and state = "
            + "'sent' and faults = 0"));
        var received = (await house.Received("sms")).Where(phones.Contains).ToList();
        Assert.Equal(phones, received.Order(StringComparer.Ordinal));
        // Whoever knocked last comes first; then a few at a time, oldest first.
        var order = phones.Where(phone => phone != received[0]).ToList();
        Assert.All(received.Skip(1).Index(), one => Assert.InRange(order.IndexOf(one.Item) - one.Index, -4, 4));
        Assert.True(await house.Scalar<bool>("select away_since is null and failures = 0 from messages.channel where channel = 'sms'"));
    }

    [Fact]
    public async Task While_a_gateway_hangs_the_heart_beats_the_log_is_sealed_reminders_are_said_and_no_outage_is_made_up()
    {
        await house.Dial("sms", "timeout");
        var outages = await house.Scalar<long>("select count(*) from platform.outage");
        for (var i = 0; i < 12; i++) await Queue(new Recipient(Phone: $"0912000{i:000}"));
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await house.Execute("insert into platform.heartbeat (one, at) values (true, now()) on conflict (one) do update set at = now() - interval '4 minutes'");
        var (runner, dispatcher) = (house.Services.GetRequiredService<JobRunner>(), house.Services.GetRequiredService<MotCua.Platform.Events.Dispatcher>());
        using var heart = new Heartbeat(house.OwnerConnection, new DatabaseAway(NullLogger<DatabaseAway>.Instance));
        await runner.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            await Bench.Until(async () => await house.Scalar<bool>("select held_until > now() from messages.channel where channel = 'sms'"),
                "the channel is being tried");
            await dispatcher.StartAsync(TestContext.Current.CancellationToken);
            await heart.StartAsync(TestContext.Current.CancellationToken);
            await Bench.Until(async () => await house.Scalar<long>("select count(*) from dossiers.timer t join dossiers.dossier d on d.id = t.dossier_id "
                + "where d.code = $1", code) > 0, "subscribers are fed");
            // Half of a day in one step: the reminder of what was not answered is due.
            house.Clock.Set(house.Clock.GetUtcNow().AddHours(30));
            await Bench.Until(async () => await house.Scalar<long>("select count(*) from platform.event where kind = 'dossier.reminded/1' and data ->> 'code' "
                + "= $1", code) > 0, "the reminder is said");
            var last = await house.Scalar<long>("select max(position) from platform.event");
            await Bench.Until(async () => await house.Scalar<bool>("select max(last_position) >= $1 from proof.seal", last), "the log is sealed");
            await Bench.Until(async () => await house.Scalar<bool>("select at > now() - interval '1 minute' from platform.heartbeat"), "the heart beats");
            Assert.Equal(0L, await house.Scalar<long>("select count(*) from messages.message where recipient like '0912000%' and state <> 'waiting'"));
        }
        finally
        {
            await house.Dial("sms", "ok");
            await Task.WhenAll(runner.StopAsync(CancellationToken.None), dispatcher.StopAsync(CancellationToken.None), heart.StopAsync(CancellationToken.None));
        }
        Assert.Equal(outages, await house.Scalar<long>("select count(*) from platform.outage"));
    }

    private async Task Queue(Recipient to)
    {
        await using var scope = house.Scope();
        await scope.ServiceProvider.GetRequiredService<Messenger>().Queue("dossier.submitted", to, Fields);
        await scope.ServiceProvider.GetRequiredService<Db>().Save();
    }

    public sealed class PeersHouse : House
    {
        private readonly PeersFixture peers = new();

        protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Peers:Url"] = peers.Address.ToString();

        public async Task Dial(string peer, string mode) =>
            (await peers.Http.PutAsJsonAsync(new Uri(peers.Address, $"/dial/{peer}"), new { mode })).EnsureSuccessStatusCode();

        /// <summary>To whom the gateway delivered, in order, each as often as it did.</summary>
        public async Task<List<string>> Received(string channel) =>
            [.. (await peers.Http.GetFromJsonAsync<JsonElement>(new Uri(peers.Address, $"/received?channel={channel}"))).EnumerateArray()
            .SelectMany(message => Enumerable.Repeat(message.GetProperty("to").GetString()!, message.GetProperty("deliveries").GetInt32()))];

        public override async ValueTask InitializeAsync()
        {
            await peers.InitializeAsync();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await peers.DisposeAsync();
            GC.SuppressFinalize(this);
        }
    }
}
