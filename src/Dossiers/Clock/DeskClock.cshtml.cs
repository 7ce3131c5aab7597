using Microsoft.AspNetCore.Mvc;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Clock;

[Face(Face.Desk)]
internal sealed class DeskClockModel(DossierDesk desk, ExplainClock explain, CorrectClock correct) : ActPageModel(desk)
{
    public ClockStory Story { get; private set; } = null!;
    public bool Done { get; private set; }

    public IReadOnlyList<ClockLine> Correctable => DossierPolicy.MayLead(Dossier, Desk.Actor) && DossierStatus.IsOpen(Dossier.Status)
        ? [.. Story.Lines.Where(line => !line.Voided && line.Kind is ClockKind.Pause or ClockKind.Extend)] : [];

    public async Task OnGet(string code, [FromQuery(Name = "xong")] string? done)
    {
        Done = done is not null;
        await Show(code);
    }

    public Task<IActionResult> OnPostCorrect(string code, int seq, string? reason) =>
        Act(code, $"/noi-bo/ho-so/{code}/thoi-han?xong=1", () => correct.Execute(code, Seen, seq, reason ?? ""));

    protected override async Task Show(string code)
    {
        Dossier = await Desk.Read(code);
        Story = await explain.Of(Dossier.Id, StoryFor.Official);
    }
}
