using MotCua.Catalogue.Contracts;
using MotCua.Catalogue.Rules;
using Xunit;

namespace MotCua.Tests.Catalogue.Rules;

/// <summary>Each contradiction is found alone, beside its own field.</summary>
public sealed class RuleSetCheckTests
{
    private static readonly RuleSet Good = A.Generation();

    [Theory]
    [InlineData("nd61-2018-1"), InlineData("nd118-2025-1"), InlineData("nd118-2025-2")]
    public void The_generations_of_the_law_hold_together(string file) => Assert.Empty(RuleSetCheck.Problems(A.Generation(file)));

    public static TheoryData<string, string, Func<RuleSet, RuleSet>> Contradictions => new()
    {
        { "name", "Nhập tên", r => r with { Name = "" } },
        { "name", "Rút ngắn", r => r with { Name = new string('a', 301) } },
        { "legalBasis", "ít nhất một căn cứ", r => r with { LegalBasis = [] } },
        { "legalBasis", "Rút ngắn", r => r with { LegalBasis = [new string('a', 301)] } },
        { "to", "từ ngày bắt đầu", r => r with { ValidTo = r.ValidFrom.AddDays(-1) } },
        { "counting.hoursPerDay", "từ 1 đến 24", r => r with { Counting = r.Counting with { HoursPerDay = 0 } } },
        { "counting.hoursPerDay", "từ 1 đến 24", r => r with { Counting = r.Counting with { HoursPerDay = 25 } } },
        { "counting.sameDayCutOff", "không quá 17:00", r => r with { Counting = r.Counting with { SameDayCutOff = new(18, 0) } } },
        { "counting.sameDayCutOff", "sau 07:00", r => r with { Counting = r.Counting with { SameDayCutOff = new(7, 0) } } },
        { "counting.receptionCutOff", "không quá 17:00", r => r with { Counting = r.Counting with { ReceptionCutOff = new(17, 30) } } },
        { "counting.receptionCutOff", "15:00", r => r with { Counting = r.Counting with { ReceptionCutOff = new(14, 30) } } },
        { "supplements.most", "từ 0 đến 9", r => r with { Supplements = r.Supplements with { Most = 10 } } },
        { "supplements.furtherApprover", "Chọn người duyệt", r => r with { Supplements = r.Supplements with { FurtherApprover = "receivingOfficer" } } },
        { "supplements.after", "Chọn cách tính", r => r with { Supplements = r.Supplements with { After = (AfterSupplement)(-1) } } },
        {
            "supplements.after", "phải tạm dừng", r => r with
            {
                Supplements = r.Supplements with { After = AfterSupplement.Restart },
                    Pauses = [.. r.Pauses.Select(p => p.Cause == PauseCause.Supplement ? p with { When = PauseWhen.Never } : p)],
            }
        },
        { "extensions.most", "từ 0 đến 9", r => r with { Extensions = r.Extensions with { Most = -1 } } },
        { "extensions.approver", "Có gia hạn", r => r with { Extensions = r.Extensions with { Approver = "" } } },
        { "extensions.approver", "Không gia hạn", r => r with { Extensions = r.Extensions with { Most = 0 } } },
        { "answers.replyHours", "trên 0", r => r with { Answers = r.Answers with { ReplyHours = 241 } } },
        { "answers.alarmHours", "lớn hơn 0", r => r with { Answers = r.Answers with { AlarmHours = 0 } } },
        { "answers.alarmHours", "dưới 8 giờ", r => r with { Answers = r.Answers with { AlarmHours = 8 } } },
        { "answers.stepSilencePercent", "1 đến 100", r => r with { Answers = r.Answers with { StepSilencePercent = 101 } } },
        { "answers.stillHours", "2.000", r => r with { Answers = r.Answers with { StillHours = 2001 } } },
        { "pauses.verification.when", "Chọn có tạm dừng không", r => r with { Pauses = [.. r.Pauses.Where(p => p.Cause != PauseCause.Verification)] } },
        { "pauses.payment.when", "một lần", r => r with { Pauses = [.. r.Pauses, r.Pauses[1]] } },
        { "pauses.payment.basis", "Nhập căn cứ",
            r => r with { Pauses = [.. r.Pauses.Select(p => p.Cause == PauseCause.Payment ? p with { LegalBasis = "" } : p)] } },
        { "pauses", "queue", r => r with { Pauses = [.. r.Pauses, new PauseRule("queue", PauseWhen.Always, "x")] } },
        { "endsAt", "Chọn trạng thái", r => r with { EndsAt = "signed" } },
        { "formSet", "số của thông tư", r => r with { FormSet = "" } },
        { "forms.receipt.number", "Nhập số và tên mẫu", r => r with { Forms = [.. r.Forms.Where(f => f.Kind != PaperKind.Receipt)] } },
        { "forms.receipt.number", "Chỉ nêu một mẫu", r => r with { Forms = [.. r.Forms, r.Forms[0] with { Number = "09" }] } },
        { "forms.refusal.number", "đã dùng cho: Phiếu yêu cầu bổ sung",
            r => r with { Forms = [.. r.Forms.Select(f => f.Kind == PaperKind.Refusal ? f with { Number = "02" } : f)] } },
        { "forms.refusal.number", "Nhập số mẫu", r => r with { Forms = [.. r.Forms.Select(f => f.Kind == PaperKind.Refusal ? f with { Number = "" } : f)] } },
        { "forms.refusal.title", "Nhập tên mẫu", r => r with { Forms = [.. r.Forms.Select(f => f.Kind == PaperKind.Refusal ? f with { Title = "" } : f)] } },
        { "forms", "invitation", r => r with { Forms = [.. r.Forms, new RuleForm("invitation", "08", "Giấy mời", "")] } },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void A_contradiction_is_said_beside_its_field(string field, string words, Func<RuleSet, RuleSet> wrong)
    {
        var problem = Assert.Single(RuleSetCheck.Problems(wrong(Good)));
        Assert.Equal(field, problem.Field);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.InRange(problem.Message.Split(' ').Length, 2, 20);
    }

    [Fact]
    public void The_notice_of_stopping_may_be_missing_and_a_cut_off_equal_to_closing_time_is_fine()
    {
        Assert.Empty(RuleSetCheck.Problems(Good with { Forms = [.. Good.Forms.Where(form => form.Kind != PaperKind.Stop)] }));
        Assert.Empty(RuleSetCheck.Problems(Good with { Counting = Good.Counting with { ReceptionCutOff = new(17, 0) } }));
        Assert.Empty(RuleSetCheck.Problems(Good with { Supplements = Good.Supplements with { After = AfterSupplement.Restart } }));
        Assert.Empty(RuleSetCheck.Problems(Good with { Extensions = Good.Extensions with { Most = 0, Approver = "" } }));
    }
}
