using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MotCua.People.Contracts;
using MotCua.People.Demo;
using MotCua.People.SignIn;
using MotCua.Platform;
using MotCua.Platform.Data;

namespace MotCua.People;

public sealed class PeopleModule : Module
{
    private DemoPeople? demo;

    public override int Rank => 1;

    public override IEnumerable<DemoAccount> DemoAccounts =>
        demo?.Accounts.Select(person => new DemoAccount(person.Role, person.Name, person.Username, person.Password)) ?? [];

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<Parties>();
        services.AddScoped(provider => new Accounts(provider.GetRequiredService<Db>(), provider.GetRequiredService<Parties>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<SessionCache>()));
        services.AddScoped<Sessions>();
        services.AddScoped<CheckPassword>();
        services.AddSingleton<SessionCache>();
        services.TryAddKeyedSingleton(Sessions.Clock, TimeProvider.System);
        services.AddAuthentication(SessionHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.SchemeName, null);
        services.AddAuthorization();
    }

    public override void Map(ModelBuilder model)
    {
        Account.Map(model);
        Session.Map(model);
    }

    public override void MapEndpoints(IEndpointRouteBuilder app) => SessionEndpoints.Map(app);

    public override IEnumerable<Command> Commands => [StaffCommand.Command];

    public override Task SeedDemo(IServiceProvider services, StartOptions options, Action<string> say)
    {
        demo = DemoPeople.Read(options);
        return demo.Seed(services, say);
    }
}
