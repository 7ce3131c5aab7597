using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers;
using MotCua.Dossiers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Proof.Rows;
using MotCua.Proof.Seal;
using MotCua.Proof.Verify;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Papers;
using MotCua.Tests.TestKit;
using MotCua.Vault;
using MotCua.Vault.Contracts;
using Xunit;

namespace MotCua.Tests.Proof;

/// <summary>Attacks by somebody who owns the database: rows rewritten, removed and inserted past the acts.</summary>
public sealed class RowTests(RowTests.Solved house) : IClassFixture<RowTests.Solved>
{
    /// <summary>One row of each kind, and the words in which its change must be told.</summary>
    public static TheoryData<string, string> Rewrites => new()
    {
        { "update papers.result set number = number || 'a' where state = 'released'", "số" },
        { "update papers.result set title = 'Giấy khác' where state = 'released'", "tên" },
        { "update papers.result set signer_name = 'Người khác' where state = 'released'", "người ký" },
        { "update papers.result set signed_sha256 = draft_sha256 where state = 'released'", "tệp đã ký" },
        { "update papers.result set signed_sha256 = null where state = 'released'", "bị xóa" },
        { "update papers.result set owner_number = '001099000001' where state = 'released'", "chủ kết quả" },
        { "update papers.result set valid_to = '2099-01-01' where state = 'released'", "hiệu lực" },
        { "update papers.result set released_at = released_at + interval '1 day' where state = 'released'", "trạng thái" },
        { "update vault.item set owner_number = '001099000001'", "chủ giấy tờ" },
        { "update vault.item set number = 'X', valid_to = null", "số" },
        { "update vault.paper_grant set withdrawn_at = null, granted_by_name = 'Người khác'", "ai đồng ý" },
        { "update vault.paper_grant set withdrawn_at = null where withdrawn_at is not null", "lúc thu hồi" },
        { "delete from vault.reuse", "bị xóa" },
        { "update vault.access_record set actor_name = 'Không ai'", "người xem" },
        { "delete from vault.access_record", "bị xóa" },
        { "update vault.reading set actor_name = 'Không ai'", "người xem" },
        { "update vault.reading set owner_number = '001099000001'", "chủ dữ liệu" },
        { "update vault.reading set outcome = 'allowed', what = 'khác'", "việc" },
        { "delete from vault.reading where id = (select id from vault.reading order by id limit 1)", "bị xóa" },
        { "update people.account set password_hash = (select password_hash from people.account where username = 'ngan') where username = 'tam'", "mật khẩu" },
        { "update people.account set blocked_at = now() where username = 'tam'", "khóa, chấm dứt" },
        { "update people.representation set to_date = '2099-12-31'", "đến ngày" },
        { "insert into people.representation select account_id, organisation_id, from_date - 1, null from people.representation limit 1", "không" },
        { "update dossiers.clock_entry set at = at + interval '1 day'", "thời điểm" },
        { "update dossiers.clock_entry set due_at = due_at + interval '1 day' where due_at is not null", "hạn sau dòng này" },
        { "delete from dossiers.clock_entry where kind = 'start'", "bị xóa" },
        { "update dossiers.hand_over set from_name = 'Người khác'", "bên giao" },
        { "delete from dossiers.hand_over where seq = 1", "bị xóa" },
        { "update organisation.position set valid_to = null where valid_to is not null", "đến ngày" },
        { "update organisation.position set role = 'administrator' where role = 'receivingOfficer'", "vai trò" },
        { "update organisation.delegation set valid_to = '2099-12-31'", "đến ngày" },
        { "update organisation.delegation set delegate_id = gen_random_uuid()", "người được ủy quyền" },
        { "update dossiers.attachment set sha256 = md5(sha256) || md5(id::text)", "nội dung tệp" },
        { "update dossiers.attachment set file_name = 'khac.png'", "tên tệp" },
        { "update dossiers.attachment set paper_key = 'giay-to-khac'", "giấy tờ" },
        { "update dossiers.attachment set signature = 'valid', signature_words = 'Văn bản còn nguyên vẹn'", "kết luận chữ ký số" },
        { "update dossiers.attachment set paper_code = 'X.GCS.09' where paper_code is not null", "mã giấy tờ" },
        { "update dossiers.attachment set size = size + 1", "khác với nhật ký" },
        { "delete from dossiers.attachment where draft_id is not null", "bị xóa" },
        { "insert into dossiers.attachment (id, dossier_id, paper_key, sha256, file_name, media_type, size, pages, origin, uploaded_at) "
            + "select gen_random_uuid(), dossier_id, paper_key, sha256, 'chen.png', media_type, size, pages, origin, uploaded_at from dossiers.attachment "
                + "limit 1",
            "không có sự kiện nào" },
        { "update dossiers.dossier set received_at = received_at - interval '1 day'", "giờ tiếp nhận" },
        { "update dossiers.dossier set submitted_at = submitted_at + interval '1 microsecond'", "giờ nộp" },
        { "update dossiers.dossier set due_at = due_at + interval '1 day'", "ngày hẹn trả" },
        { "update dossiers.dossier set original_due_at = original_due_at + interval '1 day'", "ngày hẹn đầu tiên" },
        { "update dossiers.dossier set finished_at = finished_at - interval '1 day'", "giờ giải quyết xong" },
        { "update dossiers.dossier set answers = answers || '{\"x\": 1}'", "tờ khai" },
        { "update dossiers.dossier set code = code || '9'", "mã hồ sơ" },
        { "insert into vault.item select gen_random_uuid(), owner_kind, '001099000001', paper_type, title, paper_code, number, issued_on, valid_to, issuer, "
            + "origin, null, null, gen_random_uuid(), sha256, media_type, deposited_at from vault.item limit 1", "không có sự kiện nào" },
        { "insert into organisation.position (id, account_id, agency_code, role, valid_from) select gen_random_uuid(), account_id, agency_code, "
            + "'administrator', valid_from from organisation.position where role = 'receivingOfficer' limit 1", "không có sự kiện nào" },
        { "insert into dossiers.hand_over (dossier_id, seq, at, from_name, from_unit, to_unit, step_name, outcome) select dossier_id, 99, at, from_name, "
            + "from_unit, to_unit, step_name, outcome from dossiers.hand_over limit 1", "không có sự kiện nào" },
    };

