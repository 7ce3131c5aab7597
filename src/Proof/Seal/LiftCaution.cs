using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Proof.Contracts;
using Npgsql;

namespace MotCua.Proof.Seal;

/// <summary>
/// Gỡ thận trọng, by two administrators: the first gives a reason, another one confirms with a reason. The old witness stays beside, a
/// new one begins from the seals as they stand, and both words are facts.
/// </summary>
internal sealed class LiftCaution(Db db, EventLog log, Caution caution, CurrentActor current, WitnessFile witness, NpgsqlDataSource source, TimeProvider clock)
{
    /// <exception cref="Refused">400 without a reason, 403 when the same person comes twice, 404 when none is open.</exception>
    public async Task Execute(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new Refused(400, "Nhập lý do: vì sao dữ liệu hiện tại là đúng", "lyDo");
        var open = await caution.Open() ?? throw Refused.NotFound("Không có mâu thuẫn nào đang chờ. Tải lại trang");
        var (account, name, now, why) = (current.Value.AccountId!.Value, current.Value.Name, clock.GetUtcNow(), reason.Trim());
        await using var transaction = await db.Begin();
        if (open.FirstBy is null)
        {
            var first = await db.Database.ExecuteSqlAsync($"""
                update platform.caution set first_by = {account}, first_name = {name}, first_reason = {why}, first_at = {now}
                where id = {open.Id} and first_by is null
                """);
            if (first == 0) throw Refused.WrongState("Một quản trị khác vừa đề nghị. Đọc lý do của họ rồi xác nhận");
            log.Record(RowsCovered.Stream, new CautionProposed(open.Id), why);
            await db.Commit(transaction);
            return;
        }
        if (open.FirstBy == account) throw new Refused(403, "Cần quản trị thứ hai xác nhận; người đề nghị không tự xác nhận được");
        var lifted = await db.Database.ExecuteSqlAsync($"""
            update platform.caution set lifted_by = {account}, lifted_name = {name}, lifted_reason = {why}, lifted_at = {now}
            where id = {open.Id} and lifted_at is null
            """);
        if (lifted == 0) throw Refused.WrongState("Một quản trị khác vừa xác nhận. Tải lại trang");
        log.Record(RowsCovered.Stream, new CautionLifted(open.Id, await BeginAnew(now)), why);
        await db.Commit(transaction);
    }

    /// <summary>While the caution stands nothing is sealed, so the seals do not move under this.</summary>
    private async Task<long> BeginAnew(DateTimeOffset now)
    {
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        if (await LogState.Identity(connection) is not { } id) return 0;
        var seals = new List<SealedBatch>();
        await using var command = new NpgsqlCommand($"select {SealedBatch.Columns.Replace(" leaves,", " ''::bytea as leaves,", StringComparison.Ordinal)} "
            + $"from proof.seal order by batch",
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) seals.Add(SealedBatch.Read(reader));
        if ((await WitnessStand.Of(witness, id, seals.LastOrDefault(), batch =>
            Task.FromResult(seals.Find(seal => seal.Batch == batch)))).Contradiction is not null)
            witness.BeginAnew(id, seals, now);
        return seals.Count;
    }
}
