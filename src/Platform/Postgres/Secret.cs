using System.Security.Cryptography;

namespace MotCua.Platform.Postgres;

/// <summary>A random secret kept in a file that only its owner can read; made at first use, never shown.</summary>
internal static class Secret
{
    public static async Task<string> Keep(string folder, string name)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(folder, owner | UnixFileMode.UserExecute);
        var path = Path.Combine(folder, name);
        if (File.Exists(path) && (await File.ReadAllTextAsync(path)).Trim() is { Length: > 0 } kept) return kept;
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var part = path + ".part";
        File.Delete(part);
        await using (var file = new FileStream(part, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = owner,
        }))
        {
            await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(secret));
            file.Flush(flushToDisk: true);
        }
        File.Move(part, path, overwrite: true);
        return secret;
    }
}
