using System.Collections.Concurrent;
using System.Text.Json;

namespace MotCua.Journeys.Survival;

/// <summary>One line of the ledger: an attempt (no Status) with what was sent, or the final answer to it.</summary>
/// <param name="Earlier">The answer says that an attempt before this one has had its effect.</param>
internal sealed record LedgerLine(DateTimeOffset At, string Key, string Answers, string Paper, int? Status = null, string? Code = null, bool Earlier = false)
{
    public bool IsAttempt => Status is null;
}

/// <summary>
/// What the applicants' side knows, on disk outside the product: a line before each attempt and a line after each final
/// answer, each flushed to the disk before the applicant goes on.
/// </summary>
internal sealed class Ledger(string path) : IDisposable
{
    private readonly FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    private readonly Lock turn = new();
    private readonly ConcurrentDictionary<string, bool> begun = new();

    /// <summary>How many submissions have been attempted at least once.</summary>
    public int Begun => begun.Count;

    public void Attempt(Application application)
    {
        Write(new LedgerLine(DateTimeOffset.UtcNow, application.Key, application.AnswersHash, application.PaperHash));
        begun.TryAdd(application.Key, true);
    }

    public void Answered(Application application, int status, string? code, bool earlier) =>
        Write(new LedgerLine(DateTimeOffset.UtcNow, application.Key, application.AnswersHash, application.PaperHash, status, code, earlier));

    public static IReadOnlyList<LedgerLine> Read(string path) =>
        [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<LedgerLine>(line)!)];

    private void Write(LedgerLine line)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line), (byte)'\n'];
        lock (turn)
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => file.Dispose();
}
