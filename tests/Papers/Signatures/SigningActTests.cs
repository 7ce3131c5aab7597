using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Papers.Contracts;
using MotCua.Platform.Web;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Papers.Signatures;

/// <summary>Nobody signs by a session left open, with a revoked certificate, or for an agency that is not theirs.</summary>
[Trait("Pace", "slow")]
public sealed partial class SigningActTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    private async Task<string> ToSign()
    {
        var code = await Received.New(house);
        var specialist = await house.SignedIn("khoi");
        await Received.Act(specialist, code, "draft").Ok();
        await Received.Act(specialist, code, "pass-on", new { opinion = "Đủ điều kiện" }).Ok();
        return code;
    }

    private Task<string?> State(string code) => house.Scalar<string?>("select state from papers.result where dossier_code = $1", code);

    private async Task<JsonElement> Verdict(string code)
    {
        var token = await house.Scalar<string>("select verify_token from papers.result where dossier_code = $1", code);
        return await Applicant.Send(house.Anonymous(), HttpMethod.Get, $"/api/v1/verify/{token}").Ok();
    }

    [Fact]
    public async Task Every_signature_wants_the_signers_password_again_on_page_and_api()
    {
        var code = await ToSign();
        var leader = await house.SignedIn("tam");
        await Applicant.Refused(HttpStatusCode.BadRequest, "Nhập lại mật khẩu", Received.Act(leader, code, "sign", new { }));
        await Applicant.Refused(HttpStatusCode.BadRequest, "Mật khẩu đang dùng chưa đúng",
            Received.Act(leader, code, "sign", new { password = "motcua-khoi" }));
        Assert.NotEqual(0L, await house.Scalar<long>("""
            select count(*) from people.sign_in_failure f join people.account a on a.id = f.account_id where a.username = 'tam' and f.cause = 'proof'
            """));
        var page = await House.Post(leader, $"/noi-bo/ky-so/{code}", new() { ["password"] = "sai" }, "form[action*='Sign']");
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        var shown = await House.Read(page);
        Assert.Contains("chưa đúng", shown.QuerySelector("#f-password-error")!.TextContent);
        Assert.Equal("", shown.QuerySelector("#f-password")!.GetAttribute("value") ?? "");
        Assert.Equal("submitted", await State(code));
        const string Intents = "from papers.signing_intent i join papers.result r on r.id = i.result_id where r.dossier_code = $1";
        Assert.Equal(0L, await house.Scalar<long>($"select count(*) {Intents}", code));

        var signed = await House.Post(leader, $"/noi-bo/ky-so/{code}", new() { ["password"] = "motcua-tam" }, "form[action*='Sign']");
        Assert.True(signed.StatusCode == HttpStatusCode.Redirect, await signed.Content.ReadAsStringAsync());
        Assert.Equal("signed", await State(code));
        Assert.Equal("password", await house.Scalar<string>($"select i.proof {Intents}", code));
        var verdict = await Verdict(code);
        Assert.True(verdict.GetProperty("valid").GetBoolean(), verdict.ToString());
        Assert.Equal("Chủ tịch", verdict.GetProperty("signatures")[0].GetProperty("title").GetString());
        var token = await house.Scalar<string>("select verify_token from papers.result where dossier_code = $1", code);
        Assert.Contains("Hợp lệ", (await House.Read(await house.Anonymous().GetAsync("/kiem-tra/" + token))).QuerySelector("#ket-luan")!.TextContent);

        await Applicant.Refused(HttpStatusCode.BadRequest, "Nhập lại mật khẩu", Received.Act(leader, await Apologised(), "apology/sign", new { }));
    }

    private async Task<string> Apologised()
    {
        var code = await Received.New(house);
        await Received.Act(await house.SignedIn("tam"), code, "apology", new { reason = "Chờ xác minh", newDue = "2026-05-08" }).Ok();
        return code;
    }

    [Fact]
    public async Task Guessing_the_password_of_an_open_session_ends_soon()
    {
        var code = await ToSign();
        var leader = await house.SignedIn("tam");
        for (var i = 0; i < 5; i++) await Applicant.Refused(HttpStatusCode.BadRequest, "chưa đúng",
            Received.Act(leader, code, "sign", new { password = $"đoán {i}" }));
        await Applicant.Refused(HttpStatusCode.TooManyRequests, "nhiều lần", Received.Act(leader, code, "sign"));
        house.Services.GetRequiredService<MotCua.Platform.Security.Throttle>().Clear();
        await Received.Act(leader, code, "sign").Ok();
    }

    [Fact]
    public async Task A_revoked_certificate_signs_nothing_and_what_it_signed_before_still_holds()
    {
        var before = await ToSign();
        var leader = await house.SignedIn("tam");
        await Received.Act(leader, before, "sign").Ok();
        var serial = await house.Scalar<string>("select certificate_serial from papers.result where dossier_code = $1", before);
        (await house.Peers.Http.PostAsync(new Uri(house.Peers.Address, $"/revoke/{serial}"), null)).EnsureSuccessStatusCode();
        var code = await ToSign();
        await Applicant.Refused(HttpStatusCode.Conflict, "đã bị thu hồi", Received.Act(leader, code, "sign"));
        Assert.Equal("submitted", await State(code));
        Assert.True((await Verdict(before)).GetProperty("valid").GetBoolean());

        await using (var scope = house.Scope())
        {
            var account = await house.Scalar<Guid>("select id from people.account where username = 'tam'");
            Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<LeaderKeys>().Retire(account));
        }

        await Received.Act(leader, code, "sign").Ok();
        Assert.NotEqual(serial, await house.Scalar<string>("select certificate_serial from papers.result where dossier_code = $1", code));
    }

    [Fact]
    public async Task Nothing_is_signed_while_nobody_says_whether_the_certificate_holds_and_checking_says_it_cannot_tell()
    {
        var (signed, code) = (await ToSign(), await ToSign());
        var leader = await house.SignedIn("tam");
        await Received.Act(leader, signed, "sign").Ok();
        await house.Dial("ocsp", "fail");
        await house.Dial("crl", "fail");
        await Applicant.Refused(HttpStatusCode.ServiceUnavailable, "ký lại sau ít phút", Received.Act(leader, code, "sign"));
        var verdict = await Verdict(signed);
        Assert.Equal((false, false, "statusUnknown"), (verdict.GetProperty("valid").GetBoolean(), verdict.GetProperty("checkable").GetBoolean(),
            verdict.GetProperty("kind").GetString()));
        await house.Dial("ocsp", "ok");
        await house.Dial("crl", "ok");
        await Received.Act(leader, code, "sign").Ok();
        Assert.True((await Verdict(signed)).GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task A_right_signature_of_somebody_without_the_position_is_not_the_agencys()
    {
        var code = await ToSign();
        await Received.Act(await house.SignedIn("tam"), code, "sign").Ok();
        // What the register says of the position decides, not what the certificate says of itself.
        const string Tam = "where role = 'leader' and account_id = (select id from people.account where username = 'tam')";
        foreach (var (change, back) in new[] { ("valid_to = '2026-01-31'", "valid_to = null"), ("valid_from = '2026-12-01'", "valid_from = '2025-07-01'") })
        {
            await house.Execute($"update organisation.position set {change} {Tam}");
            Assert.Equal("wrongSigner", (await Verdict(code)).GetProperty("kind").GetString());
            await house.Execute($"update organisation.position set {back} {Tam}");
            Assert.Equal("valid", (await Verdict(code)).GetProperty("kind").GetString());
        }
        // A register that was rewritten behind the acts is caught before anybody looks at the signer.
        foreach (var (column, wrong) in new[] { ("signer_name", "Người Khác"), ("agency_name", "Ủy ban nhân dân xã khác"), ("certificate_serial", "01") })
        {
            var right = await house.Scalar<string>($"select {column} from papers.result where dossier_code = $1", code);
            await house.Execute($"update papers.result set {column} = $2 where dossier_code = $1", code, wrong);
            Assert.Contains((await Verdict(code)).GetProperty("kind").GetString(), (string[])["altered", "wrongSigner"]);
            await house.Execute($"update papers.result set {column} = $2 where dossier_code = $1", code, right);
        }
        Assert.Equal("valid", (await Verdict(code)).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_key_of_an_earlier_post_does_not_sign_in_the_new_one()
    {
        await using var scope = house.Scope();
        var keys = scope.ServiceProvider.GetRequiredService<LeaderKeys>();
        var account = Guid.NewGuid();
        async Task<string> Subject(string agency, string title) => X509CertificateLoader.LoadCertificate((await keys.Of(account, "Lê Văn Đổi", agency,
            title)).Chain[0]).Subject;
        var first = await Subject("Ủy ban nhân dân xã A", "Phó Chủ tịch");
        Assert.Equal(first, await Subject("Ủy ban nhân dân xã A", "Phó Chủ tịch"));
        Assert.Contains("xã B", await Subject("Ủy ban nhân dân xã B", "Chủ tịch"));
        Assert.Contains("Giám đốc", await Subject("Ủy ban nhân dân xã B", "Giám đốc"));
        Assert.Equal(3L, await house.Scalar<long>("select count(*) from papers.signing_key where account_id = $1", account));
        await house.Dial("ca", "revoked");
        await Assert.ThrowsAsync<Refused>(() => keys.Of(Guid.NewGuid(), "Lê Văn Thu", "Ủy ban nhân dân xã A", "Chủ tịch"));
        await house.Dial("ca", "ok");
    }
}
