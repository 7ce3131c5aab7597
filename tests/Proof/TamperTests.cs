using MotCua.Proof.Seal;
using MotCua.Proof.Verify;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Proof;

/// <summary>Attacks by somebody who owns the database. Each is made in a transaction, judged, and rolled back.</summary>
public sealed class TamperTests(SealedLog log) : IClassFixture<SealedLog>, IAsyncLifetime
{
    private static readonly string[] Edits =
    [
        "stream = stream || 'x'", "kind = kind || '1'", "at = at + interval '1 microsecond'", "actor_name = 'Người khác'",
        "actor_id = case when actor_id is null then gen_random_uuid() end", "reason = case when reason is null then '' end",
        "data = data || '{\"n\": -1}'",
    ];

    public async ValueTask InitializeAsync()
    {
        if (await log.Scalar<long>("select count(*) from proof.seal") > 0) return;
        await log.Write(200, 5);
        await log.SealAll();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Two_hundred_random_attacks_are_all_found()
    {
        var random = new Random(20261123);
        var missed = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            var (sql, expected) = Attack(random);
            var verdict = await After(sql);
            if (verdict.Intact || (expected is { } kind && verdict.Breach!.Kind != kind)) missed.Add($"{sql} → {verdict.Breach?.Kind.ToString() ?? "intact"}");
        }
        Assert.Empty(missed);
        Assert.True((await log.Verify()).Intact);
    }

    [Fact]
    public async Task The_first_broken_place_is_named_by_batch_and_position()
    {
        var position = await log.Scalar<long>("select first_position from proof.seal where batch = 3");
        var verdict = await After($"update platform.event set reason = 'đã sửa' where position >= {position}");
        Assert.Equal((BreachKind.Edited, 3, position), (verdict.Breach!.Kind, verdict.Breach.Batch, verdict.Breach.Position));
        verdict = await After($"delete from platform.event where position = {position}");
        Assert.Equal((BreachKind.Missing, 3, position), (verdict.Breach!.Kind, verdict.Breach.Batch, verdict.Breach.Position));
    }

    [Fact]
    public async Task A_cut_tail_is_known_to_the_witness()
    {
        var verdict = await After("""
            delete from platform.event where (txid, position) > (select last_txid, last_position from proof.seal where batch = 5);
            delete from proof.seal where batch > 5
            """);
        Assert.Equal((BreachKind.Truncated, 6), (verdict.Breach!.Kind, verdict.Breach.Batch));
    }

    [Fact]
    public async Task An_emptied_log_and_one_with_another_identity_are_found()
    {
        Assert.False((await After("delete from platform.event; delete from proof.seal")).Intact);
        Assert.False((await After("delete from platform.event; delete from proof.seal; delete from proof.log_identity")).Intact);
        Assert.False((await After("update proof.log_identity set id = gen_random_uuid()")).Intact);
    }

    [Fact]
    public async Task A_whole_chain_rebuilt_by_the_owner_of_the_database_contradicts_the_witness()
    {
        await using var own = new SealedLog();
        await own.InitializeAsync();
        await own.Write(80, 3);
        await own.SealAll();
        await own.Execute("update platform.event set actor_name = 'Không ai cả' where position = (select first_position from proof.seal where batch = 2); "
            + "delete from proof.seal");
        var elsewhere = Directory.CreateTempSubdirectory().FullName;
        await own.SealAll(witness: new WitnessFile(elsewhere));
        Directory.Delete(elsewhere, recursive: true);
        var verdict = await own.Verify();
        Assert.Equal(BreachKind.Witness, verdict.Breach!.Kind);
        Assert.True((await own.Verifier.Run(new VerifyScope(WithoutWitness: true))).Intact);
    }

    private async Task<Verdict> After(string attack)
    {
        await using var connection = new NpgsqlConnection(log.OwnerConnection);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(attack, connection)) Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
        return await log.Verifier.Run(connection, new VerifyScope());
    }

    private static (string Sql, BreachKind? Expected) Attack(Random random)
    {
        var offset = random.Next(300);
        var row = $"(select position from platform.event order by txid, position offset {offset} limit 1)";
        var other = $"(select position from platform.event order by txid, position offset {offset + 5 + random.Next(30)} limit 1)";
        var batch = random.Next(1, 8);
        return random.Next(9) switch
        {
            0 or 1 => ($"update platform.event set {Edits[random.Next(Edits.Length)]} where position = {row}", BreachKind.Edited),
            2 => ($"delete from platform.event where position = {row}", BreachKind.Missing),
            3 => ($"""
                insert into platform.event (position, txid, stream, kind, at, actor_name, data) overriding system value
                select 1000000 + {offset}, txid, stream, kind, at, actor_name, data from platform.event where position = {row}
                """, BreachKind.Inserted),
            4 => ($"""
                update platform.event e set data = o.data, stream = o.stream, at = o.at
                from platform.event o where (e.position = {row} and o.position = {other}) or (e.position = {other} and o.position = {row})
                """, BreachKind.Edited),
            5 when random.Next(2) == 0 => ($"update platform.event set epoch = 2 where position = {row}", null),
            5 => ($"""
                update platform.event e set txid = (select o.txid from platform.event o where o.txid > e.txid
                    order by o.txid, o.position offset {random.Next(30)} limit 1)
                where position = {row}
                """, null),
            6 => ($"delete from proof.seal where batch = {batch}", BreachKind.Seal),
            7 => ($"update proof.seal set {new[] {
                "sealed_at = sealed_at + interval '1 second'", "hash = sha256(hash)", "previous_hash = sha256(previous_hash)",
                "leaves = overlay(leaves placing '\\x00000000'::bytea from 9)",
                "last_position = last_position - 1", "last_epoch = last_epoch + 1", "first_epoch = first_epoch + 1",
                "count = count" }[random.Next(7)]} where batch = {batch}", null),
            _ => ($"""
                delete from platform.event where (txid, position) > (select last_txid, last_position from proof.seal where batch = {batch});
                delete from proof.seal where batch > {batch}
                """, BreachKind.Truncated),
        };
    }
}
