using Microsoft.AspNetCore.Http;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Expressions;
using MotCua.Platform.Text;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Replay;

/// <summary>A box of the sample: an answer that conditions look at, or how a step ends.</summary>
/// <param name="Options">Null: it is typed.</param>
internal sealed record SampleBox(string Name, string Label, AnswerType Type, IReadOnlyList<ChoiceView>? Options, IReadOnlyList<string> Values)
{
    public string? Value => Values.Count > 0 ? Values[0] : null;
}

/// <summary>Hồ sơ mẫu: one that is made up in the boxes of the page, received now.</summary>
internal sealed class SampleCase(ProcedureCatalogue catalogue, RuleSets sets, Calendars calendars, TimeProvider clock)
{
    private const int Longest = 500;

    public static IReadOnlyList<SampleBox> Boxes(DrawnVersion version, ProcessReplay replay, IQueryCollection query)
    {
        IReadOnlyList<string> Typed(string name) => [.. query[name].OfType<string>().Where(text => text.Trim().Length > 0)];
        var asked = replay.Asked;
        return
        [
            .. version.Drawing.Known.Where(value => asked.Contains(value.Name)).Select(value => new SampleBox("v." + value.Name, value.Label, value.Type,
                value.Choices?.Select(one => new ChoiceView(one.Key, one.Value)).ToList()
                    ?? (value.Type == AnswerType.Truth ? [new("true", "Có"), new("false", "Không")] : null), Typed("v." + value.Name))),
            .. replay.Elements.Where(step => step.Outcomes.Count > 1).Select(step => new SampleBox("ra." + step.Id, $"“{step.Name}” kết thúc bằng",
                AnswerType.Text, [.. step.Outcomes.Select(one => new ChoiceView(one.Key, one.Words))], Typed("ra." + step.Id))),
        ];
    }

    /// <param name="problems">What cannot be read, beside its box.</param>
    public async Task<PastCase> Of(DrawnVersion version, IReadOnlyList<SampleBox> boxes, List<FieldProblem> problems)
    {
        var answers = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var box in boxes.Where(box => box.Values.Count > 0))
        {
            var value = Value(box, out var problem);
            if (problem is not null) problems.Add(new(box.Name, problem));
            answers[box.Name] = value;
        }
        var (now, view) = (clock.GetUtcNow(), await catalogue.Get(version.ProcedureCode));
        var rules = await sets.At(Platform.Time.VietnamTime.Day(now));
        var term = view?.Term is { } some ? new PastTerm(some, view.SameDayCutOff, rules.Counting, [], rules.EndsAt != DossierStatus.Done) : null;
        return new(Guid.Empty, "", "", "", now, await calendars.Of(), term, null, null, name => answers.GetValueOrDefault("v." + name), [], [])
        {
            Chosen = answers.Where(one => one.Key.StartsWith("ra.", StringComparison.Ordinal) && one.Value is string)
                .ToDictionary(one => one.Key[3..], one => (string)one.Value!, StringComparer.Ordinal),
        };
    }

    private static object? Value(SampleBox box, out string? problem)
    {
        var (text, known) = (box.Value!.Trim(), box.Options?.Select(one => one.Value).ToHashSet(StringComparer.Ordinal));
        problem = known is not null && !box.Values.All(known.Contains) ? "Chọn trong danh sách" : TypedText.TooLong(text, Longest, box.Label);
        if (problem is not null) return null;
        switch (box.Type)
        {
            case AnswerType.Truth: return text == "true";
            case AnswerType.Texts: return box.Values.ToList();
            case AnswerType.Number: return VietnameseNumber.Decimal(text, box.Label, null, out problem);
            case AnswerType.Date:
                if (TypedDay.Read(text, out var day)) return day;
                problem = TypedDay.Wrong;
                return null;
            default: return text;
        }
    }
}
