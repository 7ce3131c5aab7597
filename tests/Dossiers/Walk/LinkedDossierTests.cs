using System.Net;
using System.Text.Json.Nodes;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Papers.Signatures;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Walk;

/// <summary>One declaration, and the dossiers of other procedures that its process opens.</summary>
public sealed class LinkedDossierTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    private static readonly object Given = new { method = "counter", receiver = "Nguyễn Thị Bé Năm" };

    private const string Birth = "1.001193", Residence = "1.004222", Insurance = "2.000639";

    [Fact]
    public async Task One_declaration_comes_to_three_results_each_by_its_own_agency()
    {
        await house.At("2026-06-01T09:00:00+07:00", async () =>
        {
            var (code, short_code) = await Filed();
            Assert.Empty(await Linked(code));
            await Received.Receive(house, code);
            await house.Drain();

            var birth = await Of(code, Birth);
            Assert.Equal("processing", await Received.Status(house, birth));
            Assert.Equal("Nguyễn Gia Hân", await Answer(birth, "child", "name"));
            Assert.Equal("linked", await house.Scalar<string>(
                "select a.origin from dossiers.attachment a join dossiers.dossier d on d.id = a.dossier_id where d.code = $1", birth));
            Assert.Equal([Birth], await Linked(code));
            await Resolve(birth, "khoi", "tam", "ut");

            // The other two begin beside each other, each where it is decided; the mother's words are theirs.
            Assert.Equal([Birth, Residence, Insurance], await Linked(code));
            var (residence, insurance) = (await Of(code, Residence), await Of(code, Insurance));
            Assert.Equal("Đăng ký thường trú cho trẻ Nguyễn Gia Hân", await Answer(residence, "request", "subject"));
            Assert.Contains("Trạm Y tế xã Đất Mũi", await Answer(insurance, "request", "detail"), StringComparison.Ordinal);
            Assert.Equal("UBND-32248", await house.Scalar<string>("select competent_agency from dossiers.dossier where code = $1", residence));
            Assert.Equal("SNV", await house.Scalar<string>("select competent_agency from dossiers.dossier where code = $1", insurance));
            Assert.NotEqual(await Received.Due(house, birth), await Received.Due(house, insurance));

            // Whoever has but a printed code learns nothing of the others; who shows a second factor sees all on one page and opens each with it.
            var stranger = await House.Read(await house.Anonymous().GetAsync($"/tra-cuu?ma={code}"));
            Assert.DoesNotContain(residence, stranger.Body!.TextContent, StringComparison.Ordinal);
            var applicant = house.Anonymous();
            var tracked = await House.Read(await House.Post(applicant, "/tra-cuu", new() { ["ma"] = code, ["last4"] = "9001" }));
            Assert.Contains("đã mở 3 hồ sơ, 1 hồ sơ đã có kết quả", tracked.Body!.TextContent, StringComparison.Ordinal);
            foreach (var other in new[] { birth, residence, insurance })
            {
                Assert.NotNull(tracked.QuerySelector($"a[href='/tra-cuu?ma={other}']"));
                var opened = await House.Read(await applicant.GetAsync($"/tra-cuu?ma={other}"));
                Assert.Contains("Nguyễn Thị Bé Năm", opened.Body!.TextContent, StringComparison.Ordinal);
                Assert.NotNull(opened.QuerySelector($"a[href='/tra-cuu?ma={code}']"));
            }
            var mine = await House.Read(await (await house.SignedIn("benam")).GetAsync($"/ho-so-cua-toi/{code}"));
            Assert.NotNull(mine.QuerySelector($"a[href='/ho-so-cua-toi/{residence}']"));
            // Officials of one agency see how the others stand, and open what is theirs.
            var desk = await House.Read(await (await house.SignedIn("khoi")).GetAsync($"/noi-bo/ho-so/{residence}"));
            Assert.NotNull(desk.QuerySelector($"main a[href='/noi-bo/ho-so/{birth}']"));
            Assert.Null(desk.QuerySelector($"main a[href='/noi-bo/ho-so/{insurance}']"));
            Assert.Contains(insurance, desk.Body!.TextContent, StringComparison.Ordinal);
            Assert.Contains("Trích lục khai sinh", desk.Body.TextContent, StringComparison.Ordinal);

            await Resolve(insurance, "bao", "dung", "nhu");
            Assert.Equal("processing", await Received.Status(house, code));
            await Resolve(residence, "khoi", "tam", "ut");
            // Its results wait with the others, and it is returned with the last of them; nobody returns it itself.
            Assert.Equal("done", await Received.Status(house, code));
            var diem = await house.SignedIn("diem");
            await Applicant.Refused(HttpStatusCode.Conflict, "theo từng hồ sơ", Received.Act(diem, code, "return", Given));
            await Received.Act(diem, birth, "return", Given).Ok();
            await Received.Act(diem, residence, "return", Given).Ok();
            await house.Drain();
            Assert.Equal("done", await Received.Status(house, code));
            // The card of another agency too is given where the mother handed in her declaration.
            await Applicant.Refused(HttpStatusCode.NotFound, "", Received.Act(await house.SignedIn("yen"), insurance, "return", Given));
            await Received.Act(diem, insurance, "return", Given).Ok();
            await house.Drain();
            Assert.Equal("returned", await Received.Status(house, code));
            Assert.Equal(3L, await house.Scalar<long>("""
                select count(*) from platform.event e join dossiers.dossier d on e.stream = 'dossier/' || d.id where d.code = $1
                    and e.kind = 'dossier.linked-ended/1'
                """, code));
            Assert.Equal(0L, await house.Scalar<long>("select count(*) from workflow.token"));
        });
    }

    [Fact]
    public async Task A_refused_first_dossier_opens_no_other_and_ends_the_declaration_with_its_reason()
    {
        await house.At("2026-06-08T09:00:00+07:00", async () =>
        {
            var (code, _) = await Filed();
            await Received.Receive(house, code);
            await house.Drain();
            var birth = await Of(code, Birth);
            await Received.Act(await house.SignedIn("tam"), birth, "refuse", new { reason = "Đã đăng ký khai sinh ở nơi khác" }).Ok();
            await house.Drain();
            Assert.Equal([Birth], await Linked(code));
            Assert.Equal("refused", await Received.Status(house, code));
            Assert.Contains("Đã đăng ký khai sinh ở nơi khác", await house.Scalar<string>("select closing_reason from dossiers.dossier where code = $1", code),
                StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_job_that_runs_again_opens_nothing_twice_and_a_closed_declaration_opens_nothing()
    {
        await house.At("2026-06-15T09:00:00+07:00", async () =>
        {
            var (code, _) = await Filed();
            await Received.Receive(house, code);
            await house.Drain();
            await house.Execute("update platform.job set state = 'waiting', due_at = now() - interval '1 year' where kind = 'dossiers.process-token'");
            await house.Drain();
            Assert.Equal([Birth], await Linked(code));

            var (other, _) = await Filed();
            await Received.Receive(house, other);
            await Received.Act(await house.SignedIn("diem"), other, "withdraw", new { reason = "Ông bà đổi ý" }).Ok();
            await house.Drain();
            Assert.Empty(await Linked(other));
        });
    }

    [Fact]
    public async Task Who_filed_for_another_and_has_no_mandate_any_more_gets_no_part_in_what_is_opened_later()
    {
        await house.At("2026-06-22T09:00:00+07:00", async () =>
        {
            // The child will live in another province: who decides on the declaration has to tell them.
            var (code, _) = await Filed(Applicant.Entrusted(), who: "ngan", province: "92");
            await Received.Receive(house, code);
            await house.Drain();
            var birth = await Of(code, Birth);
            var ngan = await house.SignedIn("ngan");
            Assert.Equal(HttpStatusCode.OK, (await ngan.GetAsync($"/ho-so-cua-toi/{birth}")).StatusCode);
            await House.Post(await house.SignedIn("benam"), $"/ho-so-cua-toi/{code}?handler=EndMandate", new() { ["ly-do"] = "Tự làm" });
            await Resolve(birth, "khoi", "tam", "ut");
            var residence = await Of(code, Residence);
            Assert.Equal(HttpStatusCode.NotFound, (await ngan.GetAsync($"/ho-so-cua-toi/{residence}")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await (await house.SignedIn("benam")).GetAsync($"/ho-so-cua-toi/{residence}")).StatusCode);
            Assert.Equal("UBND-32248", await house.Scalar<string>("select competent_agency from dossiers.dossier where code = $1", residence));
        });
    }

    [Theory]
    [InlineData("insurance", "1.000656 1.003197 2.000821")]
    [InlineData("none", "1.000656 1.003197")]
    public async Task A_death_is_declared_once_and_the_grant_is_asked_for_where_the_dead_was_insured(string benefit, string opened)
    {
        await house.At("2026-06-29T09:00:00+07:00", async () =>
        {
            var answers = Applicant.Answers();
            foreach (var of in new[] { "child", "mother", "father", "parents" }) answers.Remove(of);
            answers["applicant"]!["relation"] = "child";
            answers["deceased"] = new JsonObject
            {
                ["name"] = "Nguyễn Văn Hai", ["born"] = "1940", ["sex"] = "male", ["ethnicity"] = "Kinh",
                ["address"] = new JsonObject { ["province"] = "96", ["commune"] = Applicant.Commune, ["detail"] = "Ấp Rạch Tàu" },
            };
            answers["death"] = new JsonObject { ["on"] = "2026-06-27", ["place"] = "Tại nhà", ["cause"] = "Bệnh già" };
            answers["benefit"] = benefit == "none" ? new JsonObject { ["kind"] = benefit }
                : new JsonObject { ["kind"] = benefit, ["account"] = "0123456789, Agribank, Nguyễn Thị Bé Năm" };
            var (id, token) = await Applicant.Draft(house.Anonymous(), answers, paper: false, procedure: "lt02");
            await Applicant.Upload(house.Anonymous(), id, token, Applicant.Png(), "giay-bao-tu.png", "giay-bao-tu").Ok();
            var filed = await Applicant.Send(house.Anonymous(), HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok();
            var code = filed.GetProperty("code").GetString()!;
            await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/receive",
                new { papers = new[] { new { paperKey = "giay-bao-tu", state = "have", originals = 1, copies = 0 } } }).Ok();
            await house.Drain();

            var (death, others) = (await Of(code, "1.000656"), opened.Split(' ')[1..]);
            Assert.Equal("Nguyễn Văn Hai", await Answer(death, "deceased", "name"));
            await Resolve(death, "khoi", "tam", "ut");
            Assert.Equal(opened.Split(' '), await Linked(code));
            Assert.Equal("Xóa đăng ký thường trú của Nguyễn Văn Hai", await Answer(await Of(code, "1.003197"), "request", "subject"));
            foreach (var procedure in others)
            {
                var atProvince = procedure == "2.000821";
                await Resolve(await Of(code, procedure), atProvince ? "bao" : "khoi", atProvince ? "dung" : "tam", atProvince ? "nhu" : "ut");
            }
            Assert.Equal("done", await Received.Status(house, code));
        });
    }

    private async Task<(string Code, string Short)> Filed(JsonObject? given = null, string? who = null, string province = "96")
    {
        var answers = given ?? Applicant.Answers();
        answers["residence"] = new JsonObject
        {
            ["address"] = province == "96" ? new JsonObject { ["province"] = province, ["commune"] = Applicant.Commune, ["detail"] = "Ấp Rạch Tàu" }
                : new JsonObject { ["province"] = province, ["communeName"] = "Phường Ninh Kiều", ["detail"] = "Số 1" },
            ["head"] = "Nguyễn Thị Bé Năm", ["relation"] = "cháu ngoại",
        };
        answers["insurance"] = new JsonObject { ["hospital"] = "Trạm Y tế xã Đất Mũi" };
        var applicant = who is null ? house.Anonymous() : await house.SignedIn(who);
        var (id, token) = await Applicant.Draft(applicant, answers, procedure: "lt01");
        var filed = await Applicant.Send(applicant, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok();
        return (filed.GetProperty("code").GetString()!, filed.GetProperty("shortCode").GetString()!);
    }

    private async Task Resolve(string code, string specialist, string leader, string registrar)
    {
        var (works, signs) = (await house.SignedIn(specialist), await house.SignedIn(leader));
        for (var moves = 0; moves < 12 && await Received.Status(house, code) == "processing"; moves++)
        {
            var kind = await house.Scalar<string>("select step_kind from workflow.task where dossier_code = $1 and state = 'open' limit 1", code);
            if (kind == "Appraise") await Received.Act(works, code, "draft").Ok();
            await (kind switch
            {
                "Sign" => Received.Act(signs, code, "sign"), "Number" => Received.Act(await house.SignedIn(registrar), code, "register"),
                "Assign" or "Approve" => Received.Act(signs, code, "pass-on", new { opinion = "Đồng ý" }),
                _ => Received.Act(works, code, "pass-on", new { opinion = "Đủ điều kiện" }),
            }).Ok();
        }
        Assert.Equal("done", await Received.Status(house, code));
        await house.Drain();
    }

    private Task<string[]> Linked(string code) => house.Scalar<string[]>("""
        select coalesce(array_agg(c.procedure_code order by c.procedure_code), '{}') from dossiers.linked_dossier l
        join dossiers.dossier p on p.id = l.parent_id join dossiers.dossier c on c.id = l.child_id where p.code = $1
        """, code);

    private Task<string> Of(string code, string procedure) => house.Scalar<string>("""
        select c.code from dossiers.linked_dossier l join dossiers.dossier p on p.id = l.parent_id join dossiers.dossier c on c.id = l.child_id
        where p.code = $1 and c.procedure_code = $2
        """, code, procedure);

    private Task<string> Answer(string code, params string[] path) =>
        house.Scalar<string>("select answers #>> $2 from dossiers.dossier where code = $1", code, path);
}
