using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
using MotCua.Filing.Submit;
using MotCua.Platform.Web;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Platform.Work;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.Submit;

public sealed class SubmitTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_draft_becomes_a_dossier_with_its_paper_and_its_fact()
    {
        var done = await Applicant.Submitted(house.Anonymous());
        var code = done.GetProperty("code").GetString()!;
        Assert.Matches(@"^[A-Z0-9.]+-260428-\d{4}$", code);
        Assert.Equal("submitted", await house.Scalar<string>("select status from dossiers.dossier where code = $1", code));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from dossiers.attachment a join dossiers.dossier d on d.id = a.dossier_id where d.code = "
            + "$1", code));
        Assert.Equal("have", await house.Scalar<string>("select c.state from dossiers.component c join dossiers.dossier d on d.id = c.dossier_id where d.code "
            + "= $1 and c.paper_key = 'giay-chung-sinh'", code));
        Assert.Equal(code, await house.Scalar<string>("select e.data ->> 'code' from platform.event e where e.kind = 'dossier.submitted/1' and e.data ->> "
            + "'code' = $1", code));
    }

    [Fact]
    public async Task Twenty_submissions_of_one_draft_at_once_make_one_dossier()
    {
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client);
        var codes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            (await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok()).GetProperty("code").GetString()));
        Assert.Single(codes.Distinct());
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from dossiers.dossier where draft_id = $1", id));
        var again = await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok();
        Assert.True(again.GetProperty("alreadySubmitted").GetBoolean());
    }

    [Fact]
    public async Task The_draft_of_another_person_is_not_there()
    {
        var (id, _) = await Applicant.Draft(house.Anonymous());
        var stranger = house.Anonymous();
        foreach (var token in new[] { null, "AAAAAAAAAAAAAAAAAAAAAA" })
        {
            await Applicant.Refused(HttpStatusCode.NotFound, "Không tìm thấy bản nháp",
                Applicant.Send(stranger, HttpMethod.Get, $"/api/v1/drafts/{id}/answers", null, token));
            await Applicant.Refused(HttpStatusCode.NotFound, "Không tìm thấy bản nháp",
                Applicant.Send(stranger, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token));
        }
        var citizen = await house.SignedIn("sarich");
        await Applicant.Refused(HttpStatusCode.NotFound, "Không tìm thấy bản nháp", Applicant.Send(citizen, HttpMethod.Get, $"/api/v1/drafts/{id}"));
    }

    [Fact]
    public async Task A_draft_does_not_change_hands_by_being_read_and_who_files_it_signed_in_is_its_submitter()
    {
        var (id, token) = await Applicant.Draft(house.Anonymous());
        var owner = await house.SignedIn("benam");
        await Applicant.Send(owner, HttpMethod.Get, $"/api/v1/drafts/{id}/answers", null, token).Ok();
        await Applicant.Refused(HttpStatusCode.NotFound, "Không tìm thấy bản nháp", Applicant.Send(owner, HttpMethod.Get, $"/api/v1/drafts/{id}/answers"));
        await Applicant.Send(house.Anonymous(), HttpMethod.Get, $"/api/v1/drafts/{id}/answers", null, token).Ok();
        var code = (await Applicant.Send(owner, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok()).GetProperty("code").GetString();
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync($"/ho-so-cua-toi/{code}")).StatusCode);
    }

    [Fact]
    public async Task An_unknown_procedure_is_404_and_a_withdrawn_one_410()
    {
        var client = house.Anonymous();
        await Applicant.Refused(HttpStatusCode.NotFound, "Không có thủ tục này",
            Applicant.Send(client, HttpMethod.Post, "/api/v1/drafts", new { procedure = "9.999999" }));
        await Applicant.Refused(HttpStatusCode.NotFound, "Không có thủ tục này", client.GetAsync("/nop/khong-co"));
        var (id, token) = await Applicant.Draft(client);
        var code = await house.Scalar<string>("select code from catalogue.procedure where alias = 'KS01'");
        await house.Execute("update catalogue.procedure set withdrawn = true, withdrawn_reason = 'đã có thủ tục khác' where alias = 'KS01'");
        try
        {
            await Applicant.Refused(HttpStatusCode.Gone, "không còn áp dụng", client.GetAsync("/nop/ks01"));
            await Applicant.Refused(HttpStatusCode.Gone, "không còn áp dụng",
                Applicant.Send(client, HttpMethod.Post, "/api/v1/drafts", new { procedure = "KS01" }));
            // Another filing of these seconds may have found it open.
            await Bench.Until(async () => !await IsOpen(), "KS01 is withdrawn");
            await Applicant.Refused(HttpStatusCode.Gone, "không còn áp dụng", Submit());
            Assert.Equal(0L, await Filed());
        }
        finally { await house.Execute("update catalogue.procedure set withdrawn = false, withdrawn_reason = null where alias = 'KS01'"); }
        await Submit().Ok();
        Assert.Equal(1L, await Filed());

        Task<HttpResponseMessage> Submit() => Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token);
        async Task<bool> IsOpen()
        {
            await using var scope = house.Scope();
            try
            {
                await scope.ServiceProvider.GetRequiredService<OpenProcedures>().Require(code, scope.ServiceProvider.GetRequiredService<ProcedureCatalogue>());
            }
            catch (Refused) { return false; }
            return true;
        }
        Task<long> Filed() => house.Scalar<long>("select count(*) from dossiers.dossier where draft_id = $1", id);
    }

    [Fact]
    public async Task What_is_missing_or_impossible_is_said_and_nothing_is_filed()
    {
        var client = house.Anonymous();
        var answers = Applicant.Answers();
        answers["child"]!["born"] = "1990-02-30";
        answers["applicant"]!.AsObject().Remove("phone");
        var (id, token) = await Applicant.Draft(client, answers, paper: false);
        var answer = await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var fields = problem["errors"]!.AsArray().Select(e => e!["field"]!.ToString()).ToList();
        Assert.Contains("/child/born", fields);
        Assert.Contains("/applicant/phone", fields);
        Assert.Contains("paper-giay-chung-sinh", fields);
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.dossier where draft_id = $1", id));
    }

    [Fact]
    public async Task The_same_key_begins_one_draft_and_without_a_key_none()
    {
        var client = await house.SignedIn("benam");
        var first = await Applicant.Send(client, HttpMethod.Post, "/api/v1/drafts", new { procedure = "ks01" }, key: "mot-khoa").Ok();
        var second = await Applicant.Send(client, HttpMethod.Post, "/api/v1/drafts", new { procedure = "ks01" }, key: "mot-khoa").Ok();
        Assert.Equal(first.GetProperty("draftId").GetGuid(), second.GetProperty("draftId").GetGuid());
        Assert.Equal(first.GetProperty("token").GetString(), second.GetProperty("token").GetString());
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from platform.idempotency where body like '%' || $1 || '%'",
            first.GetProperty("token").GetString()!));
        using var bare = new HttpRequestMessage(HttpMethod.Post,
            "/api/v1/drafts") { Content = System.Net.Http.Json.JsonContent.Create(new { procedure = "ks01" }) };
        await Applicant.Refused(HttpStatusCode.BadRequest, "Idempotency-Key", client.SendAsync(bare));
    }

    [Fact]
    public async Task Bad_files_are_refused_with_a_sentence_and_nothing_is_stored()
    {
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client, paper: false);
        await Applicant.Refused(HttpStatusCode.BadRequest, "Tệp chưa lên đủ", Applicant.Upload(client, id, token, [], "rong.pdf"));
        await Applicant.Refused(HttpStatusCode.BadRequest, "PDF", Applicant.Upload(client, id, token, "Không phải PDF"u8.ToArray(), "chu.pdf"));
        await Applicant.Refused(HttpStatusCode.BadRequest, "không có trong thành phần",
            Applicant.Upload(client, id, token, Applicant.Png(), "a.png", "khong-co"));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from filing.draft_file where draft_id = $1", id));
        var named = await Applicant.Upload(client, id, token, Applicant.Png(), "../../etc/\u202egnp.exe\u0000.png").Ok();
        Assert.DoesNotContain("/", named.GetProperty("fileName").GetString());
        Assert.DoesNotContain("\u202e", named.GetProperty("fileName").GetString()!, StringComparison.Ordinal);
    }
}
