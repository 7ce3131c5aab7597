using Microsoft.AspNetCore.Mvc.Rendering;

namespace MotCua.Platform.Ui.Fields;

/// <summary>Một ô trên màn hình: its name, words and state, whatever its kind.</summary>
/// <param name="Name">Posted name; the element id is <c>f-</c> and the name with hyphens.</param>
public sealed record FieldView(string Name, string Label)
{
    public string? Hint { get; init; }

    /// <summary>The sentence of the error; stands between hint and box.</summary>
    public string? Error { get; init; }

    public bool Optional { get; init; }

    /// <summary>The label is the page's question: large.</summary>
    public bool Large { get; init; }

    /// <summary>Where the value came from, for example "Lấy từ tài khoản".</summary>
    public string? Source { get; init; }

    public string Id => ElementId(Name);

    /// <summary>"members[0].name" → f-members-0-name.</summary>
    public static string ElementId(string name) =>
        TagBuilder.CreateSanitizedId("f-" + name.Replace("[", "-", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal), "-");

    internal string? DescribedBy => string.Join(' ',
        new[] { Hint is null ? null : $"{Id}-hint", Error is null ? null : $"{Id}-error" }.Where(id => id is not null)) is { Length: > 0 } ids ? ids : null;
}

/// <summary>What a one-line box looks like.</summary>
/// <param name="Width">xs, sm, md or null for the full width.</param>
/// <param name="Unit">Written after the box: m², đ.</param>
/// <param name="Suggestions">Offered by the browser while typing.</param>
public sealed record BoxShape(string Type = "text", string? InputMode = null, string? Autocomplete = null, int? MaxLength = null, string? Width = null,
    string? Unit = null, IReadOnlyList<string>? Suggestions = null, string? SuggestionsId = null);

/// <summary>Một lựa chọn trên màn hình.</summary>
public sealed record ChoiceView(string Value, string Text, string? Hint = null);
