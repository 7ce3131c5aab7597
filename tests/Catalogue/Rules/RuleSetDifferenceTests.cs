using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using MotCua.Catalogue.Contracts;
using MotCua.Catalogue.Rules;
using Xunit;

namespace MotCua.Tests.Catalogue.Rules;

public sealed class RuleSetDifferenceTests
{
    private static readonly RuleSet Old = A.Generation();

    public static TheoryData<string, Func<RuleSet, RuleSet>> Changes => new()
    {
        { "Thời gian trả lời hồ sơ trực tuyến: từ 8 còn 6 giờ làm việc", r => r with { Answers = r.Answers with { ReplyHours = 6 } } },
        { "Nhắc đơn vị khi hồ sơ trực tuyến chưa được trả lời sau: từ 4 lên 4,5 giờ làm việc", r => r with { Answers = r.Answers with { AlarmHours = 4.5m } } },
        { "Số lần gia hạn: từ 1 lên 2 lần", r => r with { Extensions = r.Extensions with { Most = 2 } } },
        { "Giờ chốt trả trong ngày: từ 15:00 thành 16:00", r => r with { Counting = r.Counting with { SameDayCutOff = new(16, 0) } } },
        { "Nhận sau giờ này thì tính từ sáng ngày làm việc sau: từ giờ đóng cửa của bộ phận thành 16:30",
            r => r with { Counting = r.Counting with { ReceptionCutOff = new(16, 30) } } },
        { "Hạn rơi vào ngày nghỉ: từ chuyển sang ngày làm việc tiếp theo thành giữ nguyên ngày đó",
            r => r with { Counting = r.Counting with { RollForward = false } } },
        {
            "Sau khi người nộp bổ sung đủ: từ tính tiếp phần thời hạn còn lại thành tính lại toàn bộ thời hạn từ khi hồ sơ đủ",
            r => r with { Supplements = r.Supplements with { After = AfterSupplement.Restart } }
        },
        { "Người duyệt lần yêu cầu bổ sung thêm: từ Lãnh đạo thành Cán bộ kiểm soát thủ tục hành chính",
            r => r with { Supplements = r.Supplements with { FurtherApprover = "procedureOfficer" } } },
        {
            "Chờ thực hiện nghĩa vụ tài chính: từ luôn tạm dừng thành tạm dừng nếu thủ tục quy định",
            r => r with { Pauses = [.. r.Pauses.Select(p => p.Cause == PauseCause.Payment ? p with { When = PauseWhen.ProcedureSays } : p)] }
        },
        { "Thời hạn kết thúc khi hồ sơ: từ đã xử lý xong, có kết quả thành đã trả kết quả cho người nộp", r => r with { EndsAt = "returned" } },
        { "Thêm căn cứ: Nghị định 1/2027/NĐ-CP", r => r with { LegalBasis = [.. r.LegalBasis, "Nghị định 1/2027/NĐ-CP"] } },
        { "Bỏ mẫu 05: Thông báo dừng giải quyết hồ sơ", r => r with { Forms = [.. r.Forms.Where(f => f.Kind != PaperKind.Stop)] } },
        { "Phiếu kiểm soát: từ mẫu 06 thành mẫu 08",
            r => r with { Forms = [.. r.Forms.Select(f => f.Kind == PaperKind.ControlSheet ? f with { Number = "08" } : f)] } },
        { "Tên: từ “Một cửa theo Nghị định 118/2025/NĐ-CP, mẫu của Thông tư 03/2025/TT-VPCP” thành “Mới”", r => r with { Name = "Mới" } },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void One_change_is_one_sentence(string sentence, Func<RuleSet, RuleSet> change) =>
        Assert.Equal([sentence], RuleSetDifference.Sentences(Old, change(Old)));

    [Fact]
    public void The_same_rules_do_not_differ() => Assert.Empty(RuleSetDifference.Sentences(Old, A.Generation()));

    [Fact]
    public void The_change_of_forms_of_2025_is_told_form_by_form()
    {
        var said = RuleSetDifference.Sentences(A.Generation("nd118-2025-1"), Old);
        Assert.Contains("Bộ mẫu: từ 01/2018/TT-VPCP thành 03/2025/TT-VPCP", said);
        Assert.Contains("Thêm mẫu 05: Thông báo dừng giải quyết hồ sơ", said);
        Assert.Contains("Phiếu kiểm soát: từ mẫu 05 thành mẫu 06", said);
        Assert.Contains("Sổ theo dõi: từ mẫu 06 thành mẫu 07", said);
        Assert.Contains("Phiếu từ chối: tên từ “Phiếu từ chối giải quyết hồ sơ” thành “Phiếu từ chối tiếp nhận hồ sơ”", said);
        Assert.DoesNotContain(said, sentence => sentence.Contains("trả lời", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nd61-2018-1"), InlineData("nd118-2025-2")]
    public void What_the_form_shows_is_read_back_as_the_same_rules(string file)
    {
        var rules = A.Generation(file);
        var (read, problems) = RuleSetForm.Of(rules).Read(rules);
        Assert.Empty(problems);
        Assert.Equal(RuleSetRow.Write(rules), RuleSetRow.Write(read));
    }

    [Theory]
    [InlineData("counting.hoursPerDay", "tám"), InlineData("counting.sameDayCutOff", "25:00"), InlineData("counting.receptionCutOff", "chiều"),
        InlineData("counting.rollForward", "")]
    [InlineData("supplements.most", "1,5"), InlineData("answers.stillHours", "99999999999999999999"), InlineData("extensions.beforeDueOnly", "maybe")]
    public void What_cannot_be_read_is_said_beside_its_box_and_stays_typed(string box, string typed)
    {
        var fields = RuleSetFormTyped(box, typed);
        var (_, problems) = fields.Read(Old);
        Assert.Equal(box, Assert.Single(problems).Field);
        Assert.Equal(typed, fields[box]);
    }

    [Theory]
    [InlineData("answers.alarmHours", "4.5"), InlineData("answers.alarmHours", "4,5"), InlineData("counting.sameDayCutOff", "9h30"),
        InlineData("counting.sameDayCutOff", "09:30")]
    public void Numbers_and_hours_are_read_as_people_type_them(string box, string typed)
    {
        var (rules, problems) = RuleSetFormTyped(box, typed).Read(Old);
        Assert.Empty(problems);
        Assert.True(rules.Answers.AlarmHours == 4.5m || rules.Counting.SameDayCutOff == new TimeOnly(9, 30));
    }

    private static RuleSetForm RuleSetFormTyped(string box, string typed)
    {
        var shown = RuleSetForm.Of(Old);
        string[] boxes = ["name", "legalBasis", "formSet", "counting.hoursPerDay", "counting.sameDayCutOff", "counting.receptionCutOff", "counting.rollForward",
            "supplements.after",
            "supplements.most", "supplements.furtherApprover", "extensions.most", "extensions.approver", "extensions.beforeDueOnly", "answers.alarmHours",
            "answers.replyHours",
            "answers.stepSilencePercent", "answers.stillHours", "endsAt"];
        return RuleSetForm.Posted(new FormCollection(boxes.ToDictionary(name => name, name => new StringValues(name == box ? typed : shown[name]))));
    }
}
