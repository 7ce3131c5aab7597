using MotCua.Platform.Backup;
using MotCua.Proof.Seal;
using MotCua.Proof.Verify;
using MotCua.Tests.Platform.Work;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Proof;

[Trait("Pace", "slow")]
public sealed class SealTests
{
    [Fact]
    public async Task Concurrent_writers_and_a_sealer_raise_no_false_alarm_and_nothing_is_left_out()
    {
        await using var log = new SealedLog();
        await log.InitializeAsync();
        using var done = new CancellationTokenSource();
        var sealing = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await log.Sealer(11).Run(TimeSpan.FromMilliseconds(50));
                Assert.True((await log.Verify()).Intact);
            }
        });
        await Task.WhenAll(Enumerable.Range(1, 4).Select(seed => Task.Run(() => log.Write(150, seed))));
        await done.CancelAsync();
        await sealing;
        await log.SealAll();
        var verdict = await log.Verify();
        Assert.True(verdict.Intact, verdict.Breach?.Words);
        Assert.Equal(await log.Scalar<long>("select count(*) from platform.event"), verdict.Rows);
        Assert.Equal(0, verdict.Unsealed);
    }

    [Fact]
    public async Task A_fact_committed_late_is_waited_for_not_skipped()
    {
        await using var log = new SealedLog();
        await log.InitializeAsync();
        await log.Write(3, 1);
        await log.SealAll();
        await using var late = await log.Source.OpenConnectionAsync();
        await using var transaction = await late.BeginTransactionAsync();
        await SealedLog.Write(late, "dossier/late", 1);
        await log.Write(20, 2);
        Assert.Equal(0, await log.Sealer().Run());
        await transaction.CommitAsync();
        Assert.True(await log.SealAll() > 20);
        var verdict = await log.Verify();
        Assert.True(verdict.Intact, verdict.Breach?.Words);
        Assert.Equal(await log.Scalar<long>("select count(*) from platform.event"), verdict.Rows);
    }

    [Fact]
    public async Task The_application_can_neither_change_nor_delete_seals_and_events()
    {
        await using var log = new SealedLog();
        await log.InitializeAsync();
        await log.Write(2, 1);
        await log.SealAll();
        foreach (var sql in new[] { "update proof.seal set count = count", "delete from proof.seal", "update proof.log_identity set id = id",
            "update platform.event set reason = ''", "delete from platform.event", "truncate platform.event" })
        {
            await using var command = log.Source.CreateCommand(sql);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege,
                (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    [Fact]
    public async Task A_line_the_crash_kept_from_the_witness_is_added_by_the_next_run()
    {
        await using var log = new SealedLog();
        await log.InitializeAsync();
        await log.Write(30, 1);
        await log.SealAll(10);
        var id = await log.Scalar<Guid>("select id from proof.log_identity");
        var lines = await File.ReadAllLinesAsync(log.Witness.PathOf(id), TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(log.Witness.PathOf(id), lines[..^1], TestContext.Current.CancellationToken);
        Assert.True((await log.Verify()).Intact);
        await log.Sealer(10).Run();
        // That it was added is a fact of its own, sealed after them.
        Assert.Equal(lines, (await File.ReadAllLinesAsync(log.Witness.PathOf(id), TestContext.Current.CancellationToken))[..lines.Length]);
    }

    [Fact]
    public async Task A_check_between_the_first_seal_and_its_line_waits_for_the_line()
    {
        await using var log = new SealedLog();
        await log.InitializeAsync();
        await log.Write(5, 1);
        await log.SealAll();
        var file = log.Witness.PathOf(await log.Scalar<Guid>("select id from proof.log_identity"));
        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);
        await using (var sealing = await log.Source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using (var hold = new NpgsqlCommand($"select pg_advisory_lock({MakeBackup.SealLock})", sealing))
                await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var check = log.Verify();
            await Bench.Until(async () => await log.Scalar<long>("select count(*) from pg_locks where locktype = 'advisory' and not granted") > 0,
                "the check waits");
            await File.WriteAllBytesAsync(file, whole, TestContext.Current.CancellationToken);
            await using (var go = new NpgsqlCommand($"select pg_advisory_unlock({MakeBackup.SealLock})", sealing))
                await go.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            Assert.Null((await check).Breach);
        }
        File.Delete(file);
        Assert.Equal(BreachKind.Witness, (await log.Verify()).Breach!.Kind);
    }

    [Fact]
    public void The_canonical_bytes_of_a_row_stay_what_they_are()
    {
        var row = new LogRow(new Place(7, 9), "dossier/1", "dossier.submitted/1", new DateTime(2026, 4, 28, 2, 0, 0, DateTimeKind.Utc),
            Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), "Lê Thị Diễm", null, """{"a": 1}""");
        var digest = new byte[32];
        new RowDigest().Of(row, digest);
        Assert.Equal(Independently(), Convert.ToHexStringLower(digest));

        // Written out by hand from the room's README.
        static string Independently()
        {
            var bytes = new List<byte>();
            void Number(long value) => bytes.AddRange(BitConverter.GetBytes(value).Reverse());
            void Text(string value)
            {
                var utf8 = System.Text.Encoding.UTF8.GetBytes(value);
                bytes.AddRange(BitConverter.GetBytes(utf8.Length).Reverse());
                bytes.AddRange(utf8);
            }
            Number(7);
            Number(9);
            Text("dossier/1");
            Text("dossier.submitted/1");
            Number(new DateTimeOffset(2026, 4, 28, 2, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000);
            bytes.AddRange([0, 0, 0, 16, .. Convert.FromHexString("00112233445566778899aabbccddeeff")]);
            Text("Lê Thị Diễm");
            bytes.AddRange([255, 255, 255, 255]);
            Text("""{"a": 1}""");
            return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes.ToArray()));
        }
    }

    [Fact]
    public async Task Only_the_newest_batches_can_be_checked()
    {
        await using var log = new SealedLog();
        await log.InitializeAsync();
        await log.Write(60, 1);
        await log.SealAll(10);
        var verdict = await log.Verifier.Run(new VerifyScope(NewestRows: 25));
        Assert.True(verdict.Intact, verdict.Breach?.Words);
        Assert.True(verdict.FirstBatch > 1);
        Assert.InRange(verdict.Rows, 25, 34);
    }
}
