using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MotCua.Proof.Seal;

/// <summary>Grows the hash and the leaves of one batch row by row; the sealer and the verifier use the same one.</summary>
internal sealed class BatchHash : IDisposable
{
    private const int LeafSize = 16;

    private readonly IncrementalHash rows = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly RowDigest digest = new();
    private readonly MemoryStream leaves = new();
    private Place first;
    private Place last;

    public int Count { get; private set; }

    public void Add(in LogRow row)
    {
        Span<byte> hash = stackalloc byte[RowDigest.Size];
        digest.Of(row, hash);
        rows.AppendData(hash);
        Span<byte> leaf = stackalloc byte[LeafSize];
        BinaryPrimitives.WriteInt64BigEndian(leaf, row.Place.Position);
        hash[..8].CopyTo(leaf[8..]);
        leaves.Write(leaf);
        if (Count++ == 0) first = row.Place;
        last = row.Place;
    }

    /// <summary>Closes the batch and begins an empty one.</summary>
    public SealedBatch Close(long batch, byte[] previousHash, DateTime sealedAt)
    {
        ulong[] numbers = [(ulong)batch, first.Txid, unchecked((ulong)first.Position), last.Txid,
            unchecked((ulong)last.Position), (ulong)Count, unchecked((ulong)RowDigest.Microseconds(sealedAt))];
        // A log that never left its first cluster keeps the first form for ever.
        var name = "motcua-seal/1\0\0\0";
        if (last.Epoch > Place.FirstEpoch) (name, numbers) = ("motcua-seal/2\0\0\0", [.. numbers, (ulong)first.Epoch, (ulong)last.Epoch]);
        var header = new byte[16 + 8 * numbers.Length + 32 + 32];
        Encoding.ASCII.GetBytes(name, header);
        var at = header.AsSpan(16);
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt64BigEndian(at, number);
            at = at[8..];
        }
        previousHash.CopyTo(at);
        rows.GetHashAndReset(at[32..]);
        var closed = new SealedBatch(batch, first, last, Count, previousHash, SHA256.HashData(header), leaves.ToArray(), sealedAt);
        leaves.SetLength(0);
        (Count, first, last) = (0, default, default);
        return closed;
    }

    public static IEnumerable<(long Position, ulong Digest)> Leaves(byte[] leaves)
    {
        for (var i = 0; i + LeafSize <= leaves.Length; i += LeafSize)
            yield return (BinaryPrimitives.ReadInt64BigEndian(leaves.AsSpan(i)), BinaryPrimitives.ReadUInt64BigEndian(leaves.AsSpan(i + 8)));
    }

    public void Dispose()
    {
        rows.Dispose();
        leaves.Dispose();
    }
}
