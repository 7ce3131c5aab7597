using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.People;
using MotCua.People.Contracts;
using MotCua.People.SignIn;
using MotCua.Platform;
using MotCua.Platform.Backup;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Outside;
using MotCua.Platform.Security;
using MotCua.Proof;
using MotCua.Proof.Seal;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Messages;
using MotCua.Tests.Papers;
using MotCua.Tests.Platform.Backup;
using MotCua.Tests.TestKit;
using MotCua.Vault.Contracts;
using Npgsql;
using Xunit;
using EventLog = MotCua.Platform.Events.EventLog;

namespace MotCua.Tests.Proof;

/// <summary>The database is put back to an earlier minute beside the newer files, journal and witness.</summary>
[Trait("Pace", "slow")]
public sealed class WrongMinuteTests(PeersFixture peers) : IClassFixture<PeersFixture>
{
    private const string EndsMandate = "form[action*='handler=EndMandate']";
    private const string Phone = "0900999001";
    private static readonly OwnerIdentity BeNam = OwnerIdentity.OfPerson("096159999001");
    private static readonly Actor BeNamActing = new(Guid.NewGuid(), ActorKind.Citizen, "Nguyễn Thị Bé Năm", BeNam.Kind, BeNam.Number);

    [Fact]
    public async Task Nothing_is_given_twice_no_right_comes_back_and_no_message_goes_again()
    {
        await using var gateway = new MessengerTests.Gateway();
        await gateway.Start();
        var backup = KeptHouse.New("backup");
        var random = new Random(20261128);
        var given = new List<(string Code, string ShortCode)>();
        string data, resolved, number, paperCode, session, entrusted;
        Guid grant, position, blocked;
        int posts;
        DateTimeOffset lost;
        await using (var live = new Site(peers, gateway))
        {
            await live.InitializeAsync();
            data = live.Data;
            (grant, position) = (await Consent(live), await Position(live));
            session = await live.Session("diem");
            blocked = await live.Scalar<Guid>("select id from people.account where username = 'luan'");
            // Told and sent only after the backup: one message waits in it, the other is not even written.
            resolved = await Received.New(live);
            entrusted = await Entrusted(live);
            await Submit(live, []);
            // The book of numbers is in the backup, and behind.
            await Sign(live, await Received.New(live));
            await live.SealAll();
            await MakeBackup.Run(live.OwnerConnection, data, new FolderShelf(Path.Combine(data, "files")), backup, _ => { });

            for (var i = random.Next(5, 9); i > 0; i--) await Submit(live, given);
            await live.Drain();
            number = await Sign(live, resolved);
            paperCode = await Paper(live);
            await live.As<PersonalVault>(async vault => await vault.Withdraw(grant, BeNam));
            await live.As<Staffing>(async staffing => await staffing.End(position, new DateOnly(2026, 4, 27), "Chuyển công tác"));
            await live.Block(blocked);
            await House.Post(await live.SignedIn("benam"), $"/ho-so-cua-toi/{entrusted}", new() { ["ly-do"] = "Tự làm tiếp" }, EndsMandate);
            await live.Drain();
            await live.SealAll();
            posts = gateway.Posts(Phone);
            Assert.True(posts > given.Count);
            lost = live.Clock.GetUtcNow();
        }

        await using var house = new Site(peers, gateway, data, backup);
        await house.InitializeAsync();
        house.Clock.Set(lost.AddMinutes(1));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.dossier where code = any($1)",
            (object)given.Select(one => one.Code).ToArray()));
        await house.Load();
        await house.Load();
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.reconciliation where closed_at is null"));

        // Rights.
        Assert.False(await house.Scalar<bool>("select withdrawn_at is null from vault.paper_grant where id = $1", grant));
        Assert.Equal("2026-04-27", await house.Scalar<string>("select valid_to::text from organisation.position where id = $1", position));
        Assert.True(await house.Scalar<bool>("select blocked_at is not null from people.account where id = $1", blocked));
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn("ngan")).GetAsync($"/ho-so-cua-toi/{entrusted}")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await house.Anonymous(session).GetAsync("/noi-bo")).StatusCode);

        // Messages: what waited in the backup, and what a subscriber writes again.
        await house.Drain();
        Assert.Equal(posts, gateway.Posts(Phone));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from messages.message where state <> 'sent' and channel = 'sms' and dossier_code = $1",
            resolved));

        // Codes and numbers.
        var again = new List<(string Code, string ShortCode)>();
        for (var i = 0; i < given.Count; i++) await Submit(house, again);
        Assert.Empty(again.Select(one => one.Code).Intersect(given.Select(one => one.Code)));
        // Past what a power cut may have hidden of the journal, too.
        Assert.True(again.Min(one => NumberOf(one.Code)) > given.Max(one => NumberOf(one.Code)) + 1000);
        await Insert(house, "tự do", "TUDO2222");
        foreach (var (code, shortCode) in given)
        {
            Assert.Equal(PostgresErrorCodes.UniqueViolation, (await Assert.ThrowsAsync<PostgresException>(() => Insert(house, code, "TUDO3333"))).SqlState);
            Assert.Equal("dossier_short_code_key", (await Assert.ThrowsAsync<PostgresException>(() => Insert(house, "khác", shortCode))).ConstraintName);
        }
        Assert.NotEqual(number, await Sign(house, resolved));
        Assert.NotEqual(paperCode, await Paper(house));

        // Said to the staff, not to citizens.
        var admin = await house.SignedIn("nam");
        Assert.Contains("/quan-tri/doi-chieu", await admin.GetStringAsync("/quan-tri/nhat-ky"), StringComparison.Ordinal);
        Assert.DoesNotContain("/quan-tri/doi-chieu", await house.Anonymous().GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn("diem")).GetAsync(Reconciliations.Page)).StatusCode);
        var page = (await House.Read(await admin.GetAsync(Reconciliations.Page))).QuerySelector("main")!.TextContent;
        Assert.Contains(number, page, StringComparison.Ordinal);
        Assert.Contains("bản ký còn trong kho tệp", page, StringComparison.Ordinal);
        Assert.All(given, one => Assert.Contains(one.Code, page, StringComparison.Ordinal));
        // By name, with the code beside it.
        Assert.Matches(@"Sổ cấp số Trích lục khai sinh \(TLKS\) năm 2026 của Ủy ban nhân dân xã Đất Mũi \(UBND-32248\) đi tiếp sau số", page);
        Assert.Matches(@"Đã cho thôi lại vị trí \w[^,]+, Ủy ban nhân dân xã \w[^,]+ \(UBND-\d+\), hết ngày 27/04/2026", page);

        // The log: not sealed on until a human has closed it, whole afterwards, and the gap stands in it.
        Assert.Equal(0, await house.Services.GetRequiredService<Sealer>().Run());
        Assert.False((await house.Verify()).Intact);
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(admin, Reconciliations.Page, new() { ["reason"] = " " })).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(admin, Reconciliations.Page, new() { ["reason"] = "Đã báo từng người nộp" })).StatusCode);
        await house.SealAll();
        var verdict = await house.Verify();
        Assert.True(verdict.Intact, verdict.Breach?.Words);
        Assert.Equal("log.gap-found/1 log.gap-closed/1",
            await house.Scalar<string>("select string_agg(kind, ' ' order by position) from platform.event where kind like 'log.gap%'"));
        Assert.True(await house.Scalar<bool>("""
            select (data ->> 'lostFacts')::int >= $1 and (data ->> 'witnessBatch')::int > (data ->> 'batch')::int
            from platform.event where kind = 'log.gap-found/1'
            """, given.Count));
        Assert.DoesNotContain("phải đối chiếu", await admin.GetStringAsync("/quan-tri/nhat-ky"), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(data, "witness"), "*.lost"));
        await house.Load();
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.reconciliation"));
    }

    [Fact]
    public async Task Files_alone_show_that_the_database_is_older_and_an_ordinary_start_shows_nothing()
    {
        await using var house = new Site(peers, null, null);
        await house.InitializeAsync();
        await Submit(house, []);
        await house.SealAll();
        await house.Load();
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from platform.reconciliation"));
        // An upload without its row is ordinary while the house lives.
        await house.Execute("insert into platform.heartbeat (at) values (now())");
        var loose = await house.Services.GetRequiredService<FileStore>().Put("%PDF-1.7 /ByteRange của phút đã mất"u8.ToArray());
        await house.Load();
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from platform.reconciliation"));
        await house.Execute("update platform.heartbeat set at = now() - interval '20 minutes'");
        await house.Load();
        Assert.Contains($"{loose.Sha256} (PDF đã ký số)",
            await house.Scalar<string>("select string_agg(words, ' ') from platform.reconciliation_finding"), StringComparison.Ordinal);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event where kind = 'log.gap-found/1'"));
    }

    private static int NumberOf(string code) => int.Parse(code[^4..], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task Submit(House house, List<(string Code, string ShortCode)> given)
    {
        var filed = await Applicant.Submitted(house.Anonymous());
        given.Add((filed.GetProperty("code").GetString()!, filed.GetProperty("shortCode").GetString()!.Replace("-", "", StringComparison.Ordinal)));
    }

    /// <summary>Filed by Ngân for Bé Năm.</summary>
    private static async Task<string> Entrusted(House house)
    {
        var filer = await house.SignedIn("ngan");
        var (draft, token) = await Applicant.Draft(filer, Applicant.Entrusted());
        return (await Applicant.Send(filer, HttpMethod.Post, "/api/v1/dossiers", new { draftId = draft }, token).Ok()).GetProperty("code").GetString()!;
    }

    /// <summary>A copy of some dossier under these codes.</summary>
    private static Task Insert(House house, string code, string shortCode) => house.Execute($"""
        do $$ declare rest text; begin
            select string_agg(quote_ident(column_name), ', ') into rest from information_schema.columns
            where table_schema = 'dossiers' and table_name = 'dossier' and is_generated = 'NEVER'
                and column_name not in ('id', 'code', 'short_code', 'tracking_token', 'draft_id');
            execute format('insert into dossiers.dossier (id, code, short_code, tracking_token, %1$s)
                select gen_random_uuid(), %2$L, %3$L, gen_random_uuid()::text, %1$s from dossiers.dossier limit 1',
                rest, '{code}', '{shortCode}');
        end $$
        """);

    private static async Task<string> Sign(House house, string code)
    {
        var khoi = await house.SignedIn("khoi");
        await Received.Act(khoi, code, "draft").Ok();
        await Received.Act(khoi, code, "pass-on", new { opinion = "Hồ sơ đủ điều kiện, trình ký" }).Ok();
        await Received.Act(await house.SignedIn("tam"), code, "sign").Ok();
        return await house.Scalar<string>("select number from papers.result where dossier_code = $1", code);
    }

    private static Task<string> Paper(Site house) => house.As<PaperRegister, string>(async papers => (await papers.Add(
        new NewPaper(BeNam, "CCCD", "Căn cước", new string('0', 64), "image/png", 1, 1, "copy",
            "upload", null, null, null, null, new Dictionary<string, string>(), null, null), "Lê Thị Diễm")).Code);

    private static async Task<Guid> Consent(Site house)
    {
        var file = await house.Services.GetRequiredService<FileStore>().Put("%PDF-1.7 bản thử"u8.ToArray());
        var item = await house.As<PersonalVault, Guid>(vault => vault.Deposit(
            new NewVaultItem(BeNam, "GXNKT", "Giấy xác nhận", Guid.NewGuid(), file.Sha256, "application/pdf", NewVaultItem.Result)));
        return await house.As<PersonalVault, Guid>(vault => vault.Consent(BeNam, item, Guid.NewGuid(), "1.001776", "Trợ cấp xã hội", BeNamActing));
    }

    private static async Task<Guid> Position(Site house)
    {
        var khoi = await house.Scalar<Guid>("select id from people.account where username = 'khoi'");
        return await house.As<Staffing, Guid>(staffing => Task.FromResult(staffing.Grant(khoi, Roles.Leader, "UBND-32191", null, new DateOnly(2026, 4, 1))));
    }

    /// <param name="backup">Its database, beside the data folder as it is.</param>
    private sealed class Site(PeersFixture peers, MessengerTests.Gateway? gateway, string? data = null, string? backup = null)
        : KeptHouse(data, own: gateway is null || backup is not null)
    {
        protected override async Task<(string Owner, string Application)> Database(Ground given)
        {
            if (backup is null) return await given.Clone();
            var (owner, application) = await given.Empty();
            await RestoreBackup.Database(backup, owner, _ => { });
            await SchemaRunner.Run(owner, ModuleSet.Discover(), _ => { });
            return (owner, application);
        }

        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Configuration["Peers:Url"] = peers.Address.ToString().TrimEnd('/');
            if (gateway is not null) builder.Configuration["Messages:Gateway"] = gateway.Url;
        }

        /// <summary>What a start does before it serves.</summary>
        public async Task Load()
        {
            await using var scope = Scope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            await new ProofModule().Load(scope.ServiceProvider, Services.GetRequiredService<StartOptions>(), _ => { });
            Services.GetRequiredService<Reconciliations>().Forget();
        }

        public Task As<T>(Func<T, Task> act) where T : notnull => As<T, bool>(async room => { await act(room); return true; });

        public async Task<TResult> As<T, TResult>(Func<T, Task<TResult>> act) where T : notnull
        {
            await using var scope = Scope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            var result = await act(scope.ServiceProvider.GetRequiredService<T>());
            await scope.ServiceProvider.GetRequiredService<Db>().Save();
            return result;
        }

        /// <summary>As an administrator of that office does it: row and fact.</summary>
        public Task Block(Guid id) => As<Db>(async db =>
        {
            var account = (await db.Set<Account>().FindAsync(id))!;
            (account.BlockedAt, account.Version) = (TimeProvider.System.GetUtcNow(), account.Version + 1);
            await using var scope = Scope();
            new EventLog(db, scope.ServiceProvider.GetRequiredService<CurrentActor>(), TimeProvider.System)
                .Record($"account/{id}", new AccountBlocked(id), "Nghỉ việc");
            await db.Save();
        });

        public async Task<string> Session(string username)
        {
            var account = await Scalar<Guid>("select id from people.account where username = $1", username);
            return await As<Sessions, string>(async sessions => (await sessions.Start(account, "Kiểm thử")).Token);
        }
    }
}
