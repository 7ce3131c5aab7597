using System.Diagnostics;
using System.Globalization;

namespace MotCua.Benchmarks.Bench;

/// <summary>What a house costs in which nothing happens: statements that its database hears, and time of a core, product and database together.</summary>
internal sealed class Quiet(House house, Table table, int seconds)
{
    public async Task Measure()
    {
        await house.Rest();
        // A quiet day, not the first minute after a start, in which all is still compiled and looked through once.
        await Task.Delay(TimeSpan.FromSeconds(90));
        var (product, server) = (Ticks(house.ProcessId), Server());
        var begun = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var span = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var (ours, theirs) = ((Ticks(house.ProcessId) - product) / span, (Server() - server) / span);
        var heard = await house.Bare.Heard(TimeSpan.FromSeconds(seconds)) / (double)seconds;
        table.Add(new Row("a quiet house: statements", "1/s", heard, Goal: "≤ 20", Ok: heard <= 20));
        table.Add(new Row("a quiet house: time of one core", "%", ours + theirs, Goal: "≤ 1", Ok: ours + theirs <= 1,
            Note: string.Create(CultureInfo.InvariantCulture, $"product {ours:0.00}, database {theirs:0.00}")));
    }

    /// <summary>Hundredths of a second, which is what the kernel counts in.</summary>
    private static long Ticks(int process, bool children = false)
    {
        try
        {
            // The name may hold anything; fields are counted from its closing bracket.
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
            return fields.Skip(11).Take(children ? 4 : 2).Sum(long.Parse);
        }
        catch (IOException) { return 0; }
    }

    private long Server() => Ticks(house.ServerId, children: true) + File.ReadAllText($"/proc/{house.ServerId}/task/{house.ServerId}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(child => Ticks(int.Parse(child, CultureInfo.InvariantCulture)));
}
