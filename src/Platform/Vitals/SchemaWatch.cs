using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Platform.Web;
using Npgsql;

namespace MotCua.Platform.Vitals;

/// <summary>A newer version has changed the schema under this running one: it stands back (decision 0027). Reading goes on.</summary>
public sealed class SchemaWatch(IServiceProvider services, NpgsqlDataSource source, ModuleSet modules, ILogger<SchemaWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Nothing is written by this process any more.</summary>
    public bool StandsBack { get; private set; }

    /// <exception cref="Refused">503 once a newer version is there.</exception>
    public void Demand()
    {
        if (StandsBack) throw new Refused(503,
            "Hệ thống vừa được nâng cấp và đang chuyển sang bản mới. Phần đã nhập vẫn được giữ. Thử lại sau ít phút") { RetryAfter = TimeSpan.FromMinutes(1) };
    }

    public async Task Look()
    {
        if (StandsBack || await SchemaAge.Of(source, modules, CancellationToken.None) != SchemaState.Newer) return;
        StandsBack = true;
        logger.LogCritical("Cơ sở dữ liệu vừa được một bản mới hơn nâng cấp. Tiến trình này chỉ còn đọc: không nhận việc ghi, không làm việc nền. Hãy thay "
            + "bằng bản mới.");
        foreach (var work in services.GetServices<IHostedService>().Where(service => service is Dispatcher or JobRunner))
            await work.StopAsync(CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (!StandsBack && await timer.WaitForNextTickAsync(stoppingToken))
            {
                try { await Look(); }
                catch (NpgsqlException) { /* away; readiness says so */ }
            }
        }
        catch (OperationCanceledException) { /* stopping */ }
    }
}