    [Theory, MemberData(nameof(Rewrites))]
    public async Task A_row_rewritten_past_the_acts_is_found_and_named(string attack, string words)
    {
        var (table, copy) = (Table(attack), $"copy_{Guid.NewGuid():n}");
        await house.Execute($"create table {copy} as select * from {table}");
        await house.AsOwner(attack);
        try
        {
            var verdict = await house.Check();
            Assert.True(verdict.Found > 0, attack);
            Assert.Contains(verdict.Findings, finding => finding.Words.Contains(words, StringComparison.Ordinal));
        }
        finally { await house.PutBack(table, copy); }
    }

    [Fact]
    public async Task An_ended_mandate_and_the_word_of_an_owner_stay_what_they_were()
    {
        Guid item, dossier;
        await using (var scope = house.Scope())
        {
            var (db, log) = (scope.ServiceProvider.GetRequiredService<Db>(), scope.ServiceProvider.GetRequiredService<MotCua.Platform.Events.EventLog>());
            var ended = await db.Set<Dossier>().FirstAsync(TestContext.Current.CancellationToken);
            (dossier, ended.MandateEndedAt) = (ended.Id, house.Clock.GetUtcNow());
            log.Record(ended.Stream, new MandateEnded(ended.Id, ended.Code, Guid.NewGuid()));
            var paper = await db.Set<VaultItem>().FirstAsync(TestContext.Current.CancellationToken);
            (item, paper.Assurance, paper.AnsweredAt) = (paper.Id, "disowned", house.Clock.GetUtcNow());
            log.Record(PersonalVault.Stream(paper.Id), new PaperAnswered(paper.Id, false));
            await db.Save();
        }
        Assert.Empty((await house.Check()).Findings);
        foreach (var (attack, table, words) in new[]
        {
            ("update dossiers.dossier set mandate_ended_at = null", "dossiers.dossier", "Ủy quyền nộp hồ sơ"),
            ($"update dossiers.dossier set mandate_ended_at = submitted_at where id = '{dossier}'", "dossiers.dossier", "lúc chấm dứt ủy quyền"),
            ($"update vault.item set assurance = 'accepted' where id = '{item}'", "vault.item", "lời chủ giấy tờ"),
            ($"update vault.item set assurance = 'proven', answered_at = null where id = '{item}'", "vault.item", "bị xóa"),
        })
        {
            var copy = $"copy_{Guid.NewGuid():n}";
            await house.Execute($"create table {copy} as select * from {table}");
            await house.AsOwner(attack);
            var found = (await house.Check()).Findings;
            await house.PutBack(table, copy);
            Assert.True(found.Any(finding => finding.Words.Contains(words, StringComparison.Ordinal)), attack);
        }
        Assert.Empty((await house.Check()).Findings);
    }

