using Npgsql;

namespace MotCua.Proof.Seal;

/// <summary>Mốc niêm phong: one link of the chain.</summary>
internal sealed record SealedBatch(long Batch, Place First, Place Last, int Count, byte[] PreviousHash, byte[] Hash, byte[] Leaves, DateTime SealedAt)
{
    public const string Columns = "batch, first_txid, first_position, last_txid, last_position, count, previous_hash, hash, leaves, sealed_at, first_epoch, "
        + "last_epoch";

    public static readonly byte[] Genesis = new byte[32];

    public static SealedBatch Read(NpgsqlDataReader reader) => new(reader.GetInt64(0),
        new Place(reader.GetFieldValue<ulong>(1), reader.GetInt64(2), reader.GetInt32(10)),
        new Place(reader.GetFieldValue<ulong>(3), reader.GetInt64(4), reader.GetInt32(11)),
        reader.GetInt32(5), reader.GetFieldValue<byte[]>(6), reader.GetFieldValue<byte[]>(7), reader.GetFieldValue<byte[]>(8), reader.GetDateTime(9));
}
