using System.Text.Json;
using MotCua.Platform.Events;
using MotCua.Platform.Files;
using MotCua.Platform.Postgres;
using Npgsql;

namespace MotCua.Platform.Backup;

/// <summary>Khôi phục vào chỗ mới: never over what is there, and only from a backup that is whole.</summary>
public static class RestoreBackup
{
    /// <summary>Stands in the data folder until all is back; a start refuses the folder as long as it is there.</summary>
    internal const string Unfinished = "restore.unfinished";

    public static void RefuseUsed(string dataFolder)
    {
        if (File.Exists(dataFolder) || Directory.Exists(dataFolder) && Directory.EnumerateFileSystemEntries(dataFolder).Any())
            throw new GroundException($"Thư mục {dataFolder} không trống. Hãy khôi phục vào thư mục mới bằng --data.");
    }

    public static void RefuseUnfinished(string dataFolder)
    {
        if (File.Exists(Path.Combine(dataFolder, Unfinished)))
            throw new GroundException($"Lần khôi phục vào {dataFolder} chưa xong. Hãy xóa thư mục này rồi khôi phục lại.");
    }

    /// <exception cref="GroundException">The backup is not whole; every wrong file is named.</exception>
    public static async Task<BackupHead> Check(string backup, Action<string> say)
    {
        say("Đang đối chiếu bản sao lưu với bản kê…");
        var problems = await Manifest.Check(backup);
        if (problems.Count > 0)
            throw new GroundException($"Bản sao lưu không còn nguyên vẹn:\n  {string.Join("\n  ", problems.Take(20))}"
                + (problems.Count > 20 ? $"\n  … và {problems.Count - 20} tệp khác" : ""));
        await using var head = File.OpenRead(Path.Combine(backup, MakeBackup.Head));
        return await JsonSerializer.DeserializeAsync<BackupHead>(head, EventLog.Json) ?? throw new GroundException($"{MakeBackup.Head} không đọc được.");
    }

    /// <summary>Everything but the database and the settings.</summary>
    public static async Task Files(string backup, string dataFolder, Action<string> say)
    {
        Directory.CreateDirectory(dataFolder);
        await File.WriteAllTextAsync(Path.Combine(dataFolder, Unfinished), "");
        DataFolder.Close(dataFolder);
        say("Đang chép tệp…");
        foreach (var path in Manifest.Paths(backup).Where(path => path.Contains('/', StringComparison.Ordinal)))
            await Manifest.Copy(Path.Combine(backup, path), Path.Combine(dataFolder, path));
    }

    /// <param name="owner">An empty database.</param>
    public static async Task Database(string backup, string owner, Action<string> say)
    {
        await using (var source = NpgsqlDataSource.Create(owner))
        {
            await using var used = source.CreateCommand("select to_regnamespace('platform') is not null");
            if (await used.ExecuteScalarAsync() is true) throw new GroundException("Cơ sở dữ liệu đích đã có dữ liệu. Hãy khôi phục vào cơ sở dữ liệu trống.");
        }
        say("Đang khôi phục cơ sở dữ liệu…");
        var tool = await PgTools.Find("pg_restore", await PgTools.ServerMajor(owner));
        var database = new NpgsqlConnectionStringBuilder(owner).Database!;
        string[] words = ["--no-owner", "--single-transaction", "--exit-on-error", "--no-password", $"--dbname={database}"];
        await PgTools.Run(tool, owner, [.. words, Path.Combine(backup, MakeBackup.Dump)]);
    }

    /// <summary>Settings that name a database or a place of files could lead the restored folder back to the old one: those wait for a person.</summary>
    /// <returns>Whether they wait.</returns>
    public static async Task<bool> Settings(string backup, string dataFolder)
    {
        var from = Path.Combine(backup, MakeBackup.Settings);
        if (!File.Exists(from)) return false;
        var text = await File.ReadAllTextAsync(from);
        var waits = text.Contains("ConnectionStrings", StringComparison.OrdinalIgnoreCase) || text.Contains("\"Files\"", StringComparison.OrdinalIgnoreCase);
        await Manifest.Copy(from, Path.Combine(dataFolder, waits ? MakeBackup.Settings + ".restored" : MakeBackup.Settings));
        return waits;
    }

    public static void Done(string dataFolder)
    {
        FolderFlush.Flush(dataFolder);
        File.Delete(Path.Combine(dataFolder, Unfinished));
    }
}
