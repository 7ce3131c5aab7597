using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Api;

/// <summary>Idempotency keys, wherever they are demanded: one effect, the first answer again, and never another caller's.</summary>
[Trait("Pace", "slow")]
public sealed class KeyTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_key_of_a_stranger_behind_the_same_address_gives_nothing_of_theirs()
    {
        var (one, other, official) = (house.Anonymous(), house.Anonymous(), await house.SignedIn("sarich"));
        var body = new { procedure = "ks01" };
        var first = await Applicant.Send(one, HttpMethod.Post, "/api/v1/drafts", body, key: "1").Ok();
        foreach (var caller in new[] { other, official, await house.SignedIn("benam") })
        {
            var theirs = await Applicant.Send(caller, HttpMethod.Post, "/api/v1/drafts", body, key: "1").Ok();
            Assert.NotEqual(first.GetProperty("draftId").GetGuid(), theirs.GetProperty("draftId").GetGuid());
            Assert.NotEqual(first.GetProperty("token").GetString(), theirs.GetProperty("token").GetString());
        }
    }

    [Fact]
    public async Task The_account_or_the_secret_of_the_caller_repeats_a_lost_request()
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        foreach (var (client, body) in new (HttpClient,
            object)[] { (house.Anonymous(), new { procedure = "ks01", token = secret }), (await house.SignedIn("benam"), new { procedure = "ks01" }) })
        {
            var all = await Task.WhenAll(Enumerable.Range(0, 6)
                .Select(_ => Applicant.Send(client, HttpMethod.Post, "/api/v1/drafts", body, key: "lan-dau").Ok()));
            Assert.Single(all.Select(made => made.GetRawText()).Distinct());
            await Applicant.Refused(HttpStatusCode.UnprocessableEntity, "nội dung khác", Applicant.Send(client, HttpMethod.Post, "/api/v1/drafts",
                body.ToString()!.Contains("token", StringComparison.Ordinal) ? new { procedure = "dd16", token = secret } : new { procedure = "dd16" },
                key: "lan-dau"));
        }
        await Applicant.Refused(HttpStatusCode.Conflict, "Khóa bản nháp này đã dùng",
            Applicant.Send(house.Anonymous(), HttpMethod.Post, "/api/v1/drafts", new { procedure = "ks01", token = secret }, key: "khac"));
        foreach (var bad in new[] { "", "ngắn", new string('á', 22), secret + "A", "a.b.c.d.e.f.g.h.i.j.kl" })
            await Applicant.Refused(HttpStatusCode.BadRequest, "22 ký tự",
            Applicant.Send(house.Anonymous(), HttpMethod.Post, "/api/v1/drafts", new { procedure = "ks01", token = bad }));
    }

    [Fact]
    public async Task A_file_sent_twice_is_one_file_and_other_bytes_another_name_or_another_paper_under_its_key_are_refused()
    {
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client, paper: false);
        Task<HttpResponseMessage> Send(byte[] bytes, string name, string key, string paper = "giay-chung-sinh")
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/drafts/{id}/files?paper={paper}") { Content = new ByteArrayContent(bytes) };
            request.Headers.Add("X-Draft-Token", token);
            request.Headers.Add("X-File-Name", Uri.EscapeDataString(name));
            request.Headers.Add("Idempotency-Key", key);
            return client.SendAsync(request);
        }
        var papers = (await Applicant.Send(client, HttpMethod.Get, $"/api/v1/drafts/{id}", null, token).Ok()).GetProperty("papers").EnumerateArray()
            .Select(p => p.GetProperty("paperKey").GetString()!).ToList();
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Send(Applicant.Png(120), "a.png", "k1").Ok()));
        Assert.Single(all.Select(file => file.GetRawText()).Distinct());
        await Applicant.Refused(HttpStatusCode.UnprocessableEntity, "tệp khác", Send(Applicant.Png(121), "a.png", "k1"));
        await Applicant.Refused(HttpStatusCode.UnprocessableEntity, "tệp khác", Send(Applicant.Png(120), "b.png", "k1"));
        await Applicant.Refused(HttpStatusCode.UnprocessableEntity, "tệp khác",
            Send(Applicant.Png(120), "a.png", "k1", papers.First(paper => paper != "giay-chung-sinh")));
        using var two = new MultipartFormDataContent
        {
            { new ByteArrayContent(Applicant.Png(122)), "file", "x.png" }, { new ByteArrayContent(Applicant.Png(123)), "file", "y.png" }
        };
        await Applicant.Refused(HttpStatusCode.BadRequest, "đúng một tệp",
            Applicant.Send(client, HttpMethod.Post, $"/api/v1/drafts/{id}/files?paper=giay-chung-sinh", two, token));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from filing.draft_file where draft_id = $1", id));
        await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok();
        // The reply was lost and meanwhile the draft has been filed: what was answered first is answered again.
        Assert.Equal(all[0].GetRawText(), (await Send(Applicant.Png(120), "a.png", "k1").Ok()).GetRawText());
        await Applicant.Refused(HttpStatusCode.Conflict, "đã nộp", Send(Applicant.Png(124), "c.png", "k2"));
    }

    [Fact]
    public async Task A_withdrawal_repeats_its_first_answer_for_its_account_alone()
    {
        var owner = await house.SignedIn("benam");
        async Task<string> Filed()
        {
            var (id, token) = await Applicant.Draft(owner);
            return (await Applicant.Send(owner, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok()).GetProperty("code").GetString()!;
        }
        var (code, second) = (await Filed(), await Filed());
        Task<HttpResponseMessage> Withdraw(HttpClient client, string which, string reason) =>
            Applicant.Send(client, HttpMethod.Post, $"/api/v1/dossiers/{which}/withdraw", new { reason }, key: "rut");
        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Withdraw(owner, code, "Khai nhầm").Ok()));
        Assert.Single(all.Select(done => done.GetRawText()).Distinct());
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event where kind = 'dossier.withdrawn/1' and data ->> 'code' = $1", code));
        await Applicant.Refused(HttpStatusCode.UnprocessableEntity, "nội dung khác", Withdraw(owner, code, "Lý do khác"));
        await Applicant.Refused(HttpStatusCode.UnprocessableEntity, "nội dung khác", Withdraw(owner, second, "Khai nhầm"));
        Assert.Equal(HttpStatusCode.NotFound, (await Withdraw(await house.SignedIn("sarich"), code, "Khai nhầm")).StatusCode);
        Assert.Equal("submitted", await Received.Status(house, second));
    }

    [Fact]
    public async Task A_supplement_is_all_or_nothing_and_repeats_its_first_answer()
    {
        var code = await Received.New(house);
        await Received.Act(await house.SignedIn("tam"), code, "supplement", new
        {
            items = new[] { new { paperKey = "giay-chung-sinh", name = "", note = "Chụp rõ" } }, reason = "Ảnh mờ", right = await Applicant.Papers(house, code)
        }).Ok();
        var client = house.Anonymous();
        Task<HttpResponseMessage> Answer(HttpClient who, string key, params (string Paper, byte[] Bytes)[] files)
        {
            var form = new MultipartFormDataContent();
            foreach (var (paper, bytes) in files)
            {
                var part = new ByteArrayContent(bytes);
                part.Headers.ContentType = new MediaTypeHeaderValue("image/png");
                form.Add(part, paper, $"{bytes.Length}.png");
            }
            return Applicant.Send(who, HttpMethod.Post, $"/api/v1/dossiers/{code}/supplement?last4=9001", form, key: key);
        }
        // Broken off at the second file: nothing waits for the next request.
        await Applicant.Refused(HttpStatusCode.BadRequest, "",
            Answer(client, "hong", ("giay-chung-sinh", Applicant.Png(160)), ("giay-chung-sinh", "không phải ảnh"u8.ToArray())));
        await Applicant.Refused(HttpStatusCode.BadRequest, "không có trong yêu cầu",
            Answer(client, "sai", ("giay-chung-sinh", Applicant.Png(160)), ("to-khai", Applicant.Png(161))));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.attachment a join dossiers.supplement_request s on s.id = a.draft_id"));
        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Answer(client, "bo-sung", ("giay-chung-sinh", Applicant.Png(160))).Ok()));
        Assert.Single(all.Select(done => done.GetRawText()).Distinct());
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from dossiers.attachment a join dossiers.supplement_request s on s.id = a.draft_id join "
            + "dossiers.dossier d on d.id = s.dossier_id where d.code = $1", code));
        await Applicant.Refused(HttpStatusCode.UnprocessableEntity, "nội dung khác", Answer(client, "bo-sung", ("giay-chung-sinh", Applicant.Png(162))));
        await Applicant.Refused(HttpStatusCode.Conflict, "không còn chờ bổ sung", Answer(client, "lan-nua", ("giay-chung-sinh", Applicant.Png(162))));
        using var bare = new MultipartFormDataContent { { new StringContent("x"), "item-0" } };
        Assert.Equal(HttpStatusCode.NotFound, (await Applicant.Send(house.Anonymous(), HttpMethod.Post, $"/api/v1/dossiers/{code}/supplement", bare,
            key: "bo-sung")).StatusCode);
    }
}
