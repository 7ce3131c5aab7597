using System.Collections.Concurrent;

namespace MotCua.Platform.Jobs;

/// <summary>
/// Chuông báo việc. Lanes that ask the same kind of question are woken by one that asks it for all of them: forty lanes looking twice a second
/// were a hundred statements a second in a house where nothing happens.
/// </summary>
public sealed class Bell
{
    /// <summary>How soon work is heard of.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>A lane looks by itself so often, whatever the bell does.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> rung = new(StringComparer.Ordinal);

    /// <summary>Kept until the lane comes for it; twice is once.</summary>
    public void Ring(string name)
    {
        try { Of(name).Release(); }
        catch (SemaphoreFullException) { /* not heard yet */ }
    }

    public Task Wait(string name, TimeSpan most, CancellationToken stop) => Of(name).WaitAsync(most, stop);

    private SemaphoreSlim Of(string name) => rung.GetOrAdd(name, _ => new SemaphoreSlim(0, 1));
}
