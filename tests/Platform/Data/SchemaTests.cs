using MotCua.Host;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Postgres;
using MotCua.Tests.Platform.Backup;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Platform.Data;

/// <summary>Old and new versions on one database, and scripts that run beside the work (decision 0027).</summary>
public sealed class SchemaTests(House house) : IClassFixture<House>, IAsyncLifetime
{
    private const string Newer = "Dossiers.20991231T2359_newer.sql";
    private const long TheLock = 0x4D6F74437561;

    private readonly List<string> said = [];

    private List<SchemaScript> Known { get; } = SchemaScript.Of(ModuleSet.Discover());

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await house.Execute("""
        delete from platform.schema_script where name like '%.2099%'; drop table if exists platform.step_case; delete from platform.schema_step
        """);

    [Fact]
    public async Task An_old_version_refuses_a_newer_schema_and_writes_nothing()
    {
        await Record(Newer);
        var own = Script("20991230T0000_own", "create table platform.step_case (id int)");
        var refusal = await Assert.ThrowsAsync<GroundException>(() => Run([own]));
        Assert.Contains(Newer, refusal.Message);
        Assert.Contains("bản mới hơn", refusal.Message);
        Assert.True(await house.Scalar<bool>("select to_regclass('platform.step_case') is null"));
    }

