using MotCua.Catalogue.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Process;

/// <summary>
/// Quy trình mà hồ sơ được tiếp nhận theo: the drawing that is in force at that moment; without one, what comes with the procedure version, a drawing of
/// its own or its list as a line.
/// </summary>
internal sealed class ProcessOf(PublishedProcesses published, FormLibrary forms)
{
    public async Task<Drawing> Of(ProcedureVersionView version, DateTimeOffset at)
    {
        if (await published.For(version.Code, at) is { } drawn) return drawn.Drawing;
        if (version.Drawing is null) return Drawing.Of(version.Process, step => step.AsStep());
        return Drawing.Of(version.Drawing, await forms.Get(version.FormCode, version.FormVersion) is { } form ? FormValues.Known(form) : []);
    }
}
