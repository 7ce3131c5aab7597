using System.Text;
using Microsoft.Extensions.Logging;
using MotCua.Papers.Contracts;

namespace MotCua.Papers.Digitise;

/// <summary>
/// Ảnh trang đã vẽ, in a folder beside the files: drawn from them at any time, so never in a backup and free to be lost. Bounded in bytes;
/// what was looked at longest ago goes first. Several servers may share the folder: pages are written beside and moved into place.
/// </summary>
internal sealed class KeptPages(string folder, long mostBytes, TimeProvider clock, ILogger<KeptPages> logger)
{
    /// <summary>What nobody looked at for so long goes, also where there is room: a file that was deleted leaves no picture behind for good.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    /// <summary>A page that could not be drawn is tried again then: it may have been the server's hour, not the file.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);
    private const string Beside = ".new";

    /// <summary>So much is written between two looks at the whole folder.</summary>
    private readonly long step = Math.Max(1, mostBytes / 8);
    private long written;
    private DateTimeOffset swept;
    private int sweeping;

    /// <returns>null: not drawn yet, or not whole.</returns>
    public PagePicture? Find(string sha256, int no, PageSize size)
    {
        var path = PathOf(sha256, no, size);
        try
        {
            if (!File.Exists(path)) return null;
            var bytes = File.ReadAllBytes(path);
            // After a loss of power a file can be there and empty, or end early.
            var (now, at) = (clock.GetUtcNow().UtcDateTime, File.GetLastWriteTimeUtc(path));
            if (bytes is [(byte)'!', .. var words, (byte)'\n']) return now - at < Again ? new PagePicture(null, Encoding.UTF8.GetString(words)) : null;
            if (bytes is not [0xFF, 0xD8, .., 0xFF, 0xD9]) return null;
            if (now - at > Between) File.SetLastWriteTimeUtc(path, now);
            return new PagePicture(bytes, null);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException) { return null; }
    }

    /// <summary>A folder that cannot be written to costs time and nothing else.</summary>
    public void Keep(string sha256, int no, PageSize size, PagePicture page)
    {
        var path = PathOf(sha256, no, size);
        var beside = $"{path}.{Guid.NewGuid():n}{Beside}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var bytes = page.Jpeg ?? Encoding.UTF8.GetBytes($"!{page.Problem}\n");
            File.WriteAllBytes(beside, bytes);
            File.SetLastWriteTimeUtc(beside, clock.GetUtcNow().UtcDateTime);
            File.Move(beside, path, overwrite: true);
            if (Interlocked.Add(ref written, bytes.Length) < step && clock.GetUtcNow() - swept < Between) return;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("A page image could not be kept: {Problem}", full.GetType().Name);
            try { File.Delete(beside); }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException) { /* nothing was written */ }
        }
        if (Interlocked.Exchange(ref sweeping, 1) == 1) return;
        _ = Task.Run(() =>
        {
            try { Sweep(); }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException) { /* another server sweeps, or there is no folder */ }
            finally { Volatile.Write(ref sweeping, 0); }
        });
    }

    /// <summary>Down to three quarters, so that the next page does not sweep again.</summary>
    internal void Sweep()
    {
        (swept, written) = (clock.GetUtcNow(), 0);
        if (!Directory.Exists(folder)) return;
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.LastWriteTimeUtc).ToList();
        var (total, now) = (files.Sum(file => file.Length), clock.GetUtcNow().UtcDateTime);
        var room = total > mostBytes ? mostBytes / 4 * 3 : mostBytes;
        foreach (var file in files)
        {
            var cut = file.Name.EndsWith(Beside, StringComparison.Ordinal) && now - file.LastWriteTimeUtc > Between;
            if (total <= room && !cut && now - file.LastWriteTimeUtc < Longest) continue;
            total -= file.Length;
            file.Delete();
        }
    }

    internal string PathOf(string sha256, int no, PageSize size) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(folder, sha256[..2], $"{sha256}-{no}-{(int)size}") : throw new ArgumentException("Not a SHA-256 in lower-case hex.", nameof(sha256));
}
