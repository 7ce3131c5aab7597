using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Organisation.Contracts;
using MotCua.People.SignIn;
using MotCua.People.Staff;
using MotCua.Platform;
using MotCua.Platform.Web;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.People;

/// <summary>Whatever ends or changes power holds at the next request, on every server, for cookies and bearer tokens alike.</summary>
public sealed class PowerTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("block")]
    [InlineData("end")]
    [InlineData("reset")]
    [InlineData("grant")]
    [InlineData("end-position")]
    [InlineData("delegate")]
    [InlineData("change")]
    public async Task Every_act_on_an_account_ends_all_its_sessions_on_every_server(string act)
    {
        var (id, username, position) = await house.Staff();
        await using var second = await SecondServer();
        var cookie = await house.SignedIn(username);
        var bearer = await house.Bearer(username, Administrator.OldPassword);
        using var elsewhere = new HttpClient
        {
            BaseAddress = new Uri(second.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
        elsewhere.DefaultRequestHeaders.Authorization = bearer.DefaultRequestHeaders.Authorization;
        foreach (var client in new[] { cookie, bearer, elsewhere }) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/me")).StatusCode);
        var seen = await house.Version(id);
        switch (act)
        {
            case "block": await house.System<CloseStaff>(close => close.Block(id, seen, "Điều tra")); break;
            case "end": await house.System<CloseStaff>(close => close.End(id, seen, "Nghỉ hưu")); break;
            case "reset": await house.System<CloseStaff>(close => close.ResetPassword(id, seen, "Quên mật khẩu")); break;
            case "grant": await house.System<EmpowerStaff>(e => e.Grant(id, seen, Roles.Registrar, "UBND-32248", Administrator.Today, null, "QĐ 1")); break;
            case "end-position": await house.System<EmpowerStaff>(e => e.EndPosition(id, seen, position, Administrator.Today.AddDays(-1), "QĐ 2")); break;
            case "delegate":
                await house.System<EmpowerStaff>(e => e.Delegate(id, seen, position, "thao", Administrator.Today, Administrator.Today, "GUQ 3", "Đi học"));
                break;
            case "change":
                var own = await house.Bearer(username, Administrator.OldPassword);
                var changed = await Put(own, "/api/v1/me/password", new { old = Administrator.OldPassword, @new = "Một câu khác hẳn câu trước" });
                Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
                break;
        }
        foreach (var client in new[] { cookie, bearer, elsewhere }) Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(0, await house.Scalar<long>("select count(*) from people.session where account_id = $1 and ended_at is null", id));
        // For good: lifting the block brings no session back.
        if (act == "block") await house.System<CloseStaff>(close => close.Unblock(id, seen + 1, "Xong"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await bearer.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task A_session_that_is_being_opened_while_the_account_changes_is_dead_at_birth()
    {
        var (id, username, _) = await house.Staff();
        var seen = await house.Version(id);
        await using var scope = house.Scope();
        await house.System<CloseStaff>(close => close.ResetPassword(id, seen, "Lộ mật khẩu"));
        var late = await scope.ServiceProvider.GetRequiredService<Sessions>().Start(id, "Kiểm thử", seen);
        Assert.Null(await scope.ServiceProvider.GetRequiredService<Sessions>().Find(late.Token));
        Assert.NotNull(username);
    }

    [Fact]
    public async Task A_position_holds_to_the_end_of_its_last_day_and_not_at_the_next_request_after_it()
    {
        var (id, username, position) = await house.Staff();
        var seen = await house.Version(id);
        await house.System<EmpowerStaff>(e => e.EndPosition(id, seen, position, Administrator.Today.AddDays(2), "Chuyển công tác"));
        var client = await house.SignedIn(username);
        await house.At("2026-04-30T23:59:00+07:00", async () => Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/me")).StatusCode));
        await house.At("2026-05-01T00:00:01+07:00", async () => Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode));
    }

    [Fact]
    public async Task An_account_stands_for_an_organisation_only_as_long_as_it_represents_it()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var dat = await own.SignedIn("dat");
        Assert.Equal(HttpStatusCode.OK, (await dat.GetAsync("/api/v1/vault")).StatusCode);
        var id = await own.Id("dat");
        await own.System<EndRepresentation>(end => end.Execute(id, Administrator.Today.AddDays(1), "Đổi giám đốc"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await dat.GetAsync("/api/v1/vault")).StatusCode);
        dat = await own.SignedIn("dat");
        Assert.Equal(HttpStatusCode.OK, (await dat.GetAsync("/api/v1/vault")).StatusCode);
        await own.At("2026-04-30T00:00:01+07:00", async () => Assert.Equal(HttpStatusCode.Unauthorized, (await dat.GetAsync("/api/v1/vault")).StatusCode));
        Assert.Equal(1, await own.Scalar<long>(
            "select count(*) from platform.event where kind = 'account.representation-ended/1' and reason = 'Đổi giám đốc'"));
    }

    [Fact]
    public async Task A_delegate_acts_in_that_position_alone_and_every_fact_names_both()
    {
        var (giver, _, position) = await house.Staff(Roles.ReceivingOfficer, "MC-32248");
        var (taker, username, _) = await house.Staff(Roles.Registrar);
        var seen = await house.Version(giver);
        await house.System<EmpowerStaff>(e =>
            e.Delegate(giver, seen, position, username, Administrator.Today, Administrator.Today.AddDays(3), "GUQ 15/GUQ-UBND", "Nghỉ phép"));
        var citizen = await house.SignedIn("benam");
        var code = (await Dossiers.Applicant.Submitted(citizen)).GetProperty("code").GetString()!;
        var client = await house.SignedIn(username);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/noi-bo/tiep-nhan")).StatusCode);
        var given = await house.Scalar<Guid>("select id from organisation.delegation where delegate_id = $1", taker);
        var acting = await House.Post(client, "/tai-khoan", new() { ["delegation"] = given.ToString() }, "form:has(input[name=delegation])");
        Assert.Equal(HttpStatusCode.Redirect, acting.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/noi-bo/tiep-nhan")).StatusCode);
        var received = await Post(client, $"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } });
        Assert.True(received.IsSuccessStatusCode, await received.Content.ReadAsStringAsync());
        Assert.Equal("Lâm Văn Thử (thay Lâm Văn Thử)", await house.Scalar<string>(
            "select actor_name from platform.event where kind = 'dossier.received/1' and data->>'code' = $1", code));
        // A day after the last, and after a withdrawal, the session is over.
        await house.At("2026-05-02T08:00:00+07:00", async () => Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode));
        client = await house.SignedIn(username);
        await Put(client, "/api/v1/session/delegation", new { id = given });
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/noi-bo/tiep-nhan")).StatusCode);
        var now = await house.Version(giver);
        await house.System<EmpowerStaff>(e => e.EndDelegation(giver, now, given, "Đi làm lại"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Put(await house.SignedIn(username), "/api/v1/session/delegation", new { id = given })).StatusCode);
    }

    [Fact]
    public async Task A_blocked_giver_lends_no_power()
    {
        var (giver, _, position) = await house.Staff(Roles.ReceivingOfficer, "MC-32248");
        var (taker, username, _) = await house.Staff(Roles.Registrar);
        var seen = await house.Version(giver);
        await house.System<EmpowerStaff>(e =>
            e.Delegate(giver, seen, position, username, Administrator.Today, Administrator.Today.AddDays(3), "GUQ 16", "Nghỉ phép"));
        var given = await house.Scalar<Guid>("select id from organisation.delegation where delegate_id = $1", taker);
        var client = await house.SignedIn(username);
        Assert.Equal(HttpStatusCode.NoContent, (await Put(client, "/api/v1/session/delegation", new { id = given })).StatusCode);
        await house.System<CloseStaff>(close => close.Block(giver, seen + 1, "Điều tra"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
    }

    private static Task<HttpResponseMessage> Put(HttpClient client, string url, object body) =>
        client.PutAsync(url, System.Net.Http.Json.JsonContent.Create(body));

    private static Task<HttpResponseMessage> Post(HttpClient client, string url, object body) =>
        client.PostAsync(url, System.Net.Http.Json.JsonContent.Create(body));

    /// <summary>Another process on the same database, as far as anything in memory goes.</summary>
    private async Task<WebApplication> SecondServer()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "MotCua.Host", EnvironmentName = "Production" });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddKeyedSingleton<TimeProvider>(Sessions.Clock, house.SessionClock);
        var options = new StartOptions(Path.Combine(Ground.Repository, "data"),
            Path.Combine(Path.GetTempPath(), "motcua-second-" + Guid.NewGuid().ToString("n")), Demo: false);
        builder.Services.AddHouse(builder.Configuration, ModuleSet.Discover(), options, house.OwnerConnection, house.Clock);
        var app = builder.Build();
        app.UseHouse();
        await app.StartAsync();
        return app;
    }
}
