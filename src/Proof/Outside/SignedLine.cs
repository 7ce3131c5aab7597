using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MotCua.Proof.Seal;

namespace MotCua.Proof.Outside;

/// <summary>
/// Một dòng đối chứng có chữ ký: "motcua-witness/1 SERIES BATCH HASH PREVIOUS COUNT SEALED-AT SIGNATURE". Hashes in hex, time in UTC with
/// microseconds, signature ES256 (64 bytes, base64url) over the UTF-8 of everything before it without the last space.
/// </summary>
internal static class SignedLine
{
    public static string Of(string series, SealedBatch seal, ECDsa key)
    {
        var (hash, previous) = (Convert.ToHexStringLower(seal.Hash), Convert.ToHexStringLower(seal.PreviousHash));
        var said = string.Create(CultureInfo.InvariantCulture,
            $"motcua-witness/1 {series} {seal.Batch} {hash} {previous} {seal.Count} {seal.SealedAt:yyyy-MM-ddTHH:mm:ss.ffffffZ}");
        return $"{said} {System.Buffers.Text.Base64Url.EncodeToString(key.SignData(Encoding.UTF8.GetBytes(said), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Batch and hash of a line of this series that this key has signed; null: it is not one.</summary>
    public static (long Batch, string Hash)? Read(string line, string series, ECDsa key)
    {
        if (line.Split(' ') is not ["motcua-witness/1", var of, var number, { Length: 64 } hash, _, _, _, var signature] || of != series) return null;
        try
        {
            return long.TryParse(number, CultureInfo.InvariantCulture, out var batch)
                && key.VerifyData(Encoding.UTF8.GetBytes(line[..line.LastIndexOf(' ')]), System.Buffers.Text.Base64Url.DecodeFromChars(signature),
                    HashAlgorithmName.SHA256) ? (batch, hash) : null;
        }
        catch (FormatException) { return null; }
    }
}

/// <summary>Khóa của bản cài đặt, with which the witness outside is signed: P-256, kept beside the other keys, made at first use.</summary>
internal sealed class WitnessKey(string folder)
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public async Task<ECDsa> Get()
    {
        var path = Path.Combine(folder, "witness.pem");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder, Owner | UnixFileMode.UserExecute);
            using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var part = $"{path}.{Guid.NewGuid():n}";
            await using (var file = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write,
                UnixCreateMode = Owner }))
            {
                await file.WriteAsync(Encoding.ASCII.GetBytes(fresh.ExportPkcs8PrivateKeyPem()));
                file.Flush(flushToDisk: true);
            }
            // Of two that begin together one key stays.
            try { File.Move(part, path, overwrite: false); }
            catch (IOException) when (File.Exists(path)) { File.Delete(part); }
        }
        var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(path));
        return key;
    }
}
