using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MotCua.Organisation.Contracts;
using MotCua.People.Programs;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.People.Programs;

/// <summary>Programs of agencies: let in by two people, at work under their own name, ended at once.</summary>
[Trait("Pace", "slow")]
public sealed class ProgramTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Two_administrators_let_a_program_in_and_each_act_is_a_fact_with_its_reason()
    {
        var (one, other) = await Connected.Administrators(house);
        var (id, clientId) = await Connected.Proposed(house, one);
        // Who proposes sees no button, and a post past the page is refused.
        Assert.Null((await House.Read(await one.GetAsync($"/quan-tri/chuong-trinh/{id}"))).QuerySelector("form[action$='handler=Approve']"));
        var forced = await House.Post(one, $"/quan-tri/chuong-trinh/{id}", new() { ["approve.reason"] = "Tự duyệt", ["seen"] = $"{await house.Version(id)}" },
            "form[action$='handler=End']", "?handler=Approve");
        Assert.Equal(HttpStatusCode.Forbidden, forced.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Connected.Act(other, id, "Approve")).StatusCode);
        var secret = await Connected.NewSecret(one, id);
        Assert.StartsWith(ProgramDesk.SecretMark, secret, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await one.GetStringAsync($"/quan-tri/chuong-trinh/{id}"), StringComparison.Ordinal);
        foreach (var fact in new[] { "account.made/1", "program.proposed/1", "program.approved/1", "program.secret-made/1" })
            Assert.Equal(1, await house.Scalar<long>(
                "select count(*) from platform.event where stream = $1 and kind = $2 and reason like 'CV %'", $"account/{id}", fact));
        Assert.DoesNotContain(secret, await house.Scalar<string>("select string_agg(e::text, '') from platform.event e where stream = $1", $"account/{id}"),
            StringComparison.Ordinal);
        Assert.Equal(0, await house.Scalar<long>("select count(*) from people.program_secret where hash like '%' || $1 || '%'", secret));
        Assert.Contains(clientId, await one.GetStringAsync("/quan-tri/chuong-trinh"), StringComparison.Ordinal);

        var token = await new Connected(id, clientId, secret).Token(house);
        var me = await Connected.With(house.Anonymous(), token).GetFromJsonAsync<JsonElement>("/api/v1/me");
        Assert.Equal((Connected.Name, "program"), (me.GetProperty("name").GetString(), me.GetProperty("kind").GetString()));
        Assert.Equal(0, await house.Scalar<long>("select count(*) from people.session where token_hash = $1", System.Text.Encoding.UTF8.GetBytes(token)));
    }

    [Fact]
    public async Task A_token_comes_by_form_or_by_basic_and_an_unapproved_program_has_none()
    {
        var program = await Connected.New(house);
        var answer = await program.Ask(house.Anonymous(), ConnectedProgram.File);
        var given = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("Bearer", 1800, "file"), (given.GetProperty("token_type").GetString(), given.GetProperty("expires_in").GetInt32(),
            given.GetProperty("scope").GetString()));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }),
        };
        request.Headers.Authorization = new("Basic", Connected.BasicOf(program.ClientId, program.Secret));
        Assert.Equal(HttpStatusCode.OK, (await house.Anonymous().SendAsync(request)).StatusCode);

        var (one, _) = await Connected.Administrators(house);
        var (waiting, clientId) = await Connected.Proposed(house, one);
        await house.Execute("insert into people.program_secret (id, account_id, hash, made_at) values ($1, $2, $3, now())", Guid.NewGuid(), waiting,
            ProgramDesk.Hash("khóa đặt trước"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await new Connected(waiting, clientId, "khóa đặt trước").Ask(house.From("127.0.8.1"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await House.Post(one, $"/quan-tri/chuong-trinh/{waiting}",
            new() { ["secret.reason"] = "Vội" }, "form[action$='handler=End']", "?handler=Secret")).StatusCode);
    }

    [Fact]
    public async Task A_secret_is_exchanged_without_a_gap_and_an_ended_one_takes_its_tokens_along()
    {
        var program = await Connected.New(house);
        var (one, _) = await Connected.Administrators(house);
        var old = await program.Client(house);
        var next = await Connected.NewSecret(one, program.Id);
        Assert.Equal(HttpStatusCode.OK, (await old.GetAsync("/api/v1/me")).StatusCode);
        // A third is one too many.
        Assert.Null((await House.Read(await one.GetAsync($"/quan-tri/chuong-trinh/{program.Id}"))).QuerySelector("form[action$='handler=Secret']"));
        Assert.Equal(HttpStatusCode.OK, (await program.Ask(house.Anonymous(), secret: next)).StatusCode);
        var first = await house.Scalar<Guid>("select id from people.program_secret where account_id = $1 order by made_at limit 1", program.Id);
        Assert.Equal(HttpStatusCode.Redirect, (await Connected.Act(one, program.Id, "EndSecret",
            new() { ["endsecret.secret"] = first.ToString() })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await old.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.Ask(house.From("127.0.8.2"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.Ask(house.Anonymous(), secret: next)).StatusCode);
    }

    [Fact]
    public async Task An_old_secret_opens_until_its_last_day_beside_the_new_one()
    {
        var program = await Connected.New(house);
        var (one, _) = await Connected.Administrators(house);
        var next = await Connected.NewSecret(one, program.Id);
        var working = await program.Client(house);
        var first = await house.Scalar<Guid>("select id from people.program_secret where account_id = $1 order by made_at limit 1", program.Id);
        var fields = new Dictionary<string, string> { ["endsecret.secret"] = first.ToString() };
        foreach (var (days, sentence) in new[] { (-1, "bỏ trống để thu hồi ngay"), (40, "ngày sớm hơn") })
        {
            Administrator.Three("endsecret.last", Administrator.Today.AddDays(days), fields);
            var refused = await Connected.Act(one, program.Id, "EndSecret", fields);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains(sentence, (await House.Read(refused)).QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        }
        Administrator.Three("endsecret.last", Administrator.Today.AddDays(2), fields);
        Assert.Equal(HttpStatusCode.Redirect, (await Connected.Act(one, program.Id, "EndSecret", fields)).StatusCode);
        // What was opened goes on, and both secrets open.
        Assert.Equal(HttpStatusCode.OK, (await working.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.Ask(house.Anonymous())).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.Ask(house.Anonymous(), secret: next)).StatusCode);
        Assert.Contains("dùng hết ngày 30/04/2026", (await House.Read(await one.GetAsync($"/quan-tri/chuong-trinh/{program.Id}"))).Body!.TextContent,
            StringComparison.Ordinal);
        await house.At("2026-05-01T00:00:01+07:00", async () =>
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await program.Ask(house.From("127.0.8.4"))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await program.Ask(house.Anonymous(), secret: next)).StatusCode);
        });
    }

    [Fact]
    public async Task An_ended_or_expired_program_is_out_at_the_next_request()
    {
        var (ended, late) = (await Connected.New(house), await Connected.New(house));
        var (one, _) = await Connected.Administrators(house);
        var (working, other) = (await ended.Client(house), await late.Client(house));
        Assert.Equal(HttpStatusCode.OK, (await working.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Connected.Act(one, ended.Id, "End")).StatusCode);
        var refused = await working.GetAsync("/api/v1/me");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("invalid_token", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ended.Ask(house.From("127.0.8.3"))).StatusCode);
        await house.At("2026-05-29T09:00:00+07:00", async () =>
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/api/v1/me")).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await late.Ask(house.From("127.0.8.3"))).StatusCode);
        });
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/me")).StatusCode);
        house.SessionClock.Set(TimeProvider.System.GetUtcNow().AddMinutes(31));
        try { Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/api/v1/me")).StatusCode); }
        finally { house.SessionClock.Reset(); }
    }

    [Fact]
    public async Task A_program_that_files_sees_what_it_filed_and_nothing_else()
    {
        var (program, other) = (await (await Connected.New(house)).Client(house), await (await Connected.New(house)).Client(house));
        var code = (await Applicant.Submitted(program)).GetProperty("code").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync($"/api/v1/dossiers/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/api/v1/dossiers/{code}")).StatusCode);
        var foreign = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString();
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync($"/api/v1/dossiers/{foreign}")).StatusCode);
        Assert.Equal(Connected.Name, await house.Scalar<string>("""
            select e.actor_name from platform.event e where e.kind = 'dossier.submitted/1' and e.data->>'code' = $1
            """, code));
        foreach (var shut in new[] { "/api/v1/desk/tasks", $"/api/v1/desk/dossiers/{code}", "/api/v1/vault", "/api/v1/desk/notices" })
            Assert.Equal(HttpStatusCode.Forbidden, (await program.GetAsync(shut)).StatusCode);
    }

    [Fact]
    public async Task A_program_with_a_position_receives_there_in_its_own_name_and_signs_nothing()
    {
        var connected = await Connected.New(house, ConnectedProgram.Desk, Roles.ReceivingOfficer, "MC-32248");
        var program = await connected.Client(house);
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await Applicant.Send(program, HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } }).Ok();
        Assert.Equal((Connected.Name, connected.Id), (
            await house.Scalar<string>("select actor_name from platform.event where kind = 'dossier.received/1' and data->>'code' = $1", code),
            await house.Scalar<Guid>("select actor_id from platform.event where kind = 'dossier.received/1' and data->>'code' = $1", code)));
        // Its reading is written down like an official's.
        await program.GetAsync($"/api/v1/desk/dossiers/{code}");
        Assert.True(await house.Scalar<long>("select count(*) from vault.reading where actor_id = $1", connected.Id) > 0);
        var (one, _) = await Connected.Administrators(house);
        var position = await house.Scalar<Guid>("select id from organisation.position where account_id = $1", connected.Id);
        await house.Execute("update organisation.position set valid_from = valid_from - 2 where id = $1", position);
        Assert.Equal(HttpStatusCode.Redirect, (await Connected.Act(one, connected.Id, "EndPosition",
            new() { ["endposition.position"] = position.ToString() })).StatusCode);
        var without = await connected.Client(house);
        Assert.Equal(HttpStatusCode.NotFound, (await without.GetAsync($"/api/v1/desk/dossiers/{code}")).StatusCode);
    }

    [Fact]
    public async Task A_program_neither_leads_nor_administers_and_its_power_does_not_grow_after_approval()
    {
        var (one, other) = await Connected.Administrators(house);
        foreach (var role in new[] { Roles.Leader, Roles.Administrator, Roles.ProcedureOfficer })
        {
            var fields = new Dictionary<string, string>
            {
                ["name"] = "Cổng", ["clientId"] = "ct-quyen", ["agency"] = "UBND-32248", ["scope"] = ConnectedProgram.Desk, ["role"] = role,
                ["place"] = "UBND-32248", ["reason"] = "CV 7",
            };
            Administrator.Three("validTo", Administrator.Today.AddDays(30), fields);
            Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(one, "/quan-tri/chuong-trinh/moi", fields)).StatusCode);
        }
        // Who adds a position has proposed it, and another approves.
        var (id, _) = await Connected.Proposed(house, one, ConnectedProgram.Desk, Roles.ReceivingOfficer, "MC-32248");
        var position = new Dictionary<string, string> { ["add.role"] = Roles.Specialist, ["add.place"] = "UBND-32248" };
        Assert.Equal(HttpStatusCode.Redirect, (await Connected.Act(other, id, "Add", position)).StatusCode);
        Assert.Null((await House.Read(await other.GetAsync($"/quan-tri/chuong-trinh/{id}"))).QuerySelector("form[action$='handler=Approve']"));
        Assert.Equal(HttpStatusCode.Redirect, (await Connected.Act(one, id, "Approve")).StatusCode);
        var late = await House.Post(other, $"/quan-tri/chuong-trinh/{id}", new()
            { ["add.role"] = Roles.Registrar, ["add.place"] = "UBND-32248", ["add.reason"] = "CV" },
            "form[action$='handler=End']", "?handler=Add");
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        // The pages for people give a program nothing either.
        var grant = new Dictionary<string, string> { ["grant.role"] = Roles.Leader, ["grant.place"] = "UBND-32248", ["grant.reason"] = "CV",
            ["seen"] = $"{await house.Version(id)}" };
        Administrator.Three("grant.from", Administrator.Today, grant);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/quan-tri/can-bo/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await House.Post(other, $"/quan-tri/chuong-trinh/{id}", grant, "form[action$='handler=End']",
            $"/quan-tri/can-bo/{id}?handler=Grant")).StatusCode);
    }
}
