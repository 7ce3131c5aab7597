using MotCua.Platform.Data;
using MotCua.Platform.Web;
using MotCua.Workflow.Definition;
using MotCua.Workflow.Run;

namespace MotCua.Workflow.Contracts;

/// <summary>A dossier that walks another drawing of its procedure.</summary>
/// <param name="Steps">Names of the open steps.</param>
/// <param name="Problem">Why it cannot stand in the new drawing as it stands now; null: it can.</param>
public sealed record RunningElsewhere(Guid DossierId, string Code, IReadOnlyList<string> Steps, string? Problem);

/// <summary>
/// Chuyển hồ sơ đang chạy sang quy trình khác. A dossier stays with the drawing of its reception; it goes to another one only when somebody says so, and only
/// when it stands at a place that the other drawing can come to as well, so that what was proved of that one holds for it.
/// </summary>
public sealed class ChangeDrawing(Db db, WorkflowRuns runs)
{
    /// <summary>Of a procedure, by code.</summary>
    public async Task<IReadOnlyList<RunningElsewhere>> Preview(string procedure, Drawing drawing, int most)
    {
        var rows = await db.Ask($"""
            select r.dossier_id, t.dossier_code, t.steps, t.keys, array(select k.place from workflow.token k where k.dossier_id = r.dossier_id)
            from workflow.run r
            cross join lateral (
                select min(dossier_code) as dossier_code,
                    coalesce(array_agg(step_name order by due_at) filter (where state in ('open', 'paused')), array[]::text[]) as steps,
                    coalesce(array_agg(step_key) filter (where state in ('open', 'paused')), array[]::text[]) as keys
                from workflow.task where dossier_id = r.dossier_id and procedure_code = {procedure}) t
            where r.finished_at is null and r.process_id <> {drawing.Id} and t.dossier_code is not null order by t.dossier_code limit {most}
            """, row => (Dossier: row.GetGuid(0), Code: row.GetString(1), Steps: row.GetFieldValue<string[]>(2), Keys: row.GetFieldValue<string[]>(3),
                Tokens: row.GetFieldValue<string[]>(4)));
        var places = Places.Of(drawing);
        return [.. rows.Select(row => new RunningElsewhere(row.Dossier, row.Code, row.Steps, places.Problem([.. row.Keys, .. row.Tokens])))];
    }

    /// <summary>In the caller's transaction, in which the dossier is held; open steps stay as they were opened. The caller saves.</summary>
    /// <exception cref="Refused">409: it stands where the drawing cannot come to, or walks it already.</exception>
    public async Task Execute(Guid dossierId, Drawing drawing)
    {
        var (walked, standing) = await runs.Stands(dossierId);
        if (walked == drawing.Id) throw Refused.WrongState("Hồ sơ này đã theo quy trình đó");
        if (Places.Of(drawing).Problem(standing) is { } problem) throw Refused.WrongState(problem);
        await runs.Redirect(dossierId, drawing);
    }

    /// <summary>All the places at which the tokens of one dossier can stand together.</summary>
    private sealed class Places(ProcessDefinition definition, TokenGame game, HashSet<Marking> reached)
    {
        public static Places Of(Drawing drawing)
        {
            var process = RunnableProcess.Of(drawing.Id, drawing.Xml, drawing.Known);
            return new(process.Definition, process.Game, Soundness.Reached(process.Game));
        }

        public string? Problem(IReadOnlyList<string> standing)
        {
            if (standing.Count == 0) return "Hồ sơ không còn đứng ở bước nào";
            foreach (var place in standing)
                if (definition.Find(place) is not { } node ? definition.Flows.All(flow => flow.Id != place) : !node.Waits && node is not Boundary)
                    return $"Quy trình mới không có bước hồ sơ đang đứng ({place})";
            return reached.Contains(game.At(standing)) ? null : "Trong quy trình mới không đường nào dẫn tới các bước hồ sơ đang đứng cùng lúc";
        }
    }
}
