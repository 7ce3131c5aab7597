using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Past;

/// <summary><c>./motcua export-log</c>: the log of one procedure into a file. The machine's administrator reads no dossier, so each has a pseudonym.</summary>
internal static class ExportLog
{
    public static readonly Command Command = new("export-log", "export-log --procedure MÃ [--from NGÀY] [--to NGÀY] --format ocel|xes TỆP",
        "Xuất nhật ký sự kiện của một thủ tục cho công cụ khai phá quy trình; không có tên người, mã hồ sơ được thay bằng bí danh", Run, LeastWords: 5);

    private static async Task<int> Run(IServiceProvider services, string[] words, TextWriter output)
    {
        var (procedure, format, file) = ((string?)null, (EventLogFormat?)null, (string?)null);
        var (from, to) = (new DateOnly(2018, 6, 21), services.GetRequiredService<TimeProvider>().Today());
        for (var i = 0; i < words.Length; i++)
        {
            var value = i + 1 < words.Length ? words[i + 1] : "";
            switch (words[i])
            {
                case "--procedure" when value.Length > 0: (procedure, i) = (value, i + 1); break;
                case "--from" when TypedDay.Read(value, out from): i++; break;
                case "--to" when TypedDay.Read(value, out to): i++; break;
                case "--format" when EventLogs.Known(value) is { } known: (format, i) = (known, i + 1); break;
                case { } name when file is null && !name.StartsWith("--", StringComparison.Ordinal): file = name; break;
                default:
                    await output.WriteLineAsync($"Không hiểu “{words[i]} {value}”. Cách gọi: {Command.Usage}; ngày viết 2026-04-28 hoặc 28/04/2026");
                    return 2;
            }
        }
        if (procedure is null || format is not { } wanted || file is null)
        {
            await output.WriteLineAsync($"Còn thiếu thủ tục, định dạng hoặc tệp. Cách gọi: {Command.Usage}");
            return 2;
        }
        if (await services.GetRequiredService<IProcedureFacts>().Of(procedure) is not { } facts)
        {
            await output.WriteLineAsync($"Danh mục không có thủ tục {procedure}. Kiểm tra lại mã");
            return 1;
        }
        try
        {
            await using var into = File.Create(file);
            var span = new HappenedSpan(facts.Code, VietnamTime.At(from, TimeOnly.MinValue), VietnamTime.At(to.AddDays(1), TimeOnly.MinValue));
            var count = await services.GetRequiredService<EventLogs>().Write(span, wanted, into);
            await output.WriteLineAsync($"{count} hồ sơ của thủ tục {facts.Code} vào {file}");
            return 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"Không ghi được {file}: {problem.Message}");
            return 1;
        }
    }
}