    [Fact]
    public async Task Nothing_is_said_of_rows_that_only_acts_have_written() =>
        Assert.Empty((await house.Check(files: true)).Findings);

    [Fact]
    public async Task A_fact_deleted_before_its_seal_is_found_whichever_it_is()
    {
        var facts = await house.Scalar<long[]>("select array_agg(position order by position) from platform.event where data ? '@rows' and (stream like "
            + "'dossier/%' or stream like 'vault/%')");
        Assert.True(facts.Length > 8);
        foreach (var position in facts.Where((_, i) => i % 2 == 0))
        {
            await house.Execute($"create table kept_fact as select * from platform.event where position = {position}");
            await house.Execute($"delete from platform.event where position = {position}");
            var found = (await house.Check()).Found;
            await house.Execute("insert into platform.event overriding system value select * from kept_fact");
            await house.Execute("drop table kept_fact");
            Assert.True(found > 0, $"fact {position}");
        }
    }

    [Fact]
    public async Task No_page_calls_a_rewritten_result_valid()
    {
        var token = await house.Scalar<string>("select verify_token from papers.result where state = 'released'");
        var file = await house.Services.GetRequiredService<FileStore>()
            .Read(await house.Scalar<string>("select signed_sha256 from papers.result where state = 'released'"));
        Assert.Contains("Hợp lệ", (await Verdict(token)).Heading, StringComparison.Ordinal);
        foreach (var (column, words) in new[] { ("number = '99/GIẢ'", "số"), ("title = 'Quyết định khác'", "tên"),
            ("signer_name = 'Người khác'", "người ký"), ("owner_name = 'Người khác'", "chủ kết quả") })
        {
            await house.Execute("create table kept_result as select * from papers.result");
            // The one who rewrites the row and the newest mark too still cannot rewrite what is signed.
            foreach (var alsoTheLog in new[] { false, true })
            {
                await house.AsOwner($"update papers.result set {column} where state = 'released'");
                if (alsoTheLog) await house.AsOwner(Rewritten);
                var (heading, text) = await Verdict(token);
                Assert.Equal("Không khớp với bản đã ký", heading);
                Assert.Contains(words, text, StringComparison.Ordinal);
                var api = await Applicant.Send(house.Anonymous(), HttpMethod.Get, $"/api/v1/verify/{token}").Ok();
                Assert.False(api.GetProperty("valid").GetBoolean());
                var code = await house.Scalar<string>("select dossier_code from papers.result where state = 'released'");
                Assert.Equal(HttpStatusCode.Conflict, (await (await house.SignedIn("khoi")).GetAsync($"/noi-bo/ho-so/{code}/ket-qua.pdf")).StatusCode);
                using var content = new ByteArrayContent(file);
                var uploaded = await (await house.Anonymous().PostAsync("/api/v1/verify", content)).Content.ReadAsStringAsync();
                Assert.False(JsonDocument.Parse(uploaded).RootElement.GetProperty("valid").GetBoolean());
            }
            await house.PutBack("papers.result", "kept_result");
            await house.RestoreFacts();
        }
        Assert.Contains("Hợp lệ", (await Verdict(token)).Heading, StringComparison.Ordinal);

        async Task<(string Heading, string Text)> Verdict(string which)
        {
            var page = await House.Read(await house.Anonymous().GetAsync($"/kiem-tra/{which}"));
            return (page.QuerySelector("#ket-luan")!.TextContent, page.QuerySelector("main")!.TextContent);
        }
    }

