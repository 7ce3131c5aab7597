using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;
using Xunit;

namespace MotCua.Tests.Platform.Vitals;

/// <summary>A collector that takes OTLP over HTTP; what arrives is searched as bytes, in which texts stand as they are.</summary>
public sealed class TraceTests(TraceTests.Traced house) : IClassFixture<TraceTests.Traced>
{
    public sealed class Traced : WatchedHouse
    {
        private WebApplication? collector;

        public StringBuilder Received { get; } = new();

        private string Endpoint => collector!.Urls.First();

        public override async ValueTask InitializeAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            collector = builder.Build();
            collector.MapPost("/v1/traces", async (HttpContext http) =>
            {
                using var bytes = new MemoryStream();
                await http.Request.Body.CopyToAsync(bytes);
                lock (Received) Received.Append(Encoding.UTF8.GetString(bytes.ToArray()));
            });
            await collector.StartAsync();
            await base.InitializeAsync();
        }

        protected override void Configure(WebApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Configuration.AddInMemoryCollection([new("OTEL_EXPORTER_OTLP_ENDPOINT", Endpoint), new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await collector!.DisposeAsync();
        }
    }

    private sealed class Dead : WatchedHouse
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Configuration.AddInMemoryCollection([new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"),
                new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]);
        }
    }

    [Fact]
    public async Task A_collector_sees_templates_and_codes_and_nothing_that_was_typed()
    {
        await house.Execute("create function platform.quote_it() returns trigger language plpgsql as $$ begin raise exception 'MOCNGOC %', new; end $$");
        await house.Execute("create trigger quote_it before insert on people.sign_in_failure for each row execute function platform.quote_it()");
        var client = house.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "MOCNGOC");
        client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        client.DefaultRequestHeaders.Add("tracestate", "x=MOCNGOC");
        client.DefaultRequestHeaders.Add("baggage", "who=MOCNGOC");
        await client.GetAsync("/tra-cuu/MOCNGOC?x=MOCNGOC");
        await client.GetAsync("/MOCNGOC");
        await client.PostAsync("/api/v1/session", new StringContent("""{"username": "MOCNGOC", "password": "MOCNGOC-079188004321"}""", Encoding.UTF8,
            "application/json"));
        Assert.True(house.Services.GetRequiredService<TracerProvider>().ForceFlush());
        string seen;
        lock (house.Received) seen = house.Received.ToString();
        Assert.Contains("GET /tra-cuu/{token?}", seen);
        Assert.Contains("postgresql", seen);
        Assert.Contains("motcua", seen);
        Assert.DoesNotContain("MOCNGOC", seen);
        Assert.DoesNotContain("select ", seen);
        Assert.DoesNotContain("insert into", seen);
        Assert.DoesNotContain("127.0.0.1", seen);
        Assert.DoesNotContain("quote_it", seen);
        // Whose word a caller's trace is: nobody's.
        Assert.DoesNotContain(house.Log, line => line.Contains("0af7651916cd43dd8448eb211c80319c", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dead_collector_costs_nothing()
    {
        var dead = new Dead();
        await dead.InitializeAsync();
        var client = dead.Anonymous();
        for (var i = 0; i < 50; i++) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        for (var i = 0; i < 20; i++) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
        var clock = Stopwatch.StartNew();
        await dead.DisposeAsync();
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_traced()
    {
        await using var plain = new WatchedHouse();
        await plain.InitializeAsync();
        Assert.Null(plain.Services.GetService<TracerProvider>());
    }
}
