using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform;

namespace MotCua.Benchmarks.Generate;

/// <summary><c>./bench generate N</c>: beside the product or while it is stopped, on its data, by its own start.</summary>
internal static class GenerateCommand
{
    public static readonly Command Command = new("generate", "generate N [--seed S]",
        "Thêm N hồ sơ giả lập (tên, ngày, thủ tục, bước và giấy tờ hợp lý) để thử tải và trình diễn.", Run, LeastWords: 1);

    private static async Task<int> Run(IServiceProvider services, string[] arguments, TextWriter output)
    {
        if (!int.TryParse(arguments[0].Replace("_", "", StringComparison.Ordinal), out var count) || count is < 1 or > 50_000_000)
        {
            await output.WriteLineAsync("Nhập số hồ sơ cần thêm, từ 1 đến 50000000. Ví dụ: ./bench generate 10000 --data var");
            return 2;
        }
        var seed = arguments is [_, "--seed", var text] && int.TryParse(text, out var given) ? given : 829;
        await Load(services, count, seed, output);
        return 0;
    }

    public static async Task Load(IServiceProvider services, int count, int seed, TextWriter output)
    {
        var started = Stopwatch.GetTimestamp();
        var shown = 0L;
        await ActivatorUtilities.CreateInstance<GenerateDossiers>(services).Run(count, seed, done =>
        {
            var seconds = (long)Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (done < count && Interlocked.Exchange(ref shown, seconds) == seconds) return;
            var rate = done / Math.Max(0.001, Stopwatch.GetElapsedTime(started).TotalSeconds);
            output.Write($"\r[{new string('█', (int)(30L * done / count)).PadRight(30, '·')}] {done:n0}/{count:n0} hồ sơ, {rate:n0} hồ sơ/giây");
        });
        await output.WriteLineAsync();
    }
}
