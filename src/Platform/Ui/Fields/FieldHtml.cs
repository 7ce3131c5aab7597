using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace MotCua.Platform.Ui.Fields;

/// <summary>
/// Ô nhập: the one place that writes a field. Label, hint, error between hint and box, box; ids <c>f-name</c>; described by hint
/// and error; optional fields are marked in words. Works without script.
/// </summary>
public static class FieldHtml
{
    public static IHtmlContent Text(FieldView field, string? value, BoxShape? shape = null) => Single(field, Box(field, value, shape ?? new BoxShape()));

    public static IHtmlContent LongText(FieldView field, string? value, int? maxLength = null, int rows = 5)
    {
        var area = Control(field, "textarea", "textarea");
        area.Attributes["rows"] = rows.ToString(CultureInfo.InvariantCulture);
        if (maxLength is { } most) area.Attributes["data-count"] = most.ToString(CultureInfo.InvariantCulture);
        // A browser drops the first line break of a textarea.
        area.InnerHtml.Append("\n" + value);
        return Single(field, area);
    }

    /// <param name="empty">Text of the first, empty option; null for none.</param>
    public static IHtmlContent Select(FieldView field, string? value, IEnumerable<ChoiceView> options, string? empty = "Chọn…")
    {
        var select = Control(field, "select", "select");
        if (empty is not null) select.InnerHtml.AppendHtml(Option(new ChoiceView("", empty), false));
        foreach (var option in options) select.InnerHtml.AppendHtml(Option(option, option.Value == value));
        return Single(field, select);
    }

    /// <summary>Radio buttons, or check boxes when several may be chosen.</summary>
    public static IHtmlContent Choices(FieldView field, IReadOnlyCollection<string> chosen, IEnumerable<ChoiceView> options, bool several = false)
    {
        var list = Tag("div", "choices");
        var index = 0;
        foreach (var option in options)
        {
            var id = $"{field.Id}-{index++}";
            var input = Input(several ? "checkbox" : "radio", id, field.Name, option.Value);
            if (chosen.Contains(option.Value)) input.Attributes["checked"] = "checked";
            if (field.Error is not null && several) input.Attributes["aria-invalid"] = "true";
            var label = Tag("label", null, option.Text);
            label.Attributes["for"] = id;
            if (option.Hint is not null) label.InnerHtml.AppendHtml(Tag("span", "choice__hint", option.Hint));
            list.InnerHtml.AppendHtml(Tag("div", "choice", input, label));
        }
        return Group(field, list);
    }

    /// <summary>One check box with its words.</summary>
    public static IHtmlContent Check(FieldView field, bool on, string value = "true")
    {
        var input = Input("checkbox", field.Id, field.Name, value);
        if (on) input.Attributes["checked"] = "checked";
        Describe(input, field);
        var label = Tag("label", null, field.Label);
        label.Attributes["for"] = field.Id;
        var holder = Tag("div", field.Error is null ? "field" : "field field--error");
        holder.InnerHtml.AppendHtml(HintAndError(field)).AppendHtml(Tag("div", "check", input, label));
        return holder;
    }

    /// <summary>Ngày, Tháng, Năm. The first box also takes a whole date that is pasted.</summary>
    /// <param name="yearOnly">Label of the check box for papers that give only the year; null for none.</param>
    public static IHtmlContent Date3(FieldView field, string? day, string? month, string? year, string? yearOnly = null, bool yearOnlyOn = false,
        string? autocomplete = null)
    {
        var boxes = Tag("div", "date3");
        foreach (var (part, label, value) in new[] { ("day", "Ngày", day), ("month", "Tháng", month), ("year", "Năm", year) })
        {
            var name = $"{field.Name}.{part}";
            var input = Input("text", FieldView.ElementId(name), name, value ?? "");
            input.AddCssClass("input");
            input.Attributes["inputmode"] = "numeric";
            if (autocomplete is not null) input.Attributes["autocomplete"] = $"{autocomplete}-{part}";
            if (field.Error is not null) input.Attributes["aria-invalid"] = "true";
            var words = Tag("label", null, label);
            words.Attributes["for"] = FieldView.ElementId(name);
            boxes.InnerHtml.AppendHtml(Tag("div", null, words, input));
        }
        var content = new HtmlContentBuilder().AppendHtml(boxes);
        if (yearOnly is not null)
        {
            var name = $"{field.Name}.yearOnly";
            var check = Input("checkbox", FieldView.ElementId(name), name, "true");
            if (yearOnlyOn) check.Attributes["checked"] = "checked";
            var words = Tag("label", null, yearOnly);
            words.Attributes["for"] = FieldView.ElementId(name);
            content.AppendHtml(Tag("div", "check", check, words));
        }
        return Group(field, content);
    }

    /// <param name="capture">Offers the camera of a phone first.</param>
    public static IHtmlContent File(FieldView field, string accept, bool several = false, bool capture = false)
    {
        var input = Input("file", field.Id, field.Name, null);
        input.Attributes["accept"] = accept;
        if (several) input.Attributes["multiple"] = "multiple";
        if (capture) input.Attributes["capture"] = "environment";
        Describe(input, field);
        return Single(field, Tag("div", "upload", input));
    }

