using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using MotCua.Platform.Text;

namespace MotCua.Platform.Loading;

/// <summary>Reads a file of a known shape and judges each row alone: type, allowed values, key seen twice, own rule.</summary>
internal static class RowReader
{
    /// <summary>Accepted rows by line with what was wrong in the others.</summary>
    public sealed record Read(List<SourceRow> Rows, List<RowProblem> Problems, int Total);

    /// <exception cref="FileRefused">The file as a whole cannot be read.</exception>
    public static Read Rows(ReferenceFile file, Stream content)
    {
        using var reader = SheetText.Open(content);
        var delimiter = Delimiter(file, reader);
        var broken = false;
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            MaxFieldSize = 100_000,
            BadDataFound = _ => broken = true,
            IgnoreBlankLines = false,
            Delimiter = delimiter.ToString(),
        };
        using var parser = new CsvParser(reader, settings);
        try
        {
            var columns = Header(file, parser);
            var rows = new List<SourceRow>();
            var problems = new List<RowProblem>();
            var keys = new Dictionary<string, int>(StringComparer.Ordinal);
            var total = 0;
            for (var line = parser.RawRow + 1; ; line = parser.RawRow + 1)
            {
                broken = false;
                if (!parser.Read()) break;
                var cells = parser.Record!;
                // Excel ends a sheet with rows of nothing but separators.
                if (cells.All(string.IsNullOrWhiteSpace)) continue;
                total++;
                if (broken)
                {
                    problems.Add(new RowProblem(file.Name, line, "", "Dấu nháy kép đặt chưa đúng. Viết dấu nháy trong ô thành hai dấu nháy"));
                    continue;
                }
                var spare = cells.Length;
                while (spare > columns.Count && string.IsNullOrWhiteSpace(cells[spare - 1])) spare--;
                if (spare < cells.Length) cells = cells[..spare];
                if (cells.Length != columns.Count)
                {
                    problems.Add(new RowProblem(file.Name, line, "",
                        $"Dòng có {cells.Length} ô, tiêu đề có {columns.Count} cột. Kiểm tra dấu \"{(delimiter == '\t' ? "Tab" : delimiter)}\" và dấu nháy"));
                    continue;
                }
                for (var i = 0; i < cells.Length; i++) cells[i] = TypedText.Gate(cells[i]).Trim();
                foreach (var column in file.Columns) cells[columns[column.Name]] = SheetText.Plain(column.Kind, cells[columns[column.Name]], delimiter);
                var row = new SourceRow(columns, line, cells);
                var wrong = Judge(file, row).Select(p => new RowProblem(file.Name, line, p.Column, p.Reason)).ToList();
                if (wrong.Count == 0 && !keys.TryAdd(row.Key(file.Key), line))
                    wrong.Add(new RowProblem(file.Name, line, file.Key[^1], $"Khóa {row.Key(file.Key)} đã có ở dòng {keys[row.Key(file.Key)]}"));
                if (wrong.Count > 0) problems.AddRange(wrong);
                else rows.Add(row);
            }
            return new Read(rows, problems, total);
        }
        catch (DecoderFallbackException)
        {
            throw new FileRefused(SheetText.NotUtf8);
        }
        catch (CsvHelperException)
        {
            throw new FileRefused($"Tệp không đọc được từ dòng {parser.RawRow}. Kiểm tra dấu nháy kép");
        }
    }

    private static char Delimiter(ReferenceFile file, StreamReader reader)
    {
        try { return SheetText.Delimiter(reader, file.Columns.Select(column => column.Name)); }
        catch (DecoderFallbackException) { throw new FileRefused(SheetText.NotUtf8); }
    }

    private static Dictionary<string, int> Header(ReferenceFile file, CsvParser parser)
    {
        if (!parser.Read()) throw new FileRefused("Tệp trống, thiếu dòng tiêu đề");
        var names = parser.Record!.Select(name => name.Trim('\uFEFF', ' ')).ToArray();
        while (names.Length > 0 && names[^1].Length == 0) names = names[..^1];
        var known = file.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        if (!names.Any(known.Contains)) throw new FileRefused($"Thiếu dòng tiêu đề. Dòng đầu cần có các cột {string.Join(", ", known)}");
        if (names.Where(name => !known.Contains(name)).ToList() is { Count: > 0 } unknown)
            throw new FileRefused($"Cột không có trong mẫu: {string.Join(", ", unknown)}");
        if (known.Except(names, StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
            throw new FileRefused($"Thiếu cột: {string.Join(", ", missing)}");
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FileRefused($"Cột {twice.Key} có hai lần trong tiêu đề");
        return names.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
    }

    private static IEnumerable<(string Column, string Reason)> Judge(ReferenceFile file, SourceRow row)
    {
        var sound = true;
        foreach (var column in file.Columns)
        {
            if (Judge(column, row[column.Name]) is not { } reason) continue;
            sound = false;
            yield return (column.Name, reason);
        }
        if (!sound || file.Check is null) yield break;
        foreach (var wrong in file.Check(row)) yield return wrong;
    }

    private static string? Judge(ReferenceColumn column, string value)
    {
        if (value.Length == 0) return column.Required ? "Ô này không được để trống" : null;
        if (TypedText.Length(value) is var length && length > column.MaxLength) return $"Dài {length} ký tự, tối đa {column.MaxLength}";
        if (TypedText.IsBroken(value)) return TypedText.BrokenWords;
        var shown = value.Length > 60 ? TypedText.Beginning(value, 60) + "…" : value;
        if (column.Kind != CellKind.Text && Parse(column.Kind, value) is null) return $"\"{shown}\" {Expectation(column.Kind)}";
        if (column.Allowed is { } allowed)
        {
            var parts = column.Parts is { } separator ? value.Split(separator, StringSplitOptions.TrimEntries) : [value];
            if (parts.FirstOrDefault(part => !allowed.Contains(part)) is { } other)
                return $"\"{other}\" không nằm trong các giá trị: {string.Join(", ", allowed)}";
        }
        if (column.Pattern is { } pattern && !Regex.IsMatch(value, $"^(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
            return $"\"{shown}\" chưa đúng dạng, ví dụ {column.Example}";
        return null;
    }

    private static string Expectation(CellKind kind) => kind switch
    {
        CellKind.Integer => "không phải số nguyên",
        CellKind.Decimal => "không phải số, hoặc đọc được hai cách. Viết 1234.5 hoặc 1234,5",
        CellKind.Date => "không phải ngày có thật. Viết 28/04/2026 hoặc 2026-04-28",
        _ => "cần là 0 hoặc 1",
    };

    /// <summary>The value for the database; null when it is not of the kind.</summary>
    public static object? Parse(CellKind kind, string value) => kind switch
    {
        CellKind.Text => value,
        CellKind.Integer => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        CellKind.Decimal => decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var amount) ? amount : null,
        CellKind.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        _ => value switch { "0" => false, "1" => true, _ => null },
    };
}

/// <summary>The whole file is left out, with the reason in Vietnamese.</summary>
internal sealed class FileRefused(string reason) : Exception(reason);
