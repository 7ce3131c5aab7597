using System.Net;
using System.Net.Http.Json;
using AngleSharp.Html.Dom;
using MotCua.Tests.Messages;
using MotCua.Tests.People;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Work;

/// <summary>The reasons that officials choose from are kept by two people; a dossier keeps the words of its day.</summary>
public sealed class ReasonTests(House house) : IClassFixture<House>
{
    private const string New = "main form.column";
    private const string Approve = "form[action*=Approve]";
    private const string End = "form[action*=End]";
    private const string Withdraw = "form[action*=Withdraw]";

    [Fact]
    public async Task A_reason_is_proposed_by_one_approved_by_another_and_chosen_from_then_on()
    {
        var (ha, nam, khoi) = (await house.SignedIn("ha"), await house.SignedIn("nam"), await house.SignedIn("khoi"));
        var page = await Propose(ha, "tu-choi", "Sai biểu mẫu", "Điều 7 Nghị định 118/2025/NĐ-CP");
        Assert.Equal("/quan-tri/ly-do/tu-choi/saiBieuMau", page);
        var code = await Filed();
        Assert.DoesNotContain("Sai biểu mẫu", await Choices(code), StringComparison.Ordinal);
        // Who wrote it neither sees nor may send the form of the other one.
        Assert.Null((await House.Read(await ha.GetAsync(page))).QuerySelector(Approve));
        var (id, revision) = await Open("saiBieuMau");
        var typed = new Dictionary<string, string> { ["id"] = $"{id}", ["revision"] = $"{revision}", ["approveReason"] = "Tự duyệt" };
        Assert.Equal(HttpStatusCode.Forbidden, (await House.Post(ha, page, typed, New, "?handler=Approve")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(nam, page, new() { ["approveReason"] = "" }, Approve)).StatusCode);
        await House.Post(nam, page, new() { ["approveReason"] = "Công văn 15" }, Approve).Redirects();
        Assert.Contains("Sai biểu mẫu", await Choices(code), StringComparison.Ordinal);
        // "Lý do khác" still comes last.
        Assert.EndsWith("Lý do khác", (await Choices(code)).Trim(), StringComparison.Ordinal);
        await (await house.SignedIn("diem")).PostAsJsonAsync($"/api/v1/desk/dossiers/{code}/refuse",
            new { reasonCode = "saiBieuMau", reason = "Nộp lại mẫu mới" }).Status(HttpStatusCode.OK);
        Assert.Equal("Sai biểu mẫu. Nộp lại mẫu mới", await house.Scalar<string>("select closing_reason from dossiers.dossier where code = $1", code));
        var shown = (await House.Read(await nam.GetAsync(page))).QuerySelector("main")!.TextContent;
        Assert.Contains("1 hồ sơ", shown, StringComparison.Ordinal);
        Assert.Contains("Duyệt: ", shown, StringComparison.Ordinal);
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from platform.event where stream = $1", $"reason/{id}"));
        Assert.Equal(HttpStatusCode.Forbidden, (await khoi.GetAsync(page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ha.GetAsync("/quan-tri/ly-do/tu-choi/khongCo")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ha.GetAsync("/quan-tri/ly-do/khac/missing")).StatusCode);
    }

    [Fact]
    public async Task A_reason_that_ends_is_no_longer_chosen_and_an_asked_applicant_reads_its_words_still()
    {
        const string page = "/quan-tri/ly-do/bo-sung/unreadable";
        var (ha, nam, diem) = (await house.SignedIn("ha"), await house.SignedIn("nam"), await house.SignedIn("diem"));
        var code = await Filed();
        var items = new[] { new { paperKey = "giay-chung-sinh", name = "", note = "Chụp lại", why = "unreadable" } };
        await diem.PostAsJsonAsync($"/api/v1/desk/dossiers/{code}/supplement", new { items, reason = "Chụp lại giúp",
            right = await Applicant.Papers(house, code) }).Status(HttpStatusCode.OK);
        Assert.Contains("Chọn ngày từ", await Refusal(ha, page, End, Last(Administrator.Today.AddDays(-1))), StringComparison.Ordinal);
        await House.Post(ha, page, Last(Administrator.Today), End).Redirects();
        await House.Post(nam, page, new() { ["approveReason"] = "Công văn 16" }, Approve).Redirects();
        var tomorrow = House.Morning.AddDays(1);
        await house.At(tomorrow.ToString("yyyy-MM-ddTHH:mm:sszzz"), async () =>
        {
            var listed = await House.Read(await nam.GetAsync("/quan-tri/ly-do"));
            Assert.Contains("đã thôi dùng", listed.Body!.TextContent, StringComparison.Ordinal);
            var told = await House.Read(await (await house.SignedIn("benam")).GetAsync($"/bo-sung/{code}"));
            Assert.Contains("Mờ, mất góc, không đọc được. Chụp lại", told.Body!.TextContent, StringComparison.Ordinal);
            var second = await Filed();
            Assert.Equal(HttpStatusCode.BadRequest, (await diem.PostAsJsonAsync($"/api/v1/desk/dossiers/{second}/supplement",
                new { items, reason = "Chụp lại giúp", right = await Applicant.Papers(house, second) })).StatusCode);
            Assert.Contains("1 hồ sơ", (await House.Read(await nam.GetAsync(page))).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            // It has ended: nothing is proposed of it any more.
            Assert.Null((await House.Read(await ha.GetAsync(page))).QuerySelector(End));
        });
    }

    [Fact]
    public async Task New_words_wait_for_their_day_and_may_be_withdrawn_before()
    {
        const string page = "/quan-tri/ly-do/dung/dispute";
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        await House.Post(ha, page, Fields("Đang có tranh chấp, khiếu nại", "Điều 10", Administrator.Today.AddDays(3)), New).Redirects();
        // An end is another matter, to be proposed when this one is settled.
        Assert.Null((await House.Read(await ha.GetAsync(page))).QuerySelector(End));
        await House.Post(nam, page, new() { ["approveReason"] = "Công văn 17" }, Approve).Redirects();
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from dossiers.reason where kind = 'stop' and code = 'dispute'"));
        Assert.Contains("Lời mới từ 01/05/2026", (await House.Read(await ha.GetAsync("/quan-tri/ly-do"))).Body!.TextContent, StringComparison.Ordinal);
        await House.Post(ha, page, new() { ["withdrawReason"] = "Chờ văn bản" }, Withdraw).Redirects();
        Assert.Equal("1 ", await house.Scalar<string>("select count(*) || ' ' || coalesce(max(valid_to)::text, '') from dossiers.reason "
            + "where kind = 'stop' and code = 'dispute'"));
        Assert.NotNull((await House.Read(await ha.GetAsync(page))).QuerySelector(End));
    }

    [Fact]
    public async Task What_cannot_be_a_reason_is_refused_in_words_and_what_was_typed_stays()
    {
        var ha = await house.SignedIn("ha");
        const string add = "/quan-tri/ly-do/them/tu-choi";
        Assert.Contains("Danh mục đã có lý do này", await Refusal(ha, add, New, Fields("KHÔNG ĐỦ ĐIỀU KIỆN theo quy định.")), StringComparison.Ordinal);
        Assert.Contains("Nhập lời của lý do", await Refusal(ha, add, New, Fields("..")), StringComparison.Ordinal);
        Assert.Contains("tối đa 200 ký tự", await Refusal(ha, add, New, Fields(new string('a', 201))), StringComparison.Ordinal);
        var wrong = Fields("Chưa đủ tuổi");
        (wrong["from.day"], wrong["from.month"]) = ("31", "2");
        Assert.Contains("có trong lịch", await Refusal(ha, add, New, wrong), StringComparison.Ordinal);
        var shown = await House.Read(await House.Post(ha, add, wrong, New));
        Assert.Equal(("Chưa đủ tuổi", "31"), (((IHtmlInputElement)shown.QuerySelector("[name=words]")!).Value,
            ((IHtmlInputElement)shown.QuerySelector("[name='from.day']")!).Value));
        Assert.Null((await House.Read(await ha.GetAsync("/quan-tri/ly-do/tu-choi/other"))).QuerySelector(New));
        var forged = await House.Post(ha, add, Fields("Lời khác", null, Administrator.Today.AddDays(2)), New, "/quan-tri/ly-do/tu-choi/other");
        Assert.Equal(HttpStatusCode.Conflict, forged.StatusCode);
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.reason_change where code = 'other'"));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn("khoi")).GetAsync(add)).StatusCode);
    }

    [Fact]
    public async Task Two_who_write_of_the_same_reason_are_told_of_each_other()
    {
        const string page = "/quan-tri/ly-do/dinh-chinh/source";
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        var day = Administrator.Today.AddDays(2);
        await House.Post(ha, page, Fields("Khác với sổ gốc", null, day), New).Redirects();
        var second = await House.Post(nam, page, new(Fields("Khác sổ gốc", null, day)) { ["seen"] = "0" }, New);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("Khác sổ gốc", ((IHtmlInputElement)(await House.Read(second)).QuerySelector("[name=words]")!).Value);
        // Whoever has changed it is an author too.
        await House.Post(nam, page, Fields("Khác sổ gốc", null, day), New).Redirects();
        Assert.Null((await House.Read(await nam.GetAsync(page))).QuerySelector(Approve));
        Assert.Null((await House.Read(await ha.GetAsync(page))).QuerySelector(Approve));
    }

    private async Task<string> Propose(HttpClient officer, string list, string words, string basis)
    {
        var answer = await House.Post(officer, $"/quan-tri/ly-do/them/{list}", Fields(words, basis), New);
        if (answer.StatusCode != HttpStatusCode.Redirect) Assert.Fail((await House.Read(answer)).QuerySelector(".error-summary")?.TextContent ?? "");
        return answer.Headers.Location!.ToString().Split('?')[0];
    }

    private static Dictionary<string, string> Fields(string words, string? basis = null, DateOnly? from = null)
    {
        var fields = new Dictionary<string, string> { ["words"] = words, ["basis"] = basis ?? "", ["why"] = "Công văn 12/VP", ["viec"] = "luu" };
        Administrator.Three("from", from ?? Administrator.Today, fields);
        return fields;
    }

    private static Dictionary<string, string> Last(DateOnly day)
    {
        var fields = new Dictionary<string, string> { ["endWhy"] = "Công văn 14/VP" };
        Administrator.Three("last", day, fields);
        return fields;
    }

    private static async Task<string> Refusal(HttpClient officer, string page, string form, Dictionary<string, string> fields)
    {
        var answer = await House.Post(officer, page, fields, form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return (await House.Read(answer)).QuerySelector(".error-summary")!.TextContent;
    }

    private async Task<(Guid Id, int Revision)> Open(string code) =>
        (await house.Scalar<Guid>("select id from dossiers.reason_change where code = $1 and state = 'draft'", code),
            await house.Scalar<int>("select revision from dossiers.reason_change where code = $1 and state = 'draft'", code));

    private async Task<string> Filed() => (await Applicant.Submitted(await house.SignedIn("benam"))).GetProperty("code").GetString()!;

    /// <summary>What the officer at the counter may choose from.</summary>
    private async Task<string> Choices(string code) =>
        (await House.Read(await (await house.SignedIn("diem")).GetAsync($"/noi-bo/tiep-nhan/{code}"))).QuerySelector("select[name=reasonCode]")!.TextContent;
}

file static class Posted
{
    public static async Task Status(this Task<HttpResponseMessage> answer, HttpStatusCode wanted)
    {
        var got = await answer;
        Assert.True(got.StatusCode == wanted, $"{(int)got.StatusCode} {await got.Content.ReadAsStringAsync()}");
    }
}
