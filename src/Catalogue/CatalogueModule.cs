using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
using MotCua.Catalogue.Doors;
using MotCua.Catalogue.Find;
using MotCua.Catalogue.Processes;
using MotCua.Catalogue.Rules;
using MotCua.Catalogue.Words;
using MotCua.Organisation.Contracts;
using MotCua.Platform;
using MotCua.Platform.Events;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Workflow.Contracts;

namespace MotCua.Catalogue;

public sealed class CatalogueModule : Module
{
    public override int Rank => 2;

    public override IEnumerable<StreamName> StreamNames =>
    [
        new("procedure", "Thủ tục", "select code, code || ' ' || plain_title from catalogue.procedure where code = any($1)",
            "select code from catalogue.procedure where code = $1 or alias = upper($1)"),
        new("everyday-term", "Từ thường ngày", "select id::text, '“' || said || '”' from catalogue.everyday_term where id = any($1::uuid[])"),
        new("rule-set", "Bộ quy định", "select id::text, code || ' phiên bản ' || version from catalogue.rule_set where id = any($1::uuid[])"),
    ];

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<FoundProcedures>().AddScoped<ProcedureCatalogue>();
        services.AddScoped<CataloguePublisher>();
        services.AddScoped<OverlayFiles>();
        services.AddScoped<SetFilingDoor>().AddScoped<OpenFilingDoor>().AddScoped<ChangeTerms>();
        services.AddSingleton<RuleSets>().AddScoped<IProcedureFacts, ProcedureFactsOf>().AddScoped<LinkedFits>();
        services.AddScoped<RuleSetFiles>().AddScoped<RuleSetDesk>();
        services.AddScoped<MakeRuleSet>().AddScoped<EditRuleSet>().AddScoped<ScheduleRuleSet>().AddScoped<ApproveRuleSet>().AddScoped<WithdrawRuleSet>();
        services.AddSingleton(new NavigationItem(Face.Admin, 75, "Bộ quy định", "/quan-tri/bo-quy-dinh", "file", Roles.ProcedureOfficer, Roles.Administrator));
        services.AddSingleton(new NavigationItem(Face.Admin, 70, "Cửa nộp", "/quan-tri/cua-nop", "map-pin", Roles.ProcedureOfficer, Roles.Administrator));
        services.AddSingleton(new NavigationItem(Face.Admin, 72, "Từ ngữ", "/quan-tri/tu-ngu", "search", Roles.ProcedureOfficer));
        foreach (var file in new[]
        {
            ReferenceFiles.ResultPaperCodes, ReferenceFiles.ProcedureList, ReferenceFiles.Snapshot,
            ReferenceFiles.Papers, ReferenceFiles.Steps, ReferenceFiles.Replacements,
        }) services.AddSingleton(file);
        services.AddSingleton(new ReferenceStep("Bộ quy định", 20, (provider, folder) => provider.GetRequiredService<RuleSetFiles>().Load(folder)));
        services.AddSingleton(new ReferenceStep("Danh mục thủ tục", 100, Publish));
    }

    public override IEnumerable<string> KeptByReset => ["everyday_term"];

    public override IEnumerable<Command> Commands => [DraftProcesses.Command];

    public override void Map(ModelBuilder model) => RuleSetRow.Map(model);

    public override void MapEndpoints(IEndpointRouteBuilder app) => app.MapFind();

    private static async Task<IReadOnlyList<FileReport>> Publish(IServiceProvider provider, ReferenceFolder folder)
    {
        var overlays = provider.GetRequiredService<OverlayFiles>();
        var reports = await overlays.Load(folder);
        // A trial takes its rows back, so versions that would come of changed tables are not known to it; those of the files are.
        return folder is { DryRun: true, Changed: true } ? reports
            : [.. reports, await provider.GetRequiredService<CataloguePublisher>().Publish(folder.DryRun ? overlays.Accepted : null)];
    }
}
