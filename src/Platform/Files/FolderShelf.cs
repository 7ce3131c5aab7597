namespace MotCua.Platform.Files;

/// <summary>Kho tệp trong một thư mục: ab/cd/abcd…, written beside and moved into place, file and folder flushed to disk.</summary>
public sealed class FolderShelf(string root) : IShelf
{
    private const string Incoming = "incoming";
    private const string Leaving = "leaving";
    private const long LeastSpace = 100 << 20;

    public string Address => root;

    public FileStream Receive()
    {
        var incoming = Path.Combine(root, Incoming);
        Directory.CreateDirectory(incoming);
        return new FileStream(Path.Combine(incoming, Guid.NewGuid().ToString("n")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    public async Task Keep(FileStream received, string sha256)
    {
        received.Flush(flushToDisk: true);
        await received.DisposeAsync();
        var target = PathOf(sha256);
        var folder = Path.GetDirectoryName(target)!;
        var known = Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        File.Move(received.Name, target, overwrite: true);
        // Its writer may not have come this far yet.
        FolderFlush.Flush(folder);
        if (known) return;
        FolderFlush.Flush(Path.GetDirectoryName(folder)!);
        FolderFlush.Flush(root);
    }

    public Task<Stream?> Open(string sha256)
    {
        try { return Task.FromResult<Stream?>(new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16)); }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException) { return Task.FromResult<Stream?>(null); }
    }

    public Task<DateTimeOffset?> PutAt(string sha256) =>
        Task.FromResult<DateTimeOffset?>(new FileInfo(PathOf(sha256)) is { Exists: true } file ? file.LastWriteTimeUtc : null);

    /// <summary>Moved aside first: who puts the same bytes meanwhile either dates them anew, and they come back, or writes them again.</summary>
    public Task<bool> Remove(string sha256, DateTimeOffset before) => Task.FromResult(Gone(sha256, before));

    private bool Gone(string sha256, DateTimeOffset before)
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

    public Task Settle(DateTimeOffset before)
    {
        foreach (var cut in Files(Incoming).Where(file => file.LastWriteTimeUtc < before.UtcDateTime)) cut.Delete();
        foreach (var left in Files(Leaving)) PutBack(left.FullName);
        return Task.CompletedTask;
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

    public async IAsyncEnumerable<ShelvedFile> All()
    {
        await Task.CompletedTask;
        foreach (var outer in Folders(root))
            foreach (var inner in Folders(outer.FullName))
                foreach (var file in inner.EnumerateFiles().Where(file => IsName(file.Name)).OrderBy(file => file.Name, StringComparer.Ordinal))
                    yield return new ShelvedFile(file.Name, file.LastWriteTimeUtc, file.Length);
    }

    private static IEnumerable<DirectoryInfo> Folders(string folder) => new DirectoryInfo(folder) is { Exists: true } there
        ? there.EnumerateDirectories().Where(one => one.Name.Length == 2).OrderBy(one => one.Name, StringComparer.Ordinal) : [];

    /// <summary>Every file comes in through one folder, which thereby bears the date of the last.</summary>
    public Task<DateTimeOffset?> LastPut() =>
        Task.FromResult<DateTimeOffset?>(new DirectoryInfo(Path.Combine(root, Incoming)) is { Exists: true } incoming ? incoming.LastWriteTimeUtc : null);

    public Task<string?> Lack() =>
        Task.FromResult(new DriveInfo(Directory.Exists(root) ? root : Path.GetDirectoryName(root)!).AvailableFreeSpace < LeastSpace ? "disk-full" : null);

    /// <exception cref="ArgumentException">No name of a file.</exception>
    internal string PathOf(string sha256) => IsName(sha256) ? Path.Combine(root, sha256[..2], sha256[2..4], sha256)
        : throw new ArgumentException("Not a SHA-256 in lower-case hex.", nameof(sha256));

    internal static bool IsName(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);
}
