using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
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
        var processes = await Read(db);
        var rows = processes.Sum(process => process.Count);
        var (table, differ, unknown) = (new StringBuilder(), new List<string>(), new List<string>());
        foreach (var published in processes)
        {
            var (first, steps, name) = (published[0], Steps(published), Name(published));
            await keep(first.ProcessId, Drawn(published));
            var sum = published.Sum(row => row.TimeHours ?? 0);
            var check = first.TotalMatches switch { true => "khớp", false => "lệch ngay trong văn bản", null => "không đối chiếu được" };
            if (first.TotalMatches == false) differ.Add($"{first.ProcessId}: các bước {Hours(sum)}, văn bản ghi {Whole(first)}");
            if (first.TotalMatches is null) unknown.Add($"{first.ProcessId}: các bước {Hours(sum)}, văn bản ghi {Whole(first)}");
            var codes = string.Join(", ", new[] { first.ProcedureCode, first.AlsoAppliesTo }.Where(code => !string.IsNullOrEmpty(code)));
            string[] cells = [first.ProcessId, codes, name, Vi.Number(published.Count), Vi.Number(steps.Count), Hours(sum), Whole(first), check,
                $"{first.Decision} {first.Province}".Trim()];
            table.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells.Select(Cell))} |");
        }
        return $"""
            # Quy trình mẫu đã công bố

            Made by `./motcua draft-processes` from `data/procedure-steps.csv` (its sources and licence: `data/README.md`, chapter 6):
            {processes.Count} processes with {rows} steps. None is of Cà Mau: they are patterns to be confirmed and changed by an officer, not rules.
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

    /// <summary>As an officer chooses among them.</summary>
    public static async Task<IReadOnlyList<ProcessTemplate>> Templates(Db db, string procedureCode) =>
    [
        .. (await Read(db)).Select(published => new ProcessTemplate(published[0].ProcessId, Name(published), Steps(published).Count,
            $"{published[0].Decision} {published[0].Province}".Trim(), IsOf(published[0], procedureCode))).OrderByDescending(one => one.OfThis),
    ];

    /// <returns>null: there is no such process.</returns>
    public static async Task<string?> Draw(Db db, string id) =>
        (await Read(db)).Find(published => published[0].ProcessId == id) is { } found ? Drawn(found) : null;

    /// <summary>Each process with its steps in their order.</summary>
    private static async Task<List<List<Row>>> Read(Db db)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            select process_id, step_no, procedure_code, also_applies_to, procedure_name, case_name, role_unit, content, time_hours, published_total_text,
                   total_matches, province, decision
            from catalogue.process_step order by process_id, step_no
            """).ToListAsync();
        // P2-9 before P2-10.
        var numbers = CultureInfo.InvariantCulture.CompareInfo.GetStringComparer(CompareOptions.NumericOrdering);
        return [.. rows.GroupBy(row => row.ProcessId, StringComparer.Ordinal).OrderBy(process => process.Key, numbers).Select(process => process.ToList())];
    }

    private static List<ProcessStepView> Steps(List<Row> published) =>
        ProcessBuilder.Published([.. published.Select(row => new SourceStep(row.ProcessId, row.ProcedureCode, row.AlsoAppliesTo, row.CaseName,
            row.StepNo, row.RoleUnit, row.Content, row.TimeHours, row.Province, row.Decision))]);

    private static string Drawn(List<Row> published) => ProcessTemplates.Draw(published[0].ProcessId, Name(published), [.. Steps(published).Select(step =>
        new TemplateStep(step.AsStep(), Original(published, step.Key)))]);

    private static string Name(List<Row> published) =>
        published[0].ProcedureName + (string.IsNullOrEmpty(published[0].CaseName) ? "" : $" ({published[0].CaseName})");

    private static bool IsOf(Row row, string procedureCode) => $"{row.ProcedureCode},{row.AlsoAppliesTo}"
        .Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Contains(procedureCode, StringComparer.Ordinal);

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
