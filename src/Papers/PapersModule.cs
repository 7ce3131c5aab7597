using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Papers.Digitise;
using MotCua.Papers.Intake;
using MotCua.Papers.Results;
using MotCua.Papers.Templates;
using MotCua.Papers.Verify;
using MotCua.Platform;
using MotCua.Platform.Files;
using MotCua.Platform.Outside;
using MotCua.Platform.Data;
using MotCua.Platform.Evidence;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Platform.Sandbox;

namespace MotCua.Papers;

public sealed class PapersModule : Module
{
    public override int Rank => 3;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        // Whoever answers for an authority does not send this server elsewhere.
        services.AddHttpClient("ca").ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        services.AddSingleton<TrustedAuthorities>();
        services.AddHttpClient("tsa");
        services.AddScoped<PaperRegister>().AddScoped<IssuedResults>().AddScoped<LeaderKeys>().AddScoped<ResultVerification>().AddScoped<SignedFiles>()
            .AddScoped<Uploads>().AddSingleton<FileLooks>();
        ThrowAway.Rehearse(Rehearsal.Run);
        services.AddSingleton<VirusScan>().AddScoped(given => new UploadCheck(given.GetRequiredService<VirusScan>(), given.GetRequiredService<ScannedFiles>()));
        services.AddScoped<Scans>().AddScoped<ReadScan>();
        // Ages of kept pages are ages of files, which the machine dates.
        services.AddSingleton(given => new PagePictures(given.GetRequiredService<FileStore>(),
            new KeptPages(Path.Combine(given.GetRequiredService<StartOptions>().DataFolder, "pages"),
            configuration.GetValue("Pages:KeepMegabytes", 1024L) << 20, TimeProvider.System, given.GetRequiredService<ILogger<KeptPages>>())));
        services.AddScoped<PaperTemplates>().AddScoped<TemplateSeed>().AddScoped<IAgencyStakes, Results.ResultStakes>();
    }

    public override Task Load(IServiceProvider services, StartOptions options, Action<string> say) =>
        services.GetRequiredService<TemplateSeed>().Load(options.ReferenceData, say);

    public override IEnumerable<Command> Commands => [Signing.RetireKeyCommand.Command];

    public override void MapEndpoints(IEndpointRouteBuilder app) => app.MapVerify();

    public override Task Reconcile(IServiceProvider services, Lost lost) =>
        TakenNumbers.Apply(services.GetRequiredService<Db>(), services.GetRequiredService<FileStore>(), services.GetRequiredService<OrganisationDirectory>(),
            services.GetRequiredService<ProcedureCatalogue>(), lost);

    public override void Map(ModelBuilder model)
    {
        Paper.Map(model);
        Result.Map(model);
        Scan.Map(model);
        PaperTemplate.Map(model);
    }

    public override IEnumerable<StreamName> StreamNames => [new("paper-template", "Mẫu giấy tờ")];

    public override IEnumerable<Watched> Watched => [ResultWatch.Results];

    public override async Task<IReadOnlyList<string>> FilesInUse(Db db, string[] sha256) => await db.Database.SqlQuery<string>($$"""
        select asked.sha256 as "Value" from unnest({{sha256}}) as asked (sha256)
        where exists (select 1 from papers.paper p where p.sha256 = asked.sha256)
           or exists (select 1 from papers.scan s where s.sha256 = asked.sha256)
           or exists (select 1 from papers.scan s where s.page_files @> jsonb_build_array(jsonb_build_object('image', asked.sha256)))
           or exists (select 1 from papers.scan s where s.page_files @> jsonb_build_array(jsonb_build_object('thumb', asked.sha256)))
           or exists (select 1 from papers.result r where r.draft_sha256 = asked.sha256)
           or exists (select 1 from papers.result r where r.signed_sha256 = asked.sha256)
           or exists (select 1 from papers.signing_intent i where i.sha256 = asked.sha256)
        """).ToListAsync();

    public override IEnumerable<JobHandler> JobHandlers =>
        [new(ReadScan.Kind, (services, payload) => services.GetRequiredService<ReadScan>().Execute(payload.Deserialize<ScanToRead>(EventLog.Json)!))];
}
