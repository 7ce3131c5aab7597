using Microsoft.AspNetCore.Mvc;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Read;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Fields;

namespace MotCua.Dossiers.Consult;

/// <summary>Trả lời lấy ý kiến: the question, the parts of the dossier that were opened for it, the answer.</summary>
[Face(Face.Desk, Roles.Specialist, Roles.Leader)]
internal sealed class AnswerConsultationPageModel(DossierDesk desk, AnswerConsultation answer, ConsultationLists lists, FormSummaries summaries,
    DossierReadings readings) : ActPageModel(desk)
{
    public static readonly IReadOnlyList<ChoiceView> Stances = [.. Stance.All.Select(stance => new ChoiceView(stance, Stance.Words(stance)))];

    public ConsultationView Row { get; private set; } = null!;
    public IReadOnlyList<SummarySection> Summary { get; private set; } = [];
    public IReadOnlyList<Component> Papers { get; private set; } = [];
    public IReadOnlyList<Attachment> Files { get; private set; } = [];
    public Viewer Viewer { get; private set; } = new([]);
    public bool Done { get; private set; }

    public Consultation Asked => Row.Asked;

    public async Task OnGet(Guid id, [FromQuery(Name = "xong")] string? done)
    {
        Done = done is not null;
        await Show(id.ToString());
    }

    public Task<IActionResult> OnPostAnswer(Guid id, string? stance, string? text) =>
        Act(id.ToString(), $"/noi-bo/phoi-hop/{id}?xong=1", () => answer.Execute(id, stance, text));

    protected override async Task Show(string code)
    {
        var asked = await answer.Load(Guid.Parse(code));
        Dossier = await answer.DossierOf(asked);
        await readings.Viewed(Dossier, DossierReadings.Asked);
        Row = new ConsultationView(asked, await lists.Left(asked.Office, asked.AskedAt, asked.DueAt, asked.ClosedAt));
        if (!asked.IsOpen) return;
        if (asked.ShowsForm) Summary = await summaries.Of(Dossier.FormCode, Dossier.FormVersion, Dossier.Answers);
        Papers = [.. Dossier.Components.Where(component => asked.Papers.Contains(component.PaperKey)).OrderBy(component => component.Seq)];
        Files = await answer.Files(asked);
        Viewer = Viewer.Of(asked, Papers, Files);
    }
}