    [Fact]
    public async Task The_recurring_check_tells_the_administrators_once_and_a_finding_stays_until_it_is_closed_with_a_reason()
    {
        await house.InTurn();
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from proof.finding where closed_at is null"));
        await house.Execute("create table kept_over as select * from dossiers.hand_over");
        await house.AsOwner("update dossiers.hand_over set to_unit = 'Nơi khác' where seq = 1");
        await house.InTurn();
        await house.InTurn();
        var found = await house.Scalar<long>("select count(*) from proof.finding where closed_at is null");
        Assert.True(found > 0);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from messages.staff_notice n where link = '/quan-tri/nhat-ky' and account_id = (select id "
            + "from people.account where username = 'nam')"));
        await house.PutBack("dossiers.hand_over", "kept_over");
        await house.InTurn();
        // Mended in silence, it still stands there.
        Assert.Equal(found, await house.Scalar<long>("select count(*) from proof.finding where closed_at is null"));
        var admin = await house.SignedIn("nam");
        var page = await House.Read(await admin.GetAsync("/quan-tri/nhat-ky"));
        Assert.Contains("không khớp với nhật ký", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        var key = await house.Scalar<string>("select key from proof.finding where closed_at is null order by key limit 1");
        Assert.Equal(HttpStatusCode.BadRequest, (await House.Post(admin, "/quan-tri/nhat-ky", new() { ["cho"] = key, ["lyDo"] = " " },
            "form.card")).StatusCode);
        for (; found > 0; found--)
        {
            key = await house.Scalar<string>("select key from proof.finding where closed_at is null order by key limit 1");
            Assert.Equal(HttpStatusCode.Redirect, (await House.Post(admin, "/quan-tri/nhat-ky",
                new() { ["cho"] = key, ["lyDo"] = "Sửa tay khi thử, đã trả lại" }, "form.card")).StatusCode);
        }
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from proof.finding where closed_at is null"));
        Assert.Equal("Sửa tay khi thử, đã trả lại", await house.Scalar<string>("select reason from platform.event where kind = 'log.breach-closed/1' limit 1"));
    }

