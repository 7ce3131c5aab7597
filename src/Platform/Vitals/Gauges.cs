using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MotCua.Platform.Vitals;

/// <summary>Chỉ số: a figure that is read from a room's tables when somebody measures, at most every <see cref="Gauges.Fresh"/>.</summary>
/// <param name="Name">As OpenTelemetry writes names: <c>motcua.jobs.waiting</c>.</param>
/// <param name="Unit">UCUM; what is counted stands in braces: <c>{job}</c>.</param>
/// <param name="Sql">
/// One row with the value; with <paramref name="Of"/> several rows of value and what it is of. $1 is the product's now. Counts look at a bounded number of
/// rows.
/// </param>
/// <param name="Of">Name of the attribute of each row, from a set that does not grow.</param>
public sealed record Gauge(string Name, string Unit, string Description, string Sql, string? Of = null);

/// <summary>Reads the gauges of all rooms, for whoever scrapes: one reading at a time, a few seconds old at most, never by the number of askers.</summary>
public sealed class Gauges
{
    public const string MeterName = "MotCua.State";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>Older figures are not told: no figure is better than one of before the outage.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<Gauge> gauges;
    private readonly NpgsqlDataSource source;
    private readonly TimeProvider clock;
    private readonly ILogger<Gauges> logger;
    private readonly SemaphoreSlim turn = new(1, 1);
    private volatile Reading last = new([], 0);
    private long readings;

    public Gauges(IMeterFactory meters, ModuleSet modules, NpgsqlDataSource source, TimeProvider clock, ILogger<Gauges> logger)
    {
        (gauges, this.source, this.clock, this.logger) = ([.. modules.All.SelectMany(module => module.Gauges)], source, clock, logger);
        var meter = meters.Create(MeterName);
        foreach (var gauge in gauges) meter.CreateObservableGauge(gauge.Name, () => Told(gauge), gauge.Unit, gauge.Description);
    }

    /// <summary>How often the database was asked.</summary>
    internal long Readings => Interlocked.Read(ref readings);

    public async Task Refresh(CancellationToken cancellation)
    {
        if (IsFresh) return;
        await turn.WaitAsync(cancellation);
        try
        {
            if (!IsFresh) last = await Read(cancellation);
        }
        catch (NpgsqlException away)
        {
            logger.LogWarning(away, "The gauges could not be read");
        }
        finally { turn.Release(); }
    }

    private bool IsFresh => last.At > 0 && Environment.TickCount64 - last.At < Fresh.TotalMilliseconds;

    private async Task<Reading> Read(CancellationToken cancellation)
    {
        Interlocked.Increment(ref readings);
        var found = new Dictionary<string, List<Measurement<double>>>(StringComparer.Ordinal);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        foreach (var gauge in gauges)
        {
            await using var command = new NpgsqlCommand(gauge.Sql, connection) { CommandTimeout = 5 };
            command.Parameters.Add(new() { Value = clock.GetUtcNow().ToUniversalTime() });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var values = found[gauge.Name] = [];
            while (await reader.ReadAsync(cancellation))
            {
                if (reader.IsDBNull(0)) continue;
                var value = Convert.ToDouble(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture);
                values.Add(gauge.Of is { } of ? new(value, new KeyValuePair<string, object?>(of, reader.GetString(1))) : new(value));
            }
        }
        return new Reading(found, Environment.TickCount64);
    }

    private IEnumerable<Measurement<double>> Told(Gauge gauge)
    {
        var reading = last;
        return reading.At > 0 && Environment.TickCount64 - reading.At < Stale.TotalMilliseconds && reading.Values.TryGetValue(gauge.Name, out var values)
            ? values : [];
    }

    private sealed record Reading(Dictionary<string, List<Measurement<double>>> Values, long At);
}
