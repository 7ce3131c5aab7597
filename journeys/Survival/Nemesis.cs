using System.Diagnostics;

namespace MotCua.Journeys.Survival;

/// <summary>
/// Kills at moments drawn from a seed, counted in submissions begun and not in seconds, so that a slow machine is hit as
/// often as a quick one. One calamity after the other; the application is started again at once, PostgreSQL by the product.
/// </summary>
internal sealed class Nemesis(MortalProduct product, Ledger ledger, int seed, int submissions)
{
    private static readonly string[] Calamities = ["application", "server", "backend", "both", "application", "server"];
    private readonly Random dice = new(seed);

    public List<string> Told { get; } = [];

    public async Task Rage(CancellationToken over)
    {
        var order = Calamities.ToArray();
        dice.Shuffle(order);
        for (var i = 0; i < order.Length; i++)
        {
            // Each in its own part of the run, none so late that nobody would notice.
            var at = submissions * (2 * i + 1) / (2 * order.Length + 2) + dice.Next(submissions / (order.Length + 1));
            while (ledger.Begun < at) await Task.Delay(dice.Next(1, 12), over);
            var (begun, clock) = (ledger.Begun, Stopwatch.StartNew());
            await Strike(order[i]);
            Told.Add($"{order[i]} killed after {begun} submissions begun, {clock.Elapsed.TotalSeconds:0.0} s until it was up");
        }
    }

    private async Task Strike(string what)
    {
        if (what == "backend") await product.KillBackend();
        if (what is "server" or "both") product.KillServer();
        if (what is not ("application" or "both")) return;
        await product.KillApplication();
        await product.Start();
    }
}
