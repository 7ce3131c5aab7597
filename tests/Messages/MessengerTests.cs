using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Messages;
using MotCua.Messages.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Messages;

public sealed class MessengerTests(MessengerTests.GatewayHouse house) : IClassFixture<MessengerTests.GatewayHouse>
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["short"] = "7KQ4-9M2X", ["code"] = "H12.32248-260428-0001", ["procedure"] = "Đăng ký khai sinh", ["due"] = "16:30, 29/04/2026",
    };

    [Fact]
    public async Task A_message_is_delivered_once_although_the_gateway_answers_late_and_lost_replies()
    {
        var to = Phone();
        house.Gateway.FailNext(to, afterAccepting: true, times: 2);
        await Queue(to);
        for (var round = 0; round < 12 && await State(to) != "sent"; round++)
        {
            await house.Drain();
            house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(20));
        }
        Assert.Equal(3, house.Gateway.Posts(to));
        Assert.Equal(1, house.Gateway.Delivered(to));
        Assert.Equal("sent", await State(to));
        Assert.Equal(3, await house.Scalar<int>("select attempts from messages.message where recipient = $1", to));
    }

    [Fact]
    public async Task One_that_the_gateway_does_not_take_while_it_takes_others_fails_of_itself_and_holds_up_nobody()
    {
        var (to, others) = (Phone(), new List<string>());
        house.Gateway.FailNext(to, afterAccepting: false, times: 100);
        await Queue(to);
        for (var round = 0; round < 12 && await State(to) == "waiting"; round++)
        {
            others.Add(Phone());
            await Queue(others[^1]);
            await house.Drain();
            house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(70));
        }
        await house.Drain();
        Assert.Equal("failed", await State(to));
        Assert.InRange(house.Gateway.Posts(to), 5, 6);
        foreach (var other in others) Assert.Equal(("sent", 1), (await State(other), house.Gateway.Posts(other)));
    }

    [Theory]
    [InlineData(400, "failed"), InlineData(422, "failed"), InlineData(401, "waiting"), InlineData(404, "waiting"), InlineData(408, "waiting"),
        InlineData(502, "waiting")]
    public async Task Only_an_answer_about_this_one_message_ends_it(int status, string state)
    {
        var (to, other) = (Phone(), Phone());
        house.Clock.Set(house.Clock.GetUtcNow().AddHours(3));
        house.Gateway.Answer(to, status);
        await Queue(to);
        await house.Drain();
        Assert.Equal(state, await State(to));
        house.Gateway.Answer(to, 0);
        await Queue(other);
        for (var round = 0; round < 3; round++)
        {
            house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(5));
            await house.Drain();
        }
        Assert.Equal("sent", await State(other));
        Assert.Equal(state == "failed" ? "failed" : "sent", await State(to));
    }

    [Fact]
    public async Task A_gateway_that_asks_for_time_gets_it()
    {
        var (to, other) = (Phone(), Phone());
        house.Clock.Set(house.Clock.GetUtcNow().AddHours(3));
        house.Gateway.Answer(to, 429, retryAfter: 600);
        await Queue(to);
        await house.Drain();
        house.Gateway.Answer(to, 0);
        house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(9));
        await Queue(other);
        await house.Drain();
        Assert.Equal((1, 0), (house.Gateway.Posts(to), house.Gateway.Posts(other)));
        house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(2));
        await house.Drain();
        Assert.Equal(("sent", "sent"), (await State(to), await State(other)));
    }

    [Fact]
    public async Task A_code_that_has_expired_meanwhile_is_not_sent()
    {
        var to = Phone();
        house.Clock.Set(house.Clock.GetUtcNow().AddHours(3));
        house.Gateway.Answer(to, 503);
        await using (var scope = house.Scope())
        {
            await scope.ServiceProvider.GetRequiredService<Messenger>()
                .Queue("account.code", new Recipient(Phone: to), new Dictionary<string, string> { ["code"] = "123456" });
            await scope.ServiceProvider.GetRequiredService<Db>().Save();
        }
        await house.Drain();
        house.Gateway.Answer(to, 0);
        house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(11));
        await house.Drain();
        Assert.Equal(("dropped", 1), (await State(to), house.Gateway.Posts(to)));
        Assert.Equal("Hết hạn dùng trước khi gửi được", await house.Scalar<string>("select problem from messages.message where recipient = $1", to));
    }

    [Fact]
    public async Task A_message_of_a_transaction_that_failed_is_never_sent()
    {
        var to = Phone();
        await using (var scope = house.Scope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            await using var transaction = await db.Begin();
            await scope.ServiceProvider.GetRequiredService<Messenger>().Queue("dossier.submitted", new Recipient(Phone: to), Fields);
            await db.Save();
            await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        }
        await house.Drain();
        Assert.Equal(0, house.Gateway.Posts(to));
    }

    [Fact]
    public async Task The_sms_has_no_marks_and_at_most_160_characters()
    {
        var to = Phone();
        await Queue(to);
        var text = await house.Scalar<string>("select text from messages.message where recipient = $1", to);
        Assert.Equal("HCC Ca Mau: Ho so 7KQ4-9M2X da nop, dang cho tiep nhan. Xem /tra-cuu hoac goi 1022", text);
        Assert.Equal(160, Wording.Sms(new string('ộ', 500)).Length);
        Assert.EndsWith(" Dang...", Wording.Sms(string.Concat(Enumerable.Repeat("Đặng ", 40))));
        Assert.All(Wording.Sms("Đường Hoà Bình – thuỷ 😀"), letter => Assert.True(letter < 128));
    }

    [Fact]
    public async Task The_owner_reads_own_messages_and_nobody_elses()
    {
        await using (var scope = house.Scope())
        {
            var messenger = scope.ServiceProvider.GetRequiredService<Messenger>();
            await messenger.Queue("dossier.received", new Recipient(Owner: OwnerIdentity.OfPerson("096159999001")), Fields, Fields["code"]);
            await scope.ServiceProvider.GetRequiredService<Db>().Save();
        }
        var own = await House.Read(await (await house.SignedIn("benam")).GetAsync("/thong-bao"));
        Assert.Contains("Hẹn trả kết quả 16:30, 29/04/2026", own.Body!.TextContent);
        var other = await House.Read(await (await house.SignedIn("sarich")).GetAsync("/thong-bao"));
        Assert.DoesNotContain("7KQ4-9M2X", other.Body!.TextContent);
    }

    [Fact]
    public async Task Without_a_gateway_a_message_waits_and_is_never_called_sent()
    {
        await using var alone = new House();
        await alone.InitializeAsync();
        await using (var scope = alone.Scope())
        {
            await scope.ServiceProvider.GetRequiredService<Messenger>().Queue("dossier.submitted", new Recipient(Phone: "0900999001"), Fields, "X-1");
            await scope.ServiceProvider.GetRequiredService<Db>().Save();
        }
        await alone.Drain();
        var outbox = JsonSerializer.Deserialize<JsonElement>(await alone.Anonymous().GetStringAsync("/api/test/outbox?to=0900999001&dossier=X-1"));
        Assert.Equal("waiting", Assert.Single(outbox.EnumerateArray()).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("2026-04-28T20:59:00+07:00", "2026-04-28T20:59:00+07:00")]
    [InlineData("2026-04-28T21:00:00+07:00", "2026-04-29T07:00:00+07:00")]
    [InlineData("2026-04-29T06:59:00+07:00", "2026-04-29T07:00:00+07:00")]
    [InlineData("2026-04-29T07:00:00+07:00", "2026-04-29T07:00:00+07:00")]
    public void In_the_quiet_hours_a_message_waits_for_the_morning(string now, string expected)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Messages:QuietHours"] = "21-7" }).Build();
        var quiet = new QuietHours(settings, new("", "", Demo: false));
        Assert.Equal(DateTimeOffset.Parse(expected, null), quiet.Next(DateTimeOffset.Parse(now, null), urgent: false));
    }

    private async Task Queue(string to)
    {
        await using var scope = house.Scope();
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<Messenger>().Queue("dossier.submitted", new Recipient(Phone: to), Fields));
        await scope.ServiceProvider.GetRequiredService<Db>().Save();
    }

    private Task<string> State(string to) => house.Scalar<string>("select state from messages.message where recipient = $1", to);

    private static string Phone() => $"09{Random.Shared.Next(10_000_000, 99_999_999)}";

    public sealed class GatewayHouse : House
    {
        internal Gateway Gateway { get; } = new();

        protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Peers:Url"] = Gateway.Url;

        public override async ValueTask InitializeAsync()
        {
            await Gateway.Start();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Gateway.DisposeAsync();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>A gateway on a real socket that keeps each id once, and can lose its reply after or before it has accepted.</summary>
    internal sealed class Gateway : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<Guid, string> delivered = new();
        private readonly ConcurrentDictionary<string, int> posts = new();
        private readonly ConcurrentDictionary<string, string> texts = new();
        private readonly ConcurrentDictionary<string, (bool Accepting, int Times)> faults = new();
        private readonly ConcurrentDictionary<string, (int Status, int RetryAfter)> answers = new();
        private WebApplication? app;

        public string Url { get; private set; } = "";

        public int Posts(string to) => posts.GetValueOrDefault(to);

        /// <summary>The words of the last message.</summary>
        public string Text(string to) => texts.GetValueOrDefault(to, "");

        public int Delivered(string to) => delivered.Count(entry => entry.Value == to);

        public void FailNext(string to, bool afterAccepting, int times) => faults[to] = (afterAccepting, times);

        /// <param name="status">0: as usual.</param>
        public void Answer(string to, int status, int retryAfter = 0) => answers[to] = (status, retryAfter);

        public async Task Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            app = builder.Build();
            app.MapPost("/sms", (JsonElement message, HttpResponse response) =>
            {
                var (id, to) = (message.GetProperty("id").GetGuid(), message.GetProperty("to").GetString()!);
                posts.AddOrUpdate(to, 1, (_, count) => count + 1);
                texts[to] = message.GetProperty("text").GetString()!;
                if (answers.GetValueOrDefault(to) is { Status: > 0 } answer)
                {
                    if (answer.RetryAfter > 0) response.Headers.RetryAfter = $"{answer.RetryAfter}";
                    return Results.StatusCode(answer.Status);
                }
                var fault = faults.GetValueOrDefault(to);
                if (fault.Times > 0) faults[to] = fault with { Times = fault.Times - 1 };
                if (fault.Times == 0 || fault.Accepting) delivered.TryAdd(id, to);
                return fault.Times > 0 ? Results.StatusCode(503) : Results.Accepted();
            });
            await app.StartAsync();
            Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        }

        public async ValueTask DisposeAsync()
        {
            if (app is not null) await app.DisposeAsync();
        }
    }
}
