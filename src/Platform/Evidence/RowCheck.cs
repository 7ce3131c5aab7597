using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Platform.Evidence;

/// <summary>Từ đây mọi dòng được canh giữ: rows of streams that began earlier are judged as far as their facts go.</summary>
/// <param name="Kind">Only this kind of row, which a later version began to watch; null: all that were watched from the beginning.</param>
[Fact("log.rows-covered/1")]
public sealed record RowsCovered(string? Kind = null)
{
    public const string Stream = "log";
}

/// <summary>Dòng không khớp với nhật ký.</summary>
/// <param name="Key">Kind and key of the row.</param>
/// <param name="Words">What it is and what is wrong with it.</param>
public sealed record RowFinding(string Key, string Words);

/// <summary>Compares rows with the newest marks of their streams. Reads in the caller's transaction; for a picture of one moment it is repeatable
/// read.</summary>
public sealed class RowCheck(Db db, IServiceProvider services)
{
    private readonly Dictionary<string, long> covered = [];
    private readonly Dictionary<string, long> synthetic = [];

    /// <summary>Rows without a single fact that were met, of the kind that is counted.</summary>
    public long WithoutFacts { get; private set; }

    /// <param name="owners">Whose rows; see <see cref="Watched.Owners"/>.</param>
    /// <param name="streams">Where facts name rows of these owners, besides the streams of the rows themselves.</param>
    /// <param name="files">Also what the stored bytes say.</param>
    public async Task<IReadOnlyList<RowFinding>> Check(Watched kind, Guid[] owners, IEnumerable<string> streams, bool files = false)
    {
        var rows = (await kind.Rows(db, owners)).Where(row => kind.KeyOf(row) is not null).ToDictionary(row => $"{kind.Name} {kind.KeyOf(row)}",
            StringComparer.Ordinal);
        var facts = await Facts(kind, [.. rows.Values.Select(kind.StreamOf).Concat(streams).Distinct()]);
        var (marks, gaps) = NewestMarks(kind, facts);
        var findings = new List<RowFinding>();
        foreach (var (key, row) in rows)
        {
            var wrong = await Judge(kind, key, row, marks, gaps, [.. facts[kind.StreamOf(row)]]);
            if (wrong is null && files && await kind.Examine(services, row) is { Count: > 0 } bytes) wrong = $"khác với tệp đã lưu: {string.Join(", ", bytes)}";
            if (wrong is not null) findings.Add(new RowFinding(key, $"{kind.Words} {kind.TitleOf(row)}: {wrong}"));
        }
        foreach (var (key, mark) in marks)
        {
            if (mark is not null && !rows.ContainsKey(key) && owners.Contains(OwnerOf(key)))
                findings.Add(new RowFinding(key, $"{kind.Words} {key[(key.IndexOf(' ', StringComparison.Ordinal) + 1)..]}: dòng đã bị xóa khỏi cơ sở dữ liệu"));
        }
        return findings;
    }

    /// <summary>What differs between one row at hand and its newest mark; empty when nothing does.</summary>
    public async Task<IReadOnlyList<string>> Differences<T>(Watched<T> kind, T row) where T : class
    {
        var facts = await Facts(kind, [kind.StreamOf(row)]);
        var key = $"{kind.Name} {kind.KeyOf(row)}";
        return NewestMarks(kind, facts).Marks.TryGetValue(key, out var mark)
            ? mark is null ? ["cả dòng"] : [.. kind.Differences(row, mark).Concat(Said(kind, row, facts[kind.StreamOf(row)])).Distinct()]
            : [.. Said(kind, row, facts[kind.StreamOf(row)]).Distinct()];
    }

    private async Task<string?> Judge(Watched kind, string key, object row, Dictionary<string, string?> marks, IReadOnlyDictionary<string, bool> gaps,
        IReadOnlyList<StreamFact> facts)
    {
        if (marks.TryGetValue(key, out var mark))
        {
            if (gaps.TryGetValue(key, out var inside) && (inside || !await IsOld(kind, facts))) return "thiếu sự kiện: nhật ký bị xóa một dòng ở giữa";
            if (mark is null) return "nhật ký ghi là đã xóa, nhưng dòng vẫn còn";
            var differs = kind.Differences(row, mark).Concat(Said(kind, row, facts)).Distinct().ToList();
            return differs.Count > 0 ? $"khác với nhật ký: {string.Join(", ", differs)}" : null;
        }
        if (facts.Count == 0)
        {
            if (!await MayLackFacts(kind)) return "không có sự kiện nào ghi lại dòng này";
            if (kind.Counted) WithoutFacts++;
            return null;
        }
        if (!await IsOld(kind, facts)) return "không có sự kiện nào ghi lại dòng này";
        var wrong = Said(kind, row, facts).Distinct().ToList();
        return wrong.Count > 0 ? $"khác với nhật ký: {string.Join(", ", wrong)}" : null;
    }

