using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Past;

/// <summary>From which day to which day dossiers ended, as an officer types it.</summary>
internal static class PastDays
{
    /// <summary>Nghị định 61/2018/NĐ-CP, Điều 41: the one-stop shop and its register begin with it.</summary>
    public static readonly DateOnly First = new(2018, 6, 21);

    /// <param name="problems">What cannot be read, beside its box.</param>
    /// <returns>null: left empty, or a problem.</returns>
    public static DateOnly? Read(string? text, string name, DateOnly today, List<FieldProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (!TypedDay.Read(text, out var day)) problems.Add(new(name, TypedDay.Wrong));
        else if (day < First || day > today) problems.Add(new(name, $"Chọn ngày từ {Vi.Date(First)} đến hôm nay"));
        else return day;
        return null;
    }

    /// <summary>In order; said at the last day.</summary>
    public static void InOrder(DateOnly? from, DateOnly? to, List<FieldProblem> problems)
    {
        if (to < from) problems.Add(new("den", "Đến ngày phải từ ngày đầu trở đi"));
    }

    /// <summary>The first moment of a day.</summary>
    public static DateTimeOffset Begins(DateOnly day) => VietnamTime.At(day, TimeOnly.MinValue);
}
