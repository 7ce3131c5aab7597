using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Papers.Contracts;
using MotCua.Platform;

namespace MotCua.Papers;

public sealed class PapersModule : Module
{
    public override int Rank => 3;

    public override void AddServices(IServiceCollection services, IConfiguration configuration) =>
        services.AddScoped<PaperRegister>();

    public override void Map(ModelBuilder model) => Paper.Map(model);
}
