using System.Globalization;

namespace MotCua.Benchmarks.Bench;

/// <summary>
/// At sixteen at once: what PostgreSQL does at best for the same effect (the scripts in <c>benchmarks/limit</c>, by pgbench), and what the
/// product does over HTTP on the same machine. Rounds take turns, the median counts. A page stands beside the same bytes from a bare server.
/// </summary>
internal sealed class Limits(House house, Table table, Receive desk, string root, int seconds, int rounds)
{
    private const int Rows = 100_000;

    /// <summary>A server that runs for months is not measured while it is still being compiled.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    private readonly TimeSpan span = TimeSpan.FromSeconds(seconds);

    public async Task Measure()
    {
        if (Pgbench.Find() is not { } pgbench)
        {
            table.Missing("limits", Pgbench.NotThere);
            return;
        }
        await MakeSchema();
        var codes = await house.Column<string>("select code from dossiers.dossier where code not like 'BENCH-%' order by md5(code) limit 5000");
        string[] people = [await house.Token("khoi"), await house.Token("phuc"), await house.Token("luan")];
        var own = await house.Column<string>($"""
            select code from dossiers.dossier where competent_agency in (select p.agency_code from organisation.position p
                join people.account a on a.id = p.account_id where a.username = 'khoi') order by md5(code) limit 2000
            """);
        await One(pgbench, "track by code", "track", 0.25, (wire, at) => wire.Request("GET", $"/api/v1/tracking/{codes[at % codes.Count]}"));
        await One(pgbench, "my tasks, first 20", "tasks", 0.25,
            (wire, at) => wire.Request("GET", "/api/v1/desk/tasks", null, Wire.Session("/api/", people[at % 3])));
        await One(pgbench, "page of a dossier", "dossier", 0.20,
            (wire, at) => wire.Request("GET", $"/noi-bo/ho-so/{own[at % own.Count]}", null, Wire.Session("/noi-bo", people[0])));
        await Receive(pgbench);
        await Page("procedure page", "/thu-tuc/ks01", 3_000);
        await Page("search page", "/thu-tuc?q=khai+sanh", 1_500);
    }

    /// <summary>Made by the owner; the limit's tables know nothing of the product's.</summary>
    public async Task MakeSchema()
    {
        foreach (var statement in (await File.ReadAllTextAsync(Script("schema"))).Replace(":rows", $"{Rows}", StringComparison.Ordinal).Split(";\n"))
            if (statement.Trim().Length > 0) await house.Sql(statement);
    }

    public Task<double> Limit(Pgbench pgbench, string script) =>
        pgbench.Run(house.OwnerConnection, Script(script), "-T", $"{seconds}", "-D", $"rows={Rows}");

    public static Row RowOf(string name, List<double> ours, List<double> limits, double goal, string? note)
    {
        ours.Sort();
        limits.Sort();
        var (value, limit) = (ours[ours.Count / 2], limits[limits.Count / 2]);
        return new Row(name, "1/s", value, Limit: limit, Ratio: value / limit, Goal: $"≥ {goal.ToString("0.00", CultureInfo.InvariantCulture)}",
            Ok: value / limit >= goal, Note: note);
    }

    private string Script(string name) => Path.Combine(root, "benchmarks", "limit", name + ".sql");

    private async Task One(Pgbench pgbench, string name, string script, double goal, Func<Wire, int, byte[]> request)
    {
        byte[] Next(Wire wire, int client, int n) => request(wire, client * 7919 + n);
        Crowd.Run(house.Url, WarmUp, Next);
        var (ours, limits, times) = (new List<double>(), new List<double>(), new Latency());
        for (var round = 0; round < rounds; round++)
        {
            limits.Add(await Limit(pgbench, script));
            var (rate, latency) = Crowd.Run(house.Url, span, Next);
            ours.Add(rate);
            times.Add(latency);
        }
        table.Add(RowOf($"{name}, at {Pgbench.Clients} at once", ours, limits, goal, $"p50 {times.P50:0.0} ms, p95 {times.P95:0.0} ms"));
    }

    private async Task Receive(Pgbench pgbench)
    {
        var token = await house.Token("diem");
        var (ours, limits, times) = (new List<double>(), new List<double>(), new Latency());
        for (var round = 0; round <= rounds; round++)
        {
            var time = round == 0 ? WarmUp : span;
            var each = 50 * (int)time.TotalSeconds;
            var twins = await desk.Twins(Pgbench.Clients * each);
            var body = await desk.Papers(twins[0].Id);
            byte[]? Next(Wire wire, int client, int n) => n == each ? null
                : wire.Request("POST", $"/api/v1/desk/dossiers/{twins[client * each + n].Code}/receive", body, ("Authorization", $"Bearer {token}"));
            await house.Rest();
            var (rate, latency) = Crowd.Run(house.Url, time, Next);
            await house.Rest();
            // The first round warms up.
            if (round == 0) continue;
            ours.Add(rate);
            times.Add(latency);
            limits.Add(await Limit(pgbench, "receive"));
        }
        table.Add(RowOf($"receive, at {Pgbench.Clients} at once", ours, limits, 0.20, $"p50 {times.P50:0.0} ms, p95 {times.P95:0.0} ms; one desk"));
    }

    private async Task Page(string name, string path, double goal)
    {
        byte[] Next(Wire wire, int client, int n) => wire.Request("GET", path, null, ("Accept-Encoding", "br"));
        Crowd.Run(house.Url, WarmUp, Next);
        using var http = new HttpClient { BaseAddress = house.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "br" } } };
        using var answer = await http.SendAsync(request);
        var size = (await answer.Content.ReadAsByteArrayAsync()).Length;
        await using var bare = await BarePage.Start(size);
        var (ours, limits, times) = (new List<double>(), new List<double>(), new Latency());
        for (var round = 0; round < rounds; round++)
        {
            limits.Add(Crowd.Run(bare.Url, span, Next).Rate);
            var (rate, latency) = Crowd.Run(house.Url, span, Next);
            ours.Add(rate);
            times.Add(latency);
        }
        var row = RowOf($"{name}, at {Pgbench.Clients} at once", ours, limits, 0, $"{size:#,0} bytes; limit: the same bytes from a bare server; "
            + $"p50 {times.P50:0.0} ms, p95 {times.P95:0.0} ms");
        table.Add(row with { Goal = $"≥ {goal:#,0}/s", Ok = row.Value >= goal });
    }
}
