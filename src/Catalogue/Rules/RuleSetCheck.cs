using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Rules;

/// <summary>
/// Kiểm tra một bộ quy định: what it lacks and where it contradicts itself. The field is the one of the edit form; the
/// sentence says how to mend it.
/// </summary>
internal static class RuleSetCheck
{
    public const int LongestLine = 300;

    /// <summary>Who may approve: not the roles that ask by themselves.</summary>
    /// <summary>Who approves must be one who reads dossiers and answers for them.</summary>
    public static readonly IReadOnlyList<string> Approvers = [Roles.Leader];

    public static readonly IReadOnlyList<string> Ends = ["done", "returned"];

    /// <param name="hours">Office hours that cut-offs must lie in; the usual ones when not given.</param>
    public static IReadOnlyList<FieldProblem> Problems(RuleSet rules, IReadOnlyList<HourSpan>? hours = null) =>
    [
        .. Heading(rules), .. Counting(rules.Counting, hours ?? OfficeHours.Usual), .. Supplements(rules), .. Extensions(rules.Extensions),
        .. Answers(rules.Answers), .. Pauses(rules.Pauses), .. Consultations(rules.Consultations), .. End(rules), .. Forms(rules),
    ];

    private static IEnumerable<FieldProblem> Heading(RuleSet rules)
    {
        if (rules.Name.Length == 0) yield return new("name", "Nhập tên bộ quy định");
        if (rules.Name.Length > LongestLine) yield return new("name", $"Rút ngắn tên còn {LongestLine} ký tự");
        if (rules.LegalBasis.Count == 0) yield return new("legalBasis", "Nhập ít nhất một căn cứ, ví dụ số và ngày của nghị định");
        if (rules.LegalBasis.Any(line => line.Length > LongestLine)) yield return new("legalBasis", $"Rút ngắn mỗi căn cứ còn {LongestLine} ký tự");
        if (rules.ValidTo < rules.ValidFrom) yield return new("to", "Ngày kết thúc phải từ ngày bắt đầu trở đi");
    }

    private static IEnumerable<FieldProblem> Counting(CountingRules counting, IReadOnlyList<HourSpan> hours)
    {
        var (opens, closes) = (hours.Min(span => span.Opens), hours.Max(span => span.Closes));
        if (counting.HoursPerDay is < 1 or > 24) yield return new("counting.hoursPerDay", "Nhập số giờ một ngày từ 1 đến 24");
        if (counting.SameDayCutOff <= opens || counting.SameDayCutOff > closes)
            yield return new("counting.sameDayCutOff", $"Nhập giờ chốt sau {Vi.Time(opens)} và không quá {Vi.Time(closes)}");
        if (!Enum.IsDefined(counting.PauseRounding)) yield return new("counting.pauseRounding", "Chọn cách cộng thời gian tạm dừng thành ngày");
        if (counting.ReceptionMinutes is { } step && (step is < 1 or > 60 || 60 % step != 0))
            yield return new("counting.receptionMinutes", "Nhập số phút chia hết một giờ, ví dụ 1, 5 hoặc 15");
        if (counting.ReceptionCutOff is not { } late) yield break;
        if (late <= opens || late > closes) yield return new("counting.receptionCutOff", $"Nhập giờ chốt sau {Vi.Time(opens)} và không quá {Vi.Time(closes)}");
        else if (late < counting.SameDayCutOff)
            yield return new("counting.receptionCutOff", $"Giờ này phải từ giờ chốt trả trong ngày, {Vi.Time(counting.SameDayCutOff)}, trở đi");
    }

    private static IEnumerable<FieldProblem> Supplements(RuleSet rules)
    {
        if (rules.Supplements.Most is < 0 or > 9) yield return new("supplements.most", "Nhập số lần từ 0 đến 9");
        if (!Approvers.Contains(rules.Supplements.FurtherApprover))
            yield return new("supplements.furtherApprover", "Chọn người duyệt lần yêu cầu bổ sung thêm");
        if (!Enum.IsDefined(rules.Supplements.After)) yield return new("supplements.after", "Chọn cách tính sau khi bổ sung");
        // A clock that never stopped has nothing to begin anew.
        else if (rules.Supplements.After == AfterSupplement.Restart
            && rules.Pauses.Any(pause => pause is { Cause: PauseCause.Supplement, When: PauseWhen.Never }))
            yield return new("supplements.after", "Tính lại từ đầu thì phải tạm dừng khi chờ bổ sung. Chọn lại một trong hai");
    }

    private static IEnumerable<FieldProblem> Extensions(ExtensionRules extensions)
    {
        if (extensions.Most is < 0 or > 9) yield return new("extensions.most", "Nhập số lần từ 0 đến 9");
        if (extensions.Most > 0 && !Approvers.Contains(extensions.Approver))
            yield return new("extensions.approver", "Có gia hạn thì chọn người ký xin lỗi và gia hạn");
        if (extensions.Most == 0 && extensions.Approver.Length > 0) yield return new("extensions.approver", "Không gia hạn thì bỏ chọn người ký");
    }

