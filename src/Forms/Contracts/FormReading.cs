using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using MotCua.Platform.Web;

namespace MotCua.Forms.Contracts;

/// <summary>Điều cần xem lại, not an error: the person may say <em>Vẫn đúng</em>.</summary>
/// <param name="Field">Element id of the field.</param>
/// <param name="ConfirmName">Posted with <paramref name="ConfirmValue"/> it silences this warning, until the values change.</param>
public sealed record FieldWarning(string Field, string Message, string ConfirmName, string ConfirmValue);

/// <summary>What a posted page said.</summary>
/// <param name="Answers">Only this page's values, in stored form; merge with <see cref="FormAnswers.Merge(JsonObject, FormPage, FormPageReading)"/>.</param>
/// <param name="Problems">In page order; the field is an element id.</param>
/// <param name="Raw">What was typed, to show the page again.</param>
/// <param name="RowsChanged">A row of a group was added or taken away: show the page again from <paramref name="Raw"/>.</param>
public sealed record FormPageReading(JsonObject Answers, IReadOnlyList<FieldProblem> Problems, IReadOnlyList<FieldWarning> Warnings,
    RawValues Raw, bool RowsChanged)
{
    /// <summary>Questions that an answer of this page has brought up and that were not shown yet: they are asked now, and nobody is blamed.</summary>
    public IReadOnlyList<FormField> Fresh { get; init; } = [];

    /// <summary>The page may be left.</summary>
    public bool Ok => Problems.Count == 0 && Warnings.Count == 0 && Fresh.Count == 0 && !RowsChanged;

    /// <summary>Names of the fields in which something was typed that cannot be taken yet.</summary>
    public IReadOnlySet<string> NotRight(FormPage page) =>
        page.Fields.Where(field => ProblemsOf(field).Any() && Raw.IsTyped(field.Name)).Select(field => field.Name).ToHashSet();

    public IEnumerable<FieldProblem> ProblemsOf(FormField field)
    {
        var id = AnswerPaths.ElementId(field.Name);
        return Problems.Where(problem => problem.Field == id || problem.Field.StartsWith(id + "-", StringComparison.Ordinal));
    }
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

    /// <summary>Whether a person put something there; a list that always stands on a choice says nothing.</summary>
    internal bool IsTyped(string field) => values.Any(one => Belongs(one.Key, field) && !one.Key.EndsWith(".rows", StringComparison.Ordinal)
        && !one.Key.EndsWith(".province", StringComparison.Ordinal) && one.Value.Any(text => !string.IsNullOrWhiteSpace(text)));

    /// <summary>What stands in the boxes of this page, to be kept and read again.</summary>
    public IReadOnlyDictionary<string, string[]> Of(FormPage page) => values
        .Where(one => one.Key is FormReader.Asked or FormReader.AskedPage || page.Fields.Any(field => Belongs(one.Key, field.Name)
            || one.Key.StartsWith($"confirm.{field.Name}.", StringComparison.Ordinal)))
        .ToDictionary(one => one.Key, one => one.Value);

    /// <summary>Vẫn đúng, tiếp tục: every hint that the page showed is answered; what a new value brings up is not.</summary>
    internal void Confirm()
    {
        if (this["confirm"] != "all") return;
        foreach (var name in Names.Where(name => name.StartsWith("shown.confirm.", StringComparison.Ordinal)).ToList())
            this[name["shown.".Length..]] = this[name];
    }

    private static bool Belongs(string name, string field) =>
        name.StartsWith(field, StringComparison.Ordinal) && (name.Length == field.Length || name[field.Length] is '.' or '[');

    public void Set(string name, IEnumerable<string> several) => values[name] = [.. several];

    public void Remove(string name) => values.Remove(name);
}
