using System.Diagnostics;
using OpenTelemetry;

namespace MotCua.Platform.Vitals;

/// <summary>
/// What leaves the house in a trace: names, codes and times, from a list of attributes (decision 0026). Paths, queries, addresses, statements
/// and messages of exceptions stay. A span that already carries an event (the driver writes messages there) is sent as a copy without it.
/// </summary>
internal sealed class CleanSpans : BaseProcessor<Activity>
{
    public const string SourceName = "MotCua.Clean";

    private static readonly ActivitySource Source = new(SourceName);

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "http.request.method", "http.route", "http.response.status_code", "url.scheme", "network.protocol.version", "network.protocol.name", "error.type",
        "db.system", "db.system.name", "db.namespace", "db.operation.name", "db.response.status_code", "db.npgsql.prepared", "server.port",
    };

    public override void OnEnd(Activity data)
    {
        foreach (var key in data.TagObjects.Select(tag => tag.Key).Where(key => !Kept.Contains(key)).ToList()) data.SetTag(key, null);
        // Pages write their templates without the first stroke, other endpoints with it.
        if (data.GetTagItem("http.route") is string route) data.SetTag("http.route", "/" + route.TrimStart('/'));
        data.SetStatus(data.Status);
        if (data.Kind == ActivityKind.Server) data.DisplayName = Name(data);
        if (data.Source.Name == SourceName || !data.Events.Any()) return;
        data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        using var copy = Source.StartActivity(data.DisplayName, data.Kind, new ActivityContext(data.TraceId, data.ParentSpanId, ActivityTraceFlags.Recorded),
            data.TagObjects, null, data.StartTimeUtc);
        copy?.SetStatus(data.Status).SetEndTime(data.StartTimeUtc + data.Duration);
    }

    private static string Name(Activity request)
    {
        var method = request.GetTagItem("http.request.method") as string ?? "HTTP";
        return request.GetTagItem("http.route") is string route ? $"{method} {route}" : method;
    }
}