    [Fact]
    public async Task The_command_lists_what_was_rewritten_and_ends_with_1()
    {
        await house.SealAll();
        await using var scope = house.Scope();
        await using var output = new StringWriter();
        Assert.Equal(0, await VerifyCommand.Command.Run(scope.ServiceProvider, [], output));
        await house.Execute("create table kept_item as select * from vault.item");
        await house.AsOwner("update vault.item set title = 'Giấy khác'");
        Assert.Equal(1, await VerifyCommand.Command.Run(scope.ServiceProvider, ["--without-files"], output));
        await house.PutBack("vault.item", "kept_item");
        Assert.Contains("DỮ LIỆU KHÔNG KHỚP VỚI NHẬT KÝ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("loại và tên", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The facts say what the row says now, and no mark is left.</summary>
    private const string Rewritten = """
        update platform.event set data = data - '@rows' where data ? '@rows';
        update platform.event e set data = e.data || jsonb_build_object('number', r.number, 'signerName', r.signer_name)
        from papers.result r where e.kind = 'result.signed/1' and e.data ->> 'resultId' = r.id::text
        """;

    private static string Table(string sql) => sql.Split(' ')[sql.StartsWith("update", StringComparison.Ordinal) ? 1 : 2];

    /// <summary>A house in which one dossier has gone to its end, papers were lent and looked at, and positions ended.</summary>
    public sealed class Solved : House
    {
        private readonly string folder = Directory.CreateTempSubdirectory("motcua-witness-").FullName;
        private PeersFixture? peers;

        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Services.AddSingleton(new WitnessFile(folder));
            builder.Configuration["Peers:Url"] = peers!.Address.ToString();
        }

        public override async ValueTask InitializeAsync()
        {
            peers = new PeersFixture();
            await peers.InitializeAsync();
            await base.InitializeAsync();
            await Walk();
            await Drain();
            await Execute("create table kept_facts as select * from platform.event");
        }

        private async Task Walk()
        {
            var code = await MotCua.Tests.Dossiers.Lifecycle.Received.New(this);
            await ToTheEnd.Walk(this, code);
            await Supplemented();
            var (nam, actor) = (OwnerIdentity.OfPerson("096159999001"),
                new Actor(Guid.NewGuid(), ActorKind.Citizen, "Nguyễn Thị Bé Năm", OwnerIdentity.Person, "096159999001"));
            await As(actor, async services =>
            {
                var (vault, reading, db) = (services.GetRequiredService<PersonalVault>(), services.GetRequiredService<VaultReading>(),
                    services.GetRequiredService<Db>());
                var bytes = await services.GetRequiredService<FileStore>().Put([1, 2, 3]);
                var item = await vault.Deposit(new NewVaultItem(nam, "KHAC", "Giấy thử", Guid.NewGuid(), bytes.Sha256, "image/png",
                    NewVaultItem.Accepted) { Number = "12", ValidTo = new DateOnly(2030, 1, 1) });
                await db.Save();
                var draft = Guid.NewGuid();
                var grant = await vault.Consent(nam, item, draft, "1.001776", "Trợ cấp", actor);
                await db.Save();
                await vault.Use(grant, Guid.NewGuid(), "H05-280426-0001", "Một cửa");
                await reading.Open(item, "portal");
                await db.Save();
                var second = await vault.Consent(nam, item, Guid.NewGuid(), "1.001776", "Trợ cấp", actor);
                await db.Save();
                await vault.Withdraw(second, nam);
                await db.Save();
            });
            await As(Actor.System, async services =>
            {
                var staffing = services.GetRequiredService<MotCua.Organisation.Contracts.Staffing>();
                var id = staffing.Grant(Guid.NewGuid(), "leader", "UBND-32248", null, new DateOnly(2026, 1, 1));
                await services.GetRequiredService<Db>().Save();
                await staffing.End(id, new DateOnly(2026, 4, 1), "Chuyển công tác");
                var held = staffing.Grant(Guid.NewGuid(), "leader", "UBND-32248", null, new DateOnly(2026, 1, 1));
                await services.GetRequiredService<Db>().Save();
                await services.GetRequiredService<MotCua.Organisation.Contracts.Delegations>()
                    .Grant(held, Guid.NewGuid(), new DateOnly(2026, 4, 1), new DateOnly(2026, 5, 1), "Văn bản số 12/UQ", "Đi học");
                await services.GetRequiredService<Db>().Save();
            });
        }

        /// <summary>One more file, which waited under the request before it was the dossier's.</summary>
        private async Task Supplemented()
        {
            var applicant = Anonymous();
            var code = (await Applicant.Submitted(applicant)).GetProperty("code").GetString()!;
            await Applicant.Send(await SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/supplement", new
            {
                items = new object[] { new { paperKey = "giay-chung-sinh", name = "Giấy chứng sinh", note = "Ảnh mờ" } }, reason = "Ảnh chưa đọc được",
                right = await Applicant.Papers(this, code),
            }).Ok();
            using var answer = new MultipartFormDataContent { { new ByteArrayContent(Applicant.Png(222)), "giay-chung-sinh", "bo-sung.png" } };
            await Applicant.Send(applicant, HttpMethod.Post, $"/api/v1/dossiers/{code}/supplement?last4=9001", answer).Ok();
        }

        private async Task As(Actor actor, Func<IServiceProvider, Task> act)
        {
            await using var scope = Scope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
            await act(scope.ServiceProvider);
        }

        internal Task<RowsVerdict> Check(bool files = false) => Services.GetRequiredService<CheckRows>().All(files);

        internal async Task InTurn()
        {
            await using var scope = Scope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            await scope.ServiceProvider.GetRequiredService<CheckInTurn>().Run();
        }

        internal async Task SealAll()
        {
            for (var tries = 0; tries < 100_000; tries++)
            {
                await Services.GetRequiredService<Sealer>().Run();
                await using var connection = await Services.GetRequiredService<Npgsql.NpgsqlDataSource>().OpenConnectionAsync();
                if (await LogState.Unsealed(connection) == 0) return;
            }
        }

        /// <summary>No trigger stands in the way of who owns the database.</summary>
        internal Task AsOwner(string sql) => Execute($"set session_replication_role = replica; {sql}");

        internal async Task PutBack(string table, string copy)
        {
            var columns = await Scalar<string>("""
                select string_agg(quote_ident(column_name), ', ') from information_schema.columns
                where table_schema || '.' || table_name = $1 and is_generated = 'NEVER'
                """, table);
            await AsOwner($"delete from {table}");
            await AsOwner($"insert into {table} ({columns}) select {columns} from {copy}");
            await Execute($"drop table {copy}");
        }

        internal async Task RestoreFacts() =>
            await AsOwner("update platform.event e set data = k.data from kept_facts k where k.position = e.position and k.data <> e.data");

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            if (peers is not null) await peers.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
