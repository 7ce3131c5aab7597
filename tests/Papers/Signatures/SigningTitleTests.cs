using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.People.Staff;
using MotCua.Platform.Files;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.People;
using Xunit;

namespace MotCua.Tests.Papers.Signatures;

/// <summary>What stands above the name: what the position signs as on that day (Nghị định 30/2020/NĐ-CP, Điều 13 and phụ lục I).</summary>
public sealed partial class SigningActTests
{
    public static readonly TheoryData<string, string, string?, string?, string> Titles = new()
    {
        { SigningForm.Own, "Chủ tịch", null, "Ủy ban nhân dân", "TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH" },
        { SigningForm.Deputy, "Phó Chủ tịch", "Chủ tịch", "Ủy ban nhân dân", "TM. ỦY BAN NHÂN DÂN|KT. CHỦ TỊCH|PHÓ CHỦ TỊCH" },
        { SigningForm.Own, "Giám đốc", null, null, "GIÁM ĐỐC" },
        { SigningForm.Order, "Chánh Văn phòng", "Chủ tịch", null, "TL. CHỦ TỊCH|CHÁNH VĂN PHÒNG" },
        { SigningForm.Acting, "Giám đốc", null, null, "Q. GIÁM ĐỐC" },
    };

    [Theory, MemberData(nameof(Titles))]
    public async Task The_signed_paper_shows_what_the_position_signs_as(string form, string title, string? head, string? collective, string printed)
    {
        var (_, username, _) = await Titled(new(form, title, head, collective));
        var code = await ToSign();
        await Sign(username, code).Ok();
        var (lines, pdf) = await Paper(code, printed.Replace('|', '-'));
        Assert.Equal([.. printed.Split('|'), "Lâm Văn Thử"], Block(lines));
        var verdict = await Verdict(code);
        Assert.True(verdict.GetProperty("valid").GetBoolean(), verdict.ToString());
        Assert.Equal(form == SigningForm.Acting ? "Q. Giám đốc" : title, verdict.GetProperty("signatures")[0].GetProperty("title").GetString());
        Assert.NotEmpty(pdf);
    }

    [Fact]
    public async Task A_title_that_changed_after_the_draft_is_the_one_that_is_printed_and_one_of_tomorrow_is_not()
    {
        var (id, username, position) = await Titled(new(SigningForm.Deputy, "Phó Chủ tịch", "Chủ tịch"));
        var code = await ToSign();
        await Title(id, position, new(SigningForm.Own, "Chủ tịch"), Administrator.Today);
        await Title(id, position, new(SigningForm.Own, "Giám đốc"), Administrator.Today.AddDays(1));
        await Sign(username, code).Ok();
        Assert.Equal(["CHỦ TỊCH", "Lâm Văn Thử"], Block((await Paper(code)).Lines));
        // Earlier lines stay what they were, each with its fact.
        Assert.Equal(3L, await house.Scalar<long>("select count(*) from organisation.signing_title where position_id = $1", position));
        Assert.Equal("Phó Chủ tịch",
            await house.Scalar<string>("select title from organisation.signing_title where position_id = $1 order by valid_from limit 1", position));
        Assert.Equal(3L, await house.Scalar<long>("select count(*) from platform.event where kind = 'position.titled/1' and data->>'positionId' = $1",
            position.ToString()));
    }

    [Fact]
    public async Task A_position_without_a_title_signs_nothing_and_is_told_who_writes_it_where()
    {
        var (_, username, _) = await house.Staff(Roles.Leader);
        var code = await ToSign();
        const string Sentence = "Chưa ghi chức danh ký của anh/chị ở cơ quan này. Nhờ quản trị hệ thống ghi tại trang Cán bộ";
        await Applicant.Refused(HttpStatusCode.Conflict, Sentence, Sign(username, code));
        Assert.Equal("submitted", await State(code));
        foreach (var act in new[] { "stop", "refuse" })
            await Applicant.Refused(HttpStatusCode.Conflict, Sentence, Received.Act(await house.SignedIn(username), code, act,
                new { reasonCode = "other", reason = "Thử" }));
        await Received.Act(await house.SignedIn(username), code, "apology", new { reason = "Chờ xác minh", newDue = "2026-05-08" }).Ok();
        await Applicant.Refused(HttpStatusCode.Conflict, Sentence,
            Received.Act(await house.SignedIn(username), code, "apology/sign", new { password = Administrator.OldPassword }));
    }

    [Fact]
    public async Task Under_a_delegation_the_delegate_signs_as_who_they_are()
    {
        var (head, _, chair) = await Titled(new(SigningForm.Own, "Chủ tịch", null, "Ủy ban nhân dân"));
        // A deputy of the same agency signs in place of the head; anybody else by delegation.
        var (_, deputy, _) = await Titled(new(SigningForm.Deputy, "Phó Chủ tịch", "Chủ tịch"));
        var (_, chief, _) = await Titled(new(SigningForm.Own, "Trưởng phòng Kinh tế"), Roles.Specialist);
        var (_, nobody, _) = await house.Staff();
        foreach (var (taker, printed) in new[] { (deputy, "KT. CHỦ TỊCH|PHÓ CHỦ TỊCH"), (chief, "TUQ. CHỦ TỊCH|TRƯỞNG PHÒNG KINH TẾ") })
        {
            var code = await ToSign();
            await Sign(taker, code, await Lend(head, chair, taker)).Ok();
            var (lines, _) = await Paper(code, printed.Replace('|', '-'));
            Assert.Equal([.. printed.Split('|'), "Lâm Văn Thử"], Block(lines));
            Assert.DoesNotContain("(thay", string.Join(' ', lines), StringComparison.Ordinal);
            // The register names both.
            Assert.Equal("Lâm Văn Thử (thay Lâm Văn Thử)",
                await house.Scalar<string>("select signer_name from papers.result where dossier_code = $1", code));
            Assert.True((await Verdict(code)).GetProperty("valid").GetBoolean());
        }
        var waiting = await ToSign();
        await Applicant.Refused(HttpStatusCode.Conflict, "chức danh ký của chính anh/chị", Sign(nobody, waiting, await Lend(head, chair, nobody)));
        // Who signs in somebody's place gives that place to nobody.
        var (second, _, seat) = await Titled(new(SigningForm.Deputy, "Phó Chủ tịch", "Chủ tịch"));
        await Applicant.Refused(HttpStatusCode.Conflict, "Chỉ người đứng đầu ủy quyền ký được", Sign(chief, waiting, await Lend(second, seat, chief)));
    }

