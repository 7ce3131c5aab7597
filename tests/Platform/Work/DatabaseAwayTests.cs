using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using MotCua.Host;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Postgres;
using MotCua.Platform.Web;
using MotCua.Tests.Platform.Backup;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Platform.Work;

/// <summary>A database of its own is stopped under the product and started again.</summary>
[Trait("Pace", "slow")]
public sealed class DatabaseAwayTests(DatabaseAwayTests.OwnServer house) : IClassFixture<DatabaseAwayTests.OwnServer>
{
    private const string Typed = "Hồ sơ của bà Sa Rích ở ấp Đất Mũi";

    [Fact]
    public async Task Every_door_answers_503_and_when_to_come_back_and_all_goes_on_by_itself_afterwards()
    {
        var client = house.Anonymous();
        var form = await House.Read(await client.GetAsync("/quen-mat-khau"));
        var mark = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        HttpRequestMessage Sent(string url) => new(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["name"] = Typed, ["username"] = Typed, ["password"] = "bí mật", ["__RequestVerificationToken"] = mark
            }),
        };
        Func<HttpRequestMessage>[] doors =
        [
            () => new(HttpMethod.Get, "/thu-tuc/ks01"), () => new(HttpMethod.Get, "/tra-cuu?ma=7KQ4-9M2X"),
                () => new(HttpMethod.Get, "/api/v1/procedures/ks01"),
            () => new(HttpMethod.Post, "/api/v1/session") { Content = JsonContent.Create(new { username = "diem", password = "x" }) },
                () => Sent("/quen-mat-khau"),
            () => Sent("/dang-nhap"),
        ];
        foreach (var door in doors) Assert.True((int)(await client.SendAsync(door())).StatusCode < 500, $"{door().RequestUri} before");
        await Sealed();
        house.Said.Clear();
        await house.Stop();
        var kept = "";
        // The second round finds the pool emptied of what broke in the first.
        for (var round = 0; round < 2; round++)
            foreach (var door in doors)
            {
                var answer = await client.SendAsync(door());
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{door().RequestUri}: {(int)answer.StatusCode}");
                Assert.Equal(TimeSpan.FromSeconds(30), answer.Headers.RetryAfter?.Delta);
                Assert.Equal(door().RequestUri!.ToString().StartsWith("/api", StringComparison.Ordinal) ? "application/problem+json" : "text/html",
                    answer.Content.Headers.ContentType?.MediaType);
                Assert.DoesNotContain("mã sự cố", text, StringComparison.Ordinal);
                Assert.DoesNotContain("bí mật", text, StringComparison.Ordinal);
                // Who only reads has sent nothing that could be lost.
                Assert.Contains(door().Method == HttpMethod.Get ? "rồi mở lại trang" : "chưa có gì được lưu", WebUtility.HtmlDecode(text),
                    StringComparison.Ordinal);
                if (door().RequestUri!.ToString() == "/quen-mat-khau") kept = text;
            }
        // What was typed is there to be sent again, under the mark that still fits.
        Assert.Contains(Typed, kept, StringComparison.Ordinal);
        Assert.Contains(mark, WebUtility.HtmlDecode(kept), StringComparison.Ordinal);
        await house.StartAgain();
        foreach (var door in doors) await Bench.Until(async () => (int)(await client.SendAsync(door())).StatusCode < 500, $"{door().RequestUri} after");
        await Sealed();
        // Many asked meanwhile, and every lane stumbled: it is said once that the database went and once that it came.
        await Bench.Until(() => Task.FromResult(house.Said.Any(line => line.Contains("available again", StringComparison.Ordinal))), "said that it is back");
        Assert.InRange(house.Said.Count, 2, 12);
    }

    [Fact]
    public async Task A_cluster_whose_folder_is_gone_for_a_while_is_started_again_when_it_is_back()
    {
        var (client, away) = (house.Anonymous(), house.Cluster + ".away");
        var told = new ConcurrentBag<string>();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(new Ear(told)));
        using var watch = new ClusterWatch(house.Postgres, factory.CreateLogger<ClusterWatch>());
        await house.Stop();
        Directory.Move(house.Cluster, away);
        try
        {
            await watch.StartAsync(TestContext.Current.CancellationToken);
            // Not the first failure only: it must come to a second one.
            await Bench.Until(() => Task.FromResult(told.Count(line => line.Contains("could not be started", StringComparison.Ordinal)) > 1),
                "tried in vain, twice");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/thu-tuc/ks01")).StatusCode);
            Assert.False(watch.ExecuteTask!.IsCompleted);
        }
        finally { Directory.Move(away, house.Cluster); }
        await Bench.Until(async () => (int)(await client.GetAsync("/thu-tuc/ks01")).StatusCode < 500, "up again by itself");
        await Sealed();
        await watch.StopAsync(CancellationToken.None);
    }

    /// <summary>A new fact is sealed by the lane.</summary>
    private async Task Sealed()
    {
        await Bench.Tell(house, "test.nothing/1", "thử");
        await Bench.Until(async () => await house.Scalar<bool>("select (select max(last_position) from proof.seal) >= (select max(position) from "
            + "platform.event)"), "the log is sealed");
    }

    public sealed class OwnServer : House
    {
        private readonly string data = Directory.CreateDirectory(KeptHouse.New("away")).FullName;
        private EmbeddedPostgres? postgres;

        public ConcurrentBag<string> Said { get; } = [];

        protected override string DataFolder => data;

        protected override async Task<(string Owner, string Application)> Database(MotCua.Tests.TestKit.Ground given)
        {
            await StartAgain();
            await SchemaRunner.Run(postgres!.OwnerConnectionString, ModuleSet.Discover(), _ => { });
            return (postgres.OwnerConnectionString, postgres.AppConnectionString);
        }

        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Services.AddWorkers().AddSignOfLife();
            builder.Logging.AddProvider(new Ear(Said)).AddFilter("Microsoft", LogLevel.None);
        }

        public EmbeddedPostgres Postgres => postgres!;

        public string Cluster => Path.Combine(data, "postgres", "cluster");

        public Task Stop() => postgres!.Stop();

        public async Task StartAgain() => postgres = await EmbeddedPostgres.Start(data, _ => { }, CancellationToken.None);

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Stop();
            Directory.Delete(data, recursive: true);
            GC.SuppressFinalize(this);
        }
    }

    private sealed class Ear(ConcurrentBag<string> said) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) said.Add(formatter(state, exception));
        }

        public void Dispose() { }
    }
}
