using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using MotCua.Forms.Contracts;
using MotCua.Platform.Ui.Fields;

namespace MotCua.Forms.Show;

/// <summary>A page's fields as HTML.</summary>
/// <param name="confirms">Each hint has a box of its own; else <see cref="FormNoticeTagHelper"/> has one button for all.</param>
internal sealed class FormPageHtml(FormPage page, JsonObject answers, FormPageReading? reading, Places places, IReadOnlyDictionary<string, string>? sources,
    bool confirms)
{
    private readonly RawValues raw = reading?.Raw ?? RawAnswers.Of(page, answers);
    private readonly HtmlContentBuilder html = new();
    private string? communeList;

    public IHtmlContent Write()
    {
        // Enter presses the first submit button of a form; that must not be the one that takes a row away.
        if (page.Fields.Any(field => field.Type == FieldType.Group))
            html.AppendHtml("<button type=\"submit\" class=\"visually-hidden\" tabindex=\"-1\" aria-hidden=\"true\">Tiếp tục</button>");
        html.AppendFormat("<input type=\"hidden\" name=\"{0}\" value=\"{1}\">", FormReader.AskedPage, page.Key);
        var said = reading is null ? answers : FormAnswers.Merge(answers, page, reading.Answers);
        foreach (var field in page.Fields)
        {
            if (field.ShowWhen is not { } condition) Field(field, field.Name);
            else if (page.Decides(field)) Dependent(field, condition, said);
            else if (condition.Holds(answers)) Because(field);
        }
        return html;
    }

    /// <summary>
    /// Asked when another answer of this page says so: the script shows it with that answer, without script the page comes again with it. A fieldset that is
    /// disabled sends nothing, with or without script, and keeps what stands in it.
    /// </summary>
    private void Dependent(FormField field, Condition condition, JsonObject said)
    {
        html.AppendFormat("<fieldset data-when=\"{0}\" data-name=\"{1}\"", condition.On(page, answers).ToJsonString(FormDefinition.Json), field.Label)
            .AppendHtml(condition.Holds(said) ? ">" : " hidden disabled>");
        html.AppendFormat("<input type=\"hidden\" name=\"{0}\" value=\"{1}\">", FormReader.Asked, field.Name);
        Because(field);
        html.AppendHtml("</fieldset>");
    }

    private void Because(FormField field)
    {
        html.AppendHtml("<div class=\"field-group\">");
        if (field.Because is not null) html.AppendFormat("<p class=\"field__hint\">{0}</p>", field.Because);
        Field(field, field.Name);
        html.AppendHtml("</div>");
    }

    private void Field(FormField field, string path)
    {
        if (field.Type == FieldType.Group) Rows(field);
        else html.AppendHtml(Box(field, path));
        foreach (var warning in reading?.Warnings.Where(warning => warning.Field == AnswerPaths.ElementId(path)) ?? []) Confirm(warning);
        foreach (var name in raw.Names.Where(name => name.StartsWith($"confirm.{path}.", StringComparison.Ordinal)
            && reading?.Warnings.All(w => w.ConfirmName != name) != false))
            html.AppendFormat("<input type=\"hidden\" name=\"{0}\" value=\"{1}\">", name, raw[name]);
    }

    private IHtmlContent Box(FormField field, string path)
    {
        var view = new FieldView(path, field.Label)
        {
            Hint = field.Hint, Optional = field.Optional, Error = Error(path), Large = page.Fields.Count == 1,
            Source = sources?.GetValueOrDefault(path),
        };
        ChoiceView[] options = [.. field.Options.Select(option => new ChoiceView(option.Value, option.Text, option.Hint))];
        return field.Type switch
        {
            FieldType.LongText => FieldHtml.LongText(view, raw[path], field.Limit),
            FieldType.Choice when options.Length > 7 => FieldHtml.Select(view, raw[path], options),
            FieldType.Choice => FieldHtml.Choices(view, raw.All(path).ToArray(), options),
            FieldType.MultiChoice => FieldHtml.Choices(view, raw.All(path).ToArray(), options, several: true),
            FieldType.YesNo => FieldHtml.Choices(view, raw.All(path).ToArray(), [new("true", "Có"), new("false", "Không")]),
            FieldType.Date => FieldHtml.Date3(view, raw[$"{path}.day"], raw[$"{path}.month"], raw[$"{path}.year"], autocomplete: field.Autocomplete),
            FieldType.PartialDate => FieldHtml.Date3(view, raw[$"{path}.day"], raw[$"{path}.month"], raw[$"{path}.year"],
                "Giấy tờ chỉ ghi năm sinh", raw[$"{path}.yearOnly"].Length > 0, field.Autocomplete),
            FieldType.Address => FieldHtml.Group(view, Address(path)),
            _ => FieldHtml.Text(view, Shown(field, path), Shape(field)),
        };
    }

    /// <summary>Accepted values are shown tidied up; anything else exactly as typed.</summary>
    private string Shown(FormField field, string path)
    {
        if (Error(path) is not null) return raw[path];
        var value = reading is null ? answers.At(path) : reading.Answers.At(path);
        return field.Type is FieldType.Phone or FieldType.PersonalId or FieldType.TaxCode && FormSummary.Display(field, value) is { Length: > 0 } tidy
            ? tidy.Replace('\u00a0', ' ')
            : raw[path];
    }

    private HtmlContentBuilder Address(string path)
    {
        var content = new HtmlContentBuilder();
        var province = raw[$"{path}.province"] is { Length: > 0 } given ? given : places.HomeProvince;
        content.AppendHtml(FieldHtml.Select(new FieldView($"{path}.province", "Tỉnh") { Error = Error($"{path}.province") }, province,
            places.Provinces.Select(place => new ChoiceView(place.Code, place.Name)), empty: null));
        // Long, so written once; several of these pages may stand in one form.
        IReadOnlyList<string>? suggestions = communeList is null ? [.. places.Communes.Select(place => place.Name)] : null;
        communeList ??= $"{FieldView.ElementId(path)}-xa-phuong";
        content.AppendHtml(FieldHtml.Text(new FieldView($"{path}.commune", "Xã, phường"), raw[$"{path}.commune"],
            new BoxShape(Autocomplete: "off", SuggestionsId: communeList, Suggestions: suggestions)));
        content.AppendHtml(FieldHtml.Text(new FieldView($"{path}.detail", "Địa chỉ chi tiết") { Error = Error($"{path}.detail") }, raw[$"{path}.detail"]));
        return content;
    }

    private void Rows(FormField group)
    {
        var count = GroupRows.Count(group, raw);
        html.AppendFormat("<div id=\"{0}\"><input type=\"hidden\" name=\"{1}.rows\" value=\"{2}\">", AnswerPaths.ElementId(group.Name), group.Name, count);
        if (Error(group.Name) is { } error) html.AppendFormat("<p class=\"field__error\">{0}</p>", error);
        for (var i = 0; i < count; i++)
        {
            html.AppendFormat("<fieldset class=\"field-group\"><legend class=\"field__label\">{0} {1}</legend>", group.RowTitle!,
                (i + 1).ToString(CultureInfo.InvariantCulture));
            foreach (var field in group.Fields) Field(field, $"{group.Name}[{i}].{field.Name}");
            if (count > Math.Max(group.MinRows ?? 0, group.Optional ? 0 : 1))
                html.AppendHtml(Button("remove", $"{group.Name}[{i}]", $"Xóa {group.RowTitle!.ToLower(CultureInfo.GetCultureInfo("vi-VN"))} {i + 1}"));
            html.AppendHtml("</fieldset>");
        }
        if (count < group.RowLimit) html.AppendHtml(Button("add", group.Name, group.AddText!));
        html.AppendHtml("</div>");
    }

    private void Confirm(FieldWarning warning)
    {
        html.AppendHtml("<div class=\"field-group\">").AppendFormat("<p id=\"{0}-warning\">{1}</p>", warning.Field, warning.Message);
        if (confirms) html.AppendHtml(FieldHtml.Check(new FieldView(warning.ConfirmName, "Vẫn đúng"), false, warning.ConfirmValue));
        html.AppendHtml("</div>");
    }

    private string? Error(string path) => reading?.Problems.FirstOrDefault(problem => problem.Field == AnswerPaths.ElementId(path))?.Message;

    private static TagBuilder Button(string name, string value, string text)
    {
        var button = new TagBuilder("button");
        button.Attributes["type"] = "submit";
        button.Attributes["class"] = "btn btn--secondary";
        button.Attributes["name"] = name;
        button.Attributes["value"] = value;
        button.InnerHtml.Append(text);
        return button;
    }

    private static BoxShape Shape(FormField field) => field.Type switch
    {
        FieldType.PersonalId or FieldType.OldIdentityNumber or FieldType.TaxCode =>
            new BoxShape(InputMode: "numeric", Autocomplete: field.Autocomplete ?? "off", Width: "md"),
        FieldType.Phone => new BoxShape("tel", "tel", field.Autocomplete ?? "tel", Width: "md"),
        FieldType.Email => new BoxShape("text", "email", field.Autocomplete ?? "email"),
        FieldType.Money => new BoxShape(InputMode: "numeric", Width: "md", Unit: "đ"),
        FieldType.Number => new BoxShape(InputMode: field.Whole ? "numeric" : "decimal", Width: "sm", Unit: field.Unit),
        FieldType.Time => new BoxShape(InputMode: "numeric", Width: "sm"),
        _ => new BoxShape(Autocomplete: field.Autocomplete),
    };
}
