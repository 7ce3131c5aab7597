using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;

namespace MotCua.Platform.Loading;

/// <summary><c>./motcua load DIR [--dry-run]</c>: the same loader as the first start.</summary>
internal static class LoadCommand
{
    public static readonly Command Command = new("load", "load DIR [--dry-run]",
        "Nạp dữ liệu tham chiếu (CSV, procedures/*.json) từ thư mục DIR, cả bộ hoặc một phần. --dry-run chỉ kiểm tra, không ghi", Run, LeastWords: 1);

    private static async Task<int> Run(IServiceProvider services, string[] arguments, TextWriter output)
    {
        var folders = arguments.Where(argument => argument != "--dry-run").ToList();
        if (folders is not [var folder] || folder.StartsWith('-'))
        {
            await output.WriteLineAsync("Cách dùng: motcua load DIR [--dry-run]");
            return 2;
        }
        if (!Directory.Exists(folder))
        {
            await output.WriteLineAsync($"Không có thư mục {folder}");
            return 2;
        }
        var report = await services.GetRequiredService<ReferenceLoader>()
            .Load(Path.GetFullPath(folder), arguments.Contains("--dry-run"), output.WriteLine, Actor.System);
        foreach (var problem in report.Files.SelectMany(file => file.Problems)) await output.WriteLineAsync(problem.ToString());
        foreach (var note in report.Files.SelectMany(file => file.Notes)) await output.WriteLineAsync($"  {note}");
        if (report.Files.Count == 0) await output.WriteLineAsync("Thư mục không có tệp nào thuộc danh sách dữ liệu tham chiếu");
        await output.WriteLineAsync($"{(report.DryRun ? "Kiểm tra xong, chưa ghi gì" : "Nạp xong")}: {report.Loaded} dòng mới hoặc đổi, " +
            $"{report.Unchanged} không đổi, {report.Refused} bị từ chối");
        return report.IsClean ? 0 : 1;
    }
}
