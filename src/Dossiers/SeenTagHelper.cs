using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;

namespace MotCua.Dossiers;

/// <summary>
/// Every form of an act carries the version of the dossier that its page shows, so that nobody acts on what they have not
/// seen: not twice by a second click, not on what a colleague has changed meanwhile.
/// </summary>
[HtmlTargetElement("form", Attributes = "asp-page-handler")]
public sealed class SeenTagHelper : TagHelper
{
    internal const string Field = "seen";

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (ViewContext.HttpContext.RequestServices.GetRequiredService<DossierDesk>().Shown is { } version)
            output.PostContent.AppendHtml($"""<input type="hidden" name="{Field}" value="{version}">""");
    }
}