    [Fact]
    public async Task Letters_and_notices_bear_the_title_of_their_day_also_when_printed_again_later()
    {
        var (id, username, position) = await Titled(new(SigningForm.Deputy, "Phó Chủ tịch", "Chủ tịch"));
        var (late, stopped) = (await Received.New(house), await Received.New(house));
        var leader = await house.SignedIn(username);
        await Received.Act(leader, late, "apology", new { reason = "Chờ xác minh", newDue = "2026-05-08" }).Ok();
        await Received.Act(leader, late, "apology/sign", new { password = Administrator.OldPassword }).Ok();
        await Received.Act(leader, stopped, "stop", new { reasonCode = "dispute", reason = "Đơn số 4" }).Ok();
        await house.At("2026-04-28T10:00:00+07:00", () => Title(id, position, new(SigningForm.Own, "Chủ tịch"), Administrator.Today));
        foreach (var url in new[] { $"/noi-bo/ho-so/{late}/phieu/xin-loi", $"/noi-bo/ho-so/{stopped}/phieu/dung" })
        {
            var lines = Lines(await (await house.SignedIn(username)).GetByteArrayAsync(url), url.Split('/')[^1]);
            Assert.Equal(["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], lines.Where(line => line.EndsWith("CHỦ TỊCH", StringComparison.Ordinal)));
        }
    }

    private async Task<(Guid Id, string Username, Guid Position)> Titled(SigningTitle title, string role = Roles.Leader)
    {
        var staff = await house.Staff(role);
        await Title(staff.Id, staff.Position, title, new DateOnly(2026, 1, 1));
        return staff;
    }

    private async Task Title(Guid id, Guid position, SigningTitle title, DateOnly from)
    {
        var seen = await house.Version(id);
        await house.System<EmpowerStaff>(empower => empower.SetTitle(id, seen, position, title, from, "QĐ 40/QĐ-UBND"));
    }

    private async Task<Guid> Lend(Guid giver, Guid position, string taker)
    {
        var seen = await house.Version(giver);
        await house.System<EmpowerStaff>(empower =>
            empower.Delegate(giver, seen, position, taker, Administrator.Today, Administrator.Today.AddDays(3), "GUQ 15/GUQ-UBND", "Nghỉ phép"));
        return await house.Scalar<Guid>("select id from organisation.delegation where position_id = $1 order by id desc limit 1", position);
    }

    private async Task<HttpResponseMessage> Sign(string username, string code, Guid? under = null)
    {
        var client = await house.SignedIn(username);
        if (under is { } id) await Applicant.Send(client, HttpMethod.Put, "/api/v1/session/delegation", new { id });
        return await Received.Act(client, code, "sign", new { password = Administrator.OldPassword });
    }

    private async Task<(IReadOnlyList<string> Lines, byte[] Pdf)> Paper(string code, string? name = null)
    {
        await using var scope = house.Scope();
        var pdf = await scope.ServiceProvider.GetRequiredService<FileStore>().Read(
            await house.Scalar<string>("select signed_sha256 from papers.result where dossier_code = $1", code));
        return (Lines(pdf, name), pdf);
    }

    /// <summary>As another program reads them. With MOTCUA_GALLERY the file stays to be looked at.</summary>
    private static IReadOnlyList<string> Lines(byte[] pdf, string? name)
    {
        using var scratch = new Scratch();
        var path = scratch.Put("paper.pdf", pdf);
        if (name is not null && Environment.GetEnvironmentVariable("MOTCUA_GALLERY") is { Length: > 0 } gallery)
            File.Copy(path, Path.Combine(gallery, $"ky-{name}.pdf"), true);
        return [.. Tool.Run("pdftotext", path, "-").Output.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
    }

    /// <summary>From the first line of the title to the name under the signature.</summary>
    private static IEnumerable<string> Block(IReadOnlyList<string> lines)
    {
        var name = lines.ToList().FindLastIndex(line => line == "Lâm Văn Thử");
        Assert.True(name > 0, string.Join('\n', lines));
        var above = lines.Take(name).Where(line => line.Any(char.IsLetter) && !line.Any(char.IsLower)).TakeLast(3).ToList();
        var first = above.FindIndex(line => line.StartsWith("TM.", StringComparison.Ordinal) || line.StartsWith("KT.", StringComparison.Ordinal)
            || line.StartsWith("TL.", StringComparison.Ordinal) || line.StartsWith("TUQ.", StringComparison.Ordinal));
        return [.. above.Skip(first < 0 ? above.Count - 1 : first), "Lâm Văn Thử"];
    }
}
