using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Platform.Ui.Components;

/// <summary>
/// "Cần kiểm tra lại N mục": <c>&lt;error-summary problems="Model.Problems" /&gt;</c>, first thing on the page. Links in page
/// order; the script moves focus here; also makes the page title begin with "Lỗi: ". Nothing is written without problems.
/// </summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper : TagHelper
{
    public required IReadOnlyList<FieldProblem> Problems { get; set; }

    /// <summary>The problems name posted fields, whose elements are <c>f-name</c>, not elements.</summary>
    public bool ByName { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Problems.Count == 0)
        {
            output.SuppressOutput();
            return;
        }
        View.ViewData["HasErrors"] = true;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("aria-labelledby", "can-kiem-tra");
        output.Content.AppendHtml($"<h2 id=\"can-kiem-tra\">Cần kiểm tra lại {Problems.Count} mục</h2><ul>");
        foreach (var problem in Problems)
        {
            var item = new TagBuilder("li");
            if (problem.Field.Length == 0)
            {
                item.InnerHtml.Append(problem.Message);
            }
            else
            {
                var link = new TagBuilder("a");
                link.Attributes["href"] = "#" + (ByName ? FieldView.ElementId(problem.Field)
                    : TagBuilder.CreateSanitizedId(problem.Field.TrimStart('/').Replace('/', '-'), "-"));
                link.InnerHtml.Append(problem.Message);
                item.InnerHtml.AppendHtml(link);
            }
            output.Content.AppendHtml(item);
        }
        output.Content.AppendHtml("</ul>");
    }
}
