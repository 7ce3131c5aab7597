using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Platform;

namespace MotCua.Organisation;

public sealed class OrganisationModule : Module
{
    public override int Rank => 1;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<OrganisationDirectory>();
        services.AddScoped<Staffing>();
        services.AddSingleton<Calendars>();
    }

    public override void Map(ModelBuilder model) => Position.Map(model);
}
