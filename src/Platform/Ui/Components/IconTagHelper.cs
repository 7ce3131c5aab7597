using Microsoft.AspNetCore.Razor.TagHelpers;

namespace MotCua.Platform.Ui.Components;

/// <summary>Biểu tượng: <c>&lt;icon name="clock" /&gt;</c>. Always decorative, always beside words.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    public required string Name { get; set; }

    public bool Large { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Svg(Name, Large));
    }

    internal static string Svg(string name, bool large = false) =>
        $"<svg class=\"icon{(large ? " icon--lg" : "")}\" aria-hidden=\"true\" focusable=\"false\"><use href=\"{Assets.Url("icons.svg")}#{name}\"/></svg>";
}

/// <summary>Vòm rễ đước: the one ornament, three quarter circles. Decorative.</summary>
[HtmlTargetElement("root-arc", TagStructure = TagStructure.WithoutEndTag)]
public sealed class RootArcTagHelper : TagHelper
{
    internal const string Svg = "<svg class=\"root-arc\" viewBox=\"0 0 32 32\" aria-hidden=\"true\" focusable=\"false\">"
        + "<path d=\"M30.5 6A24.5 24.5 0 0 0 6 30.5M30.5 14A16.5 16.5 0 0 0 14 30.5M30.5 22a8.5 8.5 0 0 0-8.5 8.5\"/></svg>";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Svg);
    }
}
