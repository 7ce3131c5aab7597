using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Platform;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using Xunit;

namespace MotCua.Tests.Architecture;

/// <summary>Every door says who may enter, and one that does not is shut. No database is asked: nobody here has a session.</summary>
public sealed class EntranceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_endpoint_says_who_may_enter(bool demo)
    {
        await using var app = Built(demo);
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.True(endpoints.Count > 60, $"Only {endpoints.Count} endpoints were found.");
        var silent = new List<string>();
        foreach (var endpoint in endpoints)
            if ((await Metadata(app, endpoint)).GetMetadata<FaceAttribute>() is null) silent.Add($"{endpoint.RoutePattern.RawText} does not say who may enter");
        Assert.Empty(silent);
    }

    [Fact]
    public async Task No_endpoint_goes_round_the_gate()
    {
        await using var app = Built(demo: true);
        foreach (var endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
            Assert.Null((await Metadata(app, endpoint)).GetMetadata<IAllowAnonymous>());
    }

    [Fact]
    public async Task An_endpoint_that_was_forgotten_is_refused_to_everybody()
    {
        await using var app = Built(demo: false);
        app.MapGet("/bi-quen", () => "lộ");
        app.MapGet("/api/v1/bi-quen", () => "lộ");
        app.MapGet("/mo", () => "mở").OpenTo(Face.Portal);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
        var (page, api) = (await client.GetAsync("/bi-quen"), await client.GetAsync("/api/v1/bi-quen"));
        Assert.Equal((HttpStatusCode.Redirect, "/dang-nhap?tiep=%2Fbi-quen"), (page.StatusCode, page.Headers.Location?.ToString()));
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.DoesNotContain("lộ", await api.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/mo")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/khong-co")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.DeleteAsync("/mo")).StatusCode);
    }

    private static WebApplication Built(bool demo)
    {
        var folder = Path.Combine(Path.GetTempPath(), "motcua-entrance-" + Guid.NewGuid().ToString("n"));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "MotCua.Host", ContentRootPath = Path.GetTempPath(), EnvironmentName = demo ? "Demo" : "Production",
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddHouse(builder.Configuration, ModuleSet.Discover(), new StartOptions(Building.InRepository("data"), folder, demo),
            "Host=127.0.0.1;Port=1;Username=nobody;Database=nothing", demo ? new MotCua.Platform.Time.AdjustableClock() : TimeProvider.System);
        var app = builder.Build();
        app.UseHouse();
        return app;
    }

    /// <summary>A page's attributes are known when it is compiled, which happens at its first request.</summary>
    private static async Task<EndpointMetadataCollection> Metadata(WebApplication app, RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page and not CompiledPageActionDescriptor
            ? (await app.Services.GetRequiredService<PageLoader>().LoadAsync(page, endpoint.Metadata)).Endpoint!.Metadata
            : endpoint.Metadata;
}
