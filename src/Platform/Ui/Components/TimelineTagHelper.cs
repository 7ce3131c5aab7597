using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace MotCua.Platform.Ui.Components;

/// <summary>Done: behind us. Now: who holds it. Turn: the applicant must act. Next: still to come. Stopped: ended without a result.</summary>
public enum TimelineState { Done, Now, Turn, Next, Stopped }

/// <summary>Một bước của diễn tiến: what happened or will happen.</summary>
/// <param name="Meta">Who and when, already in words ("Một cửa Đất Mũi · 09:41, 28/04/2026").</param>
/// <param name="Detail">A longer sentence, for example the officer's reason.</param>
public sealed record TimelineItem(TimelineState State, string Title, string? Meta = null, string? Detail = null, string? Icon = null);

/// <summary>
/// Diễn tiến hồ sơ: <c>&lt;timeline items="…" /&gt;</c>, one glance tells where, who, until when. Of a very long one the beginning
/// and the end are seen and the middle is folded.
/// </summary>
[HtmlTargetElement("timeline", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimelineTagHelper : TagHelper
{
    private const int Whole = 60;
    private const int Beginning = 3;
    private const int End = 40;

    public required IReadOnlyList<TimelineItem> Items { get; set; }

    public string Label { get; set; } = "Diễn tiến hồ sơ";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ol";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "timeline");
        output.Attributes.SetAttribute("aria-label", Label);
        var folded = Items.Count > Whole ? Items.Count - Beginning - End : 0;
        foreach (var item in folded > 0 ? Items.Take(Beginning) : Items) output.Content.AppendHtml(Row(item));
        if (folded == 0) return;
        output.Content.AppendHtml(Fold(Items.Skip(Beginning).Take(folded), folded));
        foreach (var item in Items.Skip(Beginning + folded)) output.Content.AppendHtml(Row(item));
    }

    private static TagBuilder Fold(IEnumerable<TimelineItem> items, int count)
    {
        var (row, details, list) = (new TagBuilder("li"), new TagBuilder("details"), new TagBuilder("ol"));
        list.AddCssClass("timeline");
        foreach (var item in items) list.InnerHtml.AppendHtml(Row(item));
        details.InnerHtml.AppendHtml($"<summary>{Vi.Number(count)} diễn tiến ở giữa</summary>").AppendHtml(list);
        row.AddCssClass("is-done");
        row.InnerHtml.AppendHtml($"<span class=\"timeline__dot\">{IconTagHelper.Svg("list")}</span>").AppendHtml(details);
        return row;
    }

    private static TagBuilder Row(TimelineItem item)
    {
        var row = new TagBuilder("li");
        row.AddCssClass("is-" + item.State.ToString().ToLowerInvariant());
        if (item.State is TimelineState.Now or TimelineState.Turn) row.Attributes["aria-current"] = "step";
        row.InnerHtml.AppendHtml($"<span class=\"timeline__dot\">{IconTagHelper.Svg(item.Icon ?? IconOf(item.State))}</span>");
        row.InnerHtml.AppendHtml(Text("span", "timeline__title", item.Title));
        if (item.Meta is not null) row.InnerHtml.AppendHtml(Text("span", "timeline__meta", item.Meta));
        if (item.Detail is not null) row.InnerHtml.AppendHtml(Text("p", "timeline__detail", item.Detail));
        return row;
    }

    private static string IconOf(TimelineState state) => state switch
    {
        TimelineState.Done => "check",
        TimelineState.Now => "gear",
        TimelineState.Turn => "document-alert",
        TimelineState.Stopped => "x-document",
        _ => "clock",
    };

    private static TagBuilder Text(string tag, string style, string text)
    {
        var element = new TagBuilder(tag);
        element.AddCssClass(style);
        element.InnerHtml.Append(text);
        return element;
    }
}
