using System.Text.RegularExpressions;

namespace MotCua.Benchmarks.Demo.Main;

/// <summary>Step 10: every act above is an event, and the log is whole.</summary>
internal static partial class History
{
    public static async Task Tell(Story story)
    {
        var administrator = await story.Who("nam");
        var page = (await administrator.Get($"/quan-tri/nhat-ky?luong=dossier/{story.DossierId}")).Ok().Text;
        var kinds = Fact().Matches(page).Select(match => match.Groups[1].Value).ToList();
        foreach (var (kind, times) in new[]
        {
            ("dossier.submitted/1", 1), ("dossier.received/1", 1), ("dossier.assigned/1", 1), ("dossier.handed-over/1", 6), ("result.signed/1", 1),
            ("dossier.resolved/1", 1), ("dossier.returned/1", 1),
        })
            Check.Same(times, kinds.Count(one => one == kind), $"Số sự kiện {kind} của hồ sơ {story.Code}");
        (await (await story.Who("khoi")).Get("/quan-tri/nhat-ky")).Ok(403);
        story.Say($"hồ sơ {story.Code}: {kinds.Count} sự kiện, từ nộp đến trả, mỗi việc một sự kiện");

        var motcua = Path.Combine(story.Root, "motcua");
        if (!Directory.Exists(Path.Combine(story.Data, "witness")))
        {
            story.Unchecked.Add($"./motcua verify-log ({story.Data} không phải thư mục dữ liệu; nêu --data của hệ thống đang chạy)");
            return;
        }
        var (exit, words) = await OutsideProgram.Run(motcua, "verify-log", "--data", story.Data);
        Check.That(exit == 0, "./motcua verify-log phải kết thúc bằng 0", words);
        Check.Holds("Nhật ký nguyên vẹn", words, "./motcua verify-log");
        story.Say($"./motcua verify-log: {words.Split('\n').First(line => line.Contains("nguyên vẹn", StringComparison.Ordinal)).Trim()}");
    }

    [GeneratedRegex("<td[^>]*>([a-z.-]+/[0-9]+)</td>")]
    private static partial Regex Fact();
}
