using System.Globalization;
using System.Text;

namespace MotCua.Proof.Seal;

/// <summary>
/// Nhân chứng bên ngoài cơ sở dữ liệu: each seal again as a line of a file that is only ever appended to. Whoever owns the
/// database can rebuild the whole chain; the file then contradicts it.
/// </summary>
internal sealed class WitnessFile(string folder)
{
    /// <summary>One line: batch, hash in hex, number of rows, last place, time.</summary>
    internal sealed record Line(long Batch, string Hash);

    public string PathOf(Guid log) => Path.Combine(folder, $"{log:n}.log");

    public long LengthOf(Guid log) => new FileInfo(PathOf(log)) is { Exists: true } file ? file.Length : 0;

    public void Append(Guid log, IReadOnlyList<SealedBatch> seals)
    {
        if (seals.Count == 0) return;
        Directory.CreateDirectory(folder);
        var text = new StringBuilder();
        foreach (var seal in seals) text.Append(Text(seal)).Append('\n');
        using var file = new FileStream(PathOf(log), FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(Encoding.ASCII.GetBytes(text.ToString()));
        file.Flush(flushToDisk: true);
    }

    public static string Text(SealedBatch seal) => string.Create(CultureInfo.InvariantCulture,
        $"{seal.Batch} {Convert.ToHexStringLower(seal.Hash)} {seal.Count} {seal.Last.Txid} {seal.Last.Position} {seal.SealedAt:yyyy-MM-ddTHH:mm:ss.ffffffZ}");

    /// <summary>Completes a line of which a crash has written a part, or nothing.</summary>
    public void Complete(Guid log, SealedBatch seal)
    {
        Directory.CreateDirectory(folder);
        using var file = new FileStream(PathOf(log), FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(Encoding.ASCII.GetBytes(Text(seal)[Tail(log).Torn.Length..] + "\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>The last whole line (batch 0: it cannot be read), and what was begun after it.</summary>
    public (Line? Last, string Torn) Tail(Guid log)
    {
        if (LengthOf(log) is not (> 0 and var length)) return (null, "");
        using var file = new FileStream(PathOf(log), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(length, 1024), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.ASCII);
        var parts = reader.ReadToEnd().Split('\n');
        return (parts.Length > 1 ? Parse(parts[^2]) : null, parts[^1]);
    }

    /// <summary>Two administrators have said that the database is right: the old file stays beside, and a new one is written from the seals.</summary>
    public void BeginAnew(Guid log, IEnumerable<SealedBatch> seals, DateTimeOffset now)
    {
        if (File.Exists(PathOf(log))) File.Move(PathOf(log), $"{PathOf(log)}.{now.UtcDateTime:yyyyMMddHHmmss}.contradicted", overwrite: false);
        foreach (var some in seals.Chunk(1000)) Append(log, some);
    }

    private static Line Parse(string text)
    {
        var parts = text.Split(' ');
        return parts.Length == 6 && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var batch) && parts[1].Length == 64 ? new Line(batch, parts[1])
            : new Line(0, text);
    }

    /// <summary>Lines in the order of writing, up to a length; an unreadable line comes back with batch 0.</summary>
    public IEnumerable<Line> Read(Guid log, long upTo)
    {
        if (!File.Exists(PathOf(log))) yield break;
        using var file = new FileStream(PathOf(log), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.ASCII);
        long read = 0;
        while (read < upTo && reader.ReadLine() is { } text)
        {
            read += text.Length + 1;
            yield return Parse(text);
        }
    }

    /// <summary>Files of other logs in the same folder: the database was exchanged, or its identity was.</summary>
    public IReadOnlyList<string> Strangers(Guid? log) => !Directory.Exists(folder) ? [] :
        [.. Directory.GetFiles(folder, "*.log").Where(file => log is null || file != PathOf(log.Value)).Order(StringComparer.Ordinal)];

    /// <summary>Puts files of earlier logs aside. Only the demonstration's reset may begin a new log in the same folder.</summary>
    public void Retire(Guid? log)
    {
        foreach (var file in Strangers(log)) File.Move(file, file + ".old", overwrite: true);
    }

    /// <summary>A file that knows seals which are lost stays, under a name that says so. Nothing happens when it is gone already.</summary>
    public static void SetAside(string path)
    {
        if (File.Exists(path)) File.Move(path, path + ".lost");
    }

    /// <summary>Last line of a file that can be read; null when there is none.</summary>
    public static Line? Last(string path) => File.Exists(path)
        ? File.ReadLines(path, Encoding.ASCII).TakeLast(2).Select(Parse).LastOrDefault(line => line.Batch > 0) : null;
}
