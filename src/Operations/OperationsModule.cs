using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Operations.Watch;
using MotCua.Organisation.Contracts;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
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
        services.AddSingleton(new NavigationItem(Face.Admin, 88, "Vận hành", Page, "gear", Roles.Administrator) { Count = Waiting });
    }

    public override IEnumerable<Subscription> Subscriptions => [TellSetAside.Subscription];

    public override IEnumerable<Command> Commands => [WorkCommand.Command];

    /// <summary>Facts and jobs that wait for a person.</summary>
    private static async Task<int> Waiting(IServiceProvider services) => await services.GetRequiredService<Db>().Database.SqlQuery<int>($"""
        select ((select count(*) from (select from platform.set_aside where settled_at is null and next_try_at is null limit 100) f)
            + (select count(*) from (select from platform.job where state = 'failed' limit 100) j))::int as "Value"
        """).SingleAsync();
}
