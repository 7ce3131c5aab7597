using System.Globalization;
using Microsoft.AspNetCore.Http;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Calendar;

/// <summary>Giờ làm việc mới của một bộ phận, read from the form.</summary>
/// <param name="Saturday">Empty: closed on Saturdays.</param>
internal sealed record NewHours(string Office, DateOnly From, IReadOnlyList<HourSpan> Working, IReadOnlyList<HourSpan> Saturday, bool SaturdayCounts,
    string? Basis, string Reason);

/// <summary>The form of an office's hours: what stands in its boxes, exactly as typed, and how it is read.</summary>
internal sealed class HoursForm
{
    public const string Closed = "closed";
    public const string Open = "open";
    public const string Counts = "counts";
    private const int LongestBasis = 300;

    public static readonly IReadOnlyList<ChoiceView> Saturdays =
    [
        new(Closed, "Nghỉ Thứ Bảy"),
        new(Open, "Mở để tiếp nhận", "Thứ Bảy không tính vào thời hạn giải quyết."),
        new(Counts, "Làm việc, tính vào thời hạn", "Chỉ khi tỉnh đã quyết định; ghi văn bản ở ô căn cứ."),
    ];

    private static readonly string[] TimeForms = ["H:mm", "HH:mm"];

    private readonly Dictionary<string, string> values;

    private HoursForm(Dictionary<string, string> values) => this.values = values;

    public string this[string name] => values.GetValueOrDefault(name, "");

    public static HoursForm Posted(IFormCollection form) => new(form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal));

    public static HoursForm Empty() => new(new(StringComparer.Ordinal)
    {
        ["morning.opens"] = Vi.Time(OfficeHours.Usual[0].Opens), ["morning.closes"] = Vi.Time(OfficeHours.Usual[0].Closes),
        ["afternoon.opens"] = Vi.Time(OfficeHours.Usual[1].Opens), ["afternoon.closes"] = Vi.Time(OfficeHours.Usual[1].Closes), ["saturday"] = Closed,
    });

    public (NewHours? Hours, IReadOnlyList<FieldProblem> Problems) Read(string office, DateOnly today)
    {
        var problems = new List<FieldProblem>();
        if (!DateBoxes.Read(this["from.day"], this["from.month"], this["from.year"], out var from))
            problems.Add(new("from", "Nhập ngày, tháng, năm có trong lịch, ví dụ 01/07/2026"));
        else if (from < today) problems.Add(new("from",
            $"Giờ làm việc chỉ đổi từ hôm nay, {Vi.Date(today)}, trở đi. Hạn của những ngày đã qua không tính lại bằng giờ mới"));
        var working = Spans("morning", "afternoon", problems);
        var saturday = this["saturday"];
        if (saturday is not (Closed or Open or Counts)) problems.Add(new("saturday", "Chọn một trong ba"));
        var spans = saturday is Open or Counts ? Spans("saturdayMorning", "saturdayAfternoon", problems) : [];
        var basis = VietnameseText.Clean(this["basis"]);
        if (saturday == Counts && basis.Length == 0) problems.Add(new("basis",
            "Nhập văn bản của tỉnh cho tính Thứ Bảy vào thời hạn, ví dụ Quyết định 12/QĐ-UBND"));
        else if (basis.Length > LongestBasis) problems.Add(new("basis", $"Rút ngắn căn cứ còn {LongestBasis} ký tự, hiện có {basis.Length}"));
        var (reason, problem) = CalendarDesk.Reason(this["reason"], "reason", "Nhập lý do đổi giờ, ví dụ: Giờ mùa hè theo Công văn 15");
        if (problem is not null) problems.Add(problem);
        return problems.Count > 0 ? (null, problems) : (new NewHours(office, from, working, spans, saturday == Counts, basis.Length > 0 ? basis : null,
            reason), []);
    }

    /// <summary>One or two spans of a day; a half day is the other one left empty.</summary>
    private List<HourSpan> Spans(string first, string second, List<FieldProblem> problems)
    {
        var known = problems.Count;
        var spans = new[] { Span(first, problems), Span(second, problems) }.OfType<HourSpan>().ToList();
        if (problems.Count > known) return [];
        if (spans.Count == 0) problems.Add(new($"{first}.opens", "Nhập giờ mở cửa và giờ đóng cửa của ít nhất một buổi, ví dụ 07:00 và 11:00"));
        if (spans is [var morning, var afternoon] && afternoon.Opens < morning.Closes)
            problems.Add(new($"{second}.opens", $"Buổi sau mở cửa trước khi buổi trước đóng lúc {Vi.Time(morning.Closes)}. Sửa một trong hai giờ"));
        return spans;
    }

    private HourSpan? Span(string name, List<FieldProblem> problems)
    {
        var (opens, closes) = (this[$"{name}.opens"].Trim(), this[$"{name}.closes"].Trim());
        if (opens.Length + closes.Length == 0) return null;
        if (Time($"{name}.opens", opens, problems) is not { } from || Time($"{name}.closes", closes, problems) is not { } to) return null;
        if (from < to) return new HourSpan(from, to);
        problems.Add(new($"{name}.closes", $"Giờ đóng cửa phải sau giờ mở cửa {Vi.Time(from)}"));
        return null;
    }

    private static TimeOnly? Time(string field, string typed, List<FieldProblem> problems)
    {
        if (TimeOnly.TryParseExact(typed.Replace('h', ':').Replace('g', ':'), TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        problems.Add(new(field, "Nhập giờ và phút, ví dụ 07:30"));
        return null;
    }
}
