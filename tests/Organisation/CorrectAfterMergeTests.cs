using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
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
    private const string Root = "/quan-tri/to-chuc/sap-xep";

    [Fact]
    public async Task A_result_of_a_merged_unit_is_corrected_by_its_heir()
    {
        house.Clock.Set(House.Morning);
        var (code, khoi, tam) = (await Received.New(house), await house.SignedIn("khoi"), await house.SignedIn("tam"));
        await Received.Act(khoi, code, "draft").Ok();
        await Received.Act(khoi, code, "pass-on", new { opinion = "Đủ điều kiện" }).Ok();
        await Received.Act(tam, code, "sign").Ok();
        await Received.Act(await house.SignedIn("ut"), code, "register").Ok();
        await Merge();
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

    private async Task Merge()
    {
        await using (var scope = house.Scope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            var id = await scope.ServiceProvider.GetRequiredService<Accounts>()
                .Ensure(new AccountSeed("hai", Administrator.OldPassword, "staff", "Lâm Văn Hai"));
            scope.ServiceProvider.GetRequiredService<Staffing>().Grant(id, Roles.Administrator, "TTGQTTHC", null, new DateOnly(2026, 1, 1));
            await scope.ServiceProvider.GetRequiredService<Db>().Save();
        }
        var (nam, second) = (await house.SignedIn("nam"), await house.SignedIn("hai"));
        var made = await House.Post(nam, Root, new() { ["kind"] = "merge", ["unit1"] = "UBND-32248", ["unit2"] = "UBND-32244" });
        var plan = made.Headers.Location!.ToString();
        var fields = new Dictionary<string, string>
        {
            ["keep"] = "UBND-32244", ["name"] = "Ủy ban nhân dân xã Mũi Cà Mau", ["shortName"] = "UBND xã Mũi Cà Mau", ["unitName"] = "Xã Mũi Cà Mau",
            ["documentNumber"] = "Nghị quyết 12/NQ-UBTVQH15", ["reason"] = "Sắp xếp theo nghị quyết",
        };
        Administrator.Three("effective", Administrator.Today, fields);
        Administrator.Three("documentDate", new DateOnly(2026, 4, 20), fields);
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(nam, plan, fields, "form[action*='handler=Edit']")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(second, plan, new() { ["approveReason"] = "Đã kiểm tra" },
            "form[action*='handler=Approve']")).StatusCode);
    }
}
