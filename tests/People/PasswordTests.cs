using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using MotCua.People;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.People;

public sealed partial class PasswordTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("ngắn quá", "ít nhất 12")]
    [InlineData("matkhau123456", "dễ đoán")]
    [InlineData("Password1234!", "dễ đoán")]
    [InlineData("vietnam20051990", "dễ đoán")]
    [InlineData("123456789012", "dễ đoán")]
    [InlineData("abcdefghijkl", "dễ đoán")]
    [InlineData("aaaaaaaaaaaaaa", "dễ đoán")]
    [InlineData("xuanxuanxuanxuan", "dễ đoán")]
    [InlineData("sdt0912345678", "số điện thoại")]
    [InlineData("lam.van.thu-123", "tên đăng nhập")]
    public void What_is_easily_guessed_is_refused_in_words(string password, string words)
    {
        var account = new Account { Username = "lam.van.thu", Phone = "0912345678", PasswordHash = "", Kind = "staff", DisplayName = "Lâm Văn Thử" };
        Assert.Contains(words, Assert.Throws<Refused>(() => Passwords.Demand(password, account, "new")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("con thuyền qua sông")]
    [InlineData("ghe bầu chở cá khô")]
    [InlineData("9 con trâu & 2 cái ghe")]
    [InlineData("kx7fQpw2Lmtz")]
    public void Long_and_unusual_is_enough(string password)
    {
        Passwords.Demand(password, null, "new");
        // A telephone writes the same letters taken apart.
        Assert.True(Passwords.Match(Passwords.Hash(password), password.Normalize(System.Text.NormalizationForm.FormD)));
    }

    [Fact]
    public async Task The_old_password_is_asked_and_afterwards_only_this_window_stays_open()
    {
        var (id, username, _) = await house.Staff();
        var (here, there) = (await house.SignedIn(username), await house.SignedIn(username));
        var page = await House.Read(await here.GetAsync("/tai-khoan/mat-khau"));
        foreach (var box in page.QuerySelectorAll("input[type=password]"))
            Assert.True(!box.HasAttribute("onpaste") && string.IsNullOrEmpty(box.GetAttribute("value")));
        var wrong = await House.Post(here, "/tai-khoan/mat-khau", new() { ["old"] = "không phải", ["new"] = "Một câu khác hẳn câu trước" });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.DoesNotContain("khác hẳn", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/api/v1/me")).StatusCode);
        var right = await House.Post(here, "/tai-khoan/mat-khau", new() { ["old"] = Administrator.OldPassword, ["new"] = "Một câu khác hẳn câu trước" });
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Administrator.SignIn(house.From("127.0.7.1"), username, Administrator.OldPassword)).StatusCode);
        Assert.Equal(1, await house.Scalar<long>("select count(*) from people.sign_in_failure where account_id = $1 and cause = 'proof'", id));
    }

    [Fact]
    public async Task A_stolen_session_guesses_the_password_five_times_and_no_more()
    {
        var (_, username, _) = await house.Staff();
        var thief = await house.Bearer(username, Administrator.OldPassword);
        HttpStatusCode last = default;
        for (var times = 0; times < 6; times++)
            last = (await thief.PutAsJsonAsync("/api/v1/me/password", new { old = $"đoán {times}", @new = "Một câu khác hẳn câu trước" })).StatusCode;
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task A_citizen_gets_the_password_back_by_a_code_that_opens_once()
    {
        using var client = house.From("127.0.7.2");
        var session = await house.SignedIn("sarich");
        var second = await Asked(client, "0900 999 002");
        await house.Drain();
        var text = await house.Scalar<string>(
            "select text from messages.message where template = 'account.code' and recipient = '0900999002' order by created_at desc limit 1");
        var code = Digits().Match(text).Value;
        Assert.DoesNotContain(code, await house.Scalar<string>("select string_agg(r::text, ' ') from people.password_reset r"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await Finish(client, second, "00000000")).StatusCode);
        Assert.Equal("/dang-nhap?doi=1", (await Finish(client, second, code)).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await session.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Administrator.SignIn(client, "sarich", "Tràm U Minh mùa mật ong")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Finish(client, second, code)).StatusCode);
        Assert.Equal(1, await house.Scalar<long>("select count(*) from platform.event where kind = 'account.password-changed/1' and data->>'by' = 'code'"));
    }

    [Fact]
    public async Task A_code_dies_after_ten_minutes_and_after_five_wrong_tries()
    {
        house.Services.GetRequiredService<Throttle>().Clear();
        using var client = house.From("127.0.7.3");
        var (tried, late) = (await Asked(client, "ngan"), await Asked(client, "ngan"));
        await house.Drain();
        var texts = await house.Scalar<string[]>("select array_agg(text) from messages.message where template = 'account.code' and recipient = '0900999004'");
        var codes = texts.Select(text => Digits().Match(text).Value).ToList();
        Assert.Equal(2, codes.Count);
        for (var times = 0; times < 5; times++) await Finish(client, tried, "11111111");
        // A restart forgives what is counted in memory; the row does not forget.
        house.Services.GetRequiredService<Throttle>().Clear();
        foreach (var code in codes) Assert.Equal(HttpStatusCode.BadRequest, (await Finish(client, tried, code)).StatusCode);
        house.SessionClock.Set(house.SessionClock.GetUtcNow().AddMinutes(11));
        foreach (var code in codes) Assert.Equal(HttpStatusCode.BadRequest, (await Finish(client, late, code)).StatusCode);
        house.SessionClock.Reset();
    }

    [Theory]
    [InlineData("khong-co-ai")]
    [InlineData("0999 999 999")]
    [InlineData("diem")]
    public async Task Whether_there_is_such_an_account_is_not_told(string name)
    {
        house.Services.GetRequiredService<Throttle>().Clear();
        using var client = house.From("127.0.7.4");
        using var statements = new Statements(house);
        await Asked(client, "benam");
        var known = await Shape("benam");
        var other = await Shape(name);
        Assert.Equal(known, other);
        var there = await client.GetStringAsync(await Asked(client, name));
        Assert.Equal(there.Length, (await client.GetStringAsync($"/quen-mat-khau/{Guid.NewGuid()}")).Length);
        await house.Drain();
        Assert.Equal(0, await house.Scalar<long>(
            "select count(*) from messages.message where template = 'account.code' and recipient in ('0999999999', '0900999011')"));

        async Task<string> Shape(string asked)
        {
            var token = await Token(client);
            statements.Clear();
            var answer = await client.PostAsync("/quen-mat-khau", new FormUrlEncodedContent([new("name", asked), new("__RequestVerificationToken", token)]));
            return $"{(int)answer.StatusCode} {answer.Headers.Location?.ToString().Length}\n{statements}";
        }
    }

    private static async Task<string> Token(HttpClient client) =>
        (await House.Read(await client.GetAsync("/quen-mat-khau"))).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    private static async Task<string> Asked(HttpClient client, string name) =>
        (await House.Post(client, "/quen-mat-khau", new() { ["name"] = name })).Headers.Location!.ToString();

    private static Task<HttpResponseMessage> Finish(HttpClient client, string page, string code) =>
        House.Post(client, page, new() { ["code"] = code, ["new"] = "Tràm U Minh mùa mật ong" });

    [GeneratedRegex("[0-9]{8}")]
    private static partial Regex Digits();
}
