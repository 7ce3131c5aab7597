using System.Collections.Concurrent;

namespace MotCua.People.SignIn;

/// <summary>Saves the look-up of one session for a few seconds: a page with its assets asks many times.</summary>
internal sealed class SessionCache
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (LiveSession Session, long At)> known = new();

    public LiveSession? Find(string key)
    {
        if (!known.TryGetValue(key, out var entry)) return null;
        if (TimeProvider.System.GetElapsedTime(entry.At) < Fresh) return entry.Session;
        known.TryRemove(key, out _);
        return null;
    }

    public void Keep(string key, LiveSession session)
    {
        if (known.Count > 20_000) known.Clear();
        known[key] = (session, TimeProvider.System.GetTimestamp());
    }

    public void Forget(Guid sessionId)
    {
        foreach (var (key, entry) in known)
            if (entry.Session.SessionId == sessionId) known.TryRemove(key, out _);
    }

    public void ForgetAccount(Guid accountId)
    {
        foreach (var (key, entry) in known)
            if (entry.Session.Actor.AccountId == accountId) known.TryRemove(key, out _);
    }
}
