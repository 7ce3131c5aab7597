using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MotCua.Platform.Vitals;

/// <summary>
/// Nhật ký yêu cầu: one line for each request, without anything that the caller wrote (decision 0026). <c>Log__Requests</c> = <c>stdout</c>
/// (the default of a real installation), <c>off</c> (of the demonstration, whose terminal people read), or the path of a file.
/// </summary>
public sealed class RequestLog : IDisposable
{
    public const string Setting = "Log:Requests";

    private readonly ILogger? logger;
    private readonly LogFile? file;

    public RequestLog(IConfiguration settings, StartOptions options, ILoggerFactory loggers)
    {
        var where = settings[Setting] is { Length: > 0 } given ? given : options.Demo ? "off" : "stdout";
        if (where == "stdout") logger = loggers.CreateLogger("Request");
        else if (where != "off") file = new LogFile(where);
    }

    public static string Node { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    public async Task Write(HttpContext http, RequestDelegate next)
    {
        if (logger is null && file is null) { await next(http); return; }
        var (begin, body) = (Stopwatch.GetTimestamp(), new CountedBody(http.Features.GetRequiredFeature<IHttpResponseBodyFeature>()));
        var trace = Activity.Current?.TraceId.ToString() ?? "-";
        http.Features.Set<IHttpResponseBodyFeature>(body);
        try { await next(http); }
        finally
        {
            var (status, ms) = (http.Response.StatusCode, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            var (method, route) = (RequestWords.Method(http), RequestWords.Route(http));
            var (network, incident) = (RequestWords.Network(http.Connection.RemoteIpAddress), http.Items[RequestWords.Incident] as string ?? "-");
            if (http.RequestAborted.IsCancellationRequested) status = 499;
            if (logger is not null)
            {
                logger.LogInformation("method={Method} route={Route} status={Status} ms={Ms:0.0} bytes={Bytes} from={Network} trace={Trace} "
                    + "incident={Incident} node={Node}",
                    method, route, status, ms, body.Bytes, network, trace, incident, Node);
            }
            file?.Write(string.Create(CultureInfo.InvariantCulture,
                $"{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} method={method} route={route} status={status} ms={ms:0.0} bytes={body.Bytes} "
                    + $"from={network} trace={trace} incident={incident} node={Node}\n"));
        }
    }

    public void Dispose() => file?.Dispose();
}
