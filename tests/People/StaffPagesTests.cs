using System.Net;
using MotCua.Organisation.Contracts;
using MotCua.People.Staff;
using MotCua.Platform.Web;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.People;

/// <summary>The pages of an administrator: each act is a fact with its reason, on the version that was looked at.</summary>
public sealed class StaffPagesTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task An_administrator_makes_an_account_gives_it_a_position_and_its_owner_changes_the_password_first()
    {
        var admin = await Admin();
        var username = "cb." + Guid.NewGuid().ToString("n")[..8];
        var made = await House.Post(admin, "/quan-tri/can-bo/moi",
            new() { ["name"] = "H'Hen Niê", ["username"] = username, ["phone"] = "0912 345 678", ["reason"] = "QĐ 12/QĐ-UBND" });
        var page = await House.Read(made);
        var password = page.QuerySelector(".one-time code")!.TextContent;
        var id = await house.Id(username);
        var fields = new Dictionary<string, string> { ["grant.role"] = Roles.Specialist, ["grant.place"] = "UBND-32248", ["grant.reason"] = "QĐ 13/QĐ-UBND" };
        Administrator.Three("grant.from", Administrator.Today, fields);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(admin, id, "Grant", fields)).StatusCode);
        Assert.Equal(1, await Facts(id, "account.made/1", "QĐ 12/QĐ-UBND"));
        Assert.Equal(1, await Facts(id, "position.granted/1", "QĐ 13/QĐ-UBND"));

        var own = house.Anonymous();
        var entered = await House.Post(own, "/dang-nhap", new() { ["username"] = username, ["password"] = password });
        Assert.Equal("/tai-khoan/mat-khau", entered.Headers.Location?.ToString());
        // Nothing else opens before.
        Assert.Equal("/tai-khoan/mat-khau", (await own.GetAsync("/noi-bo/viec")).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, (await own.GetAsync("/api/v1/desk/tasks")).StatusCode);
        var changed = await House.Post(own, "/tai-khoan/mat-khau", new() { ["old"] = password, ["new"] = "Rừng đước ven biển Đất Mũi" });
        Assert.Equal("/tai-khoan?doi=1", changed.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync("/noi-bo/viec")).StatusCode);
        Assert.Equal(1, await Facts(id, "account.password-changed/1", null));
    }

    [Fact]
    public async Task Search_finds_without_marks_and_the_page_shows_the_acts_done()
    {
        var (id, username, position) = await house.Staff();
        var admin = await Admin();
        async Task<string> Text(string url) => (await House.Read(await admin.GetAsync(url))).Body!.TextContent;
        Assert.Contains(username, await Text($"/quan-tri/can-bo?q={username}"), StringComparison.Ordinal);
        Assert.Contains("Tô Minh Luân", await Text("/quan-tri/can-bo?q=to%20minh%20luan&trang-thai=open"), StringComparison.Ordinal);
        Assert.Contains("Không có cán bộ nào", await Text($"/quan-tri/can-bo?q={username}&trang-thai=ended"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(admin, id, "Block", new() { ["block.reason"] = "Chờ xác minh" })).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(admin, id, "Unblock", new() { ["unblock.reason"] = "Đã rõ" })).StatusCode);
        var last = new Dictionary<string, string> { ["endposition.position"] = position.ToString(), ["endposition.reason"] = "Luân chuyển" };
        Administrator.Three("endposition.lastDay", Administrator.Today.AddDays(5), last);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(admin, id, "EndPosition", last)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(admin, id, "End", new() { ["end.reason"] = "Nghỉ hưu" })).StatusCode);
        Assert.Equal(1, await Facts(id, "account.blocked/1", "Chờ xác minh"));
        Assert.Equal(1, await Facts(id, "account.unblocked/1", "Đã rõ"));
        Assert.Equal(1, await Facts(id, "position.ended/1", "Luân chuyển"));
        Assert.Equal(1, await Facts(id, "account.ended/1", "Nghỉ hưu"));
        var text = (await House.Read(await admin.GetAsync($"/quan-tri/can-bo/{id}"))).Body!.TextContent;
        Assert.Contains("Đã chấm dứt 28/04/2026", text, StringComparison.Ordinal);
        Assert.Contains("03/05/2026", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await Administrator.SignIn(house.From("127.0.6.1"), username, Administrator.OldPassword)).StatusCode);
    }

    [Fact]
    public async Task What_is_refused_keeps_what_was_typed_and_stands_at_its_box()
    {
        var (id, _, _) = await house.Staff();
        var admin = await Admin();
        var fields = new Dictionary<string, string>
        {
            ["grant.role"] = Roles.ReceivingOfficer, ["grant.place"] = "UBND-32248", ["grant.reason"] = "QĐ 7",
            ["grant.from.day"] = "31", ["grant.from.month"] = "02", ["grant.from.year"] = "2026",
        };
        var answer = await Post(admin, id, "Grant", fields);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Equal("31", page.QuerySelector("input[name='grant.from.day']")!.GetAttribute("value"));
        Assert.Equal("QĐ 7", page.QuerySelector("input[name='grant.reason']")!.GetAttribute("value"));
        Assert.Contains("có trong lịch", page.Body!.TextContent, StringComparison.Ordinal);
        Administrator.Three("grant.from", Administrator.Today, fields);
        Assert.Contains("thuộc một bộ phận Một cửa", (await House.Read(await Post(admin, id, "Grant", fields))).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await Facts(id, "position.granted/1", "QĐ 7"));
    }

    [Fact]
    public async Task What_a_leader_signs_as_is_written_from_a_day_on_and_the_list_shows_who_has_none()
    {
        var (id, username, position) = await house.Staff(Roles.Leader);
        var admin = await Admin();
        async Task<string> Text(string url) => (await House.Read(await admin.GetAsync(url))).Body!.TextContent;
        Assert.Contains("(chưa có chức danh ký)", await Text($"/quan-tri/can-bo?q={username}"), StringComparison.Ordinal);
        Assert.Contains("Chưa ghi nên chưa ký được", await Text($"/quan-tri/can-bo/{id}"), StringComparison.Ordinal);
        var fields = new Dictionary<string, string>
        {
            ["title.position"] = position.ToString(), ["title.form"] = SigningForm.Deputy, ["title.title"] = "KT. Chủ tịch", ["title.reason"] = "QĐ 40/QĐ-UBND",
        };
        Administrator.Three("title.from", Administrator.Today, fields);
        foreach (var (name, value, words) in new[]
        {
            ("title.title", "KT. Chủ tịch", "Bỏ chữ KT. ở đầu"), ("title.title", "", "Ghi chức danh, ví dụ Phó Chủ tịch"),
            ("title.title", "Phó Chủ tịch", "Ghi chức danh của người đứng đầu"), ("title.form", "delegated", "Chọn thẩm quyền ký"),
            ("title.form", SigningForm.Own, "Chỉ ghi người đứng đầu khi"), ("title.from.year", "2025", "Chọn ngày trong thời gian giữ vị trí"),
        })
        {
            fields[name] = value;
            fields["title.head"] = name == "title.title" ? "" : "Chủ tịch";
            if (name == "title.from.year") fields["title.form"] = SigningForm.Deputy;
            var answer = await Post(admin, id, "Title", fields);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(words, (await House.Read(answer)).Body!.TextContent, StringComparison.Ordinal);
        }
        Assert.Equal(0, await Facts(id, "position.titled/1", "QĐ 40/QĐ-UBND"));
        fields["title.from.year"] = "2026";
        fields["title.collective"] = "Ủy ban nhân dân";
        Assert.Equal(HttpStatusCode.Redirect, (await Post(admin, id, "Title", fields)).StatusCode);
        Assert.Equal(1, await Facts(id, "position.titled/1", "QĐ 40/QĐ-UBND"));
        Assert.Contains("TM. Ủy ban nhân dân / KT. Chủ tịch / Phó Chủ tịch, từ 28/04/2026", await Text($"/quan-tri/can-bo/{id}"), StringComparison.Ordinal);
        Assert.DoesNotContain("chưa có chức danh ký", await Text($"/quan-tri/can-bo?q={username}"), StringComparison.Ordinal);
        // A line is never rewritten by the role that the house runs as.
        Assert.False(await house.Scalar<bool>("select has_table_privilege('motcua_app', 'organisation.signing_title', 'update')"));
    }

    [Fact]
    public async Task Of_two_windows_the_older_one_is_told_to_look_again()
    {
        var (id, _, _) = await house.Staff();
        var admin = await Admin();
        var seen = await house.Version(id);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(admin, id, "Block", new() { ["block.reason"] = "Một" })).StatusCode);
        var late = await Post(admin, id, "End", new() { ["end.reason"] = "Hai", ["seen"] = $"{seen}" });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("vừa được thay đổi", (await House.Read(late)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await Facts(id, "account.ended/1", "Hai"));
    }

    [Fact]
    public async Task Nobody_raises_their_own_power_not_even_through_somebody_else()
    {
        var admin = await Admin();
        var me = await house.Id("nam");
        var (other, _, position) = await house.Staff(Roles.Leader);
        var fields = new Dictionary<string, string> { ["grant.role"] = Roles.Leader, ["grant.place"] = "UBND-32248", ["grant.reason"] = "Cho mình" };
        Administrator.Three("grant.from", Administrator.Today, fields);
        var mine = (await House.Read(await admin.GetAsync($"/quan-tri/can-bo/{me}"))).Body!.TextContent;
        Assert.DoesNotContain("Giao vị trí công tác", mine, StringComparison.Ordinal);
        fields["seen"] = $"{await house.Version(me)}";
        Assert.Equal(HttpStatusCode.Forbidden, (await Direct(admin, other, me, "Grant", fields)).StatusCode);
        Assert.Equal(0, await Facts(me, "position.granted/1", "Cho mình"));
        var lend = new Dictionary<string, string>
        {
            ["delegate.position"] = position.ToString(), ["delegate.delegate"] = "nam", ["delegate.basis"] = "GUQ 1", ["delegate.reason"] = "Cho mình",
            ["seen"] = $"{await house.Version(other)}",
        };
        Administrator.Three("delegate.from", Administrator.Today, lend);
        Administrator.Three("delegate.to", Administrator.Today, lend);
        Assert.Equal(HttpStatusCode.Forbidden, (await Direct(admin, other, other, "Delegate", lend)).StatusCode);
        Assert.Equal(0, await house.Scalar<long>("select count(*) from organisation.delegation where delegate_id = $1", me));
        // Who is no administrator does nothing here at all.
        var leader = await house.SignedIn("tam");
        Assert.Equal(HttpStatusCode.Forbidden, (await leader.GetAsync($"/quan-tri/can-bo/{other}")).StatusCode);
    }

    [Fact]
    public async Task Of_two_administrators_one_is_not_ended_but_may_be_blocked_at_once()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var other = await own.Staff(Roles.Administrator);
        await own.Execute("update organisation.position set valid_to = '2026-04-27' where role = 'administrator' and account_id not in ($1, $2)",
            other.Id, await own.Id("nam"));
        var admin = await own.SignedIn("nam");
        var page = $"/quan-tri/can-bo/{other.Id}";
        var last = new Dictionary<string, string> { ["endposition.position"] = other.Position.ToString(), ["endposition.reason"] = "Luân chuyển" };
        Administrator.Three("endposition.lastDay", Administrator.Today.AddDays(5), last);
        foreach (var (handler, fields) in new[] { ("EndPosition", last), ("End", new() { ["end.reason"] = "Nghỉ hưu" }) })
        {
            var refused = await House.Post(admin, page, fields, $"form[action$='handler={handler}']");
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains("Giao vai trò cho người khác trước", (await House.Read(refused)).QuerySelector(".error-summary")!.TextContent,
                StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(admin, page, new() { ["block.reason"] = "Mất máy" },
            "form[action$='handler=Block']")).StatusCode);
        // Nobody ends, blocks or empowers themselves, whatever is sent.
        var self = await own.Id("nam");
        var typed = new Dictionary<string, string> { ["block.reason"] = "Thử", ["seen"] = $"{await own.Version(self)}" };
        var forced = await House.Post(admin, page, typed, "form[method=post]", $"/quan-tri/can-bo/{self}?handler=Block");
        Assert.Equal(HttpStatusCode.Forbidden, forced.StatusCode);
    }

    [Fact]
    public async Task The_last_administrator_cannot_be_ended_blocked_or_let_run_out()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var admins = await own.Scalar<Guid[]>(
            "select array_agg(distinct account_id) from organisation.position where role = 'administrator' and valid_to is null");
        foreach (var one in admins.Skip(1))
        {
            var version = await own.Version(one);
            await own.System<CloseStaff>(close => close.End(one, version, "Nghỉ hưu"));
        }
        var (last, seen) = (admins[0], await own.Version(admins[0]));
        var position = await own.Scalar<Guid>(
            "select id from organisation.position where account_id = $1 and role = 'administrator' limit 1", last);
        foreach (var act in new Func<Task>[]
        {
            () => own.System<CloseStaff>(close => close.End(last, seen, "Nghỉ hưu")),
            () => own.System<CloseStaff>(close => close.Block(last, seen, "Điều tra")),
        }) Assert.Equal(409, (await Assert.ThrowsAsync<Refused>(act)).Status);
        var refused = await Assert.ThrowsAsync<Refused>(() =>
            own.System<EmpowerStaff>(e => e.EndPosition(last, seen, position, Administrator.Today.AddDays(30), "Hết hạn")));
        Assert.Equal(409, refused.Status);
        Assert.Equal(seen, await own.Version(last));
        Assert.Null(await own.Scalar<string>("select disabled_at::text from people.account where id = $1", last));
    }

    private Task<HttpClient> Admin() => house.SignedIn("nam");

    private Task<long> Facts(Guid id, string kind, string? reason) => reason is null
        ? house.Scalar<long>("select count(*) from platform.event where stream = $1 and kind = $2", $"account/{id}", kind)
        : house.Scalar<long>("select count(*) from platform.event where stream = $1 and kind = $2 and reason = $3", $"account/{id}", kind, reason);

    private static Task<HttpResponseMessage> Post(HttpClient admin, Guid id, string handler, Dictionary<string, string> fields) =>
        House.Post(admin, $"/quan-tri/can-bo/{id}", fields, $"form[action$='handler={handler}']");

    /// <summary>A post that no page offers, with the token of another page.</summary>
    private static async Task<HttpResponseMessage> Direct(HttpClient admin, Guid from, Guid to, string handler, Dictionary<string, string> fields)
    {
        var page = await House.Read(await admin.GetAsync($"/quan-tri/can-bo/{from}"));
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await admin.PostAsync($"/quan-tri/can-bo/{to}?handler={handler}",
            new FormUrlEncodedContent(fields.Append(new("__RequestVerificationToken", token))));
    }
}
