using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.People.SignIn;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.Staff;

/// <summary>
/// <c>./motcua load DIR [--dry-run]</c>: the loader of the first start. What is loaded says what the law demands of everybody, so nobody
/// loads alone: the trial shows what would change, then its author and somebody else who approves type their passwords.
/// </summary>
internal static class LoadCommand
{
    private const string Usage = "Cách dùng: motcua load DIR --dry-run, hoặc motcua load DIR --author TÊN --approver TÊN";

    private static readonly string[] Entitled = [Roles.ProcedureOfficer, Roles.Administrator];

    public static readonly Command Command = new("load", "load DIR [--dry-run | --author TÊN --approver TÊN]",
        "Nạp dữ liệu tham chiếu (CSV, procedures/*.json) từ thư mục DIR, cả bộ hoặc một phần. --dry-run chỉ kiểm tra, không ghi. "
        + "Nạp thật cần hai người: người soạn và người duyệt, mỗi người gõ mật khẩu của mình (hoặc hai dòng ở đầu vào)",
        (services, words, output) => Run(services, words, output, Typed), LeastWords: 1);

    /// <param name="password">Asked once for each of the two.</param>
    internal static async Task<int> Run(IServiceProvider services, string[] words, TextWriter output, Func<string> password)
    {
        if (Read(words) is not var (folder, dryRun, author, approver))
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }
        if (!Directory.Exists(folder))
        {
            await output.WriteLineAsync($"Không có thư mục {folder}");
            return 2;
        }
        folder = Path.GetFullPath(folder);
        var loader = services.GetRequiredService<ReferenceLoader>();
        var looked = await ReferenceLoader.FilesPrint(folder);
        var trial = await loader.Load(folder, dryRun: true, dryRun ? output.WriteLine : _ => { }, Actor.System);
        await Say(trial, output);
        if (dryRun) return trial.IsClean ? 0 : 1;
        if (trial.Loaded == 0) return trial.IsClean ? 0 : 1;
        var (one, other) = (await Proven(services, author!, "người soạn", output, password),
            await Proven(services, approver!, "người duyệt", output, password));
        if (one.Id == other.Id) throw new Refused(400, "Người duyệt phải là người khác với người soạn");
        if (await ReferenceLoader.FilesPrint(folder) != looked)
            throw new Refused(409, "Tệp trong thư mục vừa thay đổi sau khi kiểm tra. Chạy lại để xem thay đổi mới");
        var actor = new Actor(one.Id, ActorKind.Staff, one.DisplayName);
        services.GetRequiredService<CurrentActor>().Value = actor;
        var report = await loader.Load(folder, dryRun: false, output.WriteLine, actor);
        if (services.GetRequiredService<StartOptions>().ReferenceData is { } own && Path.GetFullPath(own) == folder) await loader.Take(folder);
        services.GetRequiredService<EventLog>().Record($"load/{report.Id}", new ReferenceLoaded(report.Id, looked, one.Id, other.Id, other.DisplayName,
            report.Loaded, report.Refused, [.. report.Files.Where(file => file.Loaded > 0).Select(file => file.File)]));
        await services.GetRequiredService<Db>().Save();
        await Say(report, output);
        return report.IsClean ? 0 : 1;
    }

    private static (string Folder, bool DryRun, string? Author, string? Approver)? Read(string[] words)
    {
        var (dryRun, folder, named) = (false, (string?)null, new Dictionary<string, string>(StringComparer.Ordinal));
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "--dry-run") dryRun = true;
            else if (words[i] is "--author" or "--approver" && i + 1 < words.Length) named[words[i]] = words[++i];
            else if (!words[i].StartsWith('-') && folder is null) folder = words[i];
            else return null;
        }
        if (folder is null || !dryRun && named.Count < 2) return null;
        return (folder, dryRun, named.GetValueOrDefault("--author"), named.GetValueOrDefault("--approver"));
    }

    /// <summary>Somebody of the staff who may set what procedures say, and is there.</summary>
    private static async Task<Account> Proven(IServiceProvider services, string username, string what, TextWriter output, Func<string> password)
    {
        await output.WriteAsync($"Mật khẩu của {what} ({username}): ");
        await output.FlushAsync();
        var account = await services.GetRequiredService<CheckPassword>().Check(new SignInInput(username, password()));
        await output.WriteLineAsync();
        var held = await services.GetRequiredService<Staffing>().PositionsOf(account.Id, services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (!held.Any(position => Entitled.Contains(position.Role)))
            throw new Refused(403, $"{account.DisplayName} không giữ vai trò "
                + $"{string.Join(" hoặc ", Entitled.Select(role => Roles.Names[role].ToLowerInvariant()))}");
        return account;
    }

    /// <summary>Not shown while it is typed; from a pipe a line each.</summary>
    private static string Typed()
    {
        if (Console.IsInputRedirected) return Console.In.ReadLine() ?? "";
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (key.KeyChar != '\0') typed.Append(key.KeyChar);
        }
        return typed.ToString();
    }

    private static async Task Say(LoadReport report, TextWriter output)
    {
        foreach (var problem in report.Files.SelectMany(file => file.Problems)) await output.WriteLineAsync(problem.ToString());
        foreach (var file in report.Files)
        {
            foreach (var note in file.Notes) await output.WriteLineAsync($"  {file.File}: {note}");
        }
        if (report.Files.Count == 0) await output.WriteLineAsync("Thư mục không có tệp nào thuộc danh sách dữ liệu tham chiếu");
        await output.WriteLineAsync($"{(report.DryRun ? "Kiểm tra xong, chưa ghi gì" : "Nạp xong")}: {report.Loaded} dòng mới hoặc đổi, " +
            $"{report.Unchanged} không đổi, {report.Refused} bị từ chối");
    }
}
