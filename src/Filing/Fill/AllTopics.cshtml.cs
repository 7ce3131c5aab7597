using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using MotCua.Forms.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Filing.Fill;

/// <summary>Xem tất cả trên một trang: the same topics in one download and one post; answers are interchangeable mid-way.</summary>
[Face(Face.Portal)]
internal sealed class AllTopicsModel(DraftDesk desk, DraftTasks tasks, DraftForms forms, DraftPrefill prefill) : DraftPageModel(desk), IKeepsTyped
{
    public IReadOnlyList<TopicView> Topics { get; private set; } = [];

    public async Task OnGet()
    {
        var form = await tasks.Form(Procedure, Draft);
        var answers = Draft is null ? [] : DraftDesk.AnswersOf(Draft);
        var sources = await prefill.Fill(form, answers);
        var context = await forms.Context();
        Topics = [.. form.VisiblePages(answers).Select(page =>
            new TopicView(page, answers, DraftForms.Typed(form, page, Draft, context), context.Places, sources, DraftForms.Mark(page, Draft)))];
        Problems = [.. Topics.SelectMany(topic => topic.Reading?.Problems ?? [])];
    }

    public async Task<IActionResult> OnPost([FromForm(Name = "viec")] string? act)
    {
        var form = await tasks.Form(Procedure, Draft);
        var context = await forms.Context();
        var answers = Draft is null ? [] : DraftDesk.AnswersOf(Draft);
        var shown = form.VisiblePages(answers);
        var readings = new List<(FormPage Page, FormPageReading Reading)>();
        foreach (var page in shown)
        {
            var reading = FormReader.Read(form, page, Request.Form, answers, context);
            readings.Add((page, reading));
            answers = FormAnswers.Merge(answers, page, reading);
        }
        if (readings.Exists(row => row.Reading.RowsChanged)) return Again(answers, context, readings, saved: false);
        var clashes = readings.ToDictionary(row => row.Page.Key,
            row => DraftForms.Clash(form, row.Page, Draft, Request.Form[DraftForms.MarkName(row.Page)], row.Reading));
        if (clashes.Values.Any(clash => clash.Count > 0))
        {
            Problems = [new FieldProblem("", "Tờ khai đã được lưu ở thẻ khác. So hai bản rồi lưu lần nữa")];
            Response.StatusCode = StatusCodes.Status409Conflict;
            var page = Again(answers, context, readings);
            Topics = [.. Topics.Select(topic => topic with { Clash = clashes[topic.Page.Key] })];
            return page;
        }
        // Every topic that is right is kept, also when another one must be mended.
        if (readings.Exists(row => row.Reading.Answers.Count > 0 || row.Reading.NotRight(row.Page).Count > 0))
        {
            var draft = await Ensure();
            foreach (var (page, reading) in readings)
                if (!await Try(() => Desk.SaveAnswers(draft, page, reading))) return Again(answers, context, readings);
        }
        if (act == "lam-sau") return Redirect($"{Root}/lam-sau");
        if (act == "quay-lai") return Redirect(Root);
        if (readings.Exists(row => !row.Reading.Ok))
        {
            Problems = [.. readings.SelectMany(row => row.Reading.Problems)];
            if (Problems.Count > 0) Response.StatusCode = StatusCodes.Status400BadRequest;
            return Again(answers, context, readings);
        }
        // An answer may have brought up a topic that was not on this page.
        if (form.VisiblePages(answers).Any(page => !shown.Contains(page))) return Redirect($"{Root}/tat-ca");
        return Redirect(Procedure.Papers.Count > 0 ? $"{Root}/{DraftTasks.Papers}" : $"{Root}/{DraftTasks.Place}");
    }

    public override async Task<IActionResult?> ComeBack(Refused why)
    {
        var form = await tasks.Form(Procedure, Draft);
        var context = await forms.Context();
        var answers = Draft is null ? [] : DraftDesk.AnswersOf(Draft);
        var readings = new List<(FormPage Page, FormPageReading Reading)>();
        foreach (var page in form.VisiblePages(answers))
        {
            var reading = FormReader.Read(form, page, Request.Form, answers, context);
            readings.Add((page, reading));
            answers = FormAnswers.Merge(answers, page, reading);
        }
        Problems = [new FieldProblem("", why.Message)];
        Response.StatusCode = why.Status;
        return Again(answers, context, readings, saved: false);
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Again(JsonObject answers, FormContext context,
        List<(FormPage Page, FormPageReading Reading)> readings, bool saved = true)
    {
        Topics = [.. readings.Select(row => new TopicView(row.Page, answers, row.Reading, context.Places, null, DraftForms.Mark(row.Page, Draft)))];
        if (!saved) Topics = [.. Topics.Select(topic => DraftForms.WithPostedMark(topic, Request.Form))];
        return Page();
    }
}
