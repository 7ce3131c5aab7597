using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Platform;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using MotCua.Workflow.Run;

namespace MotCua.Workflow;

public sealed class WorkflowModule : Module
{
    public override int Rank => 2;

    public override void AddServices(IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton<KnownProcesses>().AddScoped<WorkflowRuns>().AddScoped<TaskLists>().AddScoped<StepDues>()
            .AddScoped<IAgencyStakes, TaskStakes>();

    public override IEnumerable<Command> Commands => [CheckBpmn.Command, CheckBpmn.Comparison];

    public override void Map(ModelBuilder model)
    {
        FrozenProcess.Map(model);
        Run.Run.Map(model);
        Token.Map(model);
        StepTask.Map(model);
        StepClockEntry.Map(model);
    }
}
