using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MotCua.Platform.Vitals;

/// <summary>Probes, figures, traces and the request log of a process (decision 0026): the same for pages and for background work.</summary>
public static class Telemetry
{
    public const string Metrics = "/metrics";

    private static readonly string[] Meters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "System.Net.Http", "Npgsql", "MotCua.*"];

    public static IServiceCollection AddVitals(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton<Gauges>().AddSingleton<Onlookers>().AddSingleton<Health>().AddSingleton<SchemaWatch>().AddSingleton<RequestLog>()
            .AddSingleton<PoolFigures>();
        // What a caller says of a trace is a stranger's word, and its tracestate a stranger's text.
        services.AddSingleton<DistributedContextPropagator>(new Deaf());
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddService("motcua", serviceVersion: Version, serviceInstanceId: RequestLog.Node))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddView(View).AddPrometheusExporter());
        if (!TracesWanted(settings)) return services;
        // Otherwise the instrumentation would read the caller's headers itself.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        telemetry.WithTracing(traces => traces
            .AddAspNetCoreInstrumentation(requests =>
            {
                requests.RecordException = false;
                requests.Filter = http => !IsVital(http);
            })
            .AddSource("Npgsql", "System.Net.Http", CleanSpans.SourceName)
            .AddProcessor(new CleanSpans())
            .AddOtlpExporter());
        return services;
    }

    /// <summary>Before all guards: a probe is not counted, not logged, and answered when the rest of the house is not.</summary>
    public static WebApplication UseVitals(this WebApplication app)
    {
        var (health, onlookers, gauges) = (app.Services.GetRequiredService<Health>(), app.Services.GetRequiredService<Onlookers>(),
            app.Services.GetRequiredService<Gauges>());
        app.Services.GetRequiredService<PoolFigures>();
        var log = app.Services.GetRequiredService<RequestLog>();
        app.Use((http, next) =>
        {
            // Probes are not people: they would make every percentile look well.
            if (IsVital(http) && http.Features.Get<IHttpMetricsTagsFeature>() is { } measured) measured.MetricsDisabled = true;
            return next(http);
        });
        app.UseWhen(http => http.Request.Path == Metrics && HttpMethods.IsGet(http.Request.Method) && onlookers.Admit(http), scraped =>
        {
            scraped.Use(async (http, next) =>
            {
                http.Response.Headers.CacheControl = "no-store";
                await gauges.Refresh(http.RequestAborted);
                await next(http);
            });
            scraped.UseOpenTelemetryPrometheusScrapingEndpoint(_ => true);
        });
        app.UseWhen(http => http.Request.Path == Health.Live || http.Request.Path == Health.Ready, probed => probed.Run(health.Answer));
        app.Use(next => http => log.Write(http, next));
        return app;
    }

    internal static bool TracesWanted(IConfiguration settings) =>
        settings["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } || settings["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] is { Length: > 0 };

    private static bool IsVital(HttpContext http) => http.Request.Path == Metrics || http.Request.Path.StartsWithSegments("/health");

    private static string Version => typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>No series for what a caller may invent; of calls to outside services their length alone.</summary>
    private static MetricStreamConfiguration? View(System.Diagnostics.Metrics.Instrument instrument) => (instrument.Meter.Name, instrument.Name) switch
    {
        (_, "http.server.request.duration") => new ExplicitBucketHistogramConfiguration
        {
            Boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            TagKeys = ["http.request.method", "http.route", "http.response.status_code"],
        },
        (_, "http.server.active_requests") => new MetricStreamConfiguration { TagKeys = ["http.request.method"] },
        ("Npgsql", "db.client.operation.duration") => new MetricStreamConfiguration { TagKeys = ["db.system.name", "error.type"] },
        // By pools that have no name of their own; see PoolFigures.
        ("Npgsql", _) => MetricStreamConfiguration.Drop,
        ("System.Net.Http", not "http.client.request.duration") => MetricStreamConfiguration.Drop,
        _ => null,
    };

    private sealed class Deaf : DistributedContextPropagator
    {
        public override IReadOnlyCollection<string> Fields => [];

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) { }

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
            (traceId, traceState) = (null, null);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
    }
}
