using MotCua.Messages;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Lifecycle;

/// <summary>A date that moves and an outcome are told to the applicant, on whichever channel there is.</summary>
public sealed class ToldTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task An_answered_supplement_says_the_new_date_and_the_one_before()
    {
        var code = await Received.New(house);
        await Received.Act(await house.SignedIn("tam"), code, "supplement",
            new { items = new[] { new { paperKey = "giay-chung-sinh" } }, reason = "Ảnh mờ", right = await Applicant.Papers(house, code) }).Ok();
        await house.At("2026-05-05T10:00:00+07:00", () => Received.Answer(house, code));
        var due = await Received.Due(house, code);
        Assert.NotEqual("2026-04-29 17:00", due);
        var day = $"17:00, {due[8..10]}/{due[5..7]}/2026";
        Assert.Contains($"hẹn trả {day}, trước là 17:00, 29/04/2026.", await Text(code, "dossier.supplemented", "inApp"), StringComparison.Ordinal);
        Assert.Contains($"Da nhan bo sung, ho so {await Short(code)} hen tra {day}, truoc la 17:00, 29/04/2026. Hoi 1022",
            await Text(code, "dossier.supplemented", "sms"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_supplement_says_that_it_is_the_second_and_why_but_not_by_sms()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        await Received.Act(leader, code, "supplement",
            new { items = new[] { new { paperKey = "giay-chung-sinh" } }, reason = "Ảnh mờ", right = await Applicant.Papers(house, code) }).Ok();
        await Received.Answer(house, code);
        await Received.Act(leader, code, "supplement",
            new { items = new[] { new { paperKey = "giay-chung-sinh" } }, reason = "Vẫn mờ góc trái", right = await Applicant.Papers(house, code) }).Ok();
        Assert.Equal(2L, await Received.Messages(house, code, "dossier.supplement"));
        var text = await Text(code, "dossier.supplement-again", "inApp");
        Assert.Contains("cần bổ sung lần 2", text, StringComparison.Ordinal);
        Assert.Contains("Lý do: Vẫn mờ góc trái", text, StringComparison.Ordinal);
        var sms = await Text(code, "dossier.supplement-again", "sms");
        Assert.Contains("can bo sung lan 2", sms, StringComparison.Ordinal);
        Assert.DoesNotContain("mo goc trai", sms, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrected_clock_says_from_when_to_when_and_why()
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        await Received.Act(leader, code, "apology", new { reason = "Thiếu người", newDue = "2026-05-05" }).Ok();
        await Received.Act(leader, code, "apology/sign").Ok();
        Assert.Contains("hen tra lai 17:00, 05/05/2026, truoc la 17:00, 29/04/2026. Hoi 1022", await Text(code, "dossier.apology", "sms"),
            StringComparison.Ordinal);
        await Received.Act(leader, code, "clock/correct", new { entry = 2, reason = "Ký nhầm hồ sơ" }).Ok();
        var text = await Text(code, "dossier.clock-corrected", "inApp");
        Assert.Contains("hẹn trả 17:00, 29/04/2026, trước là 17:00, 05/05/2026. Lý do: Ký nhầm hồ sơ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ky nham", await Text(code, "dossier.clock-corrected", "sms"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_after_reception_does_not_say_that_it_was_not_received()
    {
        var code = await Received.New(house);
        await Received.Act(await house.SignedIn("tam"), code, "refuse", new { reason = "Không đủ điều kiện", reasonCode = "other" }).Ok();
        Assert.Equal(0L, await Received.Messages(house, code, "dossier.refused"));
        Assert.Contains("không giải quyết được. Lý do: Không đủ điều kiện", await Text(code, "dossier.refused-received", "inApp"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_returned_result_is_told_so_that_nobody_takes_it_unseen()
    {
        var code = await Received.New(house);
        await house.Execute("update dossiers.dossier set status = 'done', finished_at = received_at where code = $1", code);
        await Received.Act(await house.SignedIn("diem"), code, "return",
            new { method = "counter", receiver = "Lâm Kim Ngân", paperShown = "Giấy ủy quyền số 13" }).Ok();
        Assert.Contains("đã được trả tại quầy, người nhận Lâm Kim Ngân.", await Text(code, "dossier.returned", "inApp"), StringComparison.Ordinal);
        Assert.EndsWith("da duoc tra. Neu khong phai ong/ba nhan, goi 1022", await Text(code, "dossier.returned", "sms"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_left_only_an_email_hears_everything_that_is_told()
    {
        var without = await house.Scalar<string[]>("""
            select coalesce(array_agg(distinct event), array[]::text[]) from messages.template s where event like 'dossier.%' and channel = 'sms'
                and not exists (select from messages.template e where e.event = s.event and e.channel = 'email')
            """);
        Assert.Empty(without);
    }

    [Fact]
    public async Task No_sms_of_a_moved_date_is_cut()
    {
        var fields = new Dictionary<string, string>
        {
            ["short"] = "7KQ4-9M2X", ["due"] = "17:00, 06/01/2027 (dự kiến, lịch nghỉ năm đó chưa công bố)", ["moved"] = ", trước là 17:00, 29/12/2026",
        };
        foreach (var told in new[] { "dossier.supplemented", "dossier.clock-corrected", "dossier.resumed", "dossier.apology" })
        {
            var text = await house.Scalar<string>(
                "select text from messages.template where event = $1 and channel = 'sms' order by valid_from desc limit 1", told);
            Assert.EndsWith("Hoi 1022", Wording.Sms(Wording.Fill(text, fields, "")), StringComparison.Ordinal);
        }
    }

    private Task<string> Text(string code, string template, string channel) =>
        house.Scalar<string>("select text from messages.message where dossier_code = $1 and template = $2 and channel = $3", code, template, channel);

    private async Task<string> Short(string code) =>
        MotCua.Dossiers.Contracts.ShortCode.Display(await house.Scalar<string>("select short_code from dossiers.dossier where code = $1", code));
}
