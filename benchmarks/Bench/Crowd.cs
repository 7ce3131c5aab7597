using System.Diagnostics;
using MotCua.Benchmarks.Demo;

namespace MotCua.Benchmarks.Bench;

/// <summary>Sixteen clients who ask without a pause: threads with blocking sockets, the least that clients can cost.</summary>
internal static class Crowd
{
    /// <param name="next">The request of a client's n-th turn; null ends that client.</param>
    /// <param name="expected">Any other status ends the measurement.</param>
    public static (double Rate, Latency Times) Run(Uri url, TimeSpan span, Func<Wire, int, int, byte[]?> next, int expected = 200)
    {
        var all = new Latency();
        Exception? problem = null;
        var started = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, Pgbench.Clients).Select(client => new Thread(() =>
        {
            try
            {
                using var wire = new Wire(url);
                var mine = new Latency();
                for (var n = 0; Stopwatch.GetElapsedTime(started) < span && problem is null && next(wire, client, n) is { } request; n++)
                {
                    var at = Stopwatch.GetTimestamp();
                    var status = wire.Send(request);
                    if (status != expected) throw new Unexpected($"{status} {wire.Body}");
                    mine.Add(at);
                }
                all.Add(mine);
            }
            catch (Exception caught) when (caught is Unexpected or IOException or System.Net.Sockets.SocketException) { problem = caught; }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (problem is not null) throw new Unexpected(problem.Message);
        return (all.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, all);
    }
}
