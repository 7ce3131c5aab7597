using System.Security.Cryptography;

namespace MotCua.Platform.Files;

/// <summary>A stored file: its SHA-256 in lower-case hex, which is also its address, and its size in bytes.</summary>
public sealed record StoredFile(string Sha256, long Size);

/// <summary>
/// Kho tệp, addressed by content: the same bytes are stored once, a file is never changed, and a name from outside is
/// never part of a path. Bytes are on disk (fsync) before Put returns, so a row may refer to the hash.
/// </summary>
public sealed class FileStore(string root)
{
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
            if (!File.Exists(target)) File.Move(temporary, target, overwrite: true);
            // Also when the file was there: its writer may not have come this far yet.
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

    public Task<StoredFile> Put(byte[] content) => Put(new MemoryStream(content, writable: false));

    /// <summary>Opens a stored file. Throws <see cref="FileNotFoundException"/> when the bytes are gone.</summary>
    public Stream Open(string sha256) => new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);

    public Task<byte[]> Read(string sha256) => File.ReadAllBytesAsync(PathOf(sha256));

    /// <summary>The path for a program that must open the file itself (OCR, rendering).</summary>
    public string PathOf(string sha256)
    {
        if (sha256.Length != 64 || sha256.Any(c => !char.IsAsciiHexDigitLower(c)))
            throw new ArgumentException("Not a SHA-256 in lower-case hex.", nameof(sha256));
        return Path.Combine(root, sha256[..2], sha256[2..4], sha256);
    }
}
