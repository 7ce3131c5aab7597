using Microsoft.AspNetCore.Mvc;
using MotCua.Forms.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Filing.Fill;

/// <summary>One line of the task list.</summary>
internal sealed record FillTask(string Group, string Title, string Url, PageState State);

[Face(Face.Portal)]
internal sealed class TaskListModel(DraftDesk desk, DraftTasks tasks) : DraftPageModel(desk)
{
    public IReadOnlyList<FillTask> Tasks { get; private set; } = [];

    /// <summary>A dossier that an earlier draft of this procedure became.</summary>
    public string? FiledToken { get; private set; }

    public async Task OnGet()
    {
        Tasks = await tasks.Of(Procedure, Draft);
        if (Draft is null && await Desk.LatestSent(Procedure.Code, Tokens) is { } sent) FiledToken = (await Desk.Filed(sent))?.TrackingToken;
    }

    public async Task<IActionResult> OnPostDelete()
    {
        if (Draft is not null) await Desk.Delete(Draft);
        return Redirect($"/thu-tuc/{Procedure.Slug}");
    }
}