    /// <summary>A stream that began before rows were watched, or without facts at all.</summary>
    private async Task<bool> IsOld(Watched kind, IReadOnlyList<StreamFact> facts) => facts[0].Position <= await Covered(kind)
        || (kind.Birth is { } birth && !facts[0].Kind.StartsWith($"{birth}/", StringComparison.Ordinal) && await MayLackFacts(kind));

    private static IEnumerable<string> Said(Watched kind, object row, IEnumerable<StreamFact> facts)
    {
        foreach (var fact in facts.Where(fact => fact.Said is not null))
        {
            using var said = JsonDocument.Parse(fact.Said!);
            foreach (var words in kind.Contradictions(row, fact.Kind, said.RootElement)) yield return words;
        }
    }

    private async Task<long> Covered(Watched kind)
    {
        var only = kind.Later ? kind.Name : null;
        if (covered.TryGetValue(only ?? "", out var position)) return position;
        return covered[only ?? ""] = (await db.Database.SqlQuery<long?>($"""
            select min(position) as "Value" from platform.event
            where stream = {RowsCovered.Stream} and kind = {EventLog.KindOf(typeof(RowsCovered))} and data ->> 'kind' is not distinct from {only}
            """).ToListAsync()).Single() ?? long.MaxValue;
    }

    private async Task<bool> MayLackFacts(Watched kind) => await SyntheticCount(kind) > 0;

    /// <summary>How many rows were written without facts, as the log itself counts them.</summary>
    public async Task<long> SyntheticCount(Watched kind)
    {
        if (kind.Synthetic is not { } fact) return 0;
        if (!synthetic.TryGetValue(fact, out var count))
            synthetic[fact] = count = (await db.Database.SqlQuery<long>($"""
                select coalesce(sum((data ->> 'count')::bigint), 0)::bigint as "Value" from platform.event where stream = {RowsCovered.Stream} and kind = {fact}
                """).ToListAsync()).Single();
        return count;
    }

    /// <summary>Whose row a key names.</summary>
    public static Guid OwnerOf(string key)
    {
        var id = key[(key.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return id.Length >= 36 && Guid.TryParse(id.AsSpan(0, 36), out var owner) ? owner : Guid.Empty;
    }

    private async Task<ILookup<string, StreamFact>> Facts(Watched kind, string[] streams)
    {
        string[] old = [.. kind.OldFacts];
        return (await db.Database.SqlQuery<StreamFact>($"""
            select stream, position, kind, data ->> '@rows' as rows, case when kind = any({old}) then data::text end as said
            from platform.event where stream = any({streams}) order by stream, position
            """).ToListAsync()).ToLookup(fact => fact.Stream);
    }

    /// <summary>The newest mark of each row, and the rows whose marks do not follow each other (true: between two, false: before the first).</summary>
    private static (Dictionary<string, string?> Marks, Dictionary<string, bool> Gaps) NewestMarks(Watched kind, ILookup<string, StreamFact> facts)
    {
        var (marks, gaps) = (new Dictionary<string, string?>(StringComparer.Ordinal), new Dictionary<string, bool>(StringComparer.Ordinal));
        var prefix = $"{kind.Name} ";
        foreach (var fact in facts.SelectMany(stream => stream).Where(fact => fact.Rows is not null && fact.Rows.Contains(prefix, StringComparison.Ordinal)))
        {
            using var rows = JsonDocument.Parse(fact.Rows!);
            foreach (var row in rows.RootElement.EnumerateObject().Where(row => row.Name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                var said = row.Value.GetString()?.Split(Evidence.Marks.Link);
                var earlier = marks.GetValueOrDefault(row.Name);
                if (said is not null && (said.Length > 1 ? earlier?.StartsWith(said[1], StringComparison.Ordinal) != true : earlier is not null))
                    gaps[row.Name] = gaps.GetValueOrDefault(row.Name) || earlier is not null;
                marks[row.Name] = said?[0];
            }
        }
        return (marks, gaps);
    }

    private sealed record StreamFact(string Stream, long Position, string Kind, string? Rows, string? Said);
}
