using Microsoft.AspNetCore.Razor.TagHelpers;

namespace MotCua.Platform.Ui.Components;

/// <summary>Filled kinds (Turn, Ready, Overdue) mean that somebody must act now; the others only tell.</summary>
public enum ChipKind { Plain, Neutral, Info, Progress, Turn, Ready, Paused, Soon, Overdue, Done, Late, Refused }

/// <summary>Trạng thái hồ sơ: how each status word is dressed, on every screen alike.</summary>
/// <param name="Code">Stable code, camel case; rooms give theirs by this name.</param>
public sealed record StatusWord(string Code, string Text, ChipKind Kind, string Icon)
{
    public static readonly IReadOnlyList<StatusWord> All =
    [
        new("draft", "Bản nháp", ChipKind.Neutral, "pencil"),
        new("submitted", "Đã nộp, chờ tiếp nhận", ChipKind.Info, "send"),
        new("processing", "Đang giải quyết", ChipKind.Progress, "gear"),
        new("supplement", "Cần ông/bà bổ sung", ChipKind.Turn, "document-alert"),
        new("payment", "Chờ ông/bà nộp tiền", ChipKind.Turn, "wallet"),
        new("paused", "Tạm dừng tính giờ", ChipKind.Paused, "pause"),
        new("done", "Có kết quả, mời nhận", ChipKind.Ready, "seal-check"),
        new("returned", "Đã trả kết quả", ChipKind.Done, "check"),
        new("notReceived", "Không giải quyết được", ChipKind.Refused, "x-document"),
        new("refused", "Không giải quyết được", ChipKind.Refused, "x-document"),
        new("stopped", "Không giải quyết được", ChipKind.Refused, "x-document"),
        new("withdrawn", "Đã rút hồ sơ", ChipKind.Neutral, "undo"),
    ];

    /// <param name="status">Code in any case  or the Vietnamese words themselves.</param>
    public static StatusWord Of(string status) =>
        All.FirstOrDefault(word => word.Code.Equals(status, StringComparison.OrdinalIgnoreCase) || word.Text == status)
        ?? throw new ArgumentException($"\"{status}\" is not a status word.", nameof(status));
}

/// <summary><c>&lt;status-chip status="done" /&gt;</c>: icon and words of the one list.</summary>
[HtmlTargetElement("status-chip", TagStructure = TagStructure.WithoutEndTag)]
public sealed class StatusChipTagHelper : TagHelper
{
    public required string Status { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var word = StatusWord.Of(Status);
        ChipMarkup.Write(output, word.Kind, word.Text, word.Icon);
    }
}

/// <summary><c>&lt;time-chip kind="Soon" text="…" /&gt;</c>: the words come from the clock; this only dresses them.</summary>
[HtmlTargetElement("time-chip", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeChipTagHelper : TagHelper
{
    /// <summary>Name of a <see cref="ChipKind"/> in any case.</summary>
    public string Kind { get; set; } = nameof(ChipKind.Plain);

    public required string Text { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var kind = ChipMarkup.Parse(Kind);
        ChipMarkup.Write(output, kind, Text, kind switch
        {
            ChipKind.Overdue => "alarm",
            ChipKind.Paused => "pause",
            ChipKind.Done => "check",
            ChipKind.Plain => null,
            // What ended late is no success: neither green nor ticked.
            _ => "clock",
        });
    }
}

/// <summary><c>&lt;chip kind="Info" icon="vault"&gt;Từ kho giấy tờ&lt;/chip&gt;</c>: any other tag.</summary>
[HtmlTargetElement("chip")]
public sealed class ChipTagHelper : TagHelper
{
    /// <summary>Name of a <see cref="ChipKind"/> in any case.</summary>
    public string Kind { get; set; } = nameof(ChipKind.Neutral);

    public string? Icon { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.Attributes.SetAttribute("class", ChipMarkup.Class(ChipMarkup.Parse(Kind)));
        if (Icon is not null) output.PreContent.SetHtmlContent(IconTagHelper.Svg(Icon));
    }
}

internal static class ChipMarkup
{
    public static ChipKind Parse(string kind) => Enum.Parse<ChipKind>(kind, ignoreCase: true);

    public static string Class(ChipKind kind) => $"chip chip--{kind.ToString().ToLowerInvariant()}";

    public static void Write(TagHelperOutput output, ChipKind kind, string text, string? icon)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Class(kind));
        if (icon is not null) output.Content.AppendHtml(IconTagHelper.Svg(icon));
        output.Content.Append(text);
    }
}
