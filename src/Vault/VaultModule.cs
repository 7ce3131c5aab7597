using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform;
using MotCua.Vault.Contracts;
using MotCua.Vault.Read;

namespace MotCua.Vault;

public sealed class VaultModule : Module
{
    public override int Rank => 3;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<PersonalVault>();
        services.AddScoped<VaultReading>();
    }

    public override void Map(ModelBuilder model)
    {
        VaultItem.Map(model);
        PaperGrant.Map(model);
        ReuseRow.Map(model);
        AccessRow.Map(model);
    }

    public override void MapEndpoints(IEndpointRouteBuilder app) => VaultEndpoints.Map(app);
}
