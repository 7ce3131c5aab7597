using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.People.Staff;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.People;

public sealed class SessionTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_right_password_opens_a_session_that_the_bearer_token_carries_until_it_is_ended()
    {
        var client = house.Anonymous();
        var answer = await client.PostAsJsonAsync("/api/v1/session", new { username = "DIEM", password = "motcua-diem" });
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("staff", session.GetProperty("account").GetProperty("kind").GetString());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("token").GetString());
        var me = await client.GetFromJsonAsync<JsonElement>("/api/v1/me");
        Assert.Equal("Lê Thị Diễm", me.GetProperty("name").GetString());
        Assert.Equal("UBND-32248", me.GetProperty("positions")[0].GetProperty("agencyCode").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
    }

    [Theory]
    [InlineData("benam")]
    [InlineData("0900 999 001")]
    [InlineData("+84900999001")]
    [InlineData("096 159 999 001")]
    public async Task A_citizen_signs_in_by_username_phone_or_personal_id(string name)
    {
        var answer = await house.Anonymous().PostAsJsonAsync("/api/v1/session", new { username = name, password = "motcua-benam" });
        var account = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("account");
        Assert.Equal("096159999001", account.GetProperty("ownerNumber").GetString());
    }

    [Fact]
    public async Task An_organisations_account_stands_for_the_organisation()
    {
        var dat = await house.SignedIn("dat");
        var me = await dat.GetFromJsonAsync<JsonElement>("/api/v1/me");
        Assert.Equal("organisation", me.GetProperty("ownerKind").GetString());
        Assert.Equal("2009990027", me.GetProperty("ownerNumber").GetString());
    }

    [Fact]
    public async Task The_sign_in_page_sets_a_cookie_scripts_cannot_read_and_goes_only_to_this_site()
    {
        var client = house.Anonymous();
        var answer = await House.Post(client, "/dang-nhap?tiep=https://kexau.example/", new() { ["username"] = "benam", ["password"] = "motcua-benam" });
        Assert.Equal("/tai-khoan", answer.Headers.Location?.ToString());
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("motcua=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
        var page = await House.Read(await client.GetAsync("/tai-khoan"));
        Assert.Contains("096 159 999 001", page.Body!.TextContent.Replace('\u00a0', ' '));
        Assert.Contains("1959", page.Body.TextContent);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer()
    {
        var client = house.Anonymous();
        var wrong = await client.PostAsJsonAsync("/api/v1/session", new { username = "khoi", password = "sai" });
        var unknown = await client.PostAsJsonAsync("/api/v1/session", new { username = "khong-co-ai", password = "sai" });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(await wrong.Content.ReadAsStringAsync(), await unknown.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_sixth_try_within_five_minutes_is_told_to_wait()
    {
        var client = house.Anonymous();
        for (var times = 0; times < 5; times++)
            await client.PostAsJsonAsync("/api/v1/session", new { username = "tam", password = "sai" });
        var sixth = await client.PostAsJsonAsync("/api/v1/session", new { username = "tam", password = "motcua-tam" });
        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.StatusCode);
        Assert.Contains("Đợi 5 phút", await sixth.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server_too()
    {
        var client = await house.SignedIn("sarich");
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(client, "/dang-xuat", [])).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_that_was_there_before()
    {
        var client = await house.SignedIn("bao");
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync("/api/v1/session", new { username = "bao", password = "motcua-bao" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_after_an_hour_without_use_and_never_lives_longer_than_twelve()
    {
        await using var own = new House();
        await own.InitializeAsync();
        own.SessionClock.Set(House.Morning);
        var idle = await own.SignedIn("ngan");
        own.SessionClock.Set(House.Morning.AddMinutes(61));
        Assert.Equal(HttpStatusCode.Unauthorized, (await idle.GetAsync("/api/v1/me")).StatusCode);
        var busy = await own.SignedIn("ngan");
        var start = own.SessionClock.GetUtcNow();
        for (var minutes = 50; minutes < 12 * 60; minutes += 50)
        {
            own.SessionClock.Set(start.AddMinutes(minutes));
            Assert.Equal(HttpStatusCode.OK, (await busy.GetAsync("/api/v1/me")).StatusCode);
        }
        own.SessionClock.Set(start.AddMinutes(12 * 60 + 1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await busy.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task A_disabled_account_loses_its_open_sessions_at_once()
    {
        var client = await house.SignedIn("luan");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/me")).StatusCode);
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        var luan = (await scope.ServiceProvider.GetRequiredService<Accounts>().Find("luan"))!.Value;
        await scope.ServiceProvider.GetRequiredService<CloseStaff>().End(luan, 1, "Nghỉ hưu");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task Another_position_ends_the_session()
    {
        var client = await house.SignedIn("thao");
        await using (var scope = house.Scope())
        {
            var account = await scope.ServiceProvider.GetRequiredService<Accounts>().Find("thao");
            scope.ServiceProvider.GetRequiredService<Staffing>().Grant(account!.Value, Roles.Registrar, "UBND-32191", null, new DateOnly(2026, 1, 1));
            await scope.ServiceProvider.GetRequiredService<Db>().Save();
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task The_database_holds_no_password_and_no_token()
    {
        var answer = await house.Anonymous().PostAsJsonAsync("/api/v1/session", new { username = "ha", password = "motcua-ha" });
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        var rows = await house.Scalar<string>("select string_agg(a::text || s::text, ' ') from people.account a join people.session s on s.account_id = a.id");
        Assert.DoesNotContain(token, rows);
        Assert.DoesNotContain("motcua-ha", rows);
    }

    [Fact]
    public async Task Over_https_the_cookie_is_bound_to_the_host()
    {
        await using var secure = new HttpsHouse();
        await secure.InitializeAsync();
        var client = secure.Anonymous();
        var answer = await House.Post(client, "/dang-nhap", new() { ["username"] = "benam", ["password"] = "motcua-benam" });
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("__Host-motcua=", StringComparison.Ordinal));
        Assert.Contains("secure", cookie);
        Assert.Contains("httponly", cookie);
        Assert.DoesNotContain("domain", cookie);
    }

    /// <summary>As behind a proxy that ends TLS. The form's own cookie follows the request too, so it is let through here.</summary>
    private sealed class HttpsHouse : House
    {
        protected override void Configure(WebApplicationBuilder builder) => builder.Services.AddSingleton<IStartupFilter, Https>()
            .PostConfigure<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>(form =>
            form.Cookie.SecurePolicy = Microsoft.AspNetCore.Http.CookieSecurePolicy.None);

        private sealed class Https : IStartupFilter
        {
            public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
            {
                app.Use((http, proceed) => { http.Request.Scheme = "https"; return proceed(); });
                next(app);
            };
        }
    }
}
