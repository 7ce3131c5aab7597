using System.Globalization;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Past;

/// <summary>Which ended dossiers are asked for, as the address says it: a procedure and the days of their end, else the last year.</summary>
internal sealed record HappenedAsk(string Procedure, string FromText, string ToText, DateOnly From, DateOnly To, IReadOnlyList<FieldProblem> Problems)
{
    private static readonly DateOnly First = new(2018, 6, 21);

    public HappenedSpan Span => new(Procedure, VietnamTime.At(From, TimeOnly.MinValue), VietnamTime.At(To.AddDays(1), TimeOnly.MinValue));

    public string Query => $"thu-tuc={Uri.EscapeDataString(Procedure)}&tu={Uri.EscapeDataString(FromText)}&den={Uri.EscapeDataString(ToText)}";

    /// <param name="procedure">National code.</param>
    public static HappenedAsk Of(string procedure, string? from, string? to, DateOnly today)
    {
        var problems = new List<FieldProblem>();
        var (first, last) = (Day(from, "tu") ?? today.AddYears(-1), Day(to, "den") ?? today);
        if (problems.Count == 0 && last < first) problems.Add(new("den", "Đến ngày phải từ ngày đầu trở đi"));
        return new(procedure, Shown(from, first), Shown(to, last), first, last, problems);

        DateOnly? Day(string? text, string name)
        {
            if (string.IsNullOrWhiteSpace(text)) return null;
            if (!DateOnly.TryParseExact(text.Trim(), ["dd/MM/yyyy", "d/M/yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                problems.Add(new(name, "Nhập ngày có trong lịch, ví dụ 28/04/2026"));
            else if (day < First || day > today) problems.Add(new(name, $"Chọn ngày từ {Vi.Date(First)} đến hôm nay"));
            else return day;
            return null;
        }

        string Shown(string? typed, DateOnly day) => string.IsNullOrWhiteSpace(typed) ? Vi.Date(day) : typed;
    }
}
