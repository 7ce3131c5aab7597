using System.Diagnostics;

namespace MotCua.Benchmarks.Bench;

/// <summary>What is asked all day: track, my tasks, search. One caller, one after the other; then the same SQL bare.</summary>
internal sealed class Reads(House house, Table table, int samples)
{
    private readonly Dictionary<string, double> before = [];

    public async Task Measure()
    {
        var tokens = new[] { await house.Token("khoi"), await house.Token("phuc"), await house.Token("luan") };
        // Spread over the whole history, so that no page of the table is always warm.
        var codes = await house.Column<string>($"select code from dossiers.dossier tablesample system ({Math.Min(100, 300.0 * samples / house.Size).ToString(System.Globalization.CultureInfo.InvariantCulture)}) where code not like 'BENCH-%' order by random() limit {samples}");
        var names = await house.Column<string>($"""
            select dossiers.name_fold(owner_name) from dossiers.dossier where competent_agency in (
                select p.agency_code from organisation.position p join people.account a on a.id = p.account_id where a.username = 'khoi')
            order by md5(id::text) limit {samples}
            """);
        await One("track by code", i => ($"/api/v1/tracking/{codes[i % codes.Count]}", null));
        await One("my tasks, first 20", i => ("/api/v1/desk/tasks", tokens[i % 3]));
        await One("search by name without marks", i => ($"/api/v1/desk/search?q={Uri.EscapeDataString(names[i % names.Count])}", tokens[0]));
    }

    private async Task One(string name, Func<int, (string Path, string? Token)> ask)
    {
        using var wire = new Wire(house.Url);
        byte[] Request(int i)
        {
            var (path, token) = ask(i);
            return token is null ? wire.Request("GET", path) : wire.Request("GET", path, null, ("Authorization", $"Bearer {token}"));
        }
        void Send(int i)
        {
            var status = wire.Send(Request(i));
            if (status != 200) throw new Demo.Unexpected($"{name}: {status} {wire.Body}");
        }
        for (var i = 0; i < 200; i++) Send(i % 20);
        // Each once, wherever it lies; and once more, when it has been read: history may be larger than memory, and a disk is no work of the product.
        var (first, latency) = (Pass(Send), Pass(Send));
        table.Add(new Row($"{name}, first touch, p50 at {house.Size:#,0}", "ms", first.P50, Note: $"p95 {first.P95.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)} ms; from disk where memory is smaller than history"));
        var acts = await house.Bare.Capture(40, Send);
        await house.Bare.Run(acts);
        var bare = await house.Bare.Run(acts, 10);
        Report(table, before, house.Size, name, latency, bare);
    }

    private Latency Pass(Action<int> send)
    {
        var latency = new Latency();
        for (var i = 0; i < samples; i++)
        {
            var started = Stopwatch.GetTimestamp();
            send(i);
            latency.Add(started);
        }
        return latency;
    }

    /// <summary>p50 and p95 of one size, and how they grew since the smaller one.</summary>
    public static void Report(Table table, Dictionary<string, double> before, int size, string name, Latency product, Latency bare)
    {
        foreach (var (which, value, bottom) in new[] { ("p50", product.P50, bare.P50), ("p95", product.P95, bare.P95) })
        {
            table.Add(new Row($"{name}, {which} at {size:#,0}", "ms", value, bottom, value / bottom));
            var key = $"{name}, {which}";
            if (before.TryGetValue(key, out var smaller))
                table.Add(new Row($"{key}: growth to {size:#,0}", "×", value / smaller, Ratio: value / smaller, Goal: which == "p50" ? "≤ 1.2" : null, Ok: which == "p50" ? value / smaller <= 1.2 : null));
            before[key] = value;
        }
    }
}
