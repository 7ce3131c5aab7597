using MotCua.Tests.Dossiers;
using System.Text.Json.Nodes;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.Submit;

public sealed class DuplicateTests(House house) : IClassFixture<House>
{
    private const string Warning = "Hồ sơ cùng loại";

    [Fact]
    public async Task The_owner_is_told_of_a_live_dossier_of_the_same_kind_until_it_ends()
    {
        var owner = await house.SignedIn("benam");
        var first = await Applicant.Submitted(owner);
        await Applicant.Draft(owner);
        var warning = $"{Warning} {first.GetProperty("shortCode").GetString()} đang giải quyết";
        Assert.Contains($"{warning}. Xem hồ sơ đó trước khi nộp thêm", await Check(owner), StringComparison.Ordinal);

        await Applicant.Send(owner, HttpMethod.Post, $"/api/v1/dossiers/{first.GetProperty("code").GetString()}/withdraw", new { reason = "Nộp nhầm" }).Ok();
        Assert.DoesNotContain(warning, await Check(owner), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_types_the_number_of_somebody_else_learns_nothing()
    {
        await Applicant.Submitted(await house.SignedIn("benam"));
        foreach (var stranger in new[] { await house.SignedIn("sarich"), await house.SignedIn("ngan") })
        {
            await Applicant.Draft(stranger);
            Assert.DoesNotContain(Warning, await Check(stranger), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_person_s_dossier_of_the_same_submitter_is_no_duplicate()
    {
        var submitter = await house.SignedIn("dat");
        await Applicant.Submitted(submitter);
        var answers = Applicant.Answers();
        (answers["applicant"]!["personalId"], answers["applicant"]!["name"]) = (JsonValue.Create("096084999002"), JsonValue.Create("Danh Sà Rích"));
        await Applicant.Draft(submitter, answers);
        Assert.DoesNotContain(Warning, await Check(submitter), StringComparison.Ordinal);
    }

    private static async Task<string> Check(HttpClient client)
    {
        var page = await House.Read(await client.GetAsync("/nop/ks01/kiem-tra"));
        Assert.Contains("Kiểm tra lại", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        return string.Join(' ', page.QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
