using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MotCua.Platform.Data;

namespace MotCua.Platform.Vitals;

/// <summary>
/// The driver's figures of the one pool that serves people. It names every other pool (schema scripts, heartbeat) by its connection string,
/// which is no name for a series and may hold what is nobody's business.
/// </summary>
internal sealed class PoolFigures : IDisposable
{
    private const string PoolName = "db.client.connection.pool.name";
    private const string State = "db.client.connection.state";

    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, long> seen = new(StringComparer.Ordinal);

    public PoolFigures(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name == "Npgsql" && instrument.Name is "db.client.connection.count" or "db.client.connection.max")
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        var meter = meters.Create("MotCua.Database");
        meter.CreateObservableUpDownCounter("motcua.database.connections", Connections, "{connection}", "Connections of the pool by state");
        meter.CreateObservableUpDownCounter("motcua.database.connections.max", () => seen.GetValueOrDefault(""), "{connection}",
            "Connections that the pool may have");
    }

    public void Dispose() => listener.Dispose();

    private IEnumerable<Measurement<long>> Connections()
    {
        listener.RecordObservableInstruments();
        return seen.Where(one => one.Key.Length > 0).Select(one => new Measurement<long>(one.Value, new KeyValuePair<string, object?>(State, one.Key)));
    }

    private void Note(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (pool, state) = ("", "");
        foreach (var tag in tags)
        {
            if (tag.Key == PoolName) pool = tag.Value as string ?? "";
            else if (tag.Key == State) state = tag.Value as string ?? "";
        }
        if (pool == DatabaseServices.PoolName) seen[state] = value;
    }
}
