using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using MotCua.Forms.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Filing.Fill;

/// <summary>What the markup of one topic needs.</summary>
/// <param name="Reading">What was posted and must be mended; null when the page is opened.</param>
/// <param name="Sources">Field name → where its first value came from.</param>
/// <param name="Mark">What is saved of the topic; see <see cref="DraftForms.Mark"/>.</param>
internal sealed record TopicView(FormPage Page, JsonObject Answers, FormPageReading? Reading, Places Places, IReadOnlyDictionary<string, string>? Sources,
    string Mark)
{
    /// <summary>What another tab has saved since this page was opened, beside what was typed here.</summary>
    public IReadOnlyList<TwoVersions> Clash { get; init; } = [];
}

/// <summary>One question of which two tabs say different things.</summary>
internal sealed record TwoVersions(string Label, string Saved, string Typed);

[Face(Face.Portal)]
internal sealed class TopicModel(DraftDesk desk, DraftTasks tasks, DraftForms forms, DraftPrefill prefill) : DraftPageModel(desk), IKeepsTyped
{
    [FromRoute(Name = "trang")]
    public string Key { get; set; } = "";

    public TopicView View { get; private set; } = null!;

    public async Task OnGet()
    {
        var (form, page) = await Topic();
        var answers = Draft is null ? [] : DraftDesk.AnswersOf(Draft);
        var typed = DraftForms.Typed(form, page, Draft, await forms.Context());
        Problems = typed?.Problems ?? [];
        var sources = await prefill.Fill(form, answers);
        // What an earlier page has said is offered once: whoever empties a box means it.
        if (typed is null && Draft is not null && !page.Fields.Any(field => DraftDesk.AnswersOf(Draft).At(field.Name).IsAnswered()))
            sources = sources.Concat(FormPrefill.Carry(form, page, answers)).DistinctBy(one => one.Key).ToDictionary(one => one.Key, one => one.Value);
        await Show(page, answers, typed, sources);
    }

    public async Task<IActionResult> OnPost([FromForm(Name = "viec")] string? act)
    {
        var (form, page) = await Topic();
        var answers = Draft is null ? [] : DraftDesk.AnswersOf(Draft);
        var reading = FormReader.Read(form, page, Request.Form, answers, await forms.Context());
        // Leaving keeps what was typed, whichever way it goes.
        var leaving = act is "lam-sau" or "quay-lai" or "tat-ca" && !reading.RowsChanged;
        if (!reading.Ok && !leaving)
        {
            Problems = reading.Problems;
            if (Problems.Count > 0) Response.StatusCode = StatusCodes.Status400BadRequest;
            await Show(page, answers, reading, null);
            KeepMark();
            return Page();
        }
        var clash = DraftForms.Clash(form, page, Draft, Request.Form[DraftForms.MarkName(page)], reading);
        if (clash.Count > 0)
        {
            Problems = [new FieldProblem("", "Phần này đã được lưu ở thẻ khác. So hai bản rồi lưu lần nữa")];
            Response.StatusCode = StatusCodes.Status409Conflict;
            await Show(page, answers, reading, null);
            View = View with { Clash = clash };
            return Page();
        }
        if (act is not ("quay-lai" or "tat-ca") || reading.Answers.Count > 0 || reading.NotRight(page).Count > 0)
        {
            var draft = await Ensure();
            if (!await Try(() => Desk.SaveAnswers(draft, page, reading)))
            {
                await Show(page, answers, reading, null);
                return Page();
            }
            if (!leaving) return Next(await tasks.After(Procedure, draft, page.Key));
        }
        return act switch
        {
            "quay-lai" => Redirect(ReturnTo == "kiem-tra" ? $"{Root}/kiem-tra" : await tasks.Before(Procedure, Draft, page.Key)),
            "tat-ca" => Redirect($"{Root}/tat-ca"),
            _ => Redirect($"{Root}/lam-sau"),
        };
    }

    public override async Task<IActionResult?> ComeBack(Refused why)
    {
        var (form, page) = await Topic();
        var answers = Draft is null ? [] : DraftDesk.AnswersOf(Draft);
        var reading = FormReader.Read(form, page, Request.Form, answers, await forms.Context());
        Problems = [new FieldProblem("", why.Message)];
        Response.StatusCode = why.Status;
        await Show(page, answers, reading, null);
        KeepMark();
        return Page();
    }

    /// <summary>Nothing was saved, so the page is as old as it was: a version that was saved meanwhile is still found when it is sent again.</summary>
    private void KeepMark() => View = DraftForms.WithPostedMark(View, Request.Form);

    private async Task<(FormDefinition, FormPage)> Topic()
    {
        var form = await tasks.Form(Procedure, Draft);
        return (form, form.Page(Key) ?? throw new Refused(404, "Không có phần này trong tờ khai. Mở lại danh sách việc cần làm"));
    }

    private async Task Show(FormPage page, JsonObject answers, FormPageReading? reading, IReadOnlyDictionary<string, string>? sources) =>
        View = new TopicView(page, answers, reading, (await forms.Context()).Places, sources, DraftForms.Mark(page, Draft));
}
