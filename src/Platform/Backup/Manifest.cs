using System.Security.Cryptography;
using System.Text;
using MotCua.Platform.Files;
using MotCua.Platform.Postgres;

namespace MotCua.Platform.Backup;

/// <summary>
/// Bản kê của bản sao lưu: one line "sha256  path" for each file, as sha256sum writes and checks them. Written last, so that
/// a backup without it was never finished.
/// </summary>
internal sealed class Manifest(string folder)
{
    public const string Name = "manifest.sha256";

    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly StringBuilder lines = new();

    public int Files { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Writes one file of the backup, closed to others and on disk before it is listed. Gives its SHA-256.</summary>
    public async Task<string> Add(string path, Func<Stream, Task> write)
    {
        var (sha256, size) = await Write(Path.Combine(folder, path), write);
        lines.Append(sha256).Append("  ").Append(path).Append('\n');
        Files++;
        Bytes += size;
        return sha256;
    }

    public async Task Close()
    {
        await Write(Path.Combine(folder, Name), stream => stream.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString())).AsTask());
        FolderFlush.Flush(folder);
    }

    /// <summary>What is wrong with a backup, a line each; nothing: it is whole, and nothing lies beside it.</summary>
    public static async Task<IReadOnlyList<string>> Check(string folder)
    {
        var list = Path.Combine(folder, Name);
        if (!File.Exists(list)) throw new GroundException($"{folder} không phải bản sao lưu đã làm xong: thiếu {Name}.");
        var problems = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal) { Name };
        await foreach (var line in File.ReadLinesAsync(list))
        {
            if (line.Split("  ", 2) is not [{ Length: 64 } sha256, var path] || Path.IsPathRooted(path) || path.Split('/').Contains(".."))
            {
                problems.Add($"{Name} có dòng không đọc được: {line}");
                continue;
            }
            known.Add(path);
            var file = Path.Combine(folder, path);
            if (!File.Exists(file)) problems.Add($"thiếu {path}");
            else if (await Hash(file) != sha256) problems.Add($"{path} khác với bản kê");
        }
        var strangers = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file)).Where(path => !known.Contains(path));
        return [.. problems, .. strangers.Select(path => $"{path} không có trong bản kê")];
    }

    public static IEnumerable<string> Paths(string folder) => File.ReadLines(Path.Combine(folder, Name)).Select(line => line[66..]);

    /// <summary>Copies a file: closed to others, on disk.</summary>
    public static async Task<string> Copy(string from, string to)
    {
        await using var source = File.OpenRead(from);
        return (await Write(to, stream => source.CopyToAsync(stream))).Sha256;
    }

    private static async Task<(string Sha256, long Size)> Write(string path, Func<Stream, Task> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, File600 | UnixFileMode.UserExecute);
        await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = File600 });
        using var hash = SHA256.Create();
        await using (var through = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true)) await write(through);
        file.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.Hash!), file.Length);
    }

    private static async Task<string> Hash(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }
}
