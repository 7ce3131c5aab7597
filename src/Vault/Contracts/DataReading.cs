using MotCua.People.Contracts;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;
using MotCua.Platform.Security;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Vault.Contracts;

/// <summary>Dữ liệu của một chủ hồ sơ that an official has seen, or wanted to see.</summary>
/// <param name="What">Name of the file or the words that were searched; null: the dossier itself.</param>
public sealed record ReadData(OwnerIdentity Owner, Guid? DossierId, string? DossierCode, string? What = null);

/// <summary>Dữ liệu cá nhân đã được đọc, or was refused: how many owners, never which; the rows it vouches for name them.</summary>
[Fact("data.read/1")]
public sealed record DataRead(string Act, string Channel, string? Unit, string? Purpose, string Outcome, int Owners);

/// <summary>
/// Ghi lại mọi lần cán bộ đọc dữ liệu: one round trip however many owners a list names, beside the readings of the vault, with one fact that holds
/// their marks. Written on its own, before anything is shown: a refusal that saves nothing is recorded too.
/// </summary>
public sealed class DataReading(NpgsqlDataSource source, EventLog log, TimeProvider clock)
{
    /// <param name="act">viewed, file, listed, searched, exported or looked-up.</param>
    /// <param name="channel">"counter", "desk" or "api".</param>
    /// <param name="unit">Name of the unit that reads.</param>
    public async Task Record(Actor actor, string act, string channel, string? unit, string? purpose, IReadOnlyCollection<ReadData> read, bool allowed = true)
    {
        var (now, fact, outcome) = (clock.GetUtcNow(), Guid.CreateVersion7(), allowed ? "allowed" : "refused");
        List<ReadingRow> rows =
        [
            .. read.Select(one => new ReadingRow
            {
                Id = Guid.CreateVersion7(), At = now, ActorId = actor.AccountId, ActorName = actor.Name, ActorKind = actor.Kind.ToString().ToLowerInvariant(),
                Unit = unit, OwnerKind = one.Owner.Kind, OwnerNumber = one.Owner.Number, What = one.What, Act = act, Purpose = purpose,
                DossierId = one.DossierId, DossierCode = one.DossierCode, Channel = channel, Outcome = outcome, FactId = fact, Salt = Guid.NewGuid(),
            }),
        ];
        // Nothing read is asked of the database in the same words: whoever measures must not tell "not there" from "not yours".
        (string, object, (string, string?)[])[] facts = rows.Count == 0 ? []
            : [($"reading/{fact}", new DataRead(act, channel, unit, purpose, outcome, rows.Count), [.. rows.Select(row => Marks.Of(ReadingRow.Watched, row))])];
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Insert(rows), log.Statement(facts) } };
        await batch.PrepareAsync();
        await batch.ExecuteNonQueryAsync();
    }

    private static NpgsqlBatchCommand Insert(List<ReadingRow> rows)
    {
        var command = new NpgsqlBatchCommand("""
            insert into vault.reading (id, at, actor_id, actor_name, actor_kind, unit, owner_kind, owner_number,
                what, act, purpose, dossier_id, dossier_code, channel, outcome, fact_id, salt)
            select r.id, r.at, r.actor, r.name, r.actor_kind, r.unit, r.kind, r.number, r.what, r.act, r.purpose, r.dossier, r.code, r.channel, r.outcome,
                r.fact, r.salt
            from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
                $11::text[], $12::uuid[], $13::text[], $14::text[], $15::text[], $16::uuid[], $17::uuid[])
                as r (id, at, actor, name, actor_kind, unit, kind, number, what, act, purpose, dossier, code, channel, outcome, fact, salt)
            """);
        void All<T>(Func<ReadingRow, T> value, NpgsqlDbType type) =>
            command.Parameters.Add(new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        All(row => row.Id, NpgsqlDbType.Uuid);
        All(row => row.At, NpgsqlDbType.TimestampTz);
        All(row => row.ActorId, NpgsqlDbType.Uuid);
        All(row => row.ActorName, NpgsqlDbType.Text);
        All(row => row.ActorKind, NpgsqlDbType.Text);
        All(row => row.Unit, NpgsqlDbType.Text);
        All(row => row.OwnerKind, NpgsqlDbType.Text);
        All(row => row.OwnerNumber, NpgsqlDbType.Text);
        All(row => row.What, NpgsqlDbType.Text);
        All(row => row.Act, NpgsqlDbType.Text);
        All(row => row.Purpose, NpgsqlDbType.Text);
        All(row => row.DossierId, NpgsqlDbType.Uuid);
        All(row => row.DossierCode, NpgsqlDbType.Text);
        All(row => row.Channel, NpgsqlDbType.Text);
        All(row => row.Outcome, NpgsqlDbType.Text);
        All(row => row.FactId, NpgsqlDbType.Uuid);
        All(row => row.Salt, NpgsqlDbType.Uuid);
        return command;
    }

    /// <summary>Officials who have opened files or papers of this dossier, or looked its owner up for it.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name)>> ReadersOf(Guid dossier)
    {
        await using var command = source.CreateCommand("""
            select distinct on (actor_id) actor_id, actor_name from vault.reading
            where dossier_id = $1 and actor_kind = 'staff' and actor_id is not null and outcome = 'allowed'
                and act in ('read', 'file', 'looked-up') order by actor_id, id
            """);
        command.Parameters.Add(new() { Value = dossier });
        var readers = new List<(Guid, string)>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) readers.Add((rows.GetGuid(0), rows.GetString(1)));
        return readers;
    }
}
