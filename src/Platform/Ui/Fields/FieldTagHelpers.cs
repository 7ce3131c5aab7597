using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using MotCua.Platform.Web;

namespace MotCua.Platform.Ui.Fields;

/// <summary>What every field tag takes: name, label, hint, optional, error (or the page's problems).</summary>
public abstract class FieldTagHelper : TagHelper
{
    public required string Name { get; set; }

    public required string Label { get; set; }

    public string? Hint { get; set; }

    public string? Error { get; set; }

    /// <summary>The problems of the page; the one with this field's name, id or pointer is shown.</summary>
    public IReadOnlyList<FieldProblem>? Problems { get; set; }

    public bool Optional { get; set; }

    public bool Large { get; set; }

    public string? Source { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Html(new FieldView(Name, Label)
        {
            Hint = Hint, Optional = Optional, Large = Large, Source = Source,
            Error = Error ?? Problems?.FirstOrDefault(problem => FieldView.ElementId(Name) is var id
                && (problem.Field == Name || problem.Field == id || "f" + problem.Field.Replace('/', '-') == id))?.Message,
        }));
    }

    protected abstract IHtmlContent Html(FieldView field);
}

/// <summary><c>&lt;mc-text name="phone" label="Số điện thoại" value="@…" inputmode="tel" autocomplete="tel" /&gt;</c></summary>
[HtmlTargetElement("mc-text", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TextTagHelper : FieldTagHelper
{
    public string? Value { get; set; }
    public string Type { get; set; } = "text";
    [HtmlAttributeName("inputmode")]
    public string? InputMode { get; set; }
    public string? Autocomplete { get; set; }
    [HtmlAttributeName("maxlength")]
    public int? MaxLength { get; set; }
    /// <summary>xs, sm or md.</summary>
    public string? Width { get; set; }
    public string? Unit { get; set; }

    protected override IHtmlContent Html(FieldView field) => FieldHtml.Text(field, Value, new BoxShape(Type, InputMode, Autocomplete, MaxLength, Width, Unit));
}

[HtmlTargetElement("mc-textarea", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TextAreaTagHelper : FieldTagHelper
{
    public string? Value { get; set; }
    [HtmlAttributeName("maxlength")]
    public int? MaxLength { get; set; }
    public int Rows { get; set; } = 5;

    protected override IHtmlContent Html(FieldView field) => FieldHtml.LongText(field, Value, MaxLength, Rows);
}

/// <summary>Posts name.day, name.month, name.year and, with <c>year-only-label</c>, name.yearOnly.</summary>
[HtmlTargetElement("mc-date3", TagStructure = TagStructure.WithoutEndTag)]
public sealed class Date3TagHelper : FieldTagHelper
{
    public string? Day { get; set; }
    public string? Month { get; set; }
    public string? Year { get; set; }
    public string? YearOnlyLabel { get; set; }
    public bool YearOnly { get; set; }
    public string? Autocomplete { get; set; }

    protected override IHtmlContent Html(FieldView field) => FieldHtml.Date3(field, Day, Month, Year, YearOnlyLabel, YearOnly, Autocomplete);
}

/// <summary>Radio buttons; check boxes with <c>several</c>. <c>options</c> are <see cref="ChoiceView"/>.</summary>
[HtmlTargetElement("mc-choice", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ChoiceTagHelper : FieldTagHelper
{
    public required IEnumerable<ChoiceView> Options { get; set; }
    public string? Value { get; set; }
    public IReadOnlyCollection<string>? Values { get; set; }
    public bool Several { get; set; }

    protected override IHtmlContent Html(FieldView field) => FieldHtml.Choices(field, Values ?? (Value is null ? [] : [Value]), Options, Several);
}

[HtmlTargetElement("mc-select", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SelectTagHelper : FieldTagHelper
{
    public required IEnumerable<ChoiceView> Options { get; set; }
    public string? Value { get; set; }
    public string? Empty { get; set; } = "Chọn…";

    protected override IHtmlContent Html(FieldView field) => FieldHtml.Select(field, Value, Options, Empty);
}

[HtmlTargetElement("mc-check", TagStructure = TagStructure.WithoutEndTag)]
public sealed class CheckTagHelper : FieldTagHelper
{
    public bool On { get; set; }
    public string Value { get; set; } = "true";

    protected override IHtmlContent Html(FieldView field) => FieldHtml.Check(field, On, Value);
}

[HtmlTargetElement("mc-file", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FileTagHelper : FieldTagHelper
{
    public string Accept { get; set; } = "application/pdf,image/jpeg,image/png";
    public bool Several { get; set; }
    public bool Capture { get; set; }

    protected override IHtmlContent Html(FieldView field) => FieldHtml.File(field, Accept, Several, Capture);
}
