using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MotCua.Proof.Seal;

/// <summary>
/// SHA-256 of the canonical bytes of a row (README.md of this room gives the format). The format never changes: a row
/// sealed today must still have the same digest in fifty years.
/// </summary>
internal sealed class RowDigest
{
    public const int Size = 32;

    private const uint Absent = uint.MaxValue;

    private byte[] bytes = new byte[4096];
    private int length;

    public void Of(in LogRow row, Span<byte> digest)
    {
        length = 0;
        // No transaction has the highest number, so the two forms cannot be mistaken for each other.
        if (row.Place.Epoch > Place.FirstEpoch)
        {
            Number(ulong.MaxValue);
            Number((ulong)row.Place.Epoch);
        }
        Number(row.Place.Txid);
        Number(unchecked((ulong)row.Place.Position));
        Text(row.Stream);
        Text(row.Kind);
        Number(unchecked((ulong)Microseconds(row.At)));
        Bytes(row.ActorId);
        Text(row.ActorName);
        Text(row.Reason);
        Text(row.Data);
        SHA256.HashData(bytes.AsSpan(0, length), digest);
    }

    /// <summary>Since 1970-01-01 UTC, the precision the database keeps.</summary>
    public static long Microseconds(DateTime at) => (at.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private void Number(ulong value)
    {
        Room(8);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(length), value);
        length += 8;
    }

    private void Length(uint value)
    {
        Room(4);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(length), value);
        length += 4;
    }

    private void Text(string? value)
    {
        if (value is null) { Length(Absent); return; }
        var size = Encoding.UTF8.GetByteCount(value);
        Length((uint)size);
        Room(size);
        length += Encoding.UTF8.GetBytes(value, bytes.AsSpan(length));
    }

    private void Bytes(Guid? value)
    {
        if (value is not { } id) { Length(Absent); return; }
        Length(16);
        Room(16);
        id.TryWriteBytes(bytes.AsSpan(length), bigEndian: true, out _);
        length += 16;
    }

    private void Room(int more)
    {
        if (length + more > bytes.Length) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + more));
    }
}
