using System.Globalization;
using MotCua.Platform.Data;
using MotCua.Platform.Postgres;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Platform.Backup;

/// <summary>The path of docs/operations.md, "To any minute": a base backup, archived WAL, and the state of an instant between two writes.</summary>
public sealed class PointInTimeTests
{
    [Fact]
    public async Task Every_instant_since_the_base_backup_can_be_brought_back()
    {
        var stop = TestContext.Current.CancellationToken;
        var (data, restored, place) = (KeptHouse.New("live"), KeptHouse.New("minute"), KeptHouse.New("archive"));
        Directory.CreateDirectory(place);
        Directory.CreateDirectory(restored);
        File.SetUnixFileMode(place, (UnixFileMode)0b111_111_111);
        var live = await EmbeddedPostgres.Start(data, _ => { }, stop);
        try
        {
            await SchemaRunner.Run(live.OwnerConnectionString, MotCua.Platform.ModuleSet.Discover(), _ => { });
            await Ask(live, "alter system set archive_mode = on");
            var part = $"{place}/%f.part";
            await Ask(live, $"alter system set archive_command = 'test ! -f {place}/%f && cp %p {part} && sync {part} && mv {part} {place}/%f'");
            await live.Stop();
            live = await EmbeddedPostgres.Start(data, _ => { }, stop);
            await Write(live, "trước bản gốc");
            var copy = Path.Combine(restored, "postgres", "cluster");
            await PgTools.Run(await PgTools.Find("pg_basebackup", 15), live.OwnerConnectionString, ["-D", copy, "-X", "stream", "-c", "fast", "--no-password"]);
            await Write(live, "được giữ");
            var instant = await Ask(live, "select clock_timestamp()");
            await Write(live, "sau phút ấy");
            var segment = await Ask(live, "select pg_walfile_name(pg_switch_wal())");
            await Ask(live, "checkpoint");
            while (!File.Exists(Path.Combine(place, (string)segment))) await Ask(live, "select pg_sleep(0.05)");
            await live.Stop();

            Directory.CreateDirectory(Path.Combine(restored, "secrets"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var secret in Directory.GetFiles(Path.Combine(data, "secrets")))
                File.Copy(secret, Path.Combine(restored, "secrets", Path.GetFileName(secret)));
            await File.AppendAllTextAsync(Path.Combine(copy, "postgresql.auto.conf"), $"""
                archive_mode = off
                restore_command = 'cp {place}/%f %p'
                recovery_target_time = '{((DateTime)instant).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}+00'
                recovery_target_action = 'promote'
                hot_standby = off

                """, stop);
            await File.WriteAllTextAsync(Path.Combine(copy, "recovery.signal"), "", stop);
            if (Environment.IsPrivilegedProcess)
                await ServerAccount.Own.Shell("chown -R postgres: \"$1\" || chown -R nobody: \"$1\"", Path.Combine(restored, "postgres"));
            var back = await EmbeddedPostgres.Start(restored, _ => { }, stop);
            Assert.Equal("trước bản gốc, được giữ", await Ask(back, "select string_agg(reason, ', ' order by position) from platform.event"));
            // The same cluster, and its counter goes on: the log needs no new epoch.
            await SchemaRunner.Run(back.OwnerConnectionString, MotCua.Platform.ModuleSet.Discover(), _ => { });
            Assert.Equal(1L, await Ask(back, "select count(*) from platform.log_epoch"));
            await back.Stop();
        }
        finally
        {
            await live.Stop();
            foreach (var folder in new[] { data, restored, place }.Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
        }
    }

    private static Task Write(EmbeddedPostgres server, string reason) =>
        Ask(server, "insert into platform.event (stream, kind, at, actor_name, reason, data) "
            + $"values ('thu', 'test.nothing/1', now(), 'thử', '{reason}', '{{}}')");

    private static async Task<object> Ask(EmbeddedPostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.OwnerConnectionString);
        await using var command = source.CreateCommand(sql);
        return (await command.ExecuteScalarAsync())!;
    }
}
