using MotCua.Papers.Signing;

namespace MotCua.Papers.Contracts;

/// <summary>Kết luận về một tệp PDF có chữ ký số.</summary>
public enum PdfVerdictKind
{
    /// <summary>Whole, signed by a certificate of a trusted root in force at the trusted time.</summary>
    Valid,

    /// <summary>As Valid, but no trusted timestamp says when.</summary>
    TimeUnproven,
    NoSignature,

    /// <summary>The signed bytes are not what was signed.</summary>
    Altered,

    /// <summary>Something was added or changed after the signature.</summary>
    ChangedAfterSigning,
    UntrustedSigner,

    /// <summary>Expired or not yet in force at the time of signing.</summary>
    CertificateNotInForce,
    Revoked,
    TimestampBroken,

    /// <summary>Not a PDF that can be judged: broken, encrypted.</summary>
    Unreadable,
}

/// <summary>Một chữ ký tìm thấy trong tệp.</summary>
/// <param name="Time">Of the timestamp when TimeIsStamped, else what the signer's clock claimed.</param>
/// <param name="CoversWholeFile">Every byte but the signature itself is signed.</param>
/// <param name="Problem">null when nothing is wrong with this signature.</param>
public sealed record SignatureFinding(string FieldName, string SignerName, string? Organisation, string Issuer, string SerialNumber, DateTimeOffset? Time,
    bool TimeIsStamped, bool DigestOk, bool CoversWholeFile, bool ChainOk, bool InForceAtTime, bool IsRevoked, PdfVerdictKind? Problem, byte[] Certificate);

/// <summary>Kết quả kiểm tra: the verdict over the whole file, one Vietnamese sentence for the citizen, and each signature in order of signing.</summary>
public sealed record PdfVerdict(PdfVerdictKind Kind, string Sentence, IReadOnlyList<SignatureFinding> Signatures)
{
    public bool IsValid => Kind == PdfVerdictKind.Valid;
}

/// <summary>
/// Kiểm tra chữ ký số của bất kỳ tệp PDF nào. Judges the whole file, not one signature: the last signature must cover everything,
/// earlier ones may be followed only by further signatures. Never throws on bad files.
/// </summary>
/// <param name="roots">DER certificates of trusted roots, for signers and timestamps.</param>
/// <param name="revocationLists">DER lists known now; a certificate revoked before the signing time is refused.</param>
public sealed class PdfVerification(IReadOnlyList<byte[]> roots, IReadOnlyList<byte[]>? revocationLists = null)
{
    public PdfVerdict Verify(byte[] pdf) => new SignatureJudge(roots, revocationLists ?? []).Judge(pdf);
}
