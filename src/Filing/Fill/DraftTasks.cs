using System.Text.Json.Nodes;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Forms.Contracts;

namespace MotCua.Filing.Fill;

/// <summary>Danh sách việc của một hồ sơ: topics in order, each not begun, begun or done.</summary>
internal sealed class DraftTasks(DraftForms forms, DraftFiles files, FilingPlaces places)
{
    public const string Papers = "giay-to";
    public const string Place = "noi-nop";
    public const string Check = "kiem-tra";

    public async Task<IReadOnlyList<FillTask>> Of(ProcedureVersionView version, Draft? draft)
    {
        var form = await Form(version, draft);
        var answers = draft is null ? [] : DraftDesk.AnswersOf(draft);
        var progress = draft is null ? new DraftProgress() : DraftProgress.Read(draft.Progress);
        var context = await forms.Context();
        var tasks = new List<FillTask>();
        foreach (var (section, key, page) in Topics(version, form, answers))
        {
            var (title, state) = page is not null ? (page.Title, StateOf(form, page, answers, progress, context))
                : key == Papers ? ("Giấy tờ cần nộp", await PapersState(version, draft, progress))
                : ("Nơi nộp hồ sơ", await PlaceState(version, draft, progress));
            tasks.Add(new FillTask(DraftForms.Group(section), title, $"/nop/{version.Slug}/{key}", state));
        }
        return tasks;
    }

    /// <summary>Where Tiếp tục leads from a page: the next topic in order, at the end the check page.</summary>
    public async Task<string> After(ProcedureVersionView version, Draft draft, string topic)
    {
        var keys = await Keys(version, draft);
        var at = keys.IndexOf(topic);
        return $"/nop/{version.Slug}/{(at >= 0 && at + 1 < keys.Count ? keys[at + 1] : Check)}";
    }

    /// <summary>Where Quay lại leads from a page: the topic before, or the list.</summary>
    public async Task<string> Before(ProcedureVersionView version, Draft? draft, string topic) =>
        (await Keys(version, draft)) is var keys && keys.IndexOf(topic) is > 0 and var at ? $"/nop/{version.Slug}/{keys[at - 1]}" : $"/nop/{version.Slug}";

    /// <summary>"Bước 2/8": of what is asked of this person now, the check page last; null for a topic that is not asked.</summary>
    public async Task<string?> Step(ProcedureVersionView version, Draft? draft, string topic)
    {
        var keys = await Keys(version, draft);
        return keys.IndexOf(topic) is >= 0 and var at ? $"Bước {at + 1}/{keys.Count}" : null;
    }

    private async Task<List<string>> Keys(ProcedureVersionView version, Draft? draft) =>
        [.. Topics(version, await Form(version, draft), draft is null ? [] : DraftDesk.AnswersOf(draft)).Select(topic => topic.Key), Check];

    /// <summary>In order; a page of the form, the papers or the place.</summary>
    private static IEnumerable<(string Section, string Key, FormPage? Page)> Topics(ProcedureVersionView version, FormDefinition form, JsonObject answers)
    {
        var visible = form.VisiblePages(answers);
        foreach (var section in FormSections.Titles.Keys)
        {
            foreach (var page in visible.Where(page => page.Section == section)) yield return (section, page.Key, page);
            if (section == FormSections.Papers && version.Papers.Count > 0) yield return (section, Papers, null);
            if (section == FormSections.Return) yield return (section, Place, null);
        }
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
