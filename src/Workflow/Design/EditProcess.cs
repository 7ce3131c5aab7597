using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Design;

/// <summary>Sửa bản đang soạn. Whoever changes it is one of those who do not approve it; one at a time, and another takes it over by saying so.</summary>
internal sealed class EditProcess(DrawnDesk desk, Db db)
{
    /// <summary>Another drawing in its place, as it came from the diagram.</summary>
    public async Task Replace(Guid id, int revision, string drawing)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id, revision);
        row.Edit(drawing, desk.By, desk.Name, desk.Now);
        await desk.Commit(transaction, row);
    }

    /// <returns>What the change gives back.</returns>
    public async Task<T> Execute<T>(Guid id, int revision, Func<DrawingEdit, T> change)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id, revision);
        var edit = new DrawingEdit(row.Drawing);
        var result = change(edit);
        row.Edit(edit.Save(), desk.By, desk.Name, desk.Now);
        await desk.Commit(transaction, row);
        return result;
    }

    /// <summary>The page that changes it was opened: it is kept for this person where nobody else has it.</summary>
    public async Task Open(Guid id)
    {
        var (by, name, now) = (desk.By, desk.Name, desk.Now.ToUniversalTime());
        var free = now - DrawnProcess.Kept;
        await db.Database.ExecuteSqlAsync($"""
            update workflow.drawn_process set editor_id = {by}, editor = {name}, edited_at = {now}
            where id = {id} and state = 'draft' and (editor_id is null or editor_id = {by} or edited_at <= {free})
            """);
    }

    public async Task TakeOver(Guid id)
    {
        await using var transaction = await desk.Begin();
        var row = await desk.Load(id);
        var from = row.TakeOver(desk.By, desk.Name, desk.Now);
        desk.Record(row, new ProcessTaken(row.Id, row.ProcedureCode, row.Version, from), null);
        await desk.Commit(transaction, row);
    }
}
