using System.Security.Cryptography;
using MotCua.Platform.Web;

namespace MotCua.Platform.Files;

/// <summary>A stored file: its SHA-256 in lower-case hex, which is also its address, and its size in bytes.</summary>
public sealed record StoredFile(string Sha256, long Size);

/// <summary>
/// Kho tệp, addressed by content: the same bytes are stored once, a file is never changed, and a name from outside is
/// never part of a path. Bytes are on disk (fsync) before Put returns, so a row may refer to the hash. Bytes that are used
/// are the bytes that were judged: each reading compares them with their address first.
/// </summary>
public sealed class FileStore(string root, FileAlarms? alarms = null)
{
    private const string Leaving = "leaving";

    public async Task<StoredFile> Put(Stream content)
    {
        var incoming = Path.Combine(root, "incoming");
        Directory.CreateDirectory(incoming);
        var temporary = Path.Combine(incoming, Guid.NewGuid().ToString("n"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long size = 0;
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                var buffer = new byte[1 << 16];
                int read;
                while ((read = await content.ReadAsync(buffer)) > 0)
                {
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read));
                    size += read;
                }
                file.Flush(flushToDisk: true);
            }
            var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            var target = PathOf(sha256);
            var folder = Path.GetDirectoryName(target)!;
            var known = Directory.Exists(folder);
            Directory.CreateDirectory(folder);
            if (File.Exists(target) && await State(sha256) is { } damage && alarms is not null) await alarms.Raise(sha256, damage);
            // Also when the file is there: it is dated anew, so that the sweep leaves it to the row that will come.
            File.Move(temporary, target, overwrite: true);
            // Its writer may not have come this far yet.
            FolderFlush.Flush(folder);
            if (!known)
            {
                FolderFlush.Flush(Path.GetDirectoryName(folder)!);
                FolderFlush.Flush(root);
            }
            return new StoredFile(sha256, size);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }

    /// <summary>Takes bytes away for good. Moved aside first: who puts the same bytes meanwhile either dates them anew, and they come back, or writes them again.</summary>
    /// <param name="before">Bytes that were put later than this stay.</param>
    /// <returns>Whether they are gone.</returns>
    internal bool Remove(string sha256, DateTimeOffset before)
    {
        var (path, aside) = (PathOf(sha256), Path.Combine(root, Leaving, sha256));
        if (!File.Exists(path)) return true;
        if (File.GetLastWriteTimeUtc(path) >= before.UtcDateTime) return false;
        Directory.CreateDirectory(Path.GetDirectoryName(aside)!);
        try
        {
            File.Move(path, aside, overwrite: true);
            if (File.GetLastWriteTimeUtc(aside) < before.UtcDateTime)
            {
                File.Delete(aside);
                FolderFlush.Flush(Path.GetDirectoryName(path)!);
                return !File.Exists(path);
            }
            PutBack(aside);
        }
        catch (FileNotFoundException) { /* another server sweeps the same file */ }
        return false;
    }

    /// <summary>What a crash left: bytes that were being received, and bytes moved aside whose last check is not known.</summary>
    internal void Settle(DateTimeOffset before)
    {
        foreach (var cut in Files("incoming").Where(file => file.LastWriteTimeUtc < before.UtcDateTime)) cut.Delete();
        foreach (var left in Files(Leaving)) PutBack(left.FullName);
    }

    private void PutBack(string aside)
    {
        try
        {
            var path = PathOf(Path.GetFileName(aside));
            if (File.Exists(path)) File.Delete(aside);
            else File.Move(aside, path);
        }
        catch (IOException) { /* put again, or settled by another server, in this moment: the next sweep sees what is left */ }
    }

    private FileInfo[] Files(string folder) => new DirectoryInfo(Path.Combine(root, folder)) is { Exists: true } there ? there.GetFiles() : [];

    public Task<StoredFile> Put(byte[] content) => Put(new MemoryStream(content, writable: false));

    /// <summary>Opens a stored file whose bytes have been compared, through the same handle, with its address.</summary>
    /// <exception cref="Refused">409: the bytes are gone or are others; an alarm was raised.</exception>
    public async Task<Stream> Open(string sha256)
    {
        var file = Handle(sha256);
        if (file is not null && await Holds(file, sha256)) return file;
        if (file is not null) await file.DisposeAsync();
        throw await Damaged(sha256, file is null ? "missing" : "changed");
    }

    /// <inheritdoc cref="Open"/>
    public async Task<byte[]> Read(string sha256)
    {
        byte[]? bytes = null;
        try { bytes = await File.ReadAllBytesAsync(PathOf(sha256)); }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException) { /* said below */ }
        return bytes is not null && Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256 ? bytes : throw await Damaged(sha256, bytes is null ? "missing" : "changed");
    }

    /// <summary>Before an act that stands on these files: each is there and is what was judged.</summary>
    /// <exception cref="Refused">409, as for <see cref="Open"/>.</exception>
    public async Task Require(IEnumerable<string> sha256)
    {
        foreach (var hash in sha256.Distinct(StringComparer.Ordinal))
            if (await State(hash) is { } damage) throw await Damaged(hash, damage);
    }

    /// <summary>"missing" or "changed"; null: whole.</summary>
    private async Task<string?> State(string sha256)
    {
        await using var file = Handle(sha256);
        return file is null ? "missing" : await Holds(file, sha256) ? null : "changed";
    }

    private FileStream? Handle(string sha256)
    {
        try { return new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16); }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException) { return null; }
    }

    private static async Task<bool> Holds(FileStream file, string sha256)
    {
        var holds = Convert.ToHexStringLower(await SHA256.HashDataAsync(file)) == sha256;
        file.Position = 0;
        return holds;
    }

    private async Task<Refused> Damaged(string sha256, string what)
    {
        if (alarms is not null) await alarms.Raise(sha256, what);
        return Refused.WrongState(what == "missing" ? "Một tệp đã lưu không còn trong kho tệp nên chưa làm được việc này. Quản trị đã được báo, cần gấp thì gọi 1022"
            : "Một tệp đã lưu không còn nguyên vẹn nên chưa làm được việc này. Quản trị đã được báo, cần gấp thì gọi 1022");
    }

    /// <summary>The path for a program that must open the file itself (OCR, rendering).</summary>
    public string PathOf(string sha256)
    {
        if (sha256.Length != 64 || sha256.Any(c => !char.IsAsciiHexDigitLower(c)))
            throw new ArgumentException("Not a SHA-256 in lower-case hex.", nameof(sha256));
        return Path.Combine(root, sha256[..2], sha256[2..4], sha256);
    }
}
