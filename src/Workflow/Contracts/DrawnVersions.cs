using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Expressions;
using MotCua.Workflow.Design;

namespace MotCua.Workflow.Contracts;

/// <summary>Một bản quy trình đã vẽ, approved or not.</summary>
/// <param name="Title">Of its procedure.</param>
/// <param name="Drawing">With what its conditions may look at: what was kept with the approval, else what the form asks today.</param>
public sealed record DrawnVersion(Guid Id, string ProcedureCode, int Version, string Title, Drawing Drawing);

/// <summary>Every version, for who tries it out.</summary>
public sealed class DrawnVersions(Db db, IProcedureFacts procedures)
{
    /// <returns>null: no such version.</returns>
    public async Task<DrawnVersion?> Find(Guid id)
    {
        if (await db.Set<DrawnProcess>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id) is not { } row) return null;
        var facts = await procedures.Of(row.ProcedureCode);
        var known = row.ApprovedAt is null ? facts?.Known ?? [] : JsonSerializer.Deserialize<List<KnownValue>>(row.Known, EventLog.Json)!;
        return new(row.Id, row.ProcedureCode, row.Version, facts?.Title ?? row.ProcedureCode, new(row.Drawing, known));
    }
}
