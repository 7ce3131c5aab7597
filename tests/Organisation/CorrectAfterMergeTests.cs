using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Papers.Signatures;
using MotCua.Tests.People;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Organisation;

/// <summary>What a unit issued before it was merged is corrected and signed by who took over.</summary>
public sealed class CorrectAfterMergeTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    [Fact]
    public async Task A_result_of_a_merged_unit_is_corrected_by_its_heir()
    {
        house.Clock.Set(House.Morning);
        var (code, khoi, tam) = (await Received.New(house), await house.SignedIn("khoi"), await house.SignedIn("tam"));
        await Received.Act(khoi, code, "draft").Ok();
        await Received.Act(khoi, code, "pass-on", new { opinion = "Đủ điều kiện" }).Ok();
        await Received.Act(tam, code, "sign").Ok();
        await Received.Act(await house.SignedIn("ut"), code, "register").Ok();
        await (await Plans.In(house)).Applied("merge", [Plans.DatMui, Plans.PhanNgocHien], Plans.Merge(Administrator.Today));
        await house.Drain();
        Assert.Equal("UBND-32248", await house.Scalar<string>("select competent_agency from dossiers.dossier where code = $1", code));
        await Received.Act(khoi, code, "correction", new
        {
            reasonCode = "typing", values = new Dictionary<string, string> { ["answers.mother.name"] = "Nguyễn Thị Lanh" },
        }).Ok();
        await Received.Act(tam, code, "correction/sign").Ok();
        var dossier = await house.Scalar<Guid>("select id from dossiers.dossier where code = $1", code);
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from papers.result where dossier_id = $1 and state = 'released'", dossier));
        Assert.NotEmpty(await house.Scalar<string>("select signer_title from papers.result where dossier_id = $1 and corrects is not null", dossier));
    }
}
