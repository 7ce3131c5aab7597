using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.People;

/// <summary>Nơi nhận tin: the new address gives its code back, the old one is told.</summary>
public sealed partial class ContactChangeTests(House house) : IClassFixture<House>
{
    private const string Form = "/tai-khoan/lien-lac";

    [Fact]
    public async Task A_citizen_changes_the_telephone_and_signs_in_by_it()
    {
        var citizen = await house.SignedIn("benam");
        var old = await house.Scalar<string>("select phone from people.account where username = 'benam'");
        var account = await house.Scalar<Guid>("select id from people.account where username = 'benam'");
        var code = await Asked(citizen, "phone", "+84 912 000 777");
        Assert.Equal(old, await house.Scalar<string>("select phone from people.account where username = 'benam'"));
        var wrong = await House.Post(citizen, code, new() { ["code"] = "00000000" });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal("00000000", (await House.Read(wrong)).QuerySelector<IHtmlInputElement>("[name=code]")!.Value);
        Assert.Equal($"{Form}?xong=phone", (await House.Post(citizen, code, new() { ["code"] = await CodeTo("0912000777") })).Headers.Location?.ToString());
        Assert.Equal("0912000777", await house.Scalar<string>(
            "select p.phone from people.person p join people.account a on a.person_id = p.id where a.username = 'benam'"));
        Assert.Equal(1, await house.Scalar<long>("select count(*) from messages.message where template = 'account.contact' and recipient = $1", old));
        Assert.Equal(1, await house.Scalar<long>("select count(*) from platform.event where kind = 'account.contact-changed/1' and stream = $1",
            $"account/{account}"));
        Assert.Equal(HttpStatusCode.OK, (await Administrator.SignIn(house.From("127.0.8.1"), "0912 000 777", "motcua-benam")).StatusCode);
        // Once: the same code, and the page of a request that is over.
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(citizen, Form, new() { ["code"] = await CodeTo("0912000777") },
            to: code)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await citizen.GetAsync(code)).StatusCode);
    }

    [Fact]
    public async Task A_code_is_its_own_accounts_alone_and_dies_after_five_tries()
    {
        house.Services.GetRequiredService<Throttle>().Clear();
        var (owner, stranger) = (await house.SignedIn("sarich"), await house.SignedIn("ngan"));
        var asked = await Asked(owner, "email", "moi@vidu.vn");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(asked)).StatusCode);
        var code = await CodeTo("moi@vidu.vn");
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(stranger, Form, new() { ["code"] = code }, to: asked)).StatusCode);
        for (var times = 0; times < 5; times++) await House.Post(owner, asked, new() { ["code"] = "11111111" });
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(owner, asked, new() { ["code"] = code })).StatusCode);
        Assert.Equal(0, await house.Scalar<long>("select count(*) from people.person where email = 'moi@vidu.vn'"));
    }

    [Theory]
    [InlineData("phone", "12", "motcua-lan", "phone", "10 chữ số")]
    [InlineData("email", "a b@c.vn", "motcua-lan", "email", "khoảng trắng")]
    [InlineData("email", "tot@vidu.vn", "sai", "emailPassword", "chưa đúng")]
    [InlineData("phone", "0912000778", "", "phonePassword", "Nhập mật khẩu")]
    public async Task What_was_typed_stays_and_the_field_is_named(string channel, string value, string password, string field, string words)
    {
        house.Services.GetRequiredService<Throttle>().Clear();
        var answer = await House.Post(await house.SignedIn("ngan"), Form, new() { ["channel"] = channel, [channel] = value,
            [channel + "Password"] = password });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Equal(value, page.QuerySelector<IHtmlInputElement>($"[name={channel}]")!.Value);
        Assert.Contains(words, page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($"[name={field}][aria-invalid=true]"));
    }

    private static async Task<string> Asked(HttpClient client, string channel, string value)
    {
        var answer = await House.Post(client, Form, new() { ["channel"] = channel, [channel] = value, [channel + "Password"] = House.PasswordOf(client) });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    private async Task<string> CodeTo(string recipient) => Digits().Match(await house.Scalar<string>(
        "select text from messages.message where template = 'account.code' and recipient = $1 order by created_at desc limit 1", recipient)).Value;

    [GeneratedRegex("[0-9]{8}")]
    private static partial Regex Digits();
}
