using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using MotCua.Platform.Time;
using SheetList = DocumentFormat.OpenXml.Spreadsheet.Sheets;
using SheetText = DocumentFormat.OpenXml.Spreadsheet.Text;

namespace MotCua.Platform.Sheets;

/// <summary>A column of an exported list.</summary>
/// <param name="Width">In characters.</param>
public sealed record SheetColumn(string Name, int Width);

/// <summary>
/// Bảng tính xuất ra: cells keep their types, so that a date is a date, a number a number and a code with leading zeros text. Values: string,
/// <see cref="DateTimeOffset"/> (written in the time of Vietnam), <see cref="DateOnly"/>, int, long, decimal, null.
/// </summary>
public sealed record Sheet(string Name, IReadOnlyList<SheetColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const uint DateStyle = 1, MomentStyle = 2, HeadStyle = 3;

    public byte[] Xlsx()
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var part = workbook.AddNewPart<WorksheetPart>();
            using (var writer = OpenXmlWriter.Create(part)) Write(writer);
            // A name of a sheet has at most 31 signs, none of them special.
            var name = string.Concat(Name.Where(sign => !"[]:*?/\\".Contains(sign)).Take(31));
            workbook.Workbook = new Workbook(new SheetList(new DocumentFormat.OpenXml.Spreadsheet.Sheet
            {
                Id = workbook.GetIdOfPart(part), SheetId = 1, Name = name,
            }));
        }
        return file.ToArray();
    }

    /// <summary>UTF-8 with its mark, so that Excel reads the diacritics; a cell that Excel would take for a formula is written as text.</summary>
    public byte[] Csv()
    {
        using var file = new MemoryStream();
        using (var text = new StreamWriter(file, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape }))
        {
            foreach (var column in Columns) csv.WriteField(column.Name);
            csv.NextRecord();
            foreach (var row in Rows)
            {
                foreach (var value in row) csv.WriteField(value switch
                {
                    DateTimeOffset at => at.InVietnam().ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture),
                    DateOnly day => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
                    _ => Convert.ToString(value, CultureInfo.InvariantCulture),
                });
                csv.NextRecord();
            }
        }
        return file.ToArray();
    }

    private void Write(OpenXmlWriter writer)
    {
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetViews(new SheetView(new Pane
        {
            VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen,
        }) { WorkbookViewId = 0 }));
        writer.WriteElement(new Columns(Columns.Select((column, i) => new Column
        {
            Min = (uint)i + 1, Max = (uint)i + 1, Width = column.Width, CustomWidth = true,
        })));
        writer.WriteStartElement(new SheetData());
        Row(writer, Columns.Select(column => Text(column.Name, HeadStyle)));
        foreach (var row in Rows) Row(writer, row.Select(Cell));
        writer.WriteEndElement();
        writer.WriteElement(new AutoFilter { Reference = $"A1:{Letters(Columns.Count)}{Rows.Count + 1}" });
        writer.WriteEndElement();
    }

    private static void Row(OpenXmlWriter writer, IEnumerable<Cell> cells)
    {
        writer.WriteStartElement(new Row());
        foreach (var cell in cells) writer.WriteElement(cell);
        writer.WriteEndElement();
    }

    private static Cell Cell(object? value) => value switch
    {
        null => new Cell(),
        DateTimeOffset at => Number(at.InVietnam().DateTime.ToOADate().ToString(CultureInfo.InvariantCulture), MomentStyle),
        DateOnly day => Number(day.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture), DateStyle),
        int or long or decimal => Number(Convert.ToString(value, CultureInfo.InvariantCulture)!, 0),
        _ => Text(value.ToString()!, 0),
    };

    private static Cell Number(string value, uint style) => new() { CellValue = new CellValue(value), DataType = CellValues.Number, StyleIndex = style };

    private static Cell Text(string value, uint style) =>
        new(new InlineString(new SheetText(value) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString, StyleIndex = style };

    private static Stylesheet Styles() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "dd/mm/yyyy" },
            new NumberingFormat { NumberFormatId = 165, FormatCode = "dd/mm/yyyy hh:mm" }),
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 164, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 165, ApplyNumberFormat = true }, new CellFormat { FontId = 1, ApplyFont = true }));

    private static string Letters(int column) =>
        column <= 26 ? $"{(char)('A' + column - 1)}" : throw new InvalidOperationException("A list of more than 26 columns is no list.");
}
