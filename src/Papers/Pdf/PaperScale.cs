using MotCua.Papers.Contracts;

namespace MotCua.Papers.Pdf;

/// <summary>The same blocks in smaller type for half a sheet. Codes stay as large as a camera needs them.</summary>
internal static class PaperScale
{
    private const double Factor = 0.74;

    public static Block Smaller(Block block) => block switch
    {
        Paragraph p => p with
        {
            Runs = [.. p.Runs.Select(Smaller)], Size = p.Size * Factor, FirstLineMm = p.FirstLineMm * Factor, LeftMm = p.LeftMm * Factor,
            RightMm = p.RightMm * Factor, Before = p.Before * Factor, After = p.After * Factor,
        },
        Table t => t with
        {
            Size = t.Size * Factor, After = t.After * Factor, RowMm = t.RowMm * Factor, Head = t.Head is { } head ? Smaller(head) : null,
            Rows = [.. t.Rows.Select(Smaller)]
        },
        Columns c => new Columns([.. c.Parts.Select(part => (IReadOnlyList<Block>)[.. part.Select(Smaller)])]) { Widths = c.Widths, GapMm = c.GapMm * Factor },
        Space s => new Space(s.Points * Factor),
        SignatureArea area => area with { HeightMm = area.HeightMm * Factor },
        Picture picture => picture with { WidthMm = picture.WidthMm * Factor },
        _ => block,
    };

    private static IReadOnlyList<Cell> Smaller(IReadOnlyList<Cell> cells) => [.. cells.Select(cell => cell with { Runs = [.. cell.Runs.Select(Smaller)] })];

    private static Run Smaller(Run run) => run with { Size = run.Size * Factor };
}
