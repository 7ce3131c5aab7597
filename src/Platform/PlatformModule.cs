using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Events;
using MotCua.Platform.Files;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;

namespace MotCua.Platform;

public sealed class PlatformModule : Module
{
    public override int Rank => 0;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<CurrentActor>();
        services.AddScoped<EventLog>();
        services.AddScoped<JobQueue>();
        services.AddScoped<Idempotency>();
        services.AddSingleton<Throttle>();
        services.AddSingleton<EventSignal>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton(provider => new FileStore(Path.Combine(
            provider.GetRequiredService<StartOptions>().DataFolder, "files")));
    }

    public override void Map(ModelBuilder model)
    {
        EventRow.Map(model);
        JobRow.Map(model);
        IdempotencyRow.Map(model);
    }
}
