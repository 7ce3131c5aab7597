using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Platform;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using MotCua.Workflow.Design;
using MotCua.Workflow.Past;
using MotCua.Workflow.Run;

namespace MotCua.Workflow;

public sealed class WorkflowModule : Module
{
    public override int Rank => 2;

    public override void AddServices(IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton<KnownProcesses>().AddScoped<WorkflowRuns>().AddScoped<TaskLists>().AddScoped<StepDues>()
            .AddScoped<IAgencyStakes, TaskStakes>().AddScoped<ChangeDrawing>().AddScoped<PublishedProcesses>().AddSingleton<ApprovedDrawings>()
            .AddScoped<DrawnVersions>().AddScoped<WalkedWays>().AddScoped<PastSteps>().AddSingleton<HappenedLog>().AddSingleton<EventLogs>()
            .AddScoped<DrawnDesk>().AddScoped<DrawingCheck>().AddScoped<MakeProcess>().AddScoped<EditProcess>().AddScoped<ProposeProcess>()
            .AddScoped<ReopenProcess>().AddScoped<ApproveProcess>().AddScoped<WithdrawProcess>();

    public override IEnumerable<StreamName> StreamNames =>
    [
        new("process", "Quy trình", "select id::text, procedure_code || ' bản ' || version from workflow.drawn_process where id = any($1::uuid[])",
            "select id::text from workflow.drawn_process where procedure_code = $1"),
    ];

    public override IEnumerable<Command> Commands => [CheckBpmn.Command, CheckBpmn.Comparison, ImportBpmn.Command, ExportLog.Command];

    public override IEnumerable<RecurringJob> Recurring => [KeepPast.Job];

    public override IEnumerable<string> KeptByReset => ["past_key"];

    public override void Map(ModelBuilder model)
    {
        Run.Run.Map(model);
        Token.Map(model);
        StepTask.Map(model);
        StepClockEntry.Map(model);
        TaskVoice.Map(model);
        DrawnProcess.Map(model);
    }
}
