using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
using MotCua.Filing.Api;
using MotCua.Filing.Fill;
using MotCua.Filing.Mine;
using MotCua.Filing.Submit;
using MotCua.Filing.WalkIn;
using MotCua.Organisation.Contracts;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;

namespace MotCua.Filing;

/// <summary>Kê khai và nộp: what an applicant or a receiving officer fills in, until it is a dossier.</summary>
public sealed class FilingModule : Module
{
    public override int Rank => 5;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<DraftForms>().AddSingleton<OpenProcedures>();
        services.AddScoped<DraftDesk>().AddScoped<DraftFiles>().AddScoped<DraftVault>().AddScoped<DraftTasks>().AddScoped<DraftPrefill>();
        services.AddScoped<HandOvers>();
        services.AddScoped<WaitingAtHome>().AddSingleton(new HomeSlot(10, "/Filing/Mine/_HomeWaiting.cshtml"));
        services.AddScoped<SubmitDossier>().AddScoped<LiveDuplicates>().AddScoped<ReceiveWalkIn>().AddScoped<IAgencyStakes, DraftStakes>();
        services.AddSingleton(new NavigationItem(Face.Portal, 30, "Hồ sơ của tôi", "/ho-so-cua-toi", "list"));
    }

    public override IEnumerable<RecurringJob> Recurring => [new("filing.delete-expired-drafts", TimeSpan.FromHours(1),
        async (services, _) => await services.GetRequiredService<DraftDesk>().DeleteExpired())];

    public override void Map(ModelBuilder model) => Draft.Map(model);

    public override async Task<IReadOnlyList<string>> FilesInUse(Db db, string[] sha256) =>
        await db.Database.SqlQuery<string>($"select distinct sha256 as \"Value\" from filing.draft_file where sha256 = any({sha256})").ToListAsync();

    public override void MapEndpoints(IEndpointRouteBuilder app) => app.MapDrafts();
}
