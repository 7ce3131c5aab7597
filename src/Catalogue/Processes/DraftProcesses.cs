using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Ui;
using MotCua.Workflow.Contracts;

namespace MotCua.Catalogue.Processes;

/// <summary>Mẫu quy trình từ các quyết định công bố: each published process as a drawing that an officer confirms, and all of them in a table.</summary>
internal static class DraftProcesses
{
    public static readonly Command Command = new("draft-processes", "draft-processes THƯ-MỤC",
        "Vẽ các quy trình đã công bố thành tệp BPMN 2.0 để cán bộ đối chiếu, kèm bảng processes.md",
        async (services, words, output) =>
        {
            var folder = Directory.CreateDirectory(words[0]).FullName;
            var table = await Draw(services.GetRequiredService<Db>(), (id, bpmn) => File.WriteAllTextAsync(Path.Combine(folder, id + ".bpmn"), bpmn));
            await File.WriteAllTextAsync(Path.Combine(folder, "processes.md"), table);
            await output.WriteLineAsync($"Đã vẽ quy trình vào {folder}");
            return 0;
        }, LeastWords: 1);

    /// <returns>The table, in Markdown.</returns>
    public static async Task<string> Draw(Db db, Func<string, string, Task> keep)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            select process_id, step_no, procedure_code, also_applies_to, procedure_name, case_name, role_unit, content, time_hours, published_total_text,
                   total_matches, province, decision
            from catalogue.process_step order by process_id, step_no
            """).ToListAsync();
        var (table, differ, unknown) = (new StringBuilder(), new List<string>(), new List<string>());
        // P2-9 before P2-10.
        var numbers = CultureInfo.InvariantCulture.CompareInfo.GetStringComparer(CompareOptions.NumericOrdering);
        var processes = rows.GroupBy(row => row.ProcessId, StringComparer.Ordinal).OrderBy(process => process.Key, numbers).ToList();
        foreach (var process in processes)
        {
            var (first, published) = (process.First(), process.ToList());
            var steps = ProcessBuilder.Published([.. published.Select(row => new SourceStep(row.ProcessId, row.ProcedureCode, row.AlsoAppliesTo, row.CaseName,
                row.StepNo, row.RoleUnit, row.Content, row.TimeHours, row.Province, row.Decision))]);
            var name = first.ProcedureName + (string.IsNullOrEmpty(first.CaseName) ? "" : $" ({first.CaseName})");
            await keep(process.Key, ProcessTemplates.Draw(process.Key, name, [.. steps.Select(step => new TemplateStep(
                new(step.Key, step.Name, step.Role, Enum.Parse<StepKind>(step.Kind, ignoreCase: true), step.Hours), Original(published, step.Key)))]));
            var sum = published.Sum(row => row.TimeHours ?? 0);
            var check = first.TotalMatches switch { true => "khớp", false => "lệch ngay trong văn bản", null => "không đối chiếu được" };
            if (first.TotalMatches == false) differ.Add($"{process.Key}: các bước {Hours(sum)}, văn bản ghi {Whole(first)}");
            if (first.TotalMatches is null) unknown.Add($"{process.Key}: các bước {Hours(sum)}, văn bản ghi {Whole(first)}");
            var codes = string.Join(", ", new[] { first.ProcedureCode, first.AlsoAppliesTo }.Where(code => !string.IsNullOrEmpty(code)));
            string[] cells = [process.Key, codes, name, Vi.Number(published.Count), Vi.Number(steps.Count), Hours(sum), Whole(first), check,
                $"{first.Decision} {first.Province}".Trim()];
            table.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells.Select(Cell))} |");
        }
        return $"""
            # Quy trình mẫu đã công bố

            Made by `./motcua draft-processes` from `data/procedure-steps.csv` (its sources and licence: `data/README.md`, chapter 6):
            {processes.Count} processes with {rows.Count} steps. None is of Cà Mau: they are patterns to be confirmed and changed by an officer, not rules.
            Kind and role of each step are guessed from the words of the decision and marked so in the drawing, with those words beside them; a drawing
            with guesses cannot be published. "Drawn" counts more steps than "published" where the published list leaves out receiving, signing or
            returning, and fewer where it lists the way back as a step.

            | process | procedure | name | steps published | drawn | hours of the steps | total as published | check | source |
            |---|---|---|---:|---:|---:|---|---|---|
            {table.ToString().TrimEnd()}

            ## The steps do not add up to the published total
            {List(differ)}

            ## No total to compare with
            {List(unknown)}

            """.ReplaceLineEndings("\n");
    }

    private static string? Original(List<Row> published, string key)
    {
        // Steps that were read from a row are s1, s2 …; others were added.
        var at = key.StartsWith('s') && int.TryParse(key.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - 1 : -1;
        if (published.ElementAtOrDefault(at) is not { } row) return null;
        var words = new[] { row.RoleUnit, row.Content }.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text!.Trim());
        return $"Nguyên văn: {string.Join(" — ", words)}; {(row.TimeHours is { } hours ? Hours(hours) : "không ghi thời gian")}";
    }

    private static string Whole(Row row) => row.PublishedTotalText is { Length: > 0 } text ? Cell(text) : "(không ghi)";

    private static string Hours(decimal hours) => $"{Vi.Number(hours)} giờ";

    private static string Cell(string text) => text.Replace('|', '/').ReplaceLineEndings(" ");

    private static string List(List<string> items) => items.Count == 0 ? "None." : string.Join('\n', items.Select(item => "- " + item));

    private sealed record Row(string ProcessId, int StepNo, string? ProcedureCode, string? AlsoAppliesTo, string ProcedureName, string? CaseName,
        string? RoleUnit, string? Content, decimal? TimeHours, string? PublishedTotalText, bool? TotalMatches, string? Province, string? Decision);
}
