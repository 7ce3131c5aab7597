using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.ReasonRows;

/// <summary>One reason as officials know it: its rows by day, and what is proposed.</summary>
/// <param name="Rows">Of one code, the first one first; none while a new reason waits for its approval.</param>
internal sealed record ReasonLine(string Code, IReadOnlyList<ReasonRow> Rows, ReasonChange? Draft)
{
    public ReasonRow? On(DateOnly day) => Rows.FirstOrDefault(row => row.IsOn(day));

    /// <summary>What to show of it: of today, or else the nearest to come, or else the last.</summary>
    public ReasonRow? Shown(DateOnly day) => On(day) ?? Rows.FirstOrDefault(row => row.ValidFrom > day) ?? (Rows is [.., var last] ? last : null);

    public string Words(DateOnly day) => Shown(day)?.Words ?? Draft?.Words ?? Code;
}

/// <summary>Danh mục lý do, for its pages.</summary>
internal sealed class ReasonReading(Db db, Reasons reasons, IssuedResults results, TimeProvider clock)
{
    public DateOnly Today => clock.Today();

    /// <summary>Every reason of a kind, those that have ended last.</summary>
    public async Task<IReadOnlyList<ReasonLine>> Lines(string kind)
    {
        var drafts = await db.Set<ReasonChange>().AsNoTracking().Where(change => change.Kind == kind && change.State == ReasonChange.Draft).ToListAsync();
        var lines = (await reasons.Rows()).Where(row => row.Kind == kind).GroupBy(row => row.Code)
            .Select(rows => new ReasonLine(rows.Key, [.. rows.OrderBy(row => row.ValidFrom)], drafts.Find(draft => draft.Code == rows.Key))).ToList();
        return [.. lines.OrderBy(line => line.Shown(Today) is { ValidTo: { } last } && last < Today),
            .. drafts.Where(draft => draft.Act == ReasonChange.Add).Select(draft => new ReasonLine(draft.Code, [], draft))];
    }

    /// <exception cref="Refused">404</exception>
    public async Task<ReasonLine> One(string kind, string code) => (await Lines(kind)).FirstOrDefault(line => line.Code == code)
        // A new reason that was withdrawn before its day is still read.
        ?? (await History(kind, code) is [_, ..] ? new ReasonLine(code, [], null)
        : throw Refused.NotFound("Không có lý do này. Chọn lại trong danh mục lý do"));

    public async Task<IReadOnlyList<ReasonChange>> History(string kind, string code) => await db.Set<ReasonChange>().AsNoTracking()
        .Where(change => change.Kind == kind && change.Code == code).OrderByDescending(change => change.MadeAt).Take(100).ToListAsync();

    /// <summary>How many dossiers say it: each of these questions is answered by an index.</summary>
    public async Task<long> Used(string kind, string code) => kind switch
    {
        "supplement" => (await db.Ask($"""
            select count(distinct dossier_id) from dossiers.supplement_request
            where jsonb_path_query_array(items, '$[*].why') @> jsonb_build_array({code}::text)
            """, row => row.GetInt64(0))).Single(),
        "correction" => await results.CorrectionsFor(code),
        _ => await db.Set<Dossier>().LongCountAsync(d => d.ClosingCode == code && (d.Status == DossierStatus.Stopped) == (kind == "stop")),
    };
}
