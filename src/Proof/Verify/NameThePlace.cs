using MotCua.Proof.Seal;
using Npgsql;

namespace MotCua.Proof.Verify;

/// <summary>A batch is known to be damaged; its leaves tell which row first, and how.</summary>
internal static class NameThePlace
{
    public static async Task<Breach> Find(NpgsqlConnection connection, Place? after, SealedBatch seal)
    {
        var leaves = BatchHash.Leaves(seal.Leaves).ToList();
        var (index, found) = await FirstDifference(connection, after, seal, leaves);
        if (index < leaves.Count && found == leaves[index].Position) return Say(BreachKind.Edited, seal, found, "bị sửa");
        if (index < leaves.Count && !await Exists(connection, leaves[index].Position)) return Say(BreachKind.Missing, seal, leaves[index].Position, "bị xóa");
        if (found is { } stranger && leaves.TrueForAll(leaf => leaf.Position != stranger)) return Say(BreachKind.Inserted, seal, stranger, "bị chèn thêm");
        if (index < leaves.Count) return Say(BreachKind.Order, seal, leaves[index].Position, "bị đổi chỗ");
        return new Breach(BreachKind.Seal, seal.Batch, null, $"Mốc niêm phong của lô {seal.Batch} bị sửa");
    }

    /// <summary>Index of the first leaf that does not fit, and the position found in its place (null: the rows ended).</summary>
    private static async Task<(int Index, long? Found)> FirstDifference(NpgsqlConnection connection, Place? after, SealedBatch seal, List<(long, ulong)> leaves)
    {
        using var one = new BatchHash();
        var index = 0;
        await using var command = VerifyLog.RowsBetween(connection, after, seal.Last);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = LogRow.Read(reader);
            one.Add(row);
            var leaf = BatchHash.Leaves(one.Close(0, SealedBatch.Genesis, DateTime.UnixEpoch).Leaves).Single();
            if (index >= leaves.Count || leaves[index] != leaf) return (index, row.Place.Position);
            index++;
        }
        return (index, null);
    }

    private static async Task<bool> Exists(NpgsqlConnection connection, long position)
    {
        await using var command = new NpgsqlCommand("select 1 from platform.event where position = $1", connection);
        command.Parameters.Add(new() { Value = position });
        return await command.ExecuteScalarAsync() is not null;
    }

    private static Breach Say(BreachKind kind, SealedBatch seal, long? position, string what) =>
        new(kind, seal.Batch, position, $"Lô {seal.Batch}, dòng {position}: {what}");
}
