using Npgsql;
using NpgsqlTypes;

namespace MotCua.Workflow.Contracts;

/// <summary>Hạn của hồ sơ trên danh sách việc, for many dossiers at once.</summary>
public static class TaskDues
{
    /// <summary>A statement for the caller's batch; the arrays belong together by place.</summary>
    public static NpgsqlBatchCommand Set(Guid[] dossiers, DateTime[] dues) => new("""
        update workflow.task t set dossier_due_at = n.due, version = t.version + 1
        from unnest($1, $2) as n (id, due) where t.dossier_id = n.id and t.state in ('open', 'paused')
        """)
    {
        Parameters = { new() { Value = dossiers }, new() { Value = dues, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz } },
    };
}
