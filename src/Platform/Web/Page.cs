namespace MotCua.Platform.Web;

/// <summary>A page of a list of the API.</summary>
/// <param name="Next">Give it as <c>after</c> for the next page; null: this was the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <param name="size">Rows of a full page.</param>
    /// <param name="end">Where a row stands in the order of the list.</param>
    public static Page<T> Of(IReadOnlyList<T> rows, int size, Func<T, (DateTimeOffset At, Guid Id)> end) =>
        new(rows, rows.Count == size && end(rows[^1]) is var (at, id) ? Cursor.Write(at, id) : null);
}
