using System.Security.Cryptography;
using MotCua.Platform.Files;

namespace MotCua.Platform.Evidence;

public static class StoredBytes
{
    /// <summary>Whether the bytes are there and are those of their address.</summary>
    public static async Task<bool> IsWhole(this FileStore files, string sha256)
    {
        try
        {
            await using var file = new FileStream(files.PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file)) == sha256;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or ArgumentException) { return false; }
    }
}
