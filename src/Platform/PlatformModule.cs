using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Events;
using MotCua.Platform.Files;
using MotCua.Platform.Jobs;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;

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
        services.AddSingleton<ReferenceLoader>();
        services.AddSingleton(provider => new FileStore(Path.Combine(
            provider.GetRequiredService<StartOptions>().DataFolder, "files")));
        services.AddUi(configuration);
    }

    public override IEnumerable<Command> Commands => [LoadCommand.Command];

    /// <summary>Reference data of all rooms: the lowest floor loads it, so every room finds it when its own turn comes.</summary>
    public override async Task Load(IServiceProvider services, StartOptions options, Action<string> say) =>
        await services.GetRequiredService<ReferenceLoader>().LoadIfChanged(options.ReferenceData, say);

    public override void MapEndpoints(IEndpointRouteBuilder app) => app.MapUi();

    public override void Map(ModelBuilder model)
    {
        EventRow.Map(model);
        JobRow.Map(model);
        IdempotencyRow.Map(model);
    }
}
