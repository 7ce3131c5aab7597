using System.Text.Json.Nodes;
using MotCua.Catalogue.Contracts;
using MotCua.Forms.Contracts;

namespace MotCua.Filing.Fill;

/// <summary>Danh sách việc của một hồ sơ: topics in order, each not begun, begun or done.</summary>
internal sealed class DraftTasks(DraftForms forms, DraftFiles files, FilingPlaces places)
{
    public const string Papers = "giay-to";
    public const string Place = "noi-nop";

    public async Task<IReadOnlyList<FillTask>> Of(ProcedureVersionView version, Draft? draft)
    {
        var form = await Form(version, draft);
        var answers = draft is null ? [] : DraftDesk.AnswersOf(draft);
        var progress = draft is null ? new DraftProgress() : DraftProgress.Read(draft.Progress);
        var context = await forms.Context();
        var root = $"/nop/{version.Slug}";
        var tasks = new List<FillTask>();
        foreach (var section in FormSections.Titles.Keys)
        {
            tasks.AddRange(form.VisiblePages(answers).Where(page => page.Section == section)
                .Select(page => new FillTask(DraftForms.Group(section), page.Title, $"{root}/{page.Key}", StateOf(form, page, answers, progress, context))));
            if (section == FormSections.Papers && version.Papers.Count > 0)
                tasks.Add(new FillTask(DraftForms.Group(section), "Giấy tờ cần nộp", $"{root}/{Papers}", await PapersState(version, draft, progress)));
            if (section == FormSections.Return)
                tasks.Add(new FillTask(DraftForms.Group(section), "Nơi nộp hồ sơ", $"{root}/{Place}", await PlaceState(version, draft, progress)));
        }
        return tasks;
    }

    /// <summary>Where Tiếp tục leads from a page: the next topic in order, at the end the check page.</summary>
    public async Task<string> After(ProcedureVersionView version, Draft draft, string topic)
    {
        var urls = (await Of(version, draft)).Select(task => task.Url).ToList();
        var at = urls.IndexOf($"/nop/{version.Slug}/{topic}");
        return at >= 0 && at + 1 < urls.Count ? urls[at + 1] : $"/nop/{version.Slug}/kiem-tra";
    }

    public ValueTask<FormDefinition> Form(ProcedureVersionView version, Draft? draft) =>
        draft is null ? forms.Get(version.FormCode, version.FormVersion) : forms.Get(draft.FormCode, draft.FormVersion);

    private static PageState StateOf(FormDefinition form, FormPage page, JsonObject answers, DraftProgress progress, FormContext context)
    {
        if (progress.Typed.ContainsKey(page.Key)) return PageState.Started;
        // A page of optional questions alone is done only when it has been looked at.
        var state = FormAnswers.StateOf(form, page, answers, context);
        return state == PageState.Done && !progress.Done.Contains(page.Key) && !DraftForms.Answered(page, answers) ? PageState.NotStarted : state;
    }

    private async Task<PageState> PapersState(ProcedureVersionView version, Draft? draft, DraftProgress progress)
    {
        if (draft is null) return PageState.NotStarted;
        var needs = PaperNeed.Of(version, await files.Of(draft.Id), progress);
        if (needs.All(need => need.State != "missing") && (progress.Done.Contains(Papers) || needs.Any(need => need.Required))) return PageState.Done;
        return needs.Any(need => need.Files.Count > 0 || need.Vault is not null) ? PageState.Started : PageState.NotStarted;
    }

    private async Task<PageState> PlaceState(ProcedureVersionView version, Draft? draft, DraftProgress progress)
    {
        if (draft is null || !progress.Done.Contains(Place)) return PageState.NotStarted;
        try
        {
            await places.Find(version, progress.Unit, draft.OfficeCode);
            return PageState.Done;
        }
        catch (Platform.Web.Refused) { return PageState.Started; }
    }
}
