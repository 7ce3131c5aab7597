namespace MotCua.Papers.Contracts;

/// <summary>
/// Khóa ký số: a private key that never leaves its holder, known by what it can do. Development key in a file, HSM over PKCS#11
/// or remote signing service: each is one function.
/// </summary>
/// <param name="Chain">DER certificates, signer first, then issuers below the root.</param>
/// <param name="SignHash">
/// Signs a SHA-256 hash (32 bytes): RSA PKCS#1 v1.5, or ECDSA as a DER sequence, as the first certificate says. Throws when the holder refuses.
/// </param>
public sealed record SigningKey(IReadOnlyList<byte[]> Chain, Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>> SignHash)
{
    /// <summary>A key held by this process: for development and for servers' own seals.</summary>
    public static SigningKey FromRsa(System.Security.Cryptography.RSA key, IReadOnlyList<byte[]> chain) => new(chain, (hash, _) =>
        Task.FromResult(key.SignHash(hash.Span, System.Security.Cryptography.HashAlgorithmName.SHA256,
        System.Security.Cryptography.RSASignaturePadding.Pkcs1)));
}

/// <summary>Hình thức chữ ký số nhìn thấy (Nghị định 30/2020/NĐ-CP): blue for a person, red for the seal of an agency.</summary>
/// <param name="Lines">What stands in the box, for example signer, agency and time.</param>
public sealed record SignatureAppearance(IReadOnlyList<string> Lines)
{
    public bool Seal { get; init; }

    /// <summary>Image of the signature or seal (JPEG, PNG), drawn in the upper part of the box.</summary>
    public byte[]? Image { get; init; }

    /// <summary>Used when the paper has no SignatureArea of the field's name. 1 is the first page, −1 the last.</summary>
    public int Page { get; init; } = -1;

    /// <summary>Left, bottom, width, height in millimetres from the lower left corner of the page.</summary>
    public (double X, double Y, double Width, double Height) BoxMm { get; init; } = (110, 30, 75, 26);
}

/// <summary>Yêu cầu ký.</summary>
/// <param name="Now">The time of the server's clock; the trusted time comes from the timestamp.</param>
public sealed record SigningRequest(SigningKey Key, DateTimeOffset Now)
{
    /// <summary>Fills the SignatureArea of this name, or adds a field of this name.</summary>
    public string FieldName { get; init; } = "ChuKy";

    public string? Reason { get; init; }

    public string? Location { get; init; }

    /// <summary>null makes an invisible signature.</summary>
    public SignatureAppearance? Appearance { get; init; }

    /// <summary>null signs without a timestamp (level B-B); papers of the office always have one (B-T).</summary>
    public TimestampClient? Timestamp { get; init; }
}

/// <summary>
/// Văn bản chờ ký: exactly the bytes that will be signed, to be stored as the intent before the key is used. A signature whose
/// intent was not stored must not exist.
/// </summary>
/// <param name="Bytes">The whole file with an empty place for the signature.</param>
/// <param name="Digest">SHA-256 over the file without that place; 32 bytes.</param>
public sealed record PreparedPdf(byte[] Bytes, byte[] Digest, int GapStart, int GapEnd);

/// <summary>Văn bản đã ký.</summary>
/// <param name="SignedAt">Time of the timestamp, or the server's time without one.</param>
/// <param name="Sha256">Of the whole signed file, lower-case hex.</param>
public sealed record SignedPdf(byte[] Bytes, DateTimeOffset SignedAt, bool Timestamped, string SignerName, string SerialNumber, string Issuer, string Sha256);
