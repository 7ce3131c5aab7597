using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Platform;
using MotCua.Platform.Loading;

namespace MotCua.Organisation;

public sealed class OrganisationModule : Module
{
    public override int Rank => 1;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<OrganisationDirectory>();
        services.AddScoped<Staffing>();
        services.AddSingleton<Calendars>();
        services.AddSingleton(ReferenceFiles.Units).AddSingleton(ReferenceFiles.Changes)
            .AddSingleton(ReferenceFiles.Holidays).AddSingleton(ReferenceFiles.Agencies);
        services.AddSingleton(new ReferenceStep("Lịch làm việc", 10, (provider, _) =>
        {
            provider.GetRequiredService<Calendars>().Reload();
            return Task.FromResult<IReadOnlyList<FileReport>>([]);
        }));
    }

    public override void Map(ModelBuilder model) => Position.Map(model);
}
