using System.Net;
using MotCua.Dossiers.Reorganise;
using MotCua.Organisation.Contracts;
using MotCua.Organisation.Reorganise;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Organisation;
using MotCua.Tests.People;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Consult;

/// <summary>A question that waits for its answer when one of the two agencies is merged or split.</summary>
public sealed class MovedConsultationTests : IAsyncLifetime
{
    private readonly House house = new();

    public ValueTask InitializeAsync() => house.InitializeAsync();

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task Who_takes_over_the_asked_agency_sees_it_at_once_and_answers_in_the_same_time()
    {
        var code = await Consulted.Dossier(house);
        var (answered, open) = (Assert.Single(await Consulted.Ask(house, code)), Assert.Single(await Consulted.Ask(house, code,
            Consulted.Body(question: "Cha của trẻ còn sống không?", term: 3, papers: ["giay-chung-sinh"]))));
        await Consulted.Answer(await house.SignedIn("luan"), answered, "agree").Ok();
        var (phuc, stranger) = (await house.SignedIn("phuc"), await house.SignedIn(await Plans.Position(house, "la", Roles.Specialist, Plans.PhanNgocHien)));
        Assert.Equal(HttpStatusCode.NotFound, await Seen(phuc, open));
        var due = await Due(open);
        await house.Drain();
        var plans = await Plans.In(house);
        var plan = await plans.Begun("merge", Consulted.NamCan, Consulted.TanThanh);
        var fields = Plans.Content("Ủy ban nhân dân phường Năm Thành", "UBND phường Năm Thành", "Phường Năm Thành", Administrator.Today);
        (fields["keep"], fields["office.MC-32191"]) = (Consulted.TanThanh, "MC-32025");
        await plans.Saved(plan, fields);
        Assert.Contains("Lần lấy ý kiến chờ nơi này trả lời 1", Line(await Plans.Text(await plans.Hai.GetAsync($"{Plans.Root}/{plan}"))),
            StringComparison.Ordinal);
        await plans.Approved(plan);

        // Before anything has followed: on the list, and open.
        Assert.Contains("Cha của trẻ còn sống không?", await Page(phuc, "/noi-bo/phoi-hop"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await Seen(phuc, open));
        Assert.Equal(HttpStatusCode.NotFound, await Seen(stranger, open));
        await house.Drain();
        var fact = await plans.Fact();
        await Task.WhenAll(Move(fact), Move(fact));
        Assert.Equal((Consulted.TanThanh, "UBND phường Năm Thành", "MC-32025"), (await Column(open, "agency"), await Column(open, "agency_name"),
            await Column(open, "office")));
        Assert.Equal((due, Consulted.NamCan), (await Due(open), await Column(answered, "agency")));
        Assert.Equal(["asked", "moved"], await Ledger(open));
        Assert.Equal(1, await house.Scalar<int>("select count(*)::int from platform.event where kind = 'dossier.consultation-moved/1'"));
        // Whoever takes it over hears of it once; who has the first notice still unread needs no second one.
        Assert.Equal((1, 0, 0), (await Told("phuc", "Lấy ý kiến về%chuyển đến UBND phường Năm Thành%"), await Told("luan", "%chuyển đến%"),
            await Told("la", "%chuyển đến%")));
        Assert.Contains("Chuyển từ UBND xã Năm Căn sang UBND phường Năm Thành theo Nghị quyết 12/NQ-UBTVQH15",
            await Page(await house.SignedIn("khoi"), $"/noi-bo/ho-so/{code}/lay-y-kien"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await Seen(stranger, open));
        // What was answered is still read under the name of who answered.
        Assert.Contains("UBND xã Năm Căn", await Page(phuc, "/noi-bo/phoi-hop?nhom=xong"), StringComparison.Ordinal);
        await Consulted.Answer(phuc, open, "disagree", "Không có ở đây").Ok();
        await house.Drain();
        Assert.Equal(["asked", "moved", "answered"], await Ledger(open));
        Assert.Equal(1, await Told("khoi", "UBND phường Năm Thành đã trả lời%"));
    }

    [Fact]
    public async Task What_was_asked_goes_with_the_dossier_and_its_new_agency_withdraws_it()
    {
        var code = await Consulted.Dossier(house);
        var asked = Assert.Single(await Consulted.Ask(house, code, Consulted.Body(term: 3)));
        var heir = await house.SignedIn(await Plans.Position(house, "moi", Roles.Leader, Plans.PhanNgocHien));
        var plans = await Plans.In(house);
        await plans.Applied("merge", [Plans.DatMui, Plans.PhanNgocHien], Plans.Merge(Administrator.Today));
        await house.Drain();
        Assert.Equal(Consulted.NamCan, await Column(asked, "agency"));
        Assert.Equal(["asked"], await Ledger(asked));
        Assert.Contains("Ủy ban nhân dân xã Mũi Cà Mau", await Page(await house.SignedIn("luan"), $"/noi-bo/phoi-hop/{asked}"), StringComparison.Ordinal);
        Assert.Contains(Consulted.Question, await Page(heir, $"/noi-bo/ho-so/{code}/lay-y-kien"), StringComparison.Ordinal);
        await Received.Act(heir, code, $"consultations/{asked}/withdraw", new { reason = "Đã xác minh tại chỗ" }).Ok();
        Assert.Equal("withdrawn", await Consulted.State(house, asked));
    }

    [Theory]
    [InlineData(Consulted.NamCan), InlineData(Plans.DatMui)]
    public async Task Where_asker_and_asked_become_one_the_question_ends_and_says_why(string keep)
    {
        var code = await Consulted.Dossier(house);
        var (own, other) = (Assert.Single(await Consulted.Ask(house, code, Consulted.Body(term: 3))),
            Assert.Single(await Consulted.Ask(house, code, Consulted.Body([Consulted.TanThanh], "Mẹ của trẻ có hộ khẩu không?", term: 3))));
        await house.Drain();
        var plans = await Plans.In(house);
        var plan = await plans.Begun("merge", Plans.DatMui, Consulted.NamCan);
        var fields = Plans.Content("Ủy ban nhân dân xã Năm Mũi", "UBND xã Năm Mũi", "Xã Năm Mũi", Administrator.Today);
        fields["keep"] = keep;
        await plans.Saved(plan, fields);
        Assert.Contains("Lần các đơn vị này lấy ý kiến của nhau, tự kết thúc khi thành một 1",
            Line(await Plans.Text(await plans.Hai.GetAsync($"{Plans.Root}/{plan}"))), StringComparison.Ordinal);
        await plans.Approved(plan);
        await house.Drain();
        var fact = await plans.Fact();
        await Task.WhenAll(Move(fact), Move(fact));
        Assert.Equal(["asked", "moved", "withdrawn"], await Ledger(own));
        Assert.Equal(["asked"], await Ledger(other));
        Assert.Contains("Theo Nghị quyết 12/NQ-UBTVQH15 (20/04/2026), nơi hỏi và nơi được hỏi nay là một: UBND xã Năm Mũi",
            await Page(await house.SignedIn("khoi"), $"/noi-bo/ho-so/{code}/lay-y-kien"), StringComparison.Ordinal);
        // Nobody is chased for it any longer, nobody takes it over, who asked and who was asked hear that it is over.
        Assert.Equal((0, 1), (await Chased(own), await Chased(other)));
        Assert.Equal(0, await house.Scalar<int>("select count(*)::int from messages.staff_notice where text like '%chuyển đến%'"));
        Assert.Equal((1, 1), (await Told("khoi", "%nơi hỏi và nơi được hỏi nay là một%"), await Told("luan", "%nơi hỏi và nơi được hỏi nay là một%")));
        // And it holds up no signature.
        var khoi = await house.SignedIn("khoi");
        await Received.Act(khoi, code, $"consultations/{other}/withdraw", new { reason = "Không cần nữa" }).Ok();
        await Received.Act(khoi, code, "draft").Ok();
    }

    [Fact]
    public async Task Of_a_split_agency_it_goes_with_its_counter_or_when_nobody_is_left_who_answers()
    {
        var code = await Consulted.Dossier(house);
        var asked = Assert.Single(await Consulted.Ask(house, code, Consulted.Body(term: 3)));
        var (luan, plans) = (await house.SignedIn("luan"), await Plans.In(house));
        // Who answers goes, somebody who answers stays, and so does the counter.
        await plans.Applied("split", [Consulted.NamCan], Plans.Split(Administrator.Today, await house.Id("luan")));
        await house.Drain();
        Assert.Equal(Consulted.NamCan, await Column(asked, "agency"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (await Seen(luan, asked), await Seen(await house.SignedIn("kiet"), asked)));

        // Now the counter goes too, with the head: the last one who answers.
        var plan = await plans.Begun("split", Consulted.NamCan);
        var fields = Plans.Split(Administrator.Today, await house.Id("kiet"));
        (fields["newCode"], fields["name"], fields["shortName"], fields["unitName"]) =
            ("32298", "Ủy ban nhân dân xã Hàm Rồng", "UBND xã Hàm Rồng", "Xã Hàm Rồng");
        fields["office.MC-32191"] = PlannedOffice.Goes;
        await plans.Saved(plan, fields);
        Assert.Contains("Lần lấy ý kiến chuyển sang đơn vị mới trả lời 1", Line(await Plans.Text(await plans.Hai.GetAsync($"{Plans.Root}/{plan}"))),
            StringComparison.Ordinal);
        await plans.Approved(plan);
        await house.Drain();
        Assert.Equal(("UBND-32298", "UBND xã Hàm Rồng", "MC-32191"), (await Column(asked, "agency"), await Column(asked, "agency_name"),
            await Column(asked, "office")));
        Assert.Equal(["asked", "moved"], await Ledger(asked));
        await Consulted.Answer(await house.SignedIn("kiet"), asked, "agree").Ok();
    }

    [Fact]
    public async Task When_the_dossier_goes_without_who_asked_its_new_official_hears_the_answer()
    {
        var code = await Consulted.Dossier(house);
        var (tam, khoi) = (await house.SignedIn("tam"), await house.SignedIn("khoi"));
        await Received.Act(tam, code, "assign", new { to = await house.Id("khoi") }).Ok();
        await Received.Act(tam, code, "consultations", Consulted.Body(term: 3)).Ok();
        var asked = await house.Scalar<Guid>("select id from dossiers.consultation");
        await (await Plans.In(house)).Applied("split", [Plans.DatMui], Plans.Split(Administrator.Today, await house.Id("khoi")));
        await house.Drain();
        Assert.Equal(HttpStatusCode.NotFound, (await tam.GetAsync($"/noi-bo/ho-so/{code}/lay-y-kien")).StatusCode);
        Assert.Contains("Rút yêu cầu gửi UBND xã Năm Căn", await Page(khoi, $"/noi-bo/ho-so/{code}/lay-y-kien"), StringComparison.Ordinal);
        await Consulted.Answer(await house.SignedIn("luan"), asked, "agree").Ok();
        await house.Drain();
        Assert.Equal((1, 0), (await Told("khoi", "%đã trả lời%"), await Told("tam", "%đã trả lời%")));
    }

    private Task Move(ReorganisationApplied fact) => house.System<MoveConsultations>(move => move.Run(fact, 1));

    private static async Task<HttpStatusCode> Seen(HttpClient official, Guid asked) => (await official.GetAsync($"/noi-bo/phoi-hop/{asked}")).StatusCode;

    private static async Task<string> Page(HttpClient official, string url) => Line(await Plans.Text(await official.GetAsync(url)));

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Task<string> Column(Guid asked, string column) => house.Scalar<string>($"select {column} from dossiers.consultation where id = $1", asked);

    private Task<DateTime> Due(Guid asked) => house.Scalar<DateTime>("select due_at from dossiers.consultation where id = $1", asked);

    private Task<string[]> Ledger(Guid asked) =>
        house.Scalar<string[]>("select array_agg(kind order by seq) from dossiers.consultation_entry where consultation_id = $1", asked);

    private Task<int> Chased(Guid asked) => house.Scalar<int>(
        "select count(*)::int from dossiers.timer where kind = 'consultationLate' and fired_at is null and about like $1", $"{asked:n}%");

    private Task<int> Told(string username, string text) => house.Scalar<int>("""
        select count(*)::int from messages.staff_notice n join people.account a on a.id = n.account_id where a.username = $1 and n.text like $2
        """, username, text);
}
