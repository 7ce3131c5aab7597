namespace MotCua.Platform.Loading;

/// <summary>Type of a cell. A flag is 0 or 1.</summary>
public enum CellKind { Text, Integer, Decimal, Date, Flag }

/// <summary>Một cột của tệp dữ liệu tham chiếu.</summary>
/// <param name="Allowed">The only values; an empty cell is judged by <paramref name="Required"/> alone.</param>
/// <param name="Parts">Separator of a cell that lists several allowed values.</param>
/// <param name="Pattern">Regular expression of the whole value, with <paramref name="Example"/> for the message.</param>
public sealed record ReferenceColumn(string Name, CellKind Kind = CellKind.Text, bool Required = false,
    IReadOnlyList<string>? Allowed = null, char? Parts = null, string? Pattern = null, string? Example = null, int MaxLength = 4000)
{
    /// <summary>Stored as '' instead of null, for columns of a key that may be empty.</summary>
    public bool EmptyAsText { get; init; }
}

/// <summary>Values of some columns must be found elsewhere; an empty last column is not looked up.</summary>
/// <param name="KeysSql">Selects one text per known key; parts of a longer key joined by '|'.</param>
/// <param name="What">For the message: "đơn vị hành chính".</param>
/// <param name="SameFile">Columns of this same file that also give keys.</param>
public sealed record ForeignKey(IReadOnlyList<string> Columns, string KeysSql, string What, IReadOnlyList<string>? SameFile = null)
{
    /// <summary>Keys that another room knows; asked instead of <see cref="KeysSql"/>.</summary>
    public Func<IServiceProvider, Task<IReadOnlyCollection<string>>>? Keys { get; init; }

    /// <summary>A file of the same load whose rows give keys too, so that a trial of a whole set judges it as a whole.</summary>
    public (string File, IReadOnlyList<string> Columns)? FromFile { get; init; }
}

/// <summary>A row as it stands in the file.</summary>
public sealed class SourceRow(IReadOnlyDictionary<string, int> columns, int line, string[] cells)
{
    public int Line { get; } = line;

    public string this[string column] => cells[columns[column]];

    public string Key(IEnumerable<string> names) => string.Join('|', names.Select(name => this[name]));
}

/// <summary>
/// Một tệp dữ liệu tham chiếu (CSV) and the table it goes to. Column names of file and table are the same. Rooms register
/// theirs in the container; <see cref="ReferenceLoader"/> does the rest.
/// </summary>
/// <param name="Order">Files with a lower number are loaded first.</param>
/// <param name="Table">schema.table.</param>
public sealed record ReferenceFile(string Name, int Order, string Table, IReadOnlyList<ReferenceColumn> Columns, IReadOnlyList<string> Key)
{
    public IReadOnlyList<ForeignKey> References { get; init; } = [];

    /// <summary>A rule over several cells: column and reason in Vietnamese for each thing wrong.</summary>
    public Func<SourceRow, IEnumerable<(string Column, string Reason)>>? Check { get; init; }

    /// <summary>Statements run after the rows, in the same transaction: what is derived from them.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Judges a text of this shape line by line and writes nothing; a text that cannot be read at all has one problem, on its first line.</summary>
    public (IReadOnlyList<SourceRow> Rows, IReadOnlyList<RowProblem> Problems) Read(string text) => Read(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>The same for a file as it came.</summary>
    public (IReadOnlyList<SourceRow> Rows, IReadOnlyList<RowProblem> Problems) Read(byte[] bytes)
    {
        try
        {
            using var content = new MemoryStream(bytes);
            var read = RowReader.Rows(this, content);
            return (read.Rows, read.Problems);
        }
        catch (FileRefused refused)
        {
            return ([], [new RowProblem(Name, 1, "", refused.Message)]);
        }
    }
}

/// <summary>Work that follows the CSV files, for example what a room builds from several of them. Runs in its own transaction.</summary>
/// <param name="Run">Gets the folder and whether this is only a trial; says what it did as further file reports.</param>
public sealed record ReferenceStep(string Name, int Order, Func<IServiceProvider, ReferenceFolder, Task<IReadOnlyList<FileReport>>> Run);

/// <param name="Changed">Some CSV row of this load was new or different.</param>
public sealed record ReferenceFolder(string Path, bool DryRun, bool Changed);