    /// <summary>Several boxes under one question.</summary>
    public static IHtmlContent Group(FieldView field, IHtmlContent content)
    {
        var set = Tag("fieldset", field.Error is null ? "field" : "field field--error");
        set.Attributes["id"] = field.Id;
        if (field.DescribedBy is { } ids) set.Attributes["aria-describedby"] = ids;
        set.InnerHtml.AppendHtml(Words(field, Tag("legend", LabelClass(field)))).AppendHtml(HintAndError(field)).AppendHtml(content).AppendHtml(Source(field));
        return set;
    }

    private static TagBuilder Single(FieldView field, IHtmlContent control)
    {
        var label = Words(field, Tag("label", LabelClass(field)));
        label.Attributes["for"] = field.Id;
        var holder = Tag("div", field.Error is null ? "field" : "field field--error");
        holder.InnerHtml.AppendHtml(label).AppendHtml(HintAndError(field)).AppendHtml(control).AppendHtml(Source(field));
        return holder;
    }

    private static IHtmlContent Box(FieldView field, string? value, BoxShape shape)
    {
        var input = Control(field, "input", shape.Width is null ? "input" : $"input input--{shape.Width}");
        input.TagRenderMode = TagRenderMode.SelfClosing;
        input.Attributes["type"] = shape.Type;
        input.Attributes["value"] = value ?? "";
        Put(input, "inputmode", shape.InputMode);
        Put(input, "autocomplete", shape.Autocomplete);
        Put(input, "maxlength", shape.MaxLength?.ToString(CultureInfo.InvariantCulture));
        var content = new HtmlContentBuilder();
        if (shape.Unit is null) content.AppendHtml(input);
        else content.AppendHtml(Tag("div", "input-group", input, Tag("span", null, shape.Unit)));
        if (shape.SuggestionsId is null) return content;
        input.Attributes["list"] = shape.SuggestionsId;
        if (shape.Suggestions is null) return content;
        var list = Tag("datalist", null);
        list.Attributes["id"] = shape.SuggestionsId;
        foreach (var suggestion in shape.Suggestions)
        {
            var option = Tag("option", null);
            option.Attributes["value"] = suggestion;
            list.InnerHtml.AppendHtml(option);
        }
        return content.AppendHtml(list);
    }

    private static TagBuilder Control(FieldView field, string tag, string css)
    {
        var control = Tag(tag, css);
        control.Attributes["id"] = field.Id;
        control.Attributes["name"] = field.Name;
        Describe(control, field);
        return control;
    }

    private static void Describe(TagBuilder control, FieldView field)
    {
        Put(control, "aria-describedby", field.DescribedBy);
        if (field.Error is not null) control.Attributes["aria-invalid"] = "true";
    }

    private static TagBuilder Input(string type, string id, string name, string? value)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.Attributes["type"] = type;
        input.Attributes["id"] = id;
        input.Attributes["name"] = name;
        Put(input, "value", value);
        return input;
    }

    private static TagBuilder Option(ChoiceView choice, bool chosen)
    {
        var option = Tag("option", null, choice.Text);
        option.Attributes["value"] = choice.Value;
        if (chosen) option.Attributes["selected"] = "selected";
        return option;
    }

    private static TagBuilder Words(FieldView field, TagBuilder label)
    {
        label.InnerHtml.Append(field.Label);
        if (field.Optional) label.InnerHtml.Append(" ").AppendHtml(Tag("span", "field__optional", "(không bắt buộc)"));
        return label;
    }

    private static string LabelClass(FieldView field) => field.Large ? "field__label field__label--lg" : "field__label";

    private static HtmlContentBuilder HintAndError(FieldView field)
    {
        var content = new HtmlContentBuilder();
        if (field.Hint is not null) content.AppendHtml(WithId(Tag("span", "field__hint", field.Hint), $"{field.Id}-hint"));
        if (field.Error is not null) content.AppendHtml(WithId(Tag("p", "field__error", field.Error), $"{field.Id}-error"));
        return content;
    }

    private static IHtmlContent Source(FieldView field) => field.Source is null ? HtmlString.Empty : Tag("span", "field__source", field.Source);

    private static TagBuilder WithId(TagBuilder tag, string id)
    {
        tag.Attributes["id"] = id;
        return tag;
    }

    private static void Put(TagBuilder tag, string name, string? value)
    {
        if (value is not null) tag.Attributes[name] = value;
    }

    private static TagBuilder Tag(string name, string? css, params IHtmlContent[] content)
    {
        var tag = new TagBuilder(name);
        if (css is not null) tag.Attributes["class"] = css;
        foreach (var part in content) tag.InnerHtml.AppendHtml(part);
        return tag;
    }

    private static TagBuilder Tag(string name, string? css, string text)
    {
        var tag = Tag(name, css);
        tag.InnerHtml.Append(text);
        return tag;
    }
}
