using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace MotCua.Papers.Pdf;

/// <summary>
/// The standard security handler (ISO 32000-2, 7.6) opened with the empty password: many offices forbid copying and still let
/// everybody read. What needs a password to be read stays locked.
/// </summary>
internal sealed class PdfDecryption
{
    private static readonly byte[] Pad =
    [
        0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f,
            0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
    ];

    private readonly byte[] key;
    private readonly string method;
    private readonly bool metadata;

    private PdfDecryption(byte[] key, string method, bool metadata) => (this.key, this.method, this.metadata) = (key, method, metadata);

    /// <returns>null: a password is needed, or the handler is not the standard one.</returns>
    public static PdfDecryption? Open(PdfFile file)
    {
        if (file.Dictionary(file.Trailer["Encrypt"]) is not { } e || file.Name(e["Filter"]) != "Standard")
        {
            return null;
        }

        int Number(string name, int otherwise) => file.Resolve(e[name]) is PdfNumber n ? (int)n.Value : otherwise;
        byte[] Bytes(string name) => (file.Resolve(e[name]) as PdfString)?.Bytes ?? [];
        var (version, revision) = (Number("V", 0), Number("R", 0));
        var metadata = file.Resolve(e["EncryptMetadata"]) is not PdfWord { Word: "false" };
        var filter = file.Dictionary(file.Dictionary(e["CF"])?[file.Name(e["StmF"]) ?? "Identity"]);
        var method = version is 1 or 2 ? "V2" : file.Name(filter?["CFM"]) ?? "None";
        var id = file.Array(file.Trailer["ID"])?.Items.FirstOrDefault() is { } first && file.Resolve(first) is PdfString s ? s.Bytes : [];
        var permissions = file.Resolve(e["P"]) is PdfNumber p ? unchecked((uint)(long)p.Value) : 0;
        var key = revision is 5 or 6 ? Modern(Bytes("U"), Bytes("UE"), revision)
            : revision is >= 2 and <= 4 ? Classic(Bytes("O"), Bytes("U"), permissions, id, revision, version == 1 ? 5
                : Math.Clamp(Number("Length", version == 4 ? 128 : 40) / 8, 5, 16), metadata)
            : null;
        return key is null ? null : new PdfDecryption(key, method, metadata);
    }

    public PdfValue Apply(int number, int generation, PdfValue value)
    {
        if (value is not PdfStream stream || method == "None" || stream.Head["Type"] is PdfName { Name: "XRef" } || !metadata
            && stream.Head["Type"] is PdfName { Name: "Metadata" }
            || stream.Head["Filter"] is PdfName { Name: "Crypt" } || stream.Head["Filter"] is PdfArray { Items: [PdfName { Name: "Crypt" }, ..] })
        {
            return value;
        }

        return new PdfStream(stream.Head, Decrypt(number, generation, stream.Raw.Span));
    }

    private byte[] Decrypt(int number, int generation, ReadOnlySpan<byte> data)
    {
        if (method == "AESV3")
        {
            return Cbc(key, data);
        }

        byte[] own = [.. key, (byte)number, (byte)(number >> 8), (byte)(number >> 16), (byte)generation, (byte)(generation >> 8), .. method == "AESV2"
            ? "sAlT"u8 : []];
        var length = Math.Min(key.Length + 5, 16);
        return method == "AESV2" ? Cbc(Md5(own)[..length], data) : Rc4(Md5(own)[..length], data.ToArray());
    }

    private static byte[] Cbc(byte[] key, ReadOnlySpan<byte> data)
    {
        if (data.Length < 32 || data.Length % 16 != 0)
        {
            return [];
        }

        using var aes = Aes.Create();
        aes.Key = key;
        try
        {
            return aes.DecryptCbc(data[16..], data[..16]);
        }
        catch (CryptographicException)
        {
            throw new PdfBroken("encrypted stream");
        }
    }

    private static byte[]? Classic(byte[] owner, byte[] user, uint permissions, byte[] id, int revision, int length, bool metadata)
    {
        if (owner.Length < 32 || user.Length < 16)
        {
            return null;
        }

        var rights = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(rights, permissions);
        var key = Md5([.. Pad, .. owner[..32], .. rights, .. id, .. revision >= 4 && !metadata ? new byte[] { 255, 255, 255, 255 } : []]);
        for (var i = 0; revision >= 3 && i < 50; i++)
        {
            key = Md5(key[..length]);
        }

        key = key[..length];
        var check = revision == 2 ? Rc4(key, Pad) : Rc4(key, Md5([.. Pad, .. id]));
        for (byte i = 1; revision >= 3 && i <= 19; i++)
        {
            var round = i;
            check = Rc4([.. key.Select(b => (byte)(b ^ round))], check);
        }

        return check.AsSpan().SequenceEqual(user.AsSpan(0, revision == 2 ? 32 : 16)) ? key : null;
    }

    private static byte[]? Modern(byte[] user, byte[] wrapped, int revision)
    {
        if (user.Length < 48 || wrapped.Length < 32 || !Hash(user[32..40], revision).AsSpan().SequenceEqual(user.AsSpan(0, 32)))
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.Key = Hash(user[40..48], revision);
        return aes.DecryptCbc(wrapped.AsSpan(0, 32), new byte[16], PaddingMode.None);
    }

    /// <summary>Algorithm 2.B, for the empty password of the reader.</summary>
    private static byte[] Hash(byte[] salt, int revision)
    {
        var key = SHA256.HashData(salt);
        if (revision == 5)
        {
            return key;
        }

        using var aes = Aes.Create();
        for (var round = 0; ; round++)
        {
            byte[] repeated = [.. Enumerable.Repeat(key, 64).SelectMany(part => part)];
            aes.Key = key[..16];
            var mixed = aes.EncryptCbc(repeated, key.AsSpan(16, 16), PaddingMode.None);
            key = (mixed.Take(16).Sum(b => b) % 3) switch { 0 => SHA256.HashData(mixed), 1 => SHA384.HashData(mixed), _ => SHA512.HashData(mixed) };
            if (round >= 63 && mixed[^1] <= round - 31)
            {
                return key[..32];
            }
        }
    }

    // What the format prescribes; nothing is protected by it here.
#pragma warning disable CA5351
    private static byte[] Md5(byte[] data) => MD5.HashData(data);
#pragma warning restore CA5351

    private static byte[] Rc4(byte[] key, byte[] data)
    {
        var engine = new RC4Engine();
        engine.Init(false, new KeyParameter(key));
        var result = new byte[data.Length];
        engine.ProcessBytes(data, 0, data.Length, result, 0);
        return result;
    }
}
