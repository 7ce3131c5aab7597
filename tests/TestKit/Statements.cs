using System.Diagnostics;
using Npgsql;

namespace MotCua.Tests.TestKit;

/// <summary>The statements that one house sends to its database, in order, as Npgsql itself reports them.</summary>
internal sealed class Statements : IDisposable
{
    private readonly List<string> sent = [];
    private readonly ActivityListener listener;

    public Statements(House house)
    {
        var database = new NpgsqlConnectionStringBuilder(house.OwnerConnection).Database;
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // Other houses work beside this one.
                var of = (activity.GetTagItem("db.namespace") ?? activity.GetTagItem("db.name")) as string;
                if (of?.StartsWith(database!, StringComparison.Ordinal) != true) return;
                if ((activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string text) lock (sent) sent.Add(text);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public int Count { get { lock (sent) return sent.Count; } }

    public void Clear() { lock (sent) sent.Clear(); }

    public override string ToString() { lock (sent) return string.Join("\n", sent); }

    public void Dispose() => listener.Dispose();
}
