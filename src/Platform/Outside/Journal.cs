using System.Globalization;
using System.Text.Json;
using MotCua.Platform.Events;
using MotCua.Platform.Files;

namespace MotCua.Platform.Outside;

/// <summary>Một dòng của sổ ngoài: something that must not be forgotten when the database is put back to an earlier minute.</summary>
/// <param name="Written">By the machine's clock.</param>
/// <param name="Kind">Name of the fact, or of what else was given out.</param>
/// <param name="Stream">Of the fact, when it is one.</param>
/// <param name="Position">Of the fact in the log, when it is one.</param>
public sealed record JournalLine(DateTimeOffset Written, string Kind, JsonElement Data, string? Stream = null, long? Position = null,
    string? ActorName = null, string? Reason = null)
{
    public static JournalLine Of(string kind, object data, string? stream = null, long? position = null) =>
        new(TimeProvider.System.GetUtcNow(), kind, JsonSerializer.SerializeToElement(data, data.GetType(), EventLog.Json), stream, position);
}

/// <summary>A row that is also written into the journal, after its commit and before the act is answered.</summary>
public interface IOutlive
{
    /// <summary>Asked after the row was written; null: not this one.</summary>
    JournalLine? Line();
}

/// <summary>
/// Sổ ngoài: beside the database and never in it, so that it survives when the database is restored to an earlier minute.
/// It knows which codes and numbers were given out, what was revoked, what the gateway took. One file a process and month,
/// only ever appended to, a JSON object a line.
/// </summary>
public sealed class Journal(string folder) : IDisposable
{
    /// <summary>What is not flushed at once is on disk after it; a power cut costs no more.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private const int Tail = 1 << 16;

    private readonly Lock turn = new();
    private readonly string name = Guid.NewGuid().ToString("n")[..8];
    private FileStream? file;
    private Timer? settling;

    /// <param name="durable">On disk before this returns: for what takes a right away, and for numbers in a book. Otherwise it survives any end of the
    /// process, and a power cut after a second.</param>
    public void Write(IReadOnlyCollection<JournalLine> lines, bool durable)
    {
        if (lines.Count == 0) return;
        using var text = new MemoryStream();
        foreach (var line in lines)
        {
            JsonSerializer.Serialize(text, line, EventLog.Json);
            text.WriteByte((byte)'\n');
        }
        lock (turn)
        {
            var open = Open();
            open.Write(text.GetBuffer().AsSpan(0, (int)text.Length));
            open.Flush(durable);
            if (!durable) settling ??= new Timer(_ => Settle(), null, Delay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>All lines written from then on, file by file. A line cut by a crash is left out.</summary>
    public IEnumerable<JournalLine> Read(DateTimeOffset since) => Files().SelectMany(Lines).Where(line => line.Written >= since);

    /// <summary>The last fact of each file of the newest two months: a database that knows none of their absence has lost nothing.</summary>
    public IEnumerable<JournalLine> Newest()
    {
        var files = Files().ToList();
        var months = files.Select(Month).Distinct().Order(StringComparer.Ordinal).TakeLast(2).ToHashSet(StringComparer.Ordinal);
        foreach (var path in files.Where(path => months.Contains(Month(path))))
            if ((LinesOfTail(path).LastOrDefault(IsFact) ?? Lines(path).LastOrDefault(IsFact)) is { } last) yield return last;

        static bool IsFact(JournalLine line) => line.Position is not null;
        static string Month(string path) => Path.GetFileName(path)[..7];
    }

    /// <summary>Only the demonstration's reset begins anew in the same folder.</summary>
    internal void Clear()
    {
        lock (turn)
        {
            Close();
            foreach (var path in Files()) File.Delete(path);
        }
    }

    public void Dispose()
    {
        lock (turn) Close();
    }

    private FileStream Open()
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM}.{name}.jsonl"));
        if (file?.Name == path) return file;
        Close();
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        FolderFlush.Flush(folder);
        return file;
    }

    private void Settle()
    {
        lock (turn)
        {
            settling?.Dispose();
            settling = null;
            file?.Flush(flushToDisk: true);
        }
    }

    private void Close()
    {
        settling?.Dispose();
        settling = null;
        file?.Flush(flushToDisk: true);
        file?.Dispose();
        file = null;
    }

    private IEnumerable<string> Files() => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal) : [];

    private static FileStream Reading(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static IEnumerable<JournalLine> Lines(string path)
    {
        using var reader = new StreamReader(Reading(path));
        while (reader.ReadLine() is { } text)
            if (Parse(text) is { } line) yield return line;
    }

    private static List<JournalLine> LinesOfTail(string path)
    {
        using var stream = Reading(path);
        stream.Seek(-Math.Min(stream.Length, Tail), SeekOrigin.End);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Select(Parse).OfType<JournalLine>()];
    }

    private static JournalLine? Parse(string text)
    {
        try { return text.Length == 0 ? null : JsonSerializer.Deserialize<JournalLine>(text, EventLog.Json); }
        catch (JsonException) { return null; }
    }
}
