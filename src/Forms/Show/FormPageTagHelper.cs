using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Razor.TagHelpers;
using MotCua.Forms.Contracts;

namespace MotCua.Forms.Show;

/// <summary>
/// The fields of a page, inside the caller's own form element:
/// <c>&lt;form-page page="Model.FormPage" answers="Model.Answers" reading="Model.Reading" places="Model.Context.Places" sources="Model.Sources" /&gt;</c>.
/// With a reading it shows what was typed, its problems and warnings; else the answers.
/// </summary>
[HtmlTargetElement("form-page", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormPageTagHelper : TagHelper
{
    public required FormPage Page { get; set; }

    public required JsonObject Answers { get; set; }

    public FormPageReading? Reading { get; set; }

    public required Places Places { get; set; }

    /// <summary>Where prefilled values came from, by field name.</summary>
    public IReadOnlyDictionary<string, string>? Sources { get; set; }

    /// <summary>false: the page has a <c>form-notice</c>, whose button goes past all hints at once.</summary>
    public bool Confirms { get; set; } = true;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(new FormPageHtml(Page, Answers, Reading, Places, Sources, Confirms).Write());
    }
}
