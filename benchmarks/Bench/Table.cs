using System.Globalization;
using System.Text.Json;

namespace MotCua.Benchmarks.Bench;

/// <summary>One figure. <paramref name="Ratio"/> is what the goal speaks of when there is one.</summary>
/// <param name="Bare">The same work as bare SQL in the same run; null where there is no such thing.</param>
/// <param name="Limit">The least work of the same effect, in the same run; the ratio is then against it.</param>
/// <param name="Goal">As text, for example "≥ 0.6".</param>
/// <param name="Ok">Null when the row has no goal.</param>
internal sealed record Row(string Name, string Unit, double? Value, double? Bare = null, double? Ratio = null, string? Goal = null, bool? Ok = null,
    string? Note = null, double? Limit = null);

/// <summary>The rows of one run, printed as they come and written as JSON for the next run to compare with.</summary>
internal sealed class Table
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<Row> rows = [];

    public IReadOnlyList<Row> Rows => rows;

    public static void Head()
    {
        Console.WriteLine();
        Console.WriteLine("| what | unit | value | bare SQL | limit | ratio | goal | | |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|---|---|---|");
    }

    public void Add(Row row)
    {
        rows.Add(row);
        Console.WriteLine($"| {row.Name} | {row.Unit} | {Number(row.Value)} | {Number(row.Bare)} | {Number(row.Limit)} | {Number(row.Ratio)} | {row.Goal} | "
            + $"{(row.Ok is not { } ok ? "" : ok ? "ok" : "MISSED")} | {row.Note} |");
    }

    /// <summary>A part that could not be measured is a row too, so that nobody takes silence for success.</summary>
    public void Missing(string name, string why) => Add(new Row(name, "", null, Note: "not measured: " + why, Ok: false));

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(rows, Json) + "\n");

    private static string Number(double? value) => value is not { } number ? "" : double.IsNaN(number) ? "?"
        : number.ToString(Math.Abs(number) switch { >= 1000 => "#,0", >= 100 => "0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}
