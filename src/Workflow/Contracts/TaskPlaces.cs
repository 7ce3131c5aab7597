using Npgsql;

namespace MotCua.Workflow.Contracts;

/// <summary>Nơi làm của các việc đang mở, for a caller that moves many dossiers to another agency or office at once.</summary>
public static class TaskPlaces
{
    /// <summary>
    /// Statements for the caller's batch: open steps, and where the coming ones will open. What the drawing gives to another agency stays with it. The arrays
    /// belong together by place.
    /// </summary>
    public static IReadOnlyList<NpgsqlBatchCommand> Move(Guid[] dossiers, string[] agencies, string[] offices, string[] intakeAgencies) =>
    [
        With("""
            update workflow.task t set agency_code = case when t.office_code is null then n.agency else n.intake end,
                office_code = case when t.office_code is null then null else n.office end, version = t.version + 1
            from unnest($1, $2, $3, $4) as n (id, agency, office, intake)
            join workflow.run r on r.dossier_id = n.id
            where t.dossier_id = n.id and t.state in ('open', 'paused') and (t.office_code is not null or t.agency_code = r.competent_agency)
            """, dossiers, agencies, offices, intakeAgencies),
        With("""
            update workflow.run r set competent_agency = n.agency, intake_office = n.office
            from unnest($1, $2, $3) as n (id, agency, office) where r.dossier_id = n.id and r.finished_at is null
            """, dossiers, agencies, offices),
    ];

    private static NpgsqlBatchCommand With(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
