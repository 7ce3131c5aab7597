using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Time;

namespace MotCua.Dossiers;

/// <summary>Danh mục lý do in force today (rows of dossiers.reason).</summary>
internal sealed class Reasons(Db db, TimeProvider clock)
{
    public async Task<IReadOnlyList<Reason>> Of(string kind)
    {
        var today = clock.Today();
        return await db.Database.SqlQuery<Reason>($"""
            select code, words from dossiers.reason where kind = {kind} and valid_from <= {today} and (valid_to is null or valid_to >= {today}) order by seq
            """).ToListAsync();
    }
}

internal sealed record Reason(string Code, string Words);
