using System.Text.Json;
using MotCua.Platform.Events;
using MotCua.Platform.Files;
using MotCua.Platform.Postgres;
using Npgsql;

namespace MotCua.Platform.Backup;

/// <summary>What stands at the head of a backup.</summary>
/// <param name="Damaged">Files of the store whose bytes no longer fit their name, as they were found.</param>
public sealed record BackupHead(int Format, DateTimeOffset MadeAt, string Product, int PostgresMajor, long Events, int StoredFiles,
    IReadOnlyList<string> Damaged);

/// <summary>
/// Sao lưu, beside the running product: first what stands outside the database (it may know less than the database, never
/// more), then the database as of one instant, then the files: rows name only files that were on disk before them, and the
/// sweep, which alone takes files away, waits.
/// </summary>
public static class MakeBackup
{
    public const string ManifestName = Manifest.Name;
    /// <summary>
    /// Held by whoever seals the log, and here from the witness to the end of the dump: a restored log must not know more seals than its witness.
    /// </summary>
    public const long SealLock = 0x4D6F744375615350;

    internal const string Dump = "database.dump";
    internal const string Head = "backup.json";
    internal const string Settings = "settings.json";

    /// <summary>Folders beside the database, in which lines are only ever appended.</summary>
    private static readonly string[] Outside = ["witness", "journal"];

    /// <param name="shelf">Where the files lie; they go into the backup wherever that is.</param>
    public static async Task<BackupHead> Run(string owner, string dataFolder, IShelf shelf, string target, Action<string> say)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new GroundException($"Thư mục {target} không trống. Hãy chọn thư mục mới cho bản sao lưu.");
        await using var session = new NpgsqlConnection(owner);
        await session.OpenAsync();
        var events = await Events(session);
        await using (var hold = new NpgsqlCommand($"select pg_advisory_lock({LooseFiles.SweepLock}), pg_advisory_lock({SealLock})",
            session) { CommandTimeout = 0 })
            await hold.ExecuteNonQueryAsync();
        var manifest = new Manifest(target);
        foreach (var folder in Outside.Select(name => Path.Combine(dataFolder, name)).Where(Directory.Exists))
            foreach (var file in InOrder(folder)) await manifest.Add(Path.GetRelativePath(dataFolder, file), stream => WholeLines(file, stream));
        say("Đang sao lưu cơ sở dữ liệu…");
        var major = await PgTools.ServerMajor(owner);
        var tool = await PgTools.Find("pg_dump", major);
        await manifest.Add(Dump, stream => PgTools.Run(tool, owner, ["--format=custom", "--no-password"], stream));
        await using (var go = new NpgsqlCommand($"select pg_advisory_unlock({SealLock})", session)) await go.ExecuteNonQueryAsync();
        say("Đang sao lưu tệp…");
        var (stored, damaged) = (0, new List<string>());
        // The sweep waits, so what it had on its way out comes back; what is being received is nobody's yet.
        await shelf.Settle(DateTimeOffset.MinValue);
        await foreach (var (name, _, _) in shelf.All())
        {
            var sha256 = await manifest.Add($"files/{name[..2]}/{name[2..4]}/{name}", async stream =>
            {
                await using var bytes = await shelf.Open(name) ?? throw new IOException($"{name} went away while it was copied.");
                await bytes.CopyToAsync(stream);
            });
            if (sha256 != name) damaged.Add(name);
            stored++;
        }
        var keys = Path.Combine(dataFolder, "keys");
        foreach (var file in Directory.Exists(keys) ? InOrder(keys) : [])
            await manifest.Add(Path.GetRelativePath(dataFolder, file), stream => Bytes(file, stream));
        var settings = Path.Combine(dataFolder, Settings);
        if (File.Exists(settings)) await manifest.Add(Settings, stream => Bytes(settings, stream));
        var version = typeof(MakeBackup).Assembly.GetName().Version!.ToString(3);
        var head = new BackupHead(1, TimeProvider.System.GetUtcNow(), version, major, events, stored, damaged);
        await manifest.Add(Head, stream => JsonSerializer.SerializeAsync(stream, head, EventLog.Json));
        await manifest.Close();
        return head;
    }

    private static async Task<long> Events(NpgsqlConnection owner)
    {
        await using var known = new NpgsqlCommand("select to_regclass('platform.event') is not null", owner);
        if (await known.ExecuteScalarAsync() is not true)
            throw new GroundException("Cơ sở dữ liệu này chưa có gì để sao lưu. Kiểm tra --data và --connection.");
        await using var last = new NpgsqlCommand("select coalesce(max(position), 0) from platform.event", owner);
        return (long)(await last.ExecuteScalarAsync())!;
    }

    private static IEnumerable<string> InOrder(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static async Task Bytes(string path, Stream target)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await file.CopyToAsync(target);
    }

    /// <summary>Somebody may be writing the last line.</summary>
    private static async Task WholeLines(string path, Stream target)
    {
        using var whole = new MemoryStream();
        await Bytes(path, whole);
        var bytes = whole.GetBuffer().AsMemory(0, (int)whole.Length);
        await target.WriteAsync(bytes[..(bytes.Span.LastIndexOf((byte)'\n') + 1)]);
    }
}
