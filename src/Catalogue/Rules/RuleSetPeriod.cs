using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Rules;

/// <summary>Thời gian áp dụng of an approved rule set.</summary>
/// <param name="Label">As people call it: "ND118-2025 bản 2".</param>
/// <param name="To">Inclusive; null = open.</param>
internal sealed record RuleSetPeriod(Guid Id, string Label, DateOnly From, DateOnly? To)
{
    /// <summary>
    /// Where a new period fits: it begins inside one that it closes on the day before, meets no later one and leaves no day
    /// without rules.
    /// </summary>
    public static (RuleSetPeriod? Closes, FieldProblem? Problem) Fit(DateOnly from, DateOnly? to, DateOnly today, IReadOnlyCollection<RuleSetPeriod> approved)
    {
        if (from <= today) return No("from", $"Chọn ngày bắt đầu sau hôm nay, {Vi.Date(today)}");
        if (to < from) return No("to", "Ngày kết thúc phải từ ngày bắt đầu trở đi");
        if (approved.FirstOrDefault(period => period.From == from) is { } same)
            return No("from", $"{same.Label} đã duyệt cũng bắt đầu ngày này. Chọn ngày khác hoặc rút bộ đó");
        var next = approved.Where(period => period.From > from).MinBy(period => period.From);
        var closes = approved.SingleOrDefault(period => period.From < from && (period.To is null || period.To >= from));
        var after = approved.Where(period => period.From < from).Max(period => period.To)?.AddDays(1);
        if (closes is null && after > today && after < from)
            return No("from", $"Từ {Vi.Date(after.Value)} chưa có quy định. Chọn ngày bắt đầu {Vi.Date(after.Value)}");
        if (next is null) return to is null ? (closes, null) : No("to", $"Sau {Vi.Date(to.Value)} không có quy định nào. Bỏ trống ngày kết thúc");
        var end = next.From.AddDays(-1);
        if (to is null || to > end) return No("to", $"Trùng với {next.Label} từ {Vi.Date(next.From)}. Nhập ngày kết thúc {Vi.Date(end)}");
        return to == end ? (closes, null) : No("to", $"Sau {Vi.Date(to.Value)} còn trống. Nhập ngày kết thúc {Vi.Date(end)}");
    }

    public static string Words(DateOnly? from, DateOnly? to) => (from, to) switch
    {
        (null, _) => "chưa hẹn ngày",
        ({ } first, null) => $"từ {Vi.Date(first)}",
        ({ } first, { } last) => $"từ {Vi.Date(first)} đến {Vi.Date(last)}",
    };

    private static (RuleSetPeriod?, FieldProblem) No(string field, string sentence) => (null, new FieldProblem(field, sentence));
}
