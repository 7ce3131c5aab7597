using System.Buffers;

namespace MotCua.Platform.Web;

/// <summary>
/// A file from outside read whole, in borrowed pieces: what remains of an upload is its bytes once, not a buffer that was
/// doubled six times on the way (a few such uploads used to leave a hundred megabytes for the collector).
/// </summary>
public static class WholeBody
{
    /// <summary>Small enough to stay off the heap of large objects, whose budget grows with what survives there.</summary>
    private const int Piece = 1 << 16;

    /// <summary>After so many bytes of large bodies the collector is asked to look, beside the work; left alone it waits for several times as much.</summary>
    private const long Sweep = 16 << 20;
    private const int Large = 85_000;

    private static long since;

    /// <param name="most">Longest that is taken, in bytes.</param>
    /// <returns>Null: there is more than that.</returns>
    public static async Task<byte[]?> Read(Stream stream, int most, CancellationToken stop = default)
    {
        var pieces = new List<byte[]>();
        var length = 0;
        try
        {
            while (true)
            {
                if (length == pieces.Count * Piece) pieces.Add(ArrayPool<byte>.Shared.Rent(Piece));
                var used = length - (pieces.Count - 1) * Piece;
                var read = await stream.ReadAsync(pieces[^1].AsMemory(used, Piece - used), stop);
                if (read == 0) return Joined(pieces, length);
                length += read;
                if (length > most) return null;
            }
        }
        finally
        {
            foreach (var piece in pieces) ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static byte[] Joined(List<byte[]> pieces, int length)
    {
        var whole = GC.AllocateUninitializedArray<byte>(length);
        for (var at = 0; at < length; at += Piece) pieces[at / Piece].AsSpan(0, Math.Min(Piece, length - at)).CopyTo(whole.AsSpan(at));
        if (length >= Large && Interlocked.Add(ref since, length) >= Sweep)
        {
            Interlocked.Exchange(ref since, 0);
            GC.Collect(2, GCCollectionMode.Forced, blocking: false);
        }
        return whole;
    }
}
