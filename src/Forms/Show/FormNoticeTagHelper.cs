using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using MotCua.Forms.Contracts;

namespace MotCua.Forms.Show;

/// <summary>
/// Lưu ý: what to look at again and what an answer has brought up, first thing on a page without problems:
/// <c>&lt;form-notice readings="…" form="id of the form" /&gt;</c>. Takes the focus and the title as an error does, and refuses nothing: one button goes on.
/// </summary>
[HtmlTargetElement("form-notice", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormNoticeTagHelper : TagHelper
{
    public required IEnumerable<FormPageReading> Readings { get; set; }

    /// <summary>Id of the form whose values are confirmed.</summary>
    public required string Form { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        List<FormPageReading> readings = [.. Readings];
        List<FieldWarning> warnings = [.. readings.SelectMany(reading => reading.Warnings)];
        List<FormField> fresh = [.. readings.SelectMany(reading => reading.Fresh)];
        if (warnings.Count + fresh.Count == 0 || readings.Exists(reading => reading.Problems.Count > 0))
        {
            output.SuppressOutput();
            return;
        }
        View.ViewData["HasNotice"] = true;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error-summary error-summary--note");
        output.Attributes.SetAttribute("role", "region");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("aria-labelledby", "luu-y");
        var html = new HtmlContentBuilder().AppendFormat("<h2 id=\"luu-y\">{0}</h2><ul>",
            warnings.Count > 0 ? $"Lưu ý: xem lại {warnings.Count} mục" : $"Lưu ý: thêm {fresh.Count} câu hỏi theo câu trả lời vừa chọn");
        foreach (var warning in warnings) html.AppendFormat("<li><a href=\"#{0}\">{1}</a></li>", warning.Field, warning.Message);
        foreach (var field in fresh) html.AppendFormat("<li><a href=\"#{0}\">{1}</a></li>", AnswerPaths.ElementId(field.Name), field.Label);
        html.AppendHtml("</ul>");
        foreach (var warning in warnings)
            html.AppendFormat("<input type=\"hidden\" form=\"{0}\" name=\"shown.{1}\" value=\"{2}\">", Form, warning.ConfirmName, warning.ConfirmValue);
        if (fresh.Count == 0)
            html.AppendFormat("<p><button class=\"btn\" form=\"{0}\" name=\"confirm\" value=\"all\">Vẫn đúng, tiếp tục</button></p>", Form);
        output.Content.SetHtmlContent(html);
    }
}
