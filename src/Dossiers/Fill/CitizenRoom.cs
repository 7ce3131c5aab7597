using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Api;
using MotCua.Dossiers.Mine;
using MotCua.Dossiers.Submit;
using MotCua.Dossiers.Supplement;
using MotCua.Dossiers.Track;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Fill;

/// <summary>The citizen's half of the room: its services, endpoints and recurring work.</summary>
internal static class CitizenRoom
{
    public static void AddCitizenRoom(this IServiceCollection services)
    {
        services.AddSingleton<FilingPlaces>().AddSingleton<DraftForms>().AddSingleton<OpenProcedures>().AddSingleton<TrackingPass>()
            .AddSingleton<TrackingQuery>();
        services.AddScoped<DraftDesk>().AddScoped<DraftFiles>().AddScoped<DraftVault>().AddScoped<DraftTasks>().AddScoped<DraftPrefill>();
        services.AddScoped<SubmitDossier>().AddScoped<Mandate.EndMandate>().AddScoped<LiveDuplicates>().AddScoped<MyDossierList>()
            .AddScoped<SupplementAnswering>();
        services.AddScoped<TrackDossier>().AddScoped<PhoneCodes>().AddSingleton<HarvestWatch>();
        services.AddSingleton(new NavigationItem(Face.Portal, 30, "Hồ sơ của tôi", "/ho-so-cua-toi", "list"));
    }

    public static void MapCitizenRoom(this IEndpointRouteBuilder app)
    {
        app.MapCitizenDrafts();
        app.MapCitizenDossiers();
        app.MapCitizenFiles();
    }

    public static RecurringJob DeleteExpiredDrafts => new("dossiers.delete-expired-drafts", TimeSpan.FromHours(1),
        async (services, _) => await services.GetRequiredService<DraftDesk>().DeleteExpired());
}
