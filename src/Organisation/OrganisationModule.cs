using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Agencies;
using MotCua.Organisation.Calendar;
using MotCua.Organisation.Contracts;
using MotCua.Organisation.Reorganise;
using MotCua.Platform;
using MotCua.Platform.Evidence;
using MotCua.Platform.Outside;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;

namespace MotCua.Organisation;

public sealed class OrganisationModule : Module
{
    public override int Rank => 1;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new NavigationItem(Face.Admin, 80, "Dữ liệu", "/quan-tri/nap-du-lieu", "upload", Roles.Administrator,
            Roles.ProcedureOfficer));
        services.AddScoped<OrganisationDirectory>();
        services.AddScoped<Staffing>().AddScoped<Delegations>().AddScoped<SigningTitles>();
        services.AddScoped<AgencyDesk>().AddScoped<AgencyReading>().AddScoped<CorrectContact>().AddScoped<ChangeOffice>();
        services.AddScoped<ReorganisationReading>().AddScoped<DraftReorganisation>().AddScoped<ApproveReorganisation>().AddScoped<ApplyReorganisation>()
            .AddScoped<MovePositions>();
        services.AddSingleton(new NavigationItem(Face.Admin, 76, "Tổ chức", "/quan-tri/to-chuc", "list", Roles.Administrator, Roles.ProcedureOfficer));
        services.AddSingleton<Calendars>();
        services.AddSingleton(ReferenceFiles.Units).AddSingleton(ReferenceFiles.Changes)
            .AddSingleton(ReferenceFiles.Holidays).AddSingleton(ReferenceFiles.StatutoryDays)
            .AddSingleton(ReferenceFiles.Agencies).AddSingleton(ReferenceFiles.SupportPoints);
        services.AddScoped<PublishCalendar>().AddScoped<CalendarDesk>().AddScoped<CalendarReading>().AddScoped<PublishNotice>().AddScoped<SetHours>();
        services.AddSingleton(new NavigationItem(Face.Admin, 78, "Lịch làm việc", "/quan-tri/lich-lam-viec", "calendar", Roles.Administrator,
            Roles.ProcedureOfficer));
        services.AddSingleton(new ReferenceStep("Lịch làm việc", 10, async (provider, folder) =>
        {
            if (!folder.DryRun) await provider.GetRequiredService<PublishCalendar>().Execute("Nạp lịch nghỉ");
            return await NoticedYears.Doubts(provider.GetRequiredService<Db>(), folder.Path, provider.GetRequiredService<TimeProvider>().Today());
        }));
    }

    /// <summary>Support points of no real list: marked as samples in their names.</summary>
    public override async Task SeedDemo(IServiceProvider services, StartOptions options, Action<string> say)
    {
        if ((await services.GetRequiredService<OrganisationDirectory>().SupportPoints(new DateOnly(2026, 1, 1))).Count == 0)
            await services.GetRequiredService<ReferenceLoader>().Load(Path.Combine(options.ReferenceData, "demo"), false, say, Actor.System);
    }

    public override IEnumerable<StreamName> StreamNames =>
    [
        new("agency", "Cơ quan", "select distinct on (code) code, short_name from organisation.agency where code = any($1) order by code, valid_from desc"),
        new("office", "Bộ phận Một cửa", "select distinct on (code) code, name from organisation.office where code = any($1) order by code, valid_from desc"),
        new("calendar", "Lịch làm việc"),
        new("reorganisation", "Phương án sắp xếp", "select id::text, 'số ' || number from organisation.reorganisation where id = any($1::uuid[])"),
    ];

    public override IEnumerable<Watched> Watched => [Position.Watched, Delegation.Watched, TitleRow.Watched, Reorganisation.Watched];

    public override IEnumerable<Platform.Jobs.RecurringJob> Recurring => [ApplyReorganisation.Job];

    public override Task Reconcile(IServiceProvider services, Lost lost) =>
        EndAgain.Run(services.GetRequiredService<Db>(), services.GetRequiredService<Staffing>(), services.GetRequiredService<OrganisationDirectory>(),
            services.GetRequiredService<EventLog>(), lost);

    public override void Map(ModelBuilder model)
    {
        Position.Map(model);
        Delegation.Map(model);
        TitleRow.Map(model);
        Reorganisation.Map(model);
    }
}
