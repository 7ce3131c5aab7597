using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Ui;

namespace MotCua.Catalogue.Rules;

/// <summary>One rule in words.</summary>
/// <param name="Key">Name of the field that sets it.</param>
/// <param name="Amount">When the rule is a number: <paramref name="Text"/> is then the number with its unit.</param>
internal sealed record RuleLine(string Section, string Key, string Label, string Text, decimal? Amount = null, string? Unit = null, string? Basis = null);

/// <summary>All rules of a rule set in plain Vietnamese.</summary>
internal static class RuleSetWords
{
    public const string Counting = "Cách đếm thời hạn";
    public const string Supplements = "Bổ sung hồ sơ";
    public const string Extensions = "Xin lỗi và gia hạn";
    public const string Answers = "Trả lời và nhắc việc";
    public const string Pauses = "Tạm dừng thời hạn";
    public const string Consultations = "Lấy ý kiến cơ quan khác";
    public const string End = "Kết thúc thời hạn";
    public const string Forms = "Mẫu giấy tờ";

    public static IReadOnlyList<RuleLine> Lines(RuleSet rules) =>
    [
        Number(Counting, "counting.hoursPerDay", "Một ngày làm việc", rules.Counting.HoursPerDay, "giờ"),
        new(Counting, "counting.sameDayCutOff", "Giờ chốt trả trong ngày", Vi.Time(rules.Counting.SameDayCutOff)),
        new(Counting, "counting.receptionCutOff", "Nhận sau giờ này thì tính từ sáng ngày làm việc sau",
            rules.Counting.ReceptionCutOff is { } late ? Vi.Time(late) : "giờ đóng cửa của bộ phận"),
        new(Counting, "counting.rollForward", "Hạn rơi vào ngày nghỉ",
            rules.Counting.RollForward ? "chuyển sang ngày làm việc tiếp theo" : "giữ nguyên ngày đó"),
        new(Counting, "counting.pauseRounding", "Cộng thời gian tạm dừng thành ngày", RoundingWords(rules.Counting.PauseRounding)),
        Number(Counting, "counting.receptionMinutes", "Giờ tiếp nhận làm tròn xuống mỗi", rules.Counting.ReceptionMinutes ?? 1, "phút"),
        new(Supplements, "supplements.after", "Sau khi người nộp bổ sung đủ", AfterWords(rules.Supplements.After)),
        Number(Supplements, "supplements.most", "Số lần cán bộ tự yêu cầu bổ sung", rules.Supplements.Most, "lần"),
        new(Supplements, "supplements.furtherApprover", "Người duyệt lần yêu cầu bổ sung thêm", RoleWords(rules.Supplements.FurtherApprover)),
        Number(Extensions, "extensions.most", "Số lần gia hạn", rules.Extensions.Most, "lần"),
        new(Extensions, "extensions.approver", "Người ký xin lỗi và gia hạn",
            rules.Extensions.Approver.Length == 0 ? "không có" : RoleWords(rules.Extensions.Approver)),
        new(Extensions, "extensions.beforeDueOnly", "Lúc xin lỗi và gia hạn", rules.Extensions.BeforeDueOnly ? "chỉ trước giờ hẹn trả" : "cả sau giờ hẹn trả"),
        Number(Answers, "answers.alarmHours", "Nhắc đơn vị khi hồ sơ trực tuyến chưa được trả lời sau", rules.Answers.AlarmHours, "giờ làm việc"),
        Number(Answers, "answers.replyHours", "Thời gian trả lời hồ sơ trực tuyến", rules.Answers.ReplyHours, "giờ làm việc"),
        Number(Answers, "answers.stepSilencePercent", "Nhắc khi một bước chưa có thao tác sau", rules.Answers.StepSilencePercent, "% thời gian của bước"),
        Number(Answers, "answers.stillHours", "Nhắc khi hồ sơ không chuyển động sau", rules.Answers.StillHours, "giờ làm việc"),
        .. rules.Pauses.Select(pause => new RuleLine(Pauses, $"pauses.{pause.Cause}.when", CauseWords(pause.Cause), WhenWords(pause.When),
            Basis: pause.LegalBasis)),
        .. Consulting(rules.Consultations),
        new(End, "endsAt", "Thời hạn kết thúc khi hồ sơ", EndWords(rules.EndsAt)),
        new(Forms, "formSet", "Bộ mẫu", rules.FormSet),
        .. rules.Forms.Select(form => new RuleLine(Forms, $"forms.{form.Kind}.number", KindWords(form.Kind), $"mẫu {form.Number}, {form.Title}",
            Basis: form.LegalBasis)),
    ];

    public static string AfterWords(AfterSupplement after) =>
        after == AfterSupplement.Resume ? "tính tiếp phần thời hạn còn lại" : "tính lại toàn bộ thời hạn từ khi hồ sơ đủ";

    public static string RoundingWords(PauseRounding rounding) => rounding switch
    {
        PauseRounding.Up => "làm tròn lên một lần",
        PauseRounding.Nearest => "làm tròn đến ngày gần nhất",
        PauseRounding.Down => "bỏ phần lẻ của ngày",
        _ => "chưa chọn",
    };

    public static string WhenWords(PauseWhen when) => when switch
    {
        PauseWhen.Always => "luôn tạm dừng",
        PauseWhen.ProcedureSays => "tạm dừng nếu thủ tục quy định",
        PauseWhen.Decision => "tạm dừng khi lãnh đạo quyết định",
        _ => "không tạm dừng",
    };

    public static string EndWords(string status) => status switch
    {
        "done" => "đã xử lý xong, có kết quả",
        "returned" => "đã trả kết quả cho người nộp",
        _ => status,
    };

    public static string RoleWords(string role) => Roles.Names.GetValueOrDefault(role, role);

    public static string CauseWords(string cause) => PauseCause.All.Contains(cause) ? PauseCause.Words(cause) : cause;

    /// <summary>The kind of paper, whatever a circular calls it.</summary>
    public static string KindWords(string kind) => kind switch
    {
        PaperKind.Receipt => "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        PaperKind.Supplement => "Phiếu yêu cầu bổ sung",
        PaperKind.Refusal => "Phiếu từ chối",
        PaperKind.Apology => "Xin lỗi, hẹn lại",
        PaperKind.Stop => "Thông báo dừng giải quyết",
        PaperKind.ControlSheet => "Phiếu kiểm soát",
        PaperKind.Register => "Sổ theo dõi",
        _ => kind,
    };

    private static IEnumerable<RuleLine> Consulting(ConsultationRules? rules) => rules is null ? [] :
    [
        Number(Consultations, "consultations.usualDays", "Thời gian lấy ý kiến thông thường", rules.UsualDays,
            "ngày làm việc") with { Basis = rules.LegalBasis },
        Number(Consultations, "consultations.mostDays", "Thời gian lấy ý kiến nhiều nhất", rules.MostDays, "ngày làm việc"),
    ];

    private static RuleLine Number(string section, string key, string label, decimal amount, string unit) =>
        new(section, key, label, $"{Vi.Number(amount)} {unit}", amount, unit);
}