    [Fact]
    public async Task The_server_and_every_command_refuse_it_before_they_begin()
    {
        await Record(Newer);
        var data = KeptHouse.New("older");
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "settings.json"),
            """{"Site": {"Url": "https://dichvucong.example.vn"}, "Proxy": {"Known": "direct"}}""");
        try
        {
            string[] words = ["--data", data, "--connection", house.OwnerConnection];
            var before = await Written();
            Assert.Contains(Newer, (await Assert.ThrowsAsync<GroundException>(() => KeptHouse.Command(["verify-log", .. words]))).Message);
            Assert.Contains(Newer, (await Assert.ThrowsAsync<GroundException>(() =>
                RunProduct.Run(StartArguments.Parse([.. words, "--port", "0"], command: false)))).Message);
            Assert.Equal(before, await Written());
        }
        finally { Directory.Delete(data, recursive: true); }
    }

    [Fact]
    public async Task Who_comes_during_an_upgrade_waits_for_it()
    {
        await using var upgrading = await Session();
        await Do(upgrading, $"select pg_advisory_lock({TheLock})");
        await SchemaRunner.Run(house.OwnerConnection, Known, line =>
        {
            said.Add(line);
            if (line.Contains("đang chờ", StringComparison.Ordinal)) Do(upgrading, $"select pg_advisory_unlock({TheLock})").Wait();
        });
        Assert.Contains(said, line => line.Contains("Một máy khác đang cập nhật"));
    }

    [Fact]
    public async Task Who_is_older_than_the_upgrade_does_not_wait_for_its_end()
    {
        await using var upgrading = await Session();
        await Do(upgrading, $"select pg_advisory_lock({TheLock})");
        await Assert.ThrowsAsync<GroundException>(() => SchemaRunner.Run(house.OwnerConnection, Known, line =>
        {
            // The newer one has come to its first script meanwhile.
            if (line.Contains("đang chờ", StringComparison.Ordinal)) Record(Newer).Wait();
        }).WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_killed_script_in_steps_goes_on_where_it_stood()
    {
        await house.Execute("""
            create table platform.step_case (id uuid primary key default gen_random_uuid(), doubled int, number int not null, touched int not null default 0);
            insert into platform.step_case (number) select n from generate_series(1, 20000) n
            """);
        var script = Script("20991230T0000_doubled", """
            -- older versions keep working
            -- steps: platform.step_case by id, 1000
            update platform.step_case set doubled = 2 * number, touched = touched + 1 where id = any($1) and doubled is null
            """);
        var steps = 0;
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Run([script], async () =>
        {
            if (++steps == 7) await house.Execute($"select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid "
                + $"from pg_database where datname = current_database()) and ((classid::bigint << 32) | objid::bigint) = {TheLock}");
        }));
        Assert.Equal(7000, await house.Scalar<long>("select count(*) from platform.step_case where doubled = 2 * number"));
        Assert.Equal(0, await house.Scalar<long>($"select count(*) from platform.schema_script where name = '{script.Name}'"));

        steps = 0;
        await Run([script], async () =>
        {
            // Between two steps nothing is held, and who comes late with a low key is not forgotten.
            if (++steps == 1)
                await house.Execute("begin; set local lock_timeout = '1s'; lock table platform.step_case in access exclusive mode; insert into "
                    + "platform.step_case (id, number) values ('00000000-0000-0000-0000-000000000001', 7); commit");
        });
        Assert.Equal(0, await house.Scalar<long>("select count(*) from platform.step_case where doubled is distinct from 2 * number or touched <> 1"));
        Assert.True(await house.Scalar<bool>($"select keeps_older from platform.schema_script where name = '{script.Name}'"));
        Assert.Equal(0, await house.Scalar<long>("select count(*) from platform.schema_step"));
        Assert.Contains(said, line => line.Contains("làm tiếp từ chỗ dừng"));
        // 13 steps that were left, one look at the end; a whole pass for the latecomer; a whole pass that finds nothing.
        Assert.Equal(13 + 1 + 22 + 22, steps);
    }

    [Fact]
    public async Task A_script_that_never_ends_is_found_out()
    {
        await house.Execute("create table platform.step_case (id int primary key, n int); insert into platform.step_case values (1, 0)");
        var script = Script("20991230T0000_endless", "-- steps: platform.step_case by id, 10\nupdate platform.step_case set n = n + 1 where id = any($1)");
        Assert.Contains("still changes rows", (await Assert.ThrowsAsync<InvalidOperationException>(() => Run([script]))).Message);
    }

    [Fact]
    public async Task A_script_that_cannot_have_its_lock_lets_everybody_pass()
    {
        await house.Execute("create table platform.step_case (id int primary key)");
        await using var reader = await Session();
        await using var reading = await reader.BeginTransactionAsync();
        await Do(reader, "select from platform.step_case");
        var script = Script("20991230T0000_wider", "alter table platform.step_case add column wide int");
        await SchemaRunner.Run(house.OwnerConnection, [.. Known, script], line =>
        {
            if (!line.Contains("đang giữ bảng", StringComparison.Ordinal)) return;
            said.Add(line);
            house.Execute("set statement_timeout = '1s'; select from platform.step_case").Wait();
            reading.Rollback();
        });
        Assert.Single(said);
        Assert.Equal(1, await house.Scalar<long>("select count(*) from pg_attribute where attrelid = 'platform.step_case'::regclass and attname = 'wide'"));
    }

    [Fact]
    public async Task An_index_that_was_cut_off_is_built_anew_beside_the_work()
    {
        await house.Execute("create table platform.step_case (id int primary key, n int)");
        await house.Execute("create index step_case_n on platform.step_case (id)");
        await house.Execute("update pg_index set indisvalid = false where indexrelid = 'platform.step_case_n'::regclass");
        var script = Script("20991230T0000_index", "-- concurrently: platform.step_case_n\ncreate index concurrently step_case_n on platform.step_case (n)");
        await Run([script]);
        Assert.Contains("(n)", await house.Scalar<string>("select pg_get_indexdef(indexrelid) from pg_index where indexrelid = "
            + "'platform.step_case_n'::regclass and indisvalid"));
        Assert.Equal(0, await SchemaRunner.Run(house.OwnerConnection, [.. Known, script], _ => { }));
    }

    [Fact]
    public async Task A_running_server_sees_how_the_schema_stands_to_it()
    {
        await using var source = NpgsqlDataSource.Create(house.OwnerConnection);
        Task<SchemaState> State() => SchemaAge.Of(source, ModuleSet.Discover(), CancellationToken.None);
        Assert.Equal(SchemaState.Fits, await State());
        await Record(Newer.Replace("newer", "wider", StringComparison.Ordinal), keepsOlder: true);
        Assert.Equal(SchemaState.Fits, await State());
        await Record(Newer);
        Assert.Equal(SchemaState.Newer, await State());
        await house.Execute("delete from platform.schema_script where name like '%.2099%'");
        await house.Execute("update platform.schema_script set name = 'x' || name where name = $1", Known[^1].Name);
        await house.Execute("update platform.schema_script set keeps_older = true where name like 'x%'");
        Assert.Equal(SchemaState.Older, await State());
        await house.Execute("update platform.schema_script set name = substr(name, 2), keeps_older = false where name like 'x%'");
    }

    private static SchemaScript Script(string name, string sql) => SchemaScript.From($"Platform.{name}.sql", sql);

    private Task<int> Run(SchemaScript[] more, Func<Task>? stepDone = null) => SchemaRunner.Run(house.OwnerConnection, [.. Known, .. more], said.Add, stepDone);

    private Task<int> Record(string name, bool keepsOlder = false) =>
        house.Execute("insert into platform.schema_script (name, checksum, keeps_older) values ($1, '', $2)", name, keepsOlder);

    /// <summary>Rows that were ever written in this database.</summary>
    private Task<string> Written() => house.Scalar<string>("""
        select concat((select count(*) from platform.event), ' ', (select count(*) from platform.setting), ' ', (select count(*)
            from platform.schema_script), ' ',
            (select count(*) from pg_class), ' ', (select md5(string_agg(rolname || pg_authid.xmin::text, ',' order by rolname)) from pg_authid))
        """);

    private async Task<NpgsqlConnection> Session()
    {
        var connection = new NpgsqlConnection(house.OwnerConnection + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
