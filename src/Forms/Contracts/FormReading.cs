using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using MotCua.Platform.Web;

namespace MotCua.Forms.Contracts;

/// <summary>Điều cần xem lại, not an error: the person may say <em>Vẫn đúng</em>.</summary>
/// <param name="Field">Element id of the field.</param>
/// <param name="ConfirmName">Posted with <paramref name="ConfirmValue"/> it silences this warning, until the values change.</param>
public sealed record FieldWarning(string Field, string Message, string ConfirmName, string ConfirmValue);

/// <summary>What a posted page said.</summary>
/// <param name="Answers">Only this page's values, in stored form; merge with <see cref="FormAnswers.Merge"/>.</param>
/// <param name="Problems">In page order; the field is an element id.</param>
/// <param name="Raw">What was typed, to show the page again.</param>
/// <param name="RowsChanged">A row of a group was added or taken away: show the page again from <paramref name="Raw"/>.</param>
public sealed record FormPageReading(JsonObject Answers, IReadOnlyList<FieldProblem> Problems, IReadOnlyList<FieldWarning> Warnings,
    RawValues Raw, bool RowsChanged)
{
    /// <summary>The page may be left.</summary>
    public bool Ok => Problems.Count == 0 && Warnings.Count == 0 && !RowsChanged;
}

/// <summary>What stands in the boxes of a page, by posted name; never judged.</summary>
public sealed class RawValues
{
    private readonly Dictionary<string, string[]> values = new(StringComparer.Ordinal);

    public RawValues() { }

    public RawValues(IEnumerable<KeyValuePair<string, StringValues>> posted)
    {
        foreach (var (name, value) in posted) values[name] = [.. value.Select(one => one ?? "")];
    }

    public string this[string name]
    {
        get => values.TryGetValue(name, out var found) && found.Length > 0 ? found[0] : "";
        set => values[name] = [value];
    }

    public IReadOnlyList<string> All(string name) => values.TryGetValue(name, out var found) ? found : [];

    public IEnumerable<string> Names => values.Keys;

    public void Set(string name, IEnumerable<string> several) => values[name] = [.. several];

    public void Remove(string name) => values.Remove(name);
}
