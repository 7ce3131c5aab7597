using Microsoft.Extensions.DependencyInjection;
using MotCua.Operations.Watch;
using MotCua.Platform;
using MotCua.Platform.Jobs;
using MotCua.Platform.Ui;

namespace MotCua.Operations;

/// <summary><c>./motcua work</c>: what the page Vận hành lists, and its Thử lại.</summary>
internal static class WorkCommand
{
    private const int Most = 20;

    public static readonly Command Command = new("work", "work [retry LOẠI TÊN [KHÓA]]",
        "Liệt kê việc bị để riêng, không làm được, trễ; retry cho thử lại một việc hoặc cả loại. Mã kết thúc 1: còn việc chờ người", Run);

    private static async Task<int> Run(IServiceProvider services, string[] words, TextWriter output)
    {
        if (words is ["retry", var what, var name, .. { Length: <= 1 } key])
        {
            var count = await services.GetRequiredService<TryAgain>().Execute(what, name, key is [var one] ? one : null);
            await output.WriteLineAsync(count == 0 ? "Không có việc nào như vậy đang chờ." : $"Đã cho thử lại {Vi.Number(count)} việc.");
            return count == 0 ? 1 : 0;
        }
        if (words.Length > 0)
        {
            await output.WriteLineAsync($"Cách dùng: ./motcua {Command.Usage}");
            return 2;
        }
        var troubles = services.GetRequiredService<TroubleList>();
        var groups = await troubles.Groups();
        if (groups.Count == 0) await output.WriteLineAsync("Không có việc nào bị để riêng, không làm được hay trễ.");
        foreach (var group in groups.OrderBy(group => group.State).ThenBy(group => group.Since))
        {
            await output.WriteLineAsync($"{WorkModel.Lists.Single(list => list.State == group.State).Text}: {WorkWords.Of(group.What, group.Name)} "
                + $"({Vi.Number(group.Count)}) [{group.What} {group.Name}]");
            foreach (var line in await troubles.Lines(group, Most))
                await output.WriteLineAsync($"  {line.Key}  {line.Subject}; từ {Vi.DateTime(line.Since)}; thử {line.Tries} lần; "
                    + $"{line.Reason}{(line.Incident is null ? "" : $" ({line.Incident})")}");
        }
        return groups.Any(group => group.Retry > 0) ? 1 : 0;
    }
}
