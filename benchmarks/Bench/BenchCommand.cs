using System.Globalization;
using System.Runtime.InteropServices;
using MotCua.Benchmarks.Demo;

namespace MotCua.Benchmarks.Bench;

/// <summary><c>./bench</c>: the product and bare SQL side by side on one PostgreSQL with fsync on.</summary>
internal static class BenchCommand
{
    private const string Help = """
        ./bench [--quick | --up-to N] [--only PARTS] [--json FILE]

          --quick      10,000 and 100,000 dossiers with few samples, a few minutes
          --up-to N    N/10 and N dossiers; without it 1,000,000 and 10,000,000 (about 50 GB of disk, an hour)
          --only PARTS some of reads,limits,submit,pages,sheet,clock,timers,memory,recount,hostile,quiet,advance,replay,mining, in a
                       house of the last size alone
          --json FILE  the rows as JSON: name, unit, value, bare, limit, ratio, goal, ok

        Exit code 0 when everything could be measured, whatever the figures; 1 otherwise; 2 for a wrong call.
        """;

    private static readonly string[] Parts = ["reads", "limits", "submit", "pages", "sheet", "images", "clock", "timers", "memory", "recount", "hostile",
        "quiet", "advance", "replay", "mining"];

    public static async Task<int> Run(string[] words)
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        var (quick, most, json, root) = (false, 10_000_000, (string?)null, ".");
        HashSet<string> parts = [.. Parts];
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--help" or "-h": Console.WriteLine(Help); return 0;
                case "--quick": (quick, most) = (true, 100_000); break;
                case "--up-to" when i + 1 < words.Length && int.TryParse(words[i + 1], out var asked) && asked >= 10_000: (most, i) = (asked, i + 1); break;
                case "--only" when i + 1 < words.Length && words[i + 1].Split(',') is var some && some.All(Parts.Contains):
                    (parts, i) = ([.. some], i + 1); break;
                case "--json" when i + 1 < words.Length: json = words[++i]; break;
                case "--root" when i + 1 < words.Length: root = words[++i]; break;
                default: Console.Error.WriteLine($"Not understood: {words[i]}\n{Help}"); return 2;
            }
        }
        var table = new Table();
        try
        {
            await using var house = await House.Start(root);
            await Machine(house);
            await Measure(house, table, root, most, quick, parts);
        }
        catch (Exception problem) when (problem is Unexpected or Npgsql.NpgsqlException or HttpRequestException or IOException
            or System.Net.Sockets.SocketException)
        {
            Console.Error.WriteLine(problem);
            table.Missing("the rest", problem.Message.ReplaceLineEndings(" "));
        }
        if (json is not null) table.Write(json);
        return table.Rows.Any(row => row.Note?.StartsWith("not measured", StringComparison.Ordinal) == true) ? 1 : 0;
    }

    private static async Task Measure(House house, Table table, string root, int most, bool quick, HashSet<string> parts)
    {
        int[] sizes = parts.Contains("reads") ? [most / 10, most] : [most];
        var reads = new Reads(house, table, quick ? 100 : 1_000);
        var receive = new Receive(house, table, quick ? 25 : 200);
        Table.Head();
        foreach (var size in sizes)
        {
            var (loading, whole) = await house.Fill(size);
            table.Add(new Row($"generate up to {size:#,0}: COPY", "1/s", loading, Goal: "≥ 10,000", Ok: loading >= 10_000));
            table.Add(new Row($"generate up to {size:#,0}: the whole command", "1/s", whole, Note: "with its start, list indexes and statistics"));
            if (!parts.Contains("reads")) continue;
            await reads.Measure();
            await receive.Measure();
        }
        if (parts.Contains("quiet")) await new Quiet(house, table, quick ? 20 : 60).Measure();
        var limits = new Limits(house, table, receive, root, quick ? 4 : 10, quick ? 1 : 3);
        if (parts.Contains("limits")) await limits.Measure();
        if (parts.Contains("submit")) await new Submit(house, table, limits, quick ? 30 : 400, 3).Measure();
        if (parts.Contains("pages")) await new Pages(house, table)
            .Measure((await house.Column<string>("select short_code from dossiers.dossier where status = 'returned' limit 1")).Single());
        if (parts.Contains("sheet")) await new ControlSheet(house, table, quick ? 20 : 100).Measure();
        if (parts.Contains("images")) await new PageImages(house, table, papers: 9).Measure();
        if (parts.Contains("clock")) await new Clock(house, table, 21).Measure();
        if (parts.Contains("replay")) await new Replays(house, table, quick ? 3 : 9).Measure();
        if (parts.Contains("mining")) await new Mining(house, table, quick ? 80_000 : Math.Max(1_000_000, most)).Measure();
        if (parts.Contains("timers")) await new Timers(house, table, quick ? 5_000 : 100_000, quick ? 1 : 3).Measure();
        if (parts.Contains("memory")) await new Memory(house, table, quick ? 2_000 : 100_000).Measure();
        if (parts.Contains("hostile")) await new Hostile(house, table, quick ? 30 : 100).Measure();
        if (parts.Contains("advance")) await new Advance(house, table, limits, receive, quick ? 4 : 10, quick ? 1 : 3).Measure();
        if (parts.Contains("recount")) await new Recount(house, table, quick ? 2_000 : 100_000).Measure();
    }

    private static async Task Machine(House house)
    {
        var model = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
        var settings = await house.Column<string>("select name || ' ' || current_setting(name) from unnest(array['server_version', 'fsync', "
            + "'synchronous_commit', 'full_page_writes', 'shared_buffers']) name");
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd} · {Environment.ProcessorCount} × {model}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB "
            + $"· load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the start");
        Console.WriteLine($"{RuntimeInformation.OSDescription} · .NET {Environment.Version} · PostgreSQL {string.Join(", ", settings)}");
        Console.WriteLine("Client, product and database share the machine.");
    }
}
