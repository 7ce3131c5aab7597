using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using MotCua.Filing.Fill;
using MotCua.Dossiers.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Filing.Submit;

/// <summary>Kiểm tra lại, then Nộp. Also shown to those who come Back after submitting: the button then leads to the same receipt.</summary>
[Face(Face.Portal)]
internal sealed class CheckModel(DraftDesk desk, SubmitDossier submit, DraftFiles files, LiveDuplicates duplicates) : DraftPageModel(desk)
{
    public JudgedDraft Filing { get; private set; } = null!;

    public IReadOnlyList<SummarySection> Sections { get; private set; } = [];

    /// <summary>The same owner already has one of these under way.</summary>
    public DossierView? Duplicate { get; private set; }

    /// <summary>Pages that should be looked at again before there is a code, by file.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<string>> Hints { get; private set; } = new Dictionary<Guid, IReadOnlyList<string>>();

    /// <summary>The declaration was not ticked.</summary>
    public bool NotDeclared { get; private set; }

    public Submitted? Filed => Filing.Draft.Filed;

    public async Task<IActionResult> OnGet()
    {
        Draft ??= await Desk.LatestSent(Procedure.Code, Tokens);
        if (Draft is null) return Redirect(Root);
        await Show(Draft);
        return Page();
    }

    /// <param name="read">The version of the draft that this page showed.</param>
    public async Task<IActionResult> OnPost([FromForm(Name = "cam-doan")] string? declared, [FromForm(Name = "ban")] int? read)
    {
        if (Draft is null) throw new Refused(404, "Chưa có bản nháp nào để nộp. Bắt đầu từ trang thủ tục");
        // Signed in after the page was opened: first it is said whose the draft is.
        if (Desk.MustClaim(Draft)) return Redirect($"{Root}/cua-toi?tiep={Uri.EscapeDataString($"{Root}/kiem-tra")}");
        if (declared is not "true")
        {
            NotDeclared = true;
            Problems = [new FieldProblem("cam-doan", "Đánh dấu ô cam đoan trước khi nộp")];
            Response.StatusCode = StatusCodes.Status400BadRequest;
            await Show(Draft);
            return Page();
        }
        Submitted? submitted = null;
        if (await Try(async () => submitted = await submit.Execute(Draft.Id, Tokens, read)))
            return Redirect($"/hoan-tat/{submitted!.TrackingToken}{(submitted.Earlier ? "?da-nop=1" : "")}");
        await Show(Draft);
        return Page();
    }

    public override async Task<IActionResult?> ComeBack(Refused why)
    {
        if (Draft is null || Desk.MustClaim(Draft)) return null;
        Problems = [new FieldProblem("", why.Message)];
        Response.StatusCode = why.Status;
        await Show(Draft);
        return Page();
    }

    /// <summary>Where a problem is mended; from there the person comes back here.</summary>
    public string MendUrl(FieldProblem problem) => problem.Field switch
    {
        "unit" or "office" => $"{Root}/{DraftTasks.Place}?ve=kiem-tra",
        _ when problem.Field.StartsWith("paper-", StringComparison.Ordinal) => $"{Root}/{DraftTasks.Papers}?ve=kiem-tra#{problem.Field}",
        _ when DraftForms.PageOf(Filing.Form, problem.Field) is { } page => $"{Root}/{page.Key}?ve=kiem-tra#f{problem.Field.Replace('/', '-')}",
        _ => Root,
    };

    private async Task Show(Draft draft)
    {
        Filing = await submit.Judge(await submit.Load(draft.Id, Tokens));
        Sections = FormSummary.Of(Filing.Form, Filing.Answers);
        Hints = await files.Hints(Filing.Draft.Files);
        Duplicate = await duplicates.Find(Filing, Tokens);
    }
}
