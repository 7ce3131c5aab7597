using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;

namespace MotCua.Platform.Files;

/// <summary>
/// Tệp không còn ai dùng. What a person deletes must be gone (Luật Bảo vệ dữ liệu cá nhân): the rows at once, the bytes when no room
/// refers to them. Rows first, so that a row never points at nothing; a crash between the two leaves a line here.
/// </summary>
public sealed class LooseFiles(Db db, IShelf shelf, ModuleSet modules)
{
    /// <summary>Between the bytes and the commit of their row lies one request; none lasts this long.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromMinutes(30);

    /// <summary>A backup holds it while it copies: until then nothing that its rows name may go away.</summary>
    internal const long SweepLock = 0x4D6F744375615377;

    private const int Most = 500;

    internal static RecurringJob Job => new("platform.sweep-loose-files", TimeSpan.FromMinutes(10),
        async (services, _) => await services.GetRequiredService<LooseFiles>().Sweep());

    /// <summary>These bytes may be loose: to be looked at when they are old enough. In the caller's transaction.</summary>
    public async Task Note(IEnumerable<string> sha256)
    {
        string[] hashes = [.. sha256.Distinct().Order(StringComparer.Ordinal)];
        if (hashes.Length == 0) return;
        await db.Database.ExecuteSqlAsync($"insert into platform.loose_file (sha256) select unnest({hashes}) on conflict (sha256) do update set since = now()");
    }

    /// <summary>Takes away what nobody refers to; gives the number of files that went.</summary>
    public async Task<int> Sweep()
    {
        await using var transaction = await db.Begin();
        if ((await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock_shared({SweepLock}) as \"Value\"").ToListAsync()) is not [true]) return 0;
        // The machine's clock, as the files themselves are dated by it.
        var before = TimeProvider.System.GetUtcNow() - Age;
        await shelf.Settle(before);
        var hashes = (await db.Database.SqlQuery<string>($"""
            select sha256 as "Value" from platform.loose_file where since < {before}
            order by since limit {Most}
            """).ToListAsync()).ToArray();
        if (hashes.Length == 0) return 0;
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var module in modules.All) used.UnionWith(await module.FilesInUse(db, hashes));
        var gone = new List<string>();
        foreach (var hash in hashes.Where(hash => !used.Contains(hash)))
            if (await shelf.Remove(hash, before)) gone.Add(hash);
        string[] done = [.. used, .. gone];
        await db.Database.ExecuteSqlAsync($"delete from platform.scanned_file where sha256 = any({gone})");
        await db.Database.ExecuteSqlAsync($"delete from platform.loose_file where sha256 = any({done}) and since < {before}");
        await db.Commit(transaction);
        return gone.Count;
    }
}
