using System.Text.Json;
using System.Text.Json.Nodes;
using MotCua.Platform.Web;

namespace MotCua.Forms.Contracts;

/// <summary>A whole set of answers, judged.</summary>
/// <param name="Answers">In stored form (phone +84… → 0…); only what the form asks for.</param>
/// <param name="Problems">The field is a JSON pointer into the given answers.</param>
public sealed record AnswersReading(JsonObject Answers, IReadOnlyList<FieldProblem> Problems, IReadOnlyList<FieldWarning> Warnings);

/// <summary>Câu trả lời của biểu mẫu.</summary>
public static class FormAnswers
{
    /// <summary>Answers as a program sent them, through the gate of JSON: each name stands once.</summary>
    /// <exception cref="Refused">400 when it is no object.</exception>
    public static JsonObject Read(JsonElement sent)
    {
        if (sent.ValueKind != JsonValueKind.Object) throw new Refused(400, "Gửi câu trả lời dạng một đối tượng JSON", "/");
        return JsonObject.Create(sent)!;
    }

    /// <summary>The answers with a page's own values replaced by what the page said now.</summary>
    public static JsonObject Merge(JsonObject answers, FormPage page, JsonObject fragment)
    {
        var merged = (JsonObject)answers.DeepClone();
        foreach (var field in page.Fields) merged.Put(field.Name, fragment.At(field.Name)?.DeepClone());
        return merged;
    }

    /// <summary>The same for what was posted: where the new value cannot be taken yet, the earlier one stays.</summary>
    public static JsonObject Merge(JsonObject answers, FormPage page, FormPageReading reading)
    {
        var merged = Merge(answers, page, reading.Answers);
        foreach (var name in reading.NotRight(page))
            if (answers.At(name) is { } earlier && earlier.IsAnswered()) merged.Put(name, earlier.DeepClone());
        return merged;
    }

    /// <summary>Judges a whole document as if every visible page had been posted. What no page asks for is a problem.</summary>
    public static AnswersReading Validate(FormDefinition form, JsonObject answers, FormContext context)
    {
        var problems = new List<FieldProblem>();
        var warnings = new List<FieldWarning>();
        var kept = new JsonObject();
        var visible = form.VisiblePages(answers);
        Unknown(answers, "", [.. form.Pages.SelectMany(page => page.Fields).Select(field => field.Name)], problems);
        foreach (var page in visible)
        {
            var (fragment, reader) = FormReader.Page(form, page, RawAnswers.Of(page, answers), answers, context);
            foreach (var field in page.Fields) kept.Put(field.Name, fragment.At(field.Name)?.DeepClone());
            problems.AddRange(reader.Problems.Select(problem => new FieldProblem(AnswerPaths.Pointer(problem.Path), problem.Message)));
            warnings.AddRange(reader.Warnings);
        }
        return new AnswersReading(kept, problems, warnings);
    }

    /// <summary>Whether a page has all it needs: Xong. A page nobody has opened is Chưa làm.</summary>
    public static PageState StateOf(FormDefinition form, FormPage page, JsonObject answers, FormContext context)
    {
        if (!page.Fields.Any(field => answers.At(field.Name).IsAnswered()) && page.Fields.Any(field => !field.Optional)) return PageState.NotStarted;
        return FormReader.Page(form, page, RawAnswers.Of(page, answers), answers, context).Reader.Problems.Count == 0 ? PageState.Done : PageState.Started;
    }

    private static void Unknown(JsonObject part, string path, HashSet<string> fields, List<FieldProblem> problems)
    {
        foreach (var (key, value) in part)
        {
            var name = path.Length == 0 ? key : $"{path}.{key}";
            if (fields.Contains(name)) continue;
            var below = name + ".";
            if (value is JsonObject inner && fields.Any(field => field.StartsWith(below, StringComparison.Ordinal)))
                Unknown(inner, name, fields, problems);
            else problems.Add(new FieldProblem(AnswerPaths.Pointer(name), "Biểu mẫu không hỏi mục này"));
        }
    }
}

/// <summary>Chưa làm, Đang làm, Xong.</summary>
public enum PageState { NotStarted, Started, Done }
