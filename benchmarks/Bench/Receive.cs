using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MotCua.Benchmarks.Bench;

/// <summary>
/// Tiếp nhận at the desk. Twins of one online arrival are received over HTTP; their statements are then run again on other
/// twins, ids exchanged, so that both do the same work once per dossier.
/// </summary>
internal sealed partial class Receive(House house, Table table, int samples)
{
    private const int Captured = 30;
    private const int WarmUp = 60;

    private readonly Dictionary<string, double> before = [];
    private int made;

    public async Task Measure()
    {
        var token = await house.Token("diem");
        var twins = await Twins(samples + WarmUp + 2 * Captured);
        var body = await Papers(twins[0].Id);
        using var wire = new Wire(house.Url);
        void Send(int i)
        {
            var status = wire.Send(wire.Request("POST", $"/api/v1/desk/dossiers/{twins[i].Code}/receive", body, ("Authorization", $"Bearer {token}")));
            if (status != 200) throw new Demo.Unexpected($"receive: {status} {wire.Body}");
        }
        for (var i = 0; i < WarmUp; i++) Send(i);
        var latency = new Latency();
        for (var i = WarmUp; i < WarmUp + samples; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Send(i);
            latency.Add(started);
        }
        var first = WarmUp + samples;
        var acts = await house.Bare.Capture(Captured, i => Send(first + i));
        // An id that several acts use belongs to people and procedures; all others were made for one dossier.
        var common = acts.SelectMany(act => Ids(act).Distinct()).GroupBy(id => id).Where(id => id.Count() > 1).Select(id => id.Key)
            .ToHashSet(StringComparer.Ordinal);
        var others = new List<IReadOnlyList<Statement>>();
        for (var i = 0; i < Captured; i++) others.Add(await Exchange(acts[i], twins[first + i].Id, twins[first + Captured + i], common));
        Reads.Report(table, before, house.Size, "receive", latency, await house.Bare.Run(others));
    }

    /// <summary>What the counter says when all papers are there.</summary>
    public async Task<string> Papers(Guid twin) => System.Text.Json.JsonSerializer.Serialize(new
    {
        papers = (await house.Column<string>($"select paper_key from dossiers.component where dossier_id = '{twin}' order by seq"))
            .Select(key => new { paperKey = key, state = "have", originals = 0, copies = 1 }),
    });

    /// <summary>Waiting arrivals at the desk of an officer, alike but for their ids and codes.</summary>
    public async Task<List<(Guid Id, string Code)>> Twins(int count, string officer = "diem")
    {
        string[] own = ["id", "code", "short_code", "tracking_token", "draft_id", "intake_office", "intake_agency", "competent_agency"];
        var columns = string.Join(", ", await house.Column<string>($"""
            select column_name::text from information_schema.columns where table_schema = 'dossiers' and table_name = 'dossier' and is_generated = 'NEVER'
                and column_name not in ('{string.Join("', '", own)}') order by ordinal_position
            """));
        var parts = string.Join(", ", await house.Column<string>("""
            select column_name::text from information_schema.columns where table_schema = 'dossiers' and table_name = 'component' and is_generated = 'NEVER'
                and column_name not in ('id', 'dossier_id') order by ordinal_position
            """));
        var model = (await house.Column<Guid>("select d.id from dossiers.dossier d where status = 'submitted' order by id limit 1")).Single();
        var from = made;
        made += count;
        await house.Sql($"""
            with fresh as (
                insert into dossiers.dossier (id, code, short_code, tracking_token, intake_office, intake_agency, competent_agency, {columns})
                select md5('twin' || n)::uuid, 'BENCH-' || n, 'T' || lpad(n::text, 7, '0'), 'twin-' || n, desk.office_code, desk.agency_code, desk.agency_code,
                    {columns}
                from dossiers.dossier, generate_series({from}, {made - 1}) n,
                    (select p.office_code, p.agency_code from organisation.position p join people.account a on a.id = p.account_id
                        where a.username = '{officer}'
                        and p.office_code is not null limit 1) desk
                where id = '{model}'
                returning id)
            insert into dossiers.component (id, dossier_id, {parts})
            select gen_random_uuid(), f.id, {parts} from fresh f, dossiers.component c where c.dossier_id = '{model}'
            """);
        var ids = await house.Column<Guid>($"select md5('twin' || n)::uuid from generate_series({from}, {made - 1}) n order by n");
        return [.. ids.Select((id, i) => (id, $"BENCH-{from + i}"))];
    }

    private async Task<IReadOnlyList<Statement>> Exchange(IReadOnlyList<Statement> act, Guid old, (Guid Id, string Code) twin, HashSet<string> common)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal) { [$"{old}"] = $"{twin.Id}" };
        var (mine, theirs) = (await Components(old), await Components(twin.Id));
        for (var i = 0; i < mine.Count; i++) map[$"{mine[i]}"] = $"{theirs[i]}";
        var code = (await house.Column<string>($"select code from dossiers.dossier where id = '{old}'")).Single();
        string Swap(string parameter) => Uuid().Replace(parameter, match => common.Contains(match.Value) ? match.Value
            : map.TryGetValue(match.Value, out var other) ? other : map[match.Value] = $"{Guid.CreateVersion7()}")
            .Replace(code, twin.Code, StringComparison.Ordinal);
        return [.. act.Select(statement => statement with { Parameters = [.. statement.Parameters.Select(Swap)] })];
    }

    private static IEnumerable<string> Ids(IReadOnlyList<Statement> act) =>
        act.SelectMany(s => s.Parameters).SelectMany(p => Uuid().Matches(p).Select(m => m.Value));

    private Task<List<Guid>> Components(Guid dossier) => house.Column<Guid>($"select id from dossiers.component where dossier_id = '{dossier}' order by seq");

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();
}
