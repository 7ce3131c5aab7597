using MotCua.People.Contracts;
using MotCua.Platform.Security;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Vault.Contracts;

/// <summary>Dữ liệu của một chủ hồ sơ that an official has seen, or wanted to see.</summary>
/// <param name="What">Name of the file or the words that were searched; null: the dossier itself.</param>
public sealed record ReadData(OwnerIdentity Owner, Guid? DossierId, string? DossierCode, string? What = null);

/// <summary>
/// Ghi lại mọi lần cán bộ đọc dữ liệu: one statement however many owners a list names, beside the readings of the vault.
/// Written on its own, before anything is shown: a refusal that saves nothing is recorded too.
/// </summary>
public sealed class DataReading(NpgsqlDataSource source, TimeProvider clock)
{
    /// <param name="act">viewed, file, listed, searched, exported or looked-up.</param>
    /// <param name="channel">"counter", "desk" or "api".</param>
    /// <param name="unit">Name of the unit that reads.</param>
    public async Task Record(Actor actor, string act, string channel, string? unit, string? purpose, IReadOnlyCollection<ReadData> read, bool allowed = true)
    {
        await using var command = source.CreateCommand("""
            insert into vault.reading (id, at, actor_id, actor_name, actor_kind, unit, owner_kind, owner_number,
                what, act, purpose, dossier_id, dossier_code, channel, outcome)
            select r.id, $1, $2, $3, $4, $5, r.kind, r.number, r.what, $6, $7, r.dossier, r.code, $8, $9
            from unnest($10, $11, $12, $13, $14, $15) as r (id, kind, number, what, dossier, code)
            """);
        void Text(string? value) => command.Parameters.Add(new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(new() { Value = (object?)actor.AccountId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        Text(actor.Name);
        Text(actor.Kind.ToString().ToLowerInvariant());
        Text(unit);
        Text(act);
        Text(purpose);
        Text(channel);
        Text(allowed ? "allowed" : "refused");
        command.Parameters.Add(new() { Value = read.Select(_ => Guid.CreateVersion7()).ToArray() });
        command.Parameters.Add(new() { Value = read.Select(one => one.Owner.Kind).ToArray() });
        command.Parameters.Add(new() { Value = read.Select(one => one.Owner.Number).ToArray() });
        command.Parameters.Add(new() { Value = read.Select(one => one.What).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = read.Select(one => one.DossierId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = read.Select(one => one.DossierCode).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync();
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
