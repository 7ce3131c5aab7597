using MotCua.Platform;

namespace MotCua.Workflow;

public sealed class WorkflowModule : Module
{
    public override int Rank => 2;
}
