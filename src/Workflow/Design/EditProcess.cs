namespace MotCua.Workflow.Design;

/// <summary>Sửa bản đang soạn. Whoever changes it is one of those who do not approve it.</summary>
internal sealed class EditProcess(DrawnDesk desk)
{
    /// <summary>Another drawing in its place, as it came from the diagram.</summary>
    public async Task Replace(Guid id, int revision, string drawing)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id, revision);
        row.Edit(drawing, desk.By);
        await desk.Commit(transaction, row);
    }

    /// <returns>What the change gives back.</returns>
    public async Task<T> Execute<T>(Guid id, int revision, Func<DrawingEdit, T> change)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id, revision);
        var edit = new DrawingEdit(row.Drawing);
        var result = change(edit);
        row.Edit(edit.Save(), desk.By);
        await desk.Commit(transaction, row);
        return result;
    }
}
