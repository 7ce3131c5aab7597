using System.Security.Cryptography;
using MotCua.Platform.Web;

namespace MotCua.Platform.Files;

/// <summary>A stored file: its SHA-256 in lower-case hex, which is also its address, and its size in bytes.</summary>
public sealed record StoredFile(string Sha256, long Size);

/// <summary>
/// Kho tệp, addressed by content: the same bytes are stored once, a file is never changed, and a name from outside is
/// never part of a path. Bytes are durable before Put returns, so a row may refer to the hash. Bytes that are used
/// are the bytes that were judged: each reading compares them with their address first.
/// </summary>
public sealed class FileStore(IShelf shelf, FileAlarms? alarms = null)
{
    public async Task<StoredFile> Put(Stream content)
    {
        var received = shelf.Receive();
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[1 << 16];
            int read;
            while ((read = await content.ReadAsync(buffer)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await received.WriteAsync(buffer.AsMemory(0, read));
            }
            var (sha256, size) = (Convert.ToHexStringLower(hash.GetHashAndReset()), received.Length);
            if (alarms is not null && await Exists(sha256) && await State(sha256) is { } damage) await alarms.Raise(sha256, damage);
            await shelf.Keep(received, sha256);
            return new StoredFile(sha256, size);
        }
        finally
        {
            await received.DisposeAsync();
            File.Delete(received.Name);
        }
    }

    public Task<StoredFile> Put(byte[] content) => Put(new MemoryStream(content, writable: false));

    /// <summary>Whether anything lies under this name; whether it is what was put, <see cref="IsWhole"/> says.</summary>
    public async Task<bool> Exists(string sha256) => await shelf.PutAt(sha256) is not null;

    /// <summary>Whether the bytes are there and are those of their address.</summary>
    public async Task<bool> IsWhole(string sha256) => FolderShelf.IsName(sha256) && await State(sha256) is null;

    /// <summary>Opens a stored file whose bytes have been compared, through the same handle, with its address.</summary>
    /// <exception cref="Refused">409: the bytes are gone or are others; an alarm was raised.</exception>
    public async Task<Stream> Open(string sha256)
    {
        var file = await shelf.Open(sha256);
        if (file is not null && Holds(file, sha256)) return file;
        if (file is not null) await file.DisposeAsync();
        throw await Damaged(sha256, file is null ? "missing" : "changed");
    }

    /// <inheritdoc cref="Open"/>
    public async Task<byte[]> Read(string sha256)
    {
        await using var file = await shelf.Open(sha256);
        if (file is null) throw await Damaged(sha256, "missing");
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)file.Length));
        await file.ReadExactlyAsync(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256 ? bytes : throw await Damaged(sha256, "changed");
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
        await using var file = await shelf.Open(sha256);
        return file is null ? "missing" : Holds(file, sha256) ? null : "changed";
    }

    // In one go: a shelf has opened a local file, whose pieces would each wait for a thread of their own.
    private static bool Holds(Stream file, string sha256)
    {
        var holds = Convert.ToHexStringLower(SHA256.HashData(file)) == sha256;
        file.Position = 0;
        return holds;
    }

    private async Task<Refused> Damaged(string sha256, string what)
    {
        if (alarms is not null) await alarms.Raise(sha256, what);
        var state = what == "missing" ? "không còn trong kho tệp" : "không còn nguyên vẹn";
        return Refused.WrongState($"Một tệp đã lưu {state} nên chưa làm được việc này. Quản trị đã được báo, cần gấp thì gọi 1022");
    }
}
