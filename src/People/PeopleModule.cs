using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.People.Demo;
using MotCua.People.MyAccount;
using MotCua.People.Programs;
using MotCua.People.SignIn;
using MotCua.People.Staff;
using MotCua.Platform;
using MotCua.Platform.Outside;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;

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
            provider.GetRequiredService<EventLog>(), provider.GetRequiredService<TimeProvider>()));
        services.AddScoped(provider => new PasswordProof(provider.GetRequiredService<Db>(), provider.GetRequiredService<CurrentActor>(),
            provider.GetRequiredService<CheckPassword>(), provider.GetRequiredKeyedService<TimeProvider>(Sessions.Clock)));
        services.AddScoped<Sessions>().AddScoped<CheckPassword>().AddScoped<Tries>().AddScoped<KnownDevices>().AddScoped<SigningProof>();
        services.AddScoped<StaffDesk>().AddScoped<MakeStaff>().AddScoped<CloseStaff>().AddScoped<EmpowerStaff>().AddScoped<EndRepresentation>();
        services.AddScoped<ProposeProgram>().AddScoped<ProgramDesk>().AddScoped<IssueToken>().AddScoped<ProgramReading>();
        services.AddScoped<StaffReading>().AddScoped<ChangePassword>().AddScoped<IAgencyStakes, StaffStakes>();
        services.AddScoped(provider => new PasswordResets(provider.GetRequiredService<Db>(), provider.GetRequiredService<Tries>(),
            provider.GetRequiredService<ChangePassword>(), configuration, provider.GetRequiredKeyedService<TimeProvider>(Sessions.Clock)));
        services.AddScoped(provider => new ContactChanges(provider.GetRequiredService<Db>(), provider.GetRequiredService<EventLog>(),
            provider.GetRequiredService<CurrentActor>(), provider.GetRequiredService<PasswordProof>(),
            provider.GetRequiredKeyedService<TimeProvider>(Sessions.Clock)));
        services.AddSingleton(new NavigationItem(Face.Admin, 77, "Cán bộ", "/quan-tri/can-bo", "user", Roles.Administrator));
        services.AddSingleton(new NavigationItem(Face.Admin, 78, "Kết nối", "/quan-tri/chuong-trinh", "gear", Roles.Administrator));
        services.TryAddKeyedSingleton(Sessions.Clock, TimeProvider.System);
        services.AddAuthentication(SessionHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.SchemeName, null);
    }

    public override async Task Reconcile(IServiceProvider services, Lost lost)
    {
        await PowerAgain.Apply(services.GetRequiredService<Db>(), services.GetRequiredService<EventLog>(), lost);
        await SessionsAgain.End(services.GetRequiredService<Db>(), lost);
    }

    public override IEnumerable<StreamName> StreamNames =>
        [new("account", "Tài khoản", "select id::text, display_name from people.account where id = any($1::uuid[])",
            "select id::text from people.account where username = lower($1)")];

    public override IEnumerable<Watched> Watched => [Account.Watched, Representation.Watched, ConnectedProgram.Watched, ProgramSecret.Watched];

    public override void Map(ModelBuilder model)
    {
        Account.Map(model);
        Representation.Map(model);
        Session.Map(model);
        ConnectedProgram.Map(model);
        ProgramSecret.Map(model);
        ResetRow.Map(model);
        ContactChangeRow.Map(model);
    }

    public override void MapEndpoints(IEndpointRouteBuilder app)
    {
        SessionEndpoints.Map(app);
        TokenEndpoint.Map(app);
    }

    public override IEnumerable<Command> Commands => [StaffCommand.Command, StaffActsCommand.Command, LoadCommand.Command];

    public override IEnumerable<RecurringJob> Recurring => [PurgeTries.Job];

    public override Task SeedDemo(IServiceProvider services, StartOptions options, Action<string> say)
    {
        demo = DemoPeople.Read(options);
        return demo.Seed(services, say);
    }
}
