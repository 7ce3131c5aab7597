using MotCua.Catalogue.Contracts;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Process;

/// <summary>
/// Quy trình mà hồ sơ được tiếp nhận theo: the drawing that is in force at that moment; without one, the list of the procedure version as a line.
/// </summary>
internal sealed class ProcessOf(PublishedProcesses published)
{
    public async Task<Drawing> Of(ProcedureVersionView version, DateTimeOffset at) => await published.For(version.Code, at) is { } drawn
        ? drawn.Drawing : Drawing.Of(version.Process, step => step.AsStep());
}
