using System.Text.Json.Nodes;

namespace MotCua.Forms.Contracts;

/// <summary>An answer that is not carried over, and why, in words for the person.</summary>
public sealed record LeftOut(string Label, string Why);

/// <summary>Khai lại từ tờ khai trước: what the newer form still asks, in the same kind, and would still take today.</summary>
public static class FormCopy
{
    /// <param name="given">Answers that stand instead of what is carried over.</param>
    public static (JsonObject Answers, IReadOnlyList<LeftOut> Left) Of(FormDefinition before, JsonObject answers, FormDefinition now, FormContext context,
        JsonObject? given = null)
    {
        var left = new List<LeftOut>();
        var copied = given?.DeepClone().AsObject() ?? [];
        var asked = now.Pages.SelectMany(page => page.Fields).ToDictionary(field => field.Name);
        foreach (var field in before.Pages.SelectMany(page => page.Fields))
        {
            if (answers.At(field.Name) is not { } value || !value.IsAnswered()) continue;
            if (!asked.TryGetValue(field.Name, out var same)) left.Add(new LeftOut(field.Label, "Tờ khai bây giờ không hỏi mục này"));
            else if (same.Type != field.Type) left.Add(new LeftOut(field.Label, "Cách hỏi đã đổi, khai lại"));
            else if (!copied.At(field.Name).IsAnswered()) copied.Put(field.Name, value.DeepClone());
        }
        // What one answer brings up falls with it: looked at again until nothing falls.
        for (var judged = FormAnswers.Validate(now, copied, context); ; judged = FormAnswers.Validate(now, copied, context))
        {
            var fallen = asked.Values.Where(field => copied.At(field.Name).IsAnswered() && Problem(judged, field) is not null).ToList();
            foreach (var field in fallen)
            {
                left.Add(new LeftOut(field.Label, Problem(judged, field)!));
                copied.Put(field.Name, null);
            }
            if (fallen.Count > 0) continue;
            left.AddRange(asked.Values.Where(field => copied.At(field.Name).IsAnswered() && !judged.Answers.At(field.Name).IsAnswered())
                .Select(field => new LeftOut(field.Label, "Không hỏi theo các câu trả lời còn lại")));
            return (judged.Answers, left);
        }
    }

    private static string? Problem(AnswersReading judged, FormField field)
    {
        var pointer = AnswerPaths.Pointer(field.Name);
        return judged.Problems.FirstOrDefault(problem => problem.Field == pointer
            || problem.Field.StartsWith(pointer + "/", StringComparison.Ordinal))?.Message;
    }
}
