using Microsoft.Extensions.Caching.Memory;

namespace MotCua.Catalogue.Contracts;

/// <summary>
/// Answers of the list of procedures, kept for ten seconds: a search reads the whole catalogue, which changes once a day, and a province
/// looks for the same few words. Another server, or a row changed by hand, is seen after that; publishing here, at once.
/// </summary>
public sealed class FoundProcedures : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    /// <summary>Rows in all answers together, some 20 MB: words that a stranger makes up push each other out.</summary>
    private const int MostRows = 20_000;

    /// <summary>What an answer counts without rows: its question may be as long as an address.</summary>
    private const int Question = 20;

    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = MostRows });

    internal async Task<T> Get<T>(object question, Func<Task<T>> ask, Func<T, int> rows) where T : class
    {
        if (answers.TryGetValue(question, out T? known) && known is not null) return known;
        var fresh = await ask();
        answers.Set(question, fresh, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Kept, Size = Question + rows(fresh) });
        return fresh;
    }

    internal void Forget() => answers.Clear();

    public void Dispose() => answers.Dispose();
}
