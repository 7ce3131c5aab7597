using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;

namespace MotCua.Platform.Files;

/// <summary>
/// Tệp đã quét vi-rút: kept by content, so it holds wherever the same bytes are shown. A file without a line is "chưa quét",
/// never "sạch".
/// </summary>
public sealed class ScannedFiles(Db db, TimeProvider clock)
{
    public const string Unscanned = "chưa quét vi-rút";
    public const string Clean = "đã quét vi-rút";

    /// <summary>The scanner found nothing in the whole of it. In the caller's transaction, when there is one.</summary>
    public Task Note(string sha256) => db.Database.ExecuteSqlAsync(
        $"insert into platform.scanned_file (sha256, at) values ({sha256}, {clock.GetUtcNow()}) on conflict (sha256) do update set at = excluded.at");

    /// <summary>Those of the asked that were scanned and clean.</summary>
    public async Task<IReadOnlySet<string>> Among(IEnumerable<string> sha256)
    {
        string[] asked = [.. sha256.Distinct(StringComparer.Ordinal)];
        if (asked.Length == 0) return new HashSet<string>(StringComparer.Ordinal);
        return (await db.Database.SqlQuery<string>($"select sha256 as \"Value\" from platform.scanned_file where sha256 = any({asked})").ToListAsync())
            .ToHashSet(StringComparer.Ordinal);
    }
}
