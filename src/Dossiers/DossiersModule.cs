using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Api;
using MotCua.Dossiers.Arrive;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Correct;
using MotCua.Dossiers.Desk;
using MotCua.Dossiers.Extend;
using MotCua.Dossiers.Hold;
using MotCua.Dossiers.Linked;
using MotCua.Dossiers.Live;
using MotCua.Dossiers.Process;
using MotCua.Dossiers.ReasonRows;
using MotCua.Dossiers.Receive;
using MotCua.Dossiers.Recount;
using MotCua.Dossiers.Remind;
using MotCua.Dossiers.Reorganise;
using MotCua.Dossiers.Resolve;
using MotCua.Dossiers.Return;
using MotCua.Dossiers.Scan;
using MotCua.Dossiers.Sign;
using MotCua.Dossiers.Slips;
using MotCua.Dossiers.Stop;
using MotCua.Dossiers.Submit;
using MotCua.Dossiers.Supplement;
using MotCua.Dossiers.Track;
using MotCua.Dossiers.View;
using MotCua.Dossiers.Work;
using MotCua.Organisation.Contracts;
using MotCua.Platform;
using MotCua.Platform.Files;
using MotCua.Platform.Outside;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers;

public sealed class DossiersModule : Module
{
    public override int Rank => 4;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<DossierDesk>().AddScoped<DossierRules>().AddScoped<DossierFiles>();
        services.AddScoped<DeskLists>().AddScoped<FormSummaries>().AddScoped<Statistics>().AddScoped<ResultFields>().AddScoped<Notices>();
        services.AddScoped<SubmissionWriter>().AddScoped<Read.DossierReadings>().AddSingleton<Read.RecentReadings>().AddScoped<Read.BegunReceptions>()
            .AddScoped<VaultPages>().AddScoped<LookAtCounter>();
        services.AddScoped(one => new DossierViews(one.GetRequiredService<Db>(), one.GetRequiredService<CurrentActor>(),
            one.GetRequiredService<Read.DossierReadings>()));
        services.AddScoped<AttachFile>().AddScoped<ReceiveMessage>().AddScoped(one => new DossierActs(one.GetRequiredService<HoldDossier>(),
            one.GetRequiredService<ResumeDossier>(), one.GetRequiredService<AttachFile>(), one.GetRequiredService<ReceiveMessage>()));
        services.AddScoped<Reception.Acts>().AddScoped<Reception.Owners>().AddScoped(one => new Reception(one.GetRequiredService<DossierDesk>(),
            one.GetRequiredService<Db>(), one.GetRequiredService<SubmissionWriter>(), one.GetRequiredService<Reception.Acts>(),
            one.GetRequiredService<Reception.Owners>(), one.GetRequiredService<DossierRules>()));
        services.AddScoped<VaultLending>().AddScoped<IAgencyStakes, DossierStakes>().AddScoped<MoveDossiers>().AddScoped<MoveConsultations>();
        services.AddScoped<ReceiveDossier>().AddScoped<AcceptedPapers>().AddScoped<AttachScan>().AddScoped<RefuseDossier>()
            .AddScoped<WithdrawDossier>();
        services.AddScoped<HoldDossier>().AddScoped<ResumeDossier>().AddScoped<StopDossier>().AddScoped<ExtendDossier>().AddScoped<CorrectClock>();
        services.AddScoped<ExplainClock>().AddScoped<Reasons>().AddScoped<ReasonReading>().AddScoped<ChangeReason>().AddSingleton<StatusMapping>();
        services.AddScoped<PaperPages>().AddScoped<AskSupplement>().AddScoped<ProposeSupplement>().AddScoped<CloseProposal>().AddScoped<AnswerSupplement>();
        services.AddScoped<SupplementFiles>().AddScoped<SupplementAnswering>().AddScoped<Mandate.EndMandate>();
        services.AddSingleton<TrackingPass>().AddSingleton<TrackingQuery>().AddScoped<TrackDossier>().AddScoped<TrackedLetters>().AddScoped<PhoneCodes>()
            .AddSingleton<HarvestWatch>();
        services.AddScoped<RecountDossiers>().AddScoped<RecountReading>()
            .AddScoped<ICalendarPromises>(provider => provider.GetRequiredService<RecountReading>()).AddScoped<WorkOnStep>().AddScoped<MoveOn>()
            .AddScoped<PassToken>().AddScoped<LinkedAnswers>().AddScoped<OpenLinked>().AddScoped<LinkedEnds>().AddScoped<LinkedOutcomes>()
            .AddScoped<EndGroup>().AddSingleton<FilingPlaces>()
            .AddScoped<CaseAnswers>().AddScoped<ChangeProcess>().AddScoped<ProcessOf>().AddScoped<Replay.PastCases>().AddScoped<Replay.RunReplay>()
            .AddScoped<Replay.SampleCase>().AddScoped<Past.PastNames>().AddScoped<ResolveDossier>()
            .AddScoped<ReleaseResult>().AddScoped<RecallResult>().AddScoped<ReturnDossier>().AddScoped<KeepResult>().AddScoped<CorrectResult>();
        services.AddScoped<AgreeToSign>().AddScoped<SignList>().AddScoped<SignMany>().AddScoped<SavedViews>().AddScoped<Candidates>();
        services.AddScoped<Live.Presence>().AddSingleton<Live.DeskPulse>().AddHostedService(one => one.GetRequiredService<Live.DeskPulse>());
        services.AddScoped<Issuers>().AddScoped<Slips.Slips>().AddScoped<Register>();
        services.AddScoped<KeepTimers>().AddScoped<RemindDue>().AddScoped<Chased>().AddScoped<LateConsultations>();
        services.AddScoped<AskConsultation>().AddScoped<AnswerConsultation>().AddScoped<EndConsultation>().AddScoped<ConsultationLists>()
            .AddScoped<RecountConsultations>();
        services.AddSingleton(new NavigationItem(Face.Desk, 10, "Tiếp nhận", "/noi-bo/tiep-nhan", "user", Roles.ReceivingOfficer));
        services.AddSingleton(new NavigationItem(Face.Desk, 20, "Việc của tôi", "/noi-bo/viec", "list"));
        services.AddSingleton(new NavigationItem(Face.Desk, 25, "Phối hợp", "/noi-bo/phoi-hop", "send",
            ConsultationPolicy.Answering) { Question = ConsultationLists.Count });
        services.AddSingleton(new NavigationItem(Face.Desk, 30, "Ký kết quả", "/noi-bo/ky-so", "sign", Roles.Leader));
        services.AddSingleton(new NavigationItem(Face.Desk, 40, "Trả kết quả", "/noi-bo/tra-ket-qua", "seal-check", Roles.ReceivingOfficer));
        services.AddSingleton(new NavigationItem(Face.Desk, 50, "Sổ theo dõi", "/noi-bo/so-theo-doi", "list", Roles.ReceivingOfficer, Roles.Leader,
            Roles.Registrar));
        services.AddSingleton(new NavigationItem(Face.Admin, 75, "Mẫu giấy tờ", "/quan-tri/mau-giay-to", "printer", Roles.ProcedureOfficer,
            Roles.Administrator));
    }

    public override IEnumerable<string> KeptByReset => ["status_code", "reason", "reason_change"];

    public override IEnumerable<Subscription> Subscriptions =>
        [TellSubmission.Subscription, FollowCalendar.Published, FollowCalendar.Moved, KeepTimers.Subscription, DraftByItself.Subscription,
        LetterDayClosed.Subscription,
        TellConsultation.Subscription, TellProposal.Subscription, CloseConsultations.Subscription, LentPapers.Subscription, TellDamage.Subscription,
        Read.ReadingWatch.Withdrawals, FollowReorganisation.Applied, LinkedEnds.Subscription];

    public override IEnumerable<JobHandler> JobHandlers => [FollowCalendar.Job, PhoneCodes.Job, FollowReorganisation.Job, PassToken.Job];

    public override IEnumerable<RecurringJob> Recurring =>
        [SupplementFiles.DeleteAbandoned, PhoneCodes.DeleteExpired, RemindDue.Job, PurgeTimers.Job, Read.ReadingWatch.Abandoned];

    public override async Task Reconcile(IServiceProvider services, Lost lost)
    {
        var db = services.GetRequiredService<Db>();
        await GivenCodes.Apply(db, services.GetRequiredService<FileStore>(), services.GetRequiredService<TimeProvider>(), lost);
        await Mandate.EndAgain.Apply(db, services.GetRequiredService<EventLog>(), lost);
    }

    public override IEnumerable<StreamName> StreamNames =>
    [
        new("dossier", "Hồ sơ", "select id::text, code from dossiers.dossier where id = any($1::uuid[])",
            "select id::text from dossiers.dossier where code = upper($1) or short_code = replace(upper($1), '-', '')"),
        new("reason", "Lý do", "select id::text, words from dossiers.reason_change where id = any($1::uuid[])"),
        new("tracking", "Tra cứu công khai"), new("reception", "Lượt tiếp nhận tại quầy"),
    ];

    public override IEnumerable<TroubleSource> Troubles => [TimerTroubles.Source];

    public override void Map(ModelBuilder model)
    {
        Dossier.Map(model);
        ReasonChange.Map(model);
    }

    public override IEnumerable<Watched> Watched => DossierWatch.All;

    public override async Task<IReadOnlyList<string>> FilesInUse(Db db, string[] sha256) =>
        await db.Database.SqlQuery<string>($"select distinct sha256 as \"Value\" from dossiers.attachment where sha256 = any({sha256})").ToListAsync();

    public override void MapEndpoints(IEndpointRouteBuilder app)
    {
        app.MapDeskApi();
        app.MapSlips();
        app.MapScanImages();
        app.MapPaperPages();
        app.MapPageImages();
        app.MapLive();
        app.MapResultFiles();
        app.MapConsultations();
        app.MapCitizenDossiers();
        app.MapCitizenFiles();
    }
}
