using Microsoft.AspNetCore.Http;
using MotCua.Platform.Loading;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Calendar;

/// <summary>The form of a year's notice: what stands in its boxes, exactly as typed, and how it is read.</summary>
internal sealed class NoticeForm
{
    public const int MostBytes = 200_000;
    private const int LongestNumber = 120;

    public static readonly IReadOnlyList<ChoiceView> States =
    [
        new(YearState.Official, "Chính thức", "Đã có văn bản thông báo. Hạn tính theo lịch này là hạn chắc chắn."),
        new(YearState.Provisional, "Tạm tính", "Chưa có thông báo. Hạn chạm năm này ghi là ngày dự kiến."),
    ];

    /// <summary>The boxes, in the order of the page; a preview carries them on unseen.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["status", "number", "dated.day", "dated.month", "dated.year", NoticeLines.Field, "reason", "pastReason"];

    private readonly Dictionary<string, string> values;

    private NoticeForm(Dictionary<string, string> values) => this.values = values;

    public string this[string name] => values.GetValueOrDefault(name, "");

    public static NoticeForm Of(string state, IEnumerable<CalendarDay> days) => new(new(StringComparer.Ordinal)
    {
        ["status"] = state == YearState.Unknown ? YearState.Official : state, [NoticeLines.Field] = NoticeLines.Write(days),
    });

    /// <summary>What was posted; a file takes the place of the lines, so that its own line numbers are the ones that are named.</summary>
    public static async Task<(NoticeForm Form, FieldProblem? Problem)> Posted(IFormCollection form)
    {
        var values = Names.ToDictionary(name => name, name => form[name].ToString(), StringComparer.Ordinal);
        var problem = form.Files["file"] is { Length: > 0 } file ? await Take(file, values) : null;
        return (new NoticeForm(values), problem);
    }

    /// <param name="past">Days that have passed and would count otherwise, in words; asked once the lines are read.</param>
    public (Notice? Notice, IReadOnlyList<FieldProblem> Problems) Read(int year, DateOnly today, Func<IReadOnlyList<CalendarDay>, IReadOnlyList<string>> past)
    {
        var problems = new List<FieldProblem>();
        if (this["status"] is not (YearState.Official or YearState.Provisional)) problems.Add(new("status", "Chọn chính thức hoặc tạm tính"));
        var number = VietnameseText.Clean(this["number"]);
        if (number.Length is 0 or > LongestNumber) problems.Add(new("number",
            $"Nhập tên và số văn bản, tối đa {LongestNumber} ký tự, ví dụ Công văn 9859/VPCP-KGVX"));
        var dated = Dated(today, problems);
        var (days, wrong) = NoticeLines.Read(this[NoticeLines.Field], year);
        problems.AddRange(wrong);
        var reason = Reason("reason", "Nhập lý do, ví dụ: Nhập thông báo nghỉ lễ của năm", problems);
        var pastReason = "";
        if (wrong.Count == 0 && past(days) is { Count: > 0 } bent)
            pastReason = Reason("pastReason", $"Danh sách đổi ngày đã qua: {bent[0]}{(bent.Count > 1 ? $" và {bent.Count - 1} ngày khác" : "")}. Ghi lý do "
                + $"đổi ngày đã qua, hoặc để các ngày đó như cũ", problems);
        return problems.Count > 0 ? (null, problems) : (new Notice(year, this["status"] == YearState.Official, number, dated!.Value, reason, pastReason,
            days), []);
    }

    private string Reason(string name, string empty, List<FieldProblem> problems)
    {
        var (text, problem) = CalendarDesk.Reason(this[name], name, empty);
        if (problem is not null) problems.Add(problem);
        return text;
    }

    private DateOnly? Dated(DateOnly today, List<FieldProblem> problems)
    {
        if (!DateBoxes.Read(this["dated.day"], this["dated.month"], this["dated.year"], out var dated))
            problems.Add(new("dated", "Nhập ngày, tháng, năm của văn bản có trong lịch, ví dụ 13/10/2026"));
        else if (dated > today) problems.Add(new("dated", $"Ngày văn bản {Vi.Date(dated)} ở sau hôm nay. Kiểm tra lại ngày ký"));
        else return dated;
        return null;
    }

    private static async Task<FieldProblem?> Take(IFormFile file, Dictionary<string, string> values)
    {
        if (file.Length > MostBytes) return new("file", $"Tệp nặng {Vi.FileSize(file.Length)}. Lịch một năm chỉ vài chục dòng; tách riêng năm này rồi tải lại");
        using var copy = new MemoryStream();
        await using (var content = file.OpenReadStream()) await content.CopyToAsync(copy);
        try { values[NoticeLines.Field] = TypedText.Gate(SheetText.Read(copy.ToArray(), "file")); }
        catch (Refused refused) { return new("file", refused.Message); }
        return TypedText.IsBroken(values[NoticeLines.Field]) ? new("file", TypedText.BrokenWords) : null;
    }
}
