using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform;
using MotCua.Platform.Events;
using MotCua.Platform.Outside;
using MotCua.Platform.Data;
using MotCua.Platform.Evidence;
using MotCua.Vault.Contracts;
using MotCua.Vault.Read;

namespace MotCua.Vault;

public sealed class VaultModule : Module
{
    public override int Rank => 3;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<PersonalVault>();
        services.AddScoped<VaultReading>().AddScoped<DataReading>();
    }

    public override Task Reconcile(IServiceProvider services, Lost lost) =>
        WithdrawAgain.Run(services.GetRequiredService<Db>(), services.GetRequiredService<EventLog>(), lost);

    public override void Map(ModelBuilder model)
    {
        VaultItem.Map(model);
        PaperGrant.Map(model);
        ReuseRow.Map(model);
        AccessRow.Map(model);
        ReadingRow.Map(model);
    }

    public override IEnumerable<StreamName> StreamNames => [new("vault", "Giấy tờ trong kho"), new("reading", "Lượt xem dữ liệu")];

    public override IEnumerable<Watched> Watched => VaultWatch.All;

    public override async Task<IReadOnlyList<string>> FilesInUse(Db db, string[] sha256) =>
        await db.Database.SqlQuery<string>($"select distinct sha256 as \"Value\" from vault.item where sha256 = any({sha256})").ToListAsync();

    public override void MapEndpoints(IEndpointRouteBuilder app) => VaultEndpoints.Map(app);
}
