using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MotCua.Organisation.Contracts;
using MotCua.Platform;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Proof.Seal;
using MotCua.Proof.Verify;
using Npgsql;

namespace MotCua.Proof;

public sealed class ProofModule : Module
{
    public override int Rank => 6;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(provider => new WitnessFile(Path.Combine(provider.GetRequiredService<StartOptions>().DataFolder, "witness")));
        services.AddSingleton(provider => new Sealer(provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<WitnessFile>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<VerifyLog>();
        services.AddSingleton(new NavigationItem(Face.Admin, 90, "Nhật ký", "/quan-tri/nhat-ky", "shield", Roles.Administrator));
    }

    // One run is bounded so that other recurring work gets its turn after an import.
    public override IEnumerable<RecurringJob> Recurring =>
        [new("proof.seal-log", TimeSpan.FromSeconds(2), (services, stop) =>
            services.GetRequiredService<Sealer>().Run(TimeSpan.FromSeconds(1), stop))];

    public override IEnumerable<Command> Commands => [VerifyCommand.Command];

    public override async Task Load(IServiceProvider services, StartOptions options, Action<string> say)
    {
        if (!options.Demo) return;
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        services.GetRequiredService<WitnessFile>().Retire(await LogState.Identity(connection));
    }
}
