using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Platform;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;

namespace MotCua.Operations;

/// <summary>Vận hành: what failed, is late or was set aside, for whoever looks after the system.</summary>
public sealed class OperationsModule : Module
{
    public const string Page = "/quan-tri/van-hanh";

    public override int Rank => 6;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<TryAgain>();
        services.AddSingleton(new NavigationItem(Face.Admin, 88, "Vận hành", Page, "gear", Roles.Administrator) { Count = SetAside });
    }

    public override IEnumerable<Subscription> Subscriptions => [TellSetAside.Subscription];

    public override IEnumerable<Command> Commands => [WorkCommand.Command];

    /// <summary>As many as the page lists when it is opened from there.</summary>
    private static async Task<int> SetAside(IServiceProvider services) =>
        (int)Math.Min(int.MaxValue, await services.GetRequiredService<TroubleList>().SetAside());
}
