using MotCua.Platform;
using MotCua.Platform.Backup;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Postgres;

namespace MotCua.Host;

/// <summary>
/// <c>./motcua backup</c> and <c>./motcua restore</c>. Not commands of a room: a backup is taken before a newer version
/// touches the schema, and a restore has no database yet.
/// </summary>
internal static class BackupCommands
{
    public static readonly Command Backup = new("backup", "backup THƯ_MỤC_MỚI",
        "Sao lưu cơ sở dữ liệu, tệp, khóa và nhân chứng, cả khi hệ thống đang chạy; kèm bản kê SHA-256", (_, _, _) => Task.FromResult(2), LeastWords: 1);

    public static readonly Command Restore = new("restore", "restore THƯ_MỤC_SAO_LƯU --data THƯ_MỤC_MỚI",
        "Đối chiếu bản kê, khôi phục vào chỗ mới (cơ sở dữ liệu trống), rồi kiểm tra nhật ký", (_, _, _) => Task.FromResult(2), LeastWords: 1);

    public static async Task<int> MakeBackup(StartArguments arguments)
    {
        var target = Path.GetFullPath(arguments.Rest[1]);
        RestoreBackup.RefuseUnfinished(arguments.Data);
        Directory.CreateDirectory(arguments.Data);
        using var alone = FolderLock.Try(Path.Combine(arguments.Data, "app.lock"));
        var ground = await Ground.Open(arguments, Product.Builder(arguments).Configuration, modules: null, Say, CancellationToken.None);
        try
        {
            var settings = Product.Builder(arguments).Configuration;
            await ground.FindFiles(arguments, settings);
            var shelf = Shelves.Of(settings, arguments.Data, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
            var head = await Platform.Backup.MakeBackup.Run(ground.Owner, arguments.Data, shelf, target, Say);
            Console.WriteLine($"Đã sao lưu vào {target}: nhật ký đến sự kiện {head.Events}, {head.StoredFiles} tệp.\n"
                + $"Kiểm tra lại: cd {target} && sha256sum -c --quiet {Platform.Backup.MakeBackup.ManifestName}");
            foreach (var sha256 in head.Damaged)
                Console.Error.WriteLine($"Tệp {sha256} trong kho không còn đúng nội dung; đã sao lưu như đang có. Tìm bản tốt ở bản sao lưu cũ hơn.");
            return head.Damaged.Count == 0 ? 0 : 1;
        }
        finally
        {
            if (alone is not null && ground.Embedded is { } embedded && !await embedded.UsedByOthers()) await embedded.Stop();
        }
    }

    public static async Task<int> RestoreTo(StartArguments arguments, ModuleSet modules, Command verify)
    {
        var backup = Path.GetFullPath(arguments.Rest[1]);
        RestoreBackup.RefuseUsed(arguments.Data);
        var head = await RestoreBackup.Check(backup, Say);
        await RestoreBackup.Files(backup, arguments.Data, Say);
        using var alone = FolderLock.Try(Path.Combine(arguments.Data, "app.lock"));
        // Before the settings are back: they may name the database that was lost, or that still serves.
        var ground = await Ground.Open(arguments, Product.Builder(arguments).Configuration, modules, Say, CancellationToken.None);
        try
        {
            await RestoreBackup.Database(backup, ground.Owner, Say);
            // The backup's files are in the folder now, wherever they lay before.
            await using (var source = Npgsql.NpgsqlDataSource.Create(ground.Owner)) await FilePlace.Remember(source, FilePlace.Folder);
            await SchemaRunner.Run(ground.Owner, modules, Say);
            if (await RestoreBackup.Settings(backup, arguments.Data))
                Console.Error.WriteLine("settings.json của bản sao lưu nêu cơ sở dữ liệu cũ nên để thành settings.json.restored. Xem lại, sửa rồi đổi tên.");
            RestoreBackup.Done(arguments.Data);
            Say($"Bản sao lưu lúc {head.MadeAt.ToLocalTime():dd/MM/yyyy HH:mm:ss}, nhật ký đến sự kiện {head.Events}, {head.StoredFiles} tệp.");
            Say("Đang kiểm tra nhật ký…");
            return await RunCommand.Run(arguments with { Rest = [verify.Name] }, modules, verify, ground, alone: true);
        }
        finally
        {
            if (ground.Embedded is { } embedded && !await embedded.UsedByOthers()) await embedded.Stop();
        }
    }

    private static void Say(string line) => Console.Error.WriteLine("  " + line);
}
