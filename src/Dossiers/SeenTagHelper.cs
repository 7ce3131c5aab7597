using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace MotCua.Dossiers;

/// <summary>
/// Every form of an official's page carries the version of the dossier that the page shows (<see cref="ActPageModel"/>), so
/// that nobody acts on what they have not seen: not twice by a second click, not on what a colleague has changed meanwhile.
/// </summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class SeenTagHelper : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (ViewContext.ViewData[Seen.StepField] is string step)
            output.PostContent.AppendHtml($"""<input type="hidden" name="{Seen.StepField}" value="{HtmlEncoder.Default.Encode(step)}">""");
        if (ViewContext.ViewData[Seen.Field] is int version)
            output.PostContent.AppendHtml(string.Create(CultureInfo.InvariantCulture, $"""<input type="hidden" name="{Seen.Field}" value="{version}">"""));
    }
}
