using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Platform.Testing;

/// <summary>What testers may turn, under /api/test: not mapped at all outside the demonstration.</summary>
internal static partial class TestEndpoints
{
    public const string PeersClient = "test-dials";

    public static void Map(IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<AdjustableClock>() is not { } clock
            || !app.ServiceProvider.GetRequiredService<StartOptions>().Demo) return;
        var test = app.MapGroup("/api/test").OpenTo(Face.Portal).ExcludeFromDescription();
        test.MapGet("/clock", () => Shown(clock));
        test.MapPost("/clock", (ClockInput? input) => Turn(clock, input?.Now));
        // Who plays a whole province from one machine gives back what it has used up.
        test.MapPost("/forgive", (Budgets budgets, Throttle throttle) =>
        {
            budgets.Clear();
            throttle.Clear();
            return Results.NoContent();
        });
        test.MapPost("/reset", async (IServiceProvider services) =>
        {
            clock.Reset();
            await DemoReset.Run(services, _ => { });
            return Results.NoContent();
        });
        test.MapGet("/dial/{peer}", (string peer, IHttpClientFactory http, IConfiguration configuration) =>
            Dial(HttpMethod.Get, peer, null, http, configuration));
        test.MapPut("/dial/{peer}", (string peer, JsonElement setting, IHttpClientFactory http, IConfiguration configuration) =>
            Dial(HttpMethod.Put, peer, setting.GetRawText(), http, configuration));
    }

    public static ClockAnswer Turn(AdjustableClock clock, string? now)
    {
        if (string.IsNullOrWhiteSpace(now)) clock.Reset();
        else if (DateTimeOffset.TryParse(now, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) && instant.Year is >= 2000 and <= 2100)
            clock.Set(instant);
        else throw new Refused(400, "Nhập thời điểm dạng 2026-04-28T09:00:00+07:00, từ năm 2000 đến 2100", "now");
        return Shown(clock);
    }

    /// <summary>Sends the dial to the simulators: GET or PUT {Peers:Url}/dial/{peer}.</summary>
    public static async Task<IResult> Dial(HttpMethod method, string peer, string? setting, IHttpClientFactory http, IConfiguration configuration)
    {
        if (!PeerName().IsMatch(peer)) throw Refused.NotFound();
        if (configuration["Peers:Url"] is not { Length: > 0 } url)
            throw new Refused(404, "Bộ mô phỏng chưa chạy. Khởi động bằng ./run ở chế độ dùng thử");
        using var request = new HttpRequestMessage(method, $"{url.TrimEnd('/')}/dial/{peer}");
        if (setting is not null) request.Content = new StringContent(setting, Encoding.UTF8, "application/json");
        using var response = await http.CreateClient(PeersClient).SendAsync(request);
        return Results.Text(await response.Content.ReadAsStringAsync(), "application/json", Encoding.UTF8, (int)response.StatusCode);
    }

    private static ClockAnswer Shown(AdjustableClock clock) => new(clock.GetUtcNow().InVietnam(), clock.IsAdjusted);

    [GeneratedRegex("^[a-z][a-z-]{0,30}$")]
    private static partial Regex PeerName();
}

internal sealed record ClockInput(string? Now);

internal sealed record ClockAnswer(DateTimeOffset Now, bool Adjusted);
