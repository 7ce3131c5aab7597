using System.Collections.Concurrent;
using System.Text.Json.Serialization;

namespace MotCua.Peers;

/// <summary>How a peer behaves now. Duplicate delivers twice; late acts, then answers after DelayMs; timeout never answers; revoked and expired concern
/// certificates; stale and forged concern what is said of them (crl, ocsp): an answer of last week, or by a key that is not the authority's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultMode>))]
public enum FaultMode
{
    [JsonStringEnumMemberName("ok")] Ok,
    [JsonStringEnumMemberName("fail")] Fail,
    [JsonStringEnumMemberName("timeout")] Timeout,
    [JsonStringEnumMemberName("duplicate")] Duplicate,
    [JsonStringEnumMemberName("late")] Late,
    [JsonStringEnumMemberName("revoked")] Revoked,
    [JsonStringEnumMemberName("expired")] Expired,
    [JsonStringEnumMemberName("stale")] Stale,
    [JsonStringEnumMemberName("forged")] Forged,
}

public sealed record DialSetting(FaultMode Mode = FaultMode.Ok, int DelayMs = 0);

internal sealed class FaultDial
{
    public static readonly string[] Peers = ["ca", "ocsp", "crl", "tsa", "sms", "zalo", "mail", "witness"];
    private readonly ConcurrentDictionary<string, DialSetting> settings = new();

    public DialSetting this[string peer] => settings.GetValueOrDefault(peer) ?? new DialSetting();

    public static void Map(WebApplication app)
    {
        app.MapGet("/dial", (FaultDial dial) => Peers.ToDictionary(p => p, p => dial[p]));
        app.MapGet("/dial/{peer}", (string peer, FaultDial dial) => Peers.Contains(peer) ? Results.Json(dial[peer]) : Results.NotFound());
        app.MapPut("/dial/{peer}", (string peer, DialSetting setting, FaultDial dial) =>
        {
            if (!Peers.Contains(peer))
            {
                return Results.NotFound();
            }

            dial.settings[peer] = setting with { DelayMs = Math.Clamp(setting.DelayMs, 0, 600_000) };
            return Results.Json(dial[peer]);
        });
    }

    /// <summary>Wraps the endpoints of one peer.</summary>
    public static Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> Filter(Func<HttpContext, string> peer) =>
        async (context, next) =>
    {
        var setting = context.HttpContext.RequestServices.GetRequiredService<FaultDial>()[peer(context.HttpContext)];
        var gone = context.HttpContext.RequestAborted;
        if (setting.Mode == FaultMode.Timeout)
        {
            await Task.Delay(Timeout.Infinite, gone).ContinueWith(_ => { }, TaskScheduler.Default);
            return Results.Empty;
        }

        if (setting.Mode == FaultMode.Fail)
        {
            return Results.Problem("peer is dialled to fail", statusCode: 503);
        }

        if (setting.Mode != FaultMode.Late && setting.DelayMs > 0)
        {
            await Task.Delay(setting.DelayMs, gone);
        }

        var answer = await next(context);
        if (setting.Mode == FaultMode.Late)
        {
            await Task.Delay(setting.DelayMs, gone);
        }

        return answer;
    };
}
