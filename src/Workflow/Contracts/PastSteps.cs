using MotCua.Platform.Data;

namespace MotCua.Workflow.Contracts;

/// <summary>Các bước đã làm, for many dossiers at once.</summary>
public sealed class PastSteps(Db db)
{
    /// <summary>What was done or sent back, in the order in which it was opened.</summary>
    public async Task<ILookup<Guid, PastStep>> Of(Guid[] dossiers) => (await db.Ask($"""
        select dossier_id, step_key, step_kind, role, agency_code, outcome, state, opened_at, due_at, done_at from workflow.task
        where dossier_id = any({dossiers}) and state in ('done', 'returned') and done_at is not null order by dossier_id, seq
        """, row => (Dossier: row.GetGuid(0), Step: new PastStep(row.GetString(1), Enum.Parse<StepKind>(row.GetString(2)), row.GetString(3), row.GetString(4),
            row.IsDBNull(5) ? null : row.GetString(5), row.GetString(6) == "returned", row.GetFieldValue<DateTimeOffset>(7),
            row.GetFieldValue<DateTimeOffset>(8), row.GetFieldValue<DateTimeOffset>(9))))).ToLookup(one => one.Dossier, one => one.Step);
}
