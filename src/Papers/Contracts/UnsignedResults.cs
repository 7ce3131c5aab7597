using Npgsql;

namespace MotCua.Papers.Contracts;

/// <summary>Kết quả đã soạn, chưa có số, of dossiers that another agency decides from now on: it will sign them under its own name.</summary>
public static class UnsignedResults
{
    /// <summary>A statement for the caller's batch; the arrays belong together by place.</summary>
    public static NpgsqlBatchCommand Move(Guid[] dossiers, string[] agencies, string[] names) => new("""
        update papers.result r set agency_code = n.agency, agency_name = n.name, version = r.version + 1
        from unnest($1, $2, $3) as n (id, agency, name)
        where r.dossier_id = n.id and r.state in ('draft', 'submitted') and r.number is null and r.corrects is null
            and (r.agency_code, r.agency_name) is distinct from (n.agency, n.name)
        """)
    {
        Parameters = { new() { Value = dossiers }, new() { Value = agencies }, new() { Value = names } },
    };
}