    private static IEnumerable<FieldProblem> Answers(AnswerRules answers)
    {
        if (answers.ReplyHours is <= 0 or > 240) yield return new("answers.replyHours", "Nhập thời gian trả lời trên 0 và không quá 240 giờ");
        if (answers.AlarmHours <= 0) yield return new("answers.alarmHours", "Nhập số giờ lớn hơn 0");
        else if (answers.AlarmHours >= answers.ReplyHours)
            yield return new("answers.alarmHours", $"Giờ nhắc phải trước hạn trả lời. Nhập dưới {Vi.Number(answers.ReplyHours)} giờ");
        if (answers.StepSilencePercent is < 1 or > 100) yield return new("answers.stepSilencePercent", "Nhập phần trăm từ 1 đến 100");
        if (answers.StillHours is < 1 or > 2000) yield return new("answers.stillHours", "Nhập số giờ từ 1 đến 2.000");
    }

    private static IEnumerable<FieldProblem> Pauses(IReadOnlyList<PauseRule> pauses)
    {
        foreach (var cause in PauseCause.All)
        {
            var found = pauses.Where(pause => pause.Cause == cause).ToList();
            var field = $"pauses.{cause}.when";
            if (found.Count == 0 || !Enum.IsDefined(found[0].When)) yield return new(field, $"Chọn có tạm dừng không: {PauseCause.Words(cause)}");
            else if (found.Count > 1) yield return new(field, $"Chỉ nêu một lần: {PauseCause.Words(cause)}");
            // Only the law stops the clock: a pause without its article is no rule.
            else if (found[0].When != PauseWhen.Never && found[0].LegalBasis.Length == 0)
                yield return new($"pauses.{cause}.basis", $"Nhập căn cứ tạm dừng: {PauseCause.Words(cause)}");
            else if (found[0].LegalBasis.Length > LongestLine) yield return new($"pauses.{cause}.basis", $"Rút ngắn căn cứ còn {LongestLine} ký tự");
        }
        foreach (var odd in pauses.Where(pause => !PauseCause.All.Contains(pause.Cause)))
            yield return new("pauses", $"Bỏ lý do tạm dừng không có trong danh sách: {odd.Cause}");
    }

    private static IEnumerable<FieldProblem> Consultations(ConsultationRules? rules)
    {
        if (rules is null) yield break;
        if (rules.UsualDays is <= 0 or > 60) yield return new("consultations.usualDays", "Nhập số ngày làm việc trên 0 và không quá 60");
        if (rules.MostDays is <= 0 or > 60) yield return new("consultations.mostDays", "Nhập số ngày làm việc trên 0 và không quá 60");
        else if (rules.MostDays < rules.UsualDays) yield return new("consultations.mostDays",
            $"Số ngày nhiều nhất phải từ {Vi.Number(rules.UsualDays)} trở lên");
        if (rules.LegalBasis.Length == 0) yield return new("consultations.basis", "Nhập căn cứ của thời gian lấy ý kiến");
        else if (rules.LegalBasis.Length > LongestLine) yield return new("consultations.basis", $"Rút ngắn căn cứ còn {LongestLine} ký tự");
    }

    private static IEnumerable<FieldProblem> End(RuleSet rules)
    {
        if (!Ends.Contains(rules.EndsAt)) yield return new("endsAt", "Chọn trạng thái kết thúc thời hạn");
    }

    private static IEnumerable<FieldProblem> Forms(RuleSet rules)
    {
        if (rules.FormSet.Length is 0 or > 60) yield return new("formSet", "Nhập số của thông tư ban hành mẫu, ví dụ 03/2025/TT-VPCP");
        foreach (var kind in PaperKind.All)
        {
            var found = rules.Forms.Where(form => form.Kind == kind).ToList();
            var (field, words) = ($"forms.{kind}", RuleSetWords.KindWords(kind));
            // The circular of 2018 has no notice of stopping.
            if (found.Count == 0 && kind != PaperKind.Stop) yield return new($"{field}.number", $"Nhập số và tên mẫu: {words}");
            if (found.Count > 1) yield return new($"{field}.number", $"Chỉ nêu một mẫu: {words}");
            if (found.Count != 1) continue;
            var form = found[0];
            if (form.Number.Length is 0 or > 10) yield return new($"{field}.number", $"Nhập số mẫu, tối đa 10 ký tự: {words}");
            else if (rules.Forms.TakeWhile(one => one != form).FirstOrDefault(one => one.Kind != kind && one.Number == form.Number) is { } same)
                yield return new($"{field}.number", $"Số mẫu {form.Number} đã dùng cho: {RuleSetWords.KindWords(same.Kind)}");
            if (form.Title.Length is 0 or > LongestLine) yield return new($"{field}.title", $"Nhập tên mẫu: {words}");
            if (form.LegalBasis.Length > LongestLine) yield return new($"{field}.basis", $"Rút ngắn căn cứ còn {LongestLine} ký tự");
        }
        foreach (var odd in rules.Forms.Where(form => !PaperKind.All.Contains(form.Kind)))
            yield return new("forms", $"Bỏ loại mẫu không có trong danh sách: {odd.Kind}");
    }
}
