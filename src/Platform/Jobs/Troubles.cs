using MotCua.Platform.Events;

namespace MotCua.Platform.Jobs;

/// <summary>What is the matter with a piece of work.</summary>
public enum TroubleState
{
    /// <summary>Bị để riêng: tried often enough, it waits for a person; what must come after it waits behind it.</summary>
    SetAside,

    /// <summary>Không làm được: refused by another system, or failing each time it comes back.</summary>
    Failed,

    /// <summary>Trễ: due, and not done for longer than is usual.</summary>
    Late,
}

/// <summary>All of one kind, as they are counted.</summary>
/// <param name="What">The source, see <see cref="TroubleSource"/>.</param>
/// <param name="Name">Stable name of the subscriber, the kind of job, the channel …</param>
/// <param name="Since">The oldest.</param>
/// <param name="Retry">How many of them a person may have tried again.</param>
public sealed record TroubleGroup(TroubleState State, string What, string Name, long Count, DateTimeOffset Since, long Retry);

/// <summary>One of them.</summary>
/// <param name="Subject">What it is about in words that an administrator may read.</param>
/// <param name="Stream">The stream of the log it is about, when there is one.</param>
/// <param name="Tries">0: not tried, it only waits.</param>
/// <param name="Retry">It waits for a person.</param>
public sealed record Trouble(string Key, string Subject, string? Stream, DateTimeOffset Since, int Tries, string Reason, string? Incident, bool Retry);

/// <summary>A kind of work that can fail, be late or be set aside, and how its room shows it. Listed as a whole on <c>/quan-tri/van-hanh</c>.</summary>
/// <param name="What">fact, job, timer, message …: as in <see cref="WorkSetAside.What"/>.</param>
/// <param name="Lines">At most so many, oldest first.</param>
/// <param name="TryAgain">One (key) or all of a name (null); says how many it was. Null: nothing can be asked for.</param>
public sealed record TroubleSource(string What, Func<IServiceProvider, Task<IReadOnlyList<TroubleGroup>>> Groups,
    Func<IServiceProvider, TroubleGroup, int, Task<IReadOnlyList<Trouble>>> Lines, Func<IServiceProvider, string, string?, Task<int>>? TryAgain = null);

/// <summary>Việc vướng của cả hệ thống: what failed, is late or was set aside, from all rooms.</summary>
public sealed class TroubleList(IServiceProvider services, ModuleSet modules)
{
    private TroubleSource Source(string what) => modules.All.SelectMany(module => module.Troubles).Single(source => source.What == what);

    public async Task<IReadOnlyList<TroubleGroup>> Groups()
    {
        var all = new List<TroubleGroup>();
        foreach (var source in modules.All.SelectMany(module => module.Troubles)) all.AddRange(await source.Groups(services));
        return all;
    }

    /// <summary>How many facts, jobs and timers are set aside: the number in the navigation and at the list.</summary>
    public async Task<long> SetAside()
    {
        var count = 0L;
        foreach (var what in new[] { WorkSetAside.Fact, WorkSetAside.Job, WorkSetAside.Timer })
            if (modules.All.SelectMany(module => module.Troubles).SingleOrDefault(source => source.What == what) is { } source)
                count += (await source.Groups(services)).Where(group => group.State == TroubleState.SetAside).Sum(group => group.Count);
        return count;
    }

    public Task<IReadOnlyList<Trouble>> Lines(TroubleGroup group, int most) => Source(group.What).Lines(services, group, most);

    /// <summary>In the caller's transaction. Asked twice it is done once: the second finds nothing.</summary>
    /// <param name="key">Null: all of the name.</param>
    public Task<int> TryAgain(string what, string name, string? key) =>
        modules.All.SelectMany(module => module.Troubles).SingleOrDefault(source => source.What == what)?.TryAgain is { } again
        ? again(services, name, key) : Task.FromResult(0);
}
