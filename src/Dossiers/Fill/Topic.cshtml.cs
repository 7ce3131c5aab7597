using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using MotCua.Forms.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Fill;

/// <summary>What the markup of one topic needs.</summary>
/// <param name="Reading">What was posted and must be mended; null when the page is opened.</param>
/// <param name="Sources">Field name → where its first value came from.</param>
internal sealed record TopicView(FormPage Page, JsonObject Answers, FormPageReading? Reading, Places Places, IReadOnlyDictionary<string, string>? Sources);

[Face(Face.Portal)]
internal sealed class TopicModel(DraftDesk desk, DraftTasks tasks, DraftForms forms, DraftPrefill prefill) : DraftPageModel(desk), IKeepsTyped
{
    [FromRoute(Name = "trang")]
    public string Key { get; set; } = "";

    public TopicView View { get; private set; } = null!;

    public string? Before { get; private set; }

    public async Task OnGet()
    {
        var (form, page) = await Topic();
        var answers = Draft is null ? [] : DraftDesk.AnswersOf(Draft);
        var typed = DraftForms.Typed(form, page, Draft, await forms.Context());
        Problems = typed?.Problems ?? [];
        await Show(page, answers, typed, await prefill.Fill(form, answers));
    }

    public async Task<IActionResult> OnPost([FromForm(Name = "viec")] string? act)
    {
        var (form, page) = await Topic();
        var answers = Draft is null ? [] : DraftDesk.AnswersOf(Draft);
        var reading = FormReader.Read(form, page, Request.Form, answers, await forms.Context());
        var later = act == "lam-sau" && !reading.RowsChanged;
        if (!reading.Ok && !later)
        {
            Problems = reading.Problems;
            if (Problems.Count > 0) Response.StatusCode = StatusCodes.Status400BadRequest;
            await Show(page, answers, reading, null);
            return Page();
        }
        var draft = await Ensure();
        if (!await Try(() => Desk.SaveAnswers(draft, page, reading)))
        {
            await Show(page, answers, reading, null);
            return Page();
        }
        return later ? Redirect($"{Root}/lam-sau") : Next(await tasks.After(Procedure, draft, page.Key));
    }

    private async Task<(FormDefinition, FormPage)> Topic()
    {
        var form = await tasks.Form(Procedure, Draft);
        return (form, form.Page(Key) ?? throw new Refused(404, "Không có phần này trong tờ khai. Mở lại danh sách việc cần làm"));
    }

    private async Task Show(FormPage page, JsonObject answers, FormPageReading? reading, IReadOnlyDictionary<string, string>? sources)
    {
        View = new TopicView(page, answers, reading, (await forms.Context()).Places, sources);
        var urls = (await tasks.Of(Procedure, Draft)).Select(task => task.Url).ToList();
        Before = urls.IndexOf($"{Root}/{page.Key}") is > 0 and var at ? urls[at - 1] : Root;
    }
}
