using MotCua.Platform;
using MotCua.Platform.Backup;
using MotCua.Platform.Data;
using MotCua.Platform.Postgres;
using MotCua.Platform.Web;
using Npgsql;

namespace MotCua.Host;

/// <summary>
/// <c>./motcua COMMAND</c>: an administrator's command on the same data as the product. Beside a running product it uses
/// its cluster; otherwise it starts the cluster, and stops it again.
/// </summary>
internal static class RunCommand
{
    /// <param name="more">Commands of a program beside the product.</param>
    public static async Task<int> Run(StartArguments arguments, params Command[] more)
    {
        var modules = ModuleSet.Discover();
        var commands = modules.All.SelectMany(module => module.Commands).Concat([BackupCommands.Backup, BackupCommands.Restore, .. more])
            .OrderBy(command => command.Name, StringComparer.Ordinal).ToList();
        if (arguments.Help) { ShowHelp(commands, Console.Out); return 0; }
        if (arguments.Rest.Count == 0) { ShowHelp(commands, Console.Error); return 2; }
        var command = commands.FirstOrDefault(command => command.Name == arguments.Rest[0]);
        if (command is null)
        {
            Console.Error.WriteLine($"Không có lệnh “{arguments.Rest[0]}”.");
            ShowHelp(commands, Console.Error);
            return 2;
        }
        if (arguments.Rest.Contains("--help"))
        {
            Console.WriteLine($"./motcua {command.Usage}\n\n  {command.Help}");
            return 0;
        }
        if (arguments.Rest.Count - 1 < command.LeastWords)
        {
            Console.Error.WriteLine($"Cách dùng: ./motcua {command.Usage}\n\n  {command.Help}");
            return 2;
        }
        if (command == BackupCommands.Backup) return await BackupCommands.MakeBackup(arguments);
        if (command == BackupCommands.Restore) return await BackupCommands.RestoreTo(arguments, modules, commands.Single(one => one.Name == "verify-log"));
        RestoreBackup.RefuseUnfinished(arguments.Data);
        Directory.CreateDirectory(arguments.Data);
        using var alone = FolderLock.Try(Path.Combine(arguments.Data, "app.lock"));
        var settings = Product.Builder(arguments).Configuration;
        var ground = await Ground.Open(arguments, settings, modules, Say, CancellationToken.None);
        try
        {
            await SchemaRunner.Run(ground.Owner, modules, Say);
            return await Run(arguments, modules, command, ground, alone is not null);
        }
        finally
        {
            if (alone is not null && ground.Embedded is { } embedded && !await embedded.UsedByOthers()) await embedded.Stop();
        }
    }

    internal static async Task<int> Run(StartArguments arguments, ModuleSet modules, Command command, Ground ground, bool alone)
    {
        // The database knows whether it is a demonstration: an administrator need not repeat it, and cannot get it wrong.
        var chosen = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT");
        var environment = await ground.WasDemo() is { } was ? was ? Product.Demo : "Production" : chosen is { Length: > 0 } ? chosen : Product.Demo;
        var builder = Product.Builder(arguments, environment);
        var options = Product.Options(arguments, environment == Product.Demo) with { Alone = alone };
        await ground.Claim(options.Demo);
        await ground.FindFiles(arguments, builder.Configuration);
        builder.AddProduct(modules, options, ground);
        await using var app = builder.Build();
        try
        {
            if (alone) await Product.Load(app.Services, modules, options, seed: false, Say);
            await using var scope = app.Services.CreateAsyncScope();
            scope.ActAsSystem();
            return await command.Run(scope.ServiceProvider, [.. arguments.Rest.Skip(1)], Console.Out);
        }
        catch (Refused refused)
        {
            Console.Error.WriteLine(refused.Message);
            return 1;
        }
        finally
        {
            // Registered as an instance, so the container leaves it open; its idle sessions would look like somebody else's.
            await app.Services.GetRequiredService<NpgsqlDataSource>().DisposeAsync();
        }
    }

    private static void ShowHelp(IReadOnlyCollection<Command> commands, TextWriter output)
    {
        output.WriteLine("./motcua LỆNH [--data THƯ_MỤC] [--connection \"CHUỖI KẾT NỐI\"]\n");
        var width = commands.Count == 0 ? 0 : commands.Max(command => command.Usage.Length);
        foreach (var command in commands) output.WriteLine($"  {command.Usage.PadRight(width)}  {command.Help}");
        output.WriteLine("\nMã kết thúc: 0 xong; 1 xong nhưng có mục bị từ chối hoặc kiểm tra không đạt; 2 gõ sai hoặc không chạy được.");
    }

    private static void Say(string line) => Console.Error.WriteLine("  " + line);
}
