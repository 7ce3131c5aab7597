using System.Collections.Concurrent;

namespace MotCua.Platform.Security;

/// <summary>
/// Slows down guessing instead of asking puzzles (WCAG 3.3.8). Counts tries per key in a sliding window; over the limit
/// the caller says how long to wait. In memory: a restart forgives, which is acceptable for slowing down.
/// </summary>
public sealed class Throttle(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Queue<long>> tries = new();

    /// <summary>True when the try is allowed; it is then counted.</summary>
    public bool Allow(string key, int limit, TimeSpan window)
    {
        if (tries.Count > 100_000) tries.Clear();
        var queue = tries.GetOrAdd(key, _ => new Queue<long>());
        var now = clock.GetTimestamp();
        lock (queue)
        {
            while (queue.Count > 0 && clock.GetElapsedTime(queue.Peek(), now) > window) queue.Dequeue();
            if (queue.Count >= limit) return false;
            queue.Enqueue(now);
            return true;
        }
    }

    /// <summary>The try was a success and is not counted: many people behind one address may all sign in.</summary>
    public void TakeBack(string key)
    {
        if (!tries.TryGetValue(key, out var queue)) return;
        lock (queue) queue.TryDequeue(out _);
    }

    /// <summary>Forgets every try, when the demonstration is reset.</summary>
    public void Clear() => tries.Clear();

    public void Forgive(string key) => tries.TryRemove(key, out _);
}
