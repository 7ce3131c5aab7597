using System.Data;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Evidence;

namespace MotCua.Proof.Rows;

/// <summary>Kết luận kiểm tra dòng dữ liệu.</summary>
/// <param name="Found">How many there are; the first of them are listed.</param>
internal sealed record RowsVerdict(long Rows, long Found, IReadOnlyList<RowFinding> Findings, long WithoutFacts);

/// <summary>
/// Kiểm tra dòng dữ liệu với nhật ký, from both sides: every row that a fact names is there and is as named (the log is walked), and
/// every row is named by a fact (the tables are walked). In pieces, each a picture of one moment, so memory stays flat and any piece can be taken up again.
/// </summary>
internal sealed class CheckRows(IServiceScopeFactory scopes, ModuleSet modules)
{
    public const int Shown = 200;
    private const int FactsAPiece = 1000;
    private const int OwnersAPiece = 300;

    private readonly IReadOnlyList<Watched> kinds = [.. modules.All.SelectMany(module => module.Watched)];

    public IReadOnlyList<Watched> Kinds => kinds;

    /// <summary>Everything, from the first fact and the first row to the last.</summary>
    public async Task<RowsVerdict> All(bool files, Action<long>? progress = null)
    {
        var (seen, found, without, expected, shown) = (0L, 0L, 0L, 0L, new Dictionary<string, RowFinding>(StringComparer.Ordinal));
        void Add(IReadOnlyList<RowFinding> findings)
        {
            foreach (var finding in findings)
                if (shown.Count < Shown ? shown.TryAdd(finding.Key, finding) : !shown.ContainsKey(finding.Key)) found++;
        }
        for (var piece = await Facts(0); ; piece = await Facts(piece.Last))
        {
            Add(piece.Findings);
            progress?.Invoke(seen);
            if (piece.Through) break;
        }
        foreach (var kind in kinds)
        {
            for (var piece = await Rows(kind, Guid.Empty, files); ; piece = await Rows(kind, piece.Last, files))
            {
                Add(piece.Findings);
                (seen, without, expected) = (seen + piece.Owners, without + piece.WithoutFacts, Math.Max(expected, piece.Synthetic));
                progress?.Invoke(seen);
                if (piece.Through) break;
            }
        }
        if (without > expected)
            Add([new RowFinding(kinds.First(kind => kind.Counted).Name,
                $"Có {without} hồ sơ không có sự kiện nào, nhật ký chỉ ghi {expected} hồ sơ giả lập: có hồ sơ được chèn thêm")]);
        return new RowsVerdict(seen, found, [.. shown.Values], without);
    }

    /// <summary>The next facts after this position, and the rows they name.</summary>
    public Task<(long Last, bool Through, IReadOnlyList<RowFinding> Findings)> Facts(long after, int take = FactsAPiece) => InOnePicture(async (db, check) =>
    {
        var facts = await db.Database.SqlQuery<Fact>($"""
            select position, stream, data ->> '@rows' as rows from platform.event where position > {after} order by position limit {take}
            """).ToListAsync();
        var named = facts.Where(fact => fact.Rows is not null).SelectMany(fact => Keys(fact.Rows!).Select(key => (Key: key, fact.Stream)))
            .GroupBy(row => row.Key[..Math.Max(0, row.Key.IndexOf(' ', StringComparison.Ordinal))], StringComparer.Ordinal).ToDictionary(rows => rows.Key,
                rows => rows.ToList());
        var findings = new List<RowFinding>();
        foreach (var kind in kinds)
        {
            if (!named.TryGetValue(kind.Name, out var rows)) continue;
            findings.AddRange(await check.Check(kind, [.. rows.Select(row => RowCheck.OwnerOf(row.Key)).Distinct()], rows.Select(row => row.Stream)));
        }
        return (facts.Count > 0 ? facts[^1].Position : after, facts.Count < take, (IReadOnlyList<RowFinding>)findings);
    });

    /// <summary>The next rows after this owner.</summary>
    public Task<(Guid Last, bool Through, int Owners, long WithoutFacts, long Synthetic, IReadOnlyList<RowFinding> Findings)> Rows(Watched kind, Guid after,
        bool files, int take = OwnersAPiece) =>
        InOnePicture(async (db, check) =>
        {
            var owners = await kind.Owners(db, after, take);
            var findings = owners.Count == 0 ? [] : await check.Check(kind, [.. owners], [], files);
            return (owners.Count > 0 ? owners[^1] : after, owners.Count < take, owners.Count, check.WithoutFacts, kind.Counted
                ? await check.SyntheticCount(kind) : 0, findings);
        });

    private async Task<T> InOnePicture<T>(Func<Db, RowCheck, Task<T>> look)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var moment = await db.Begin(IsolationLevel.RepeatableRead);
        return await look(db, scope.ServiceProvider.GetRequiredService<RowCheck>());
    }

    private static List<string> Keys(string rows)
    {
        using var named = JsonDocument.Parse(rows);
        return [.. named.RootElement.EnumerateObject().Select(row => row.Name)];
    }

    private sealed record Fact(long Position, string Stream, string? Rows);
}
