using MotCua.Platform.Postgres;

namespace MotCua.Host;

/// <summary>Starts the private cluster again when its server process has gone; requests fail for that second or two.</summary>
internal sealed class ClusterWatch(EmbeddedPostgres postgres, ILogger<ClusterWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    if (postgres.ProcessId is not null) continue;
                    logger.LogWarning("PostgreSQL has gone away; starting it again");
                    await postgres.Heal(line => logger.LogWarning("{Line}", line), stoppingToken);
                }
                // Whatever the disk says, this watch goes on: the next second may find the folder again.
                catch (Exception problem) when (problem is not OperationCanceledException)
                {
                    logger.LogError("PostgreSQL could not be started: {Problem}", problem.Message);
                }
            }
        }
        catch (OperationCanceledException) { /* stopping */ }
    }
}
