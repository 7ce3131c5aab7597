using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Razor.TagHelpers;
using MotCua.Platform.Ui;

namespace MotCua.Organisation.Contracts;

/// <summary>
/// Lịch tính hạn: <c>&lt;due-days since="…" days="…" due="…" /&gt;</c>. A small calendar for the eye and the same days in
/// words for everybody: the day of receipt, each day counted or skipped with its reason, the due day.
/// </summary>
[HtmlTargetElement("due-days", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DueDaysTagHelper : TagHelper
{
    // A longer term is told in words only.
    private const int MostWeeks = 14;

    private static readonly string[] Weekdays = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];

    /// <summary>Ngày tiếp nhận, the first of the days.</summary>
    public required DateOnly Since { get; set; }

    /// <summary>What happened on that day.</summary>
    public string SinceWords { get; set; } = "ngày tiếp nhận";

    public required IReadOnlyList<CountedDay> Days { get; set; }

    public required DateOnly Due { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "due-days");
        var html = new StringBuilder();
        if (Days.Count > 0 && (Due.DayNumber - Monday(Since).DayNumber) / 7 < MostWeeks) Grid(html);
        Words(html);
        output.Content.SetHtmlContent(html.ToString());
    }

    private void Grid(StringBuilder html)
    {
        var known = Days.ToDictionary(day => day.Date);
        html.Append("<table class=\"calendar\" aria-hidden=\"true\"><thead><tr>");
        foreach (var name in Weekdays) html.Append("<th>").Append(name).Append("</th>");
        html.Append("</tr></thead><tbody>");
        for (var week = Monday(Since); week <= Due; week = week.AddDays(7))
        {
            html.Append("<tr>");
            for (var i = 0; i < 7; i++) Cell(html, week.AddDays(i), known);
            html.Append("</tr>");
        }
        html.Append("</tbody></table>");
    }

    private void Cell(StringBuilder html, DateOnly day, Dictionary<DateOnly, CountedDay> known)
    {
        var (look, note) = day == Due ? ("is-due", "hạn")
            : day == Since ? ("is-today", "nhận")
            : known.TryGetValue(day, out var one) ? (one.Counted ? "is-counted" : one.Paused ? "is-paused" : "is-skipped", "") : ("", "");
        html.Append(look.Length > 0 ? $"<td class=\"{look}\">" : "<td>")
            .Append(day.Day == 1 ? day.ToString("d/M", CultureInfo.InvariantCulture) : day.Day.ToString(CultureInfo.InvariantCulture));
        if (note.Length > 0) html.Append("<small>").Append(note).Append("</small>");
        html.Append("</td>");
    }

    private void Words(StringBuilder html)
    {
        html.Append("<ul class=\"day-list\">");
        var number = 0;
        foreach (var day in Days)
            Line(html, day.Date, day switch
            {
                { Counted: true, Spent: { } spent } => $"tính {spent.TotalHours.ToString("0.##", CultureInfo.GetCultureInfo("vi-VN"))} giờ làm việc",
                { Counted: true } => $"tính là ngày {++number}",
                { Reason: CountedDays.Received } => $"{SinceWords}, chưa tính",
                { Paused: true } => $"tạm dừng – {day.Reason}",
                _ => $"không tính – {day.Reason}",
            }, day.Counted ? "is-counted" : day.Paused ? "is-paused" : null);
        html.Append("</ul>");
    }

    private static void Line(StringBuilder html, DateOnly day, string words, string? look) =>
        html.Append(look is null ? "<li>" : $"<li class=\"{look}\">").Append(Vi.LongDate(day)).Append(": ").Append(WebUtility.HtmlEncode(words))
        .Append("</li>");

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
