using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using MotCua.Platform.Web;

namespace MotCua.Forms.Contracts;

/// <summary>Đọc một trang đã gửi. Never throws on what was posted, whatever it is.</summary>
public static class FormReader
{
    /// <summary>Posted by a page that says which questions it showed: its key.</summary>
    internal const string AskedPage = "asked.page";

    /// <summary>Posted with each question that was shown because of another answer of the page: its name.</summary>
    internal const string Asked = "asked";

    /// <param name="posted">Request.Form does.</param>
    /// <param name="answers">What the other pages have given; conditions and comparisons look at it.</param>
    public static FormPageReading Read(FormDefinition form, FormPage page, IEnumerable<KeyValuePair<string, StringValues>> posted,
        JsonObject answers, FormContext context)
    {
        var raw = new RawValues(posted);
        raw.Confirm();
        var rows = GroupRows.Change(page, raw);
        var (fragment, reader) = Page(form, page, raw, answers, context);
        if (rows) return new FormPageReading(fragment, [], [], raw, true);
        var read = new FormPageReading(fragment, [.. reader.Problems.Select(p => new FieldProblem(AnswerPaths.ElementId(p.Path), p.Message))], reader.Warnings,
            raw, false);
        var fresh = Fresh(page, raw, FormAnswers.Merge(answers, page, fragment));
        return fresh.Count == 0 ? read : read with { Fresh = fresh, Problems = [.. read.Problems.Except(fresh.SelectMany(read.ProblemsOf))] };
    }

    /// <summary>What the answers of this page bring up and its reader has not seen. A caller that does not say what it showed has shown all.</summary>
    private static List<FormField> Fresh(FormPage page, RawValues raw, JsonObject answers) => !raw.All(AskedPage).Contains(page.Key) ? []
        : [.. page.Fields.Where(field => page.Decides(field) && field.ShowWhen.Holds(answers) && !raw.All(Asked).Contains(field.Name)
            && !raw.IsTyped(field.Name))];

    internal static (JsonObject Fragment, FieldReader Reader) Page(FormDefinition form, FormPage page, RawValues raw, JsonObject answers, FormContext context)
    {
        var reader = new FieldReader(raw, context);
        var fragment = new JsonObject();
        var merged = (JsonObject)answers.DeepClone();
        foreach (var field in page.Fields)
        {
            var value = field.ShowWhen.Holds(merged)
                ? field.Type == FieldType.Group ? Rows(field, raw, reader) : reader.Read(field, field.Name)
                : null;
            fragment.Put(field.Name, value);
            merged.Put(field.Name, value?.DeepClone());
        }
        foreach (var field in page.Fields.Where(field => field.ShowWhen.Holds(merged))) CrossChecks.Look(form, field, merged, raw, reader);
        return (fragment, reader);
    }

    private static JsonArray? Rows(FormField group, RawValues raw, FieldReader reader)
    {
        if (GroupRows.TooMany(group, raw) is { } tooMany) reader.Say(group.Name, tooMany);
        var rows = new JsonArray();
        for (var i = 0; i < GroupRows.Count(group, raw); i++)
        {
            var before = reader.Problems.Count;
            var row = new JsonObject();
            foreach (var field in group.Fields) row.Put(field.Name, reader.Read(field, $"{group.Name}[{i}].{field.Name}"));
            if (row.IsAnswered() || reader.Problems.Skip(before).Any(problem => !problem.Missing)) rows.Add(row);
            else if (i >= Math.Max(group.MinRows ?? 0, group.Optional ? 0 : 1)) reader.Forget(before);
            else rows.Add(row);
        }
        if (rows.Count == 0 && !group.Optional)
            reader.Say(group.Name, group.Missing ?? string.Create(CultureInfo.InvariantCulture,
            $"Khai ít nhất {Math.Max(1, group.MinRows ?? 1)} {group.RowTitle!.ToLowerInvariant()}"), true);
        return rows.Count > 0 ? rows : null;
    }
}
