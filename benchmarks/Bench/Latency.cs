using System.Diagnostics;

namespace MotCua.Benchmarks.Bench;

/// <summary>Times of many like operations, in milliseconds.</summary>
internal sealed class Latency
{
    private readonly List<double> times = [];

    public int Count => times.Count;

    public double P50 => At(0.50);

    public double P95 => At(0.95);

    public double P99 => At(0.99);

    public void Add(long startedAt)
    {
        var time = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
        lock (times) times.Add(time);
    }

    public void Add(Latency other)
    {
        lock (times) times.AddRange(other.times);
    }

    private double At(double share)
    {
        if (times.Count == 0) return double.NaN;
        times.Sort();
        return times[Math.Min(times.Count - 1, (int)(times.Count * share))];
    }
}
