using Microsoft.Extensions.Logging;
using MotCua.Platform.Data;

namespace MotCua.Platform.Jobs;

/// <summary>
/// Làn việc nền: each piece of work comes back on a lane of its own, never overlaps itself and waits for no other. Trouble that stays is
/// written into the log once, then once in ten minutes.
/// </summary>
public sealed class Lanes(DatabaseAway database, ILogger<Lanes> logger)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    /// <param name="work">True: there is more, so do not wait.</param>
    /// <param name="bell">Who tells that there is work; <paramref name="every"/> is then how long the lane looks by itself at the latest.</param>
    public async Task Run(string name, TimeSpan every, Func<Task<bool>> work, CancellationToken stop, Bell? bell = null)
    {
        var (failures, said) = (0, 0L);
        while (!stop.IsCancellationRequested)
        {
            var begun = Environment.TickCount64;
            var rest = every;
            try
            {
                var more = await work();
                failures = 0;
                database.Back();
                if (more) continue;
                rest = every - TimeSpan.FromMilliseconds(Math.Min(Environment.TickCount64 - begun, every.TotalMilliseconds));
            }
            catch (Exception problem)
            {
                if (stop.IsCancellationRequested) return;
                // Ever less often: soon enough when the database is back, not a flood while it is not.
                var pause = TimeSpan.FromMilliseconds(Math.Min(500 << Math.Min(failures, 7), DatabaseAway.Is(problem) ? 5_000 : 60_000));
                // A lane that waits for its bell was called; it does not sit out its long silence.
                rest = bell is null && pause < every ? every : pause;
                failures++;
                if (DatabaseAway.Is(problem)) database.Seen(problem);
                else if (failures == 1 || Environment.TickCount64 - said > Quiet.TotalMilliseconds)
                {
                    said = Environment.TickCount64;
                    logger.LogError(problem, "Lane {Name} stumbled, time {Failures} in a row", name, failures);
                }
            }
            try { await (bell is null || failures > 0 ? Task.Delay(rest, stop) : bell.Wait(name, rest, stop)); }
            catch (OperationCanceledException) { return; }
        }
    }
}
