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

    /// <summary>Không kiểm tra được: an algorithm or a form of signature that is not known here, or too weak to prove anything.</summary>
    Unsupported,

    /// <summary>Right in itself, but whether the certificate had been revoked could not be learned.</summary>
    StatusUnknown,

    /// <summary>One of our results, signed by somebody who did not hold the position or is not whom the register names.</summary>
    WrongSigner,

    /// <summary>Not a PDF that can be judged: broken, encrypted.</summary>
    Unreadable,
}

/// <summary>Một chữ ký tìm thấy trong tệp.</summary>
/// <param name="Time">Of the timestamp when TimeIsStamped, else what the signer's clock claimed.</param>
/// <param name="CoversWholeFile">Every byte but the signature itself is signed.</param>
/// <param name="Problem">null when nothing is wrong with this signature.</param>
public sealed record SignatureFinding(string FieldName, string SignerName, string? Organisation, string Issuer, string SerialNumber, DateTimeOffset? Time,
    bool TimeIsStamped, bool DigestOk, bool CoversWholeFile, bool ChainOk, bool InForceAtTime, bool IsRevoked, PdfVerdictKind? Problem, byte[] Certificate)
{
    /// <summary>Chức vụ as the certificate says.</summary>
    public string? Title { get; init; }

    /// <summary>A timestamp over the document: proves a time, signs for nobody.</summary>
    public bool IsTimestamp { get; init; }

    /// <summary>It carries a stamp that proves no time here: of an authority that is not known, or one that cannot be checked.</summary>
    public bool HasForeignStamp { get; init; }

    /// <summary>What could not be checked, when that is known.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Parts of the form were filled in after this signature, as it allows; the later signature vouches for them.</summary>
    public bool FilledLater { get; init; }

    /// <summary>DER, from the signer to the root; empty when there is no way.</summary>
    public IReadOnlyList<byte[]> Chain { get; init; } = [];

    /// <summary>As <see cref="Chain"/>, of the authority that stamped the time.</summary>
    public IReadOnlyList<byte[]> StampChain { get; init; } = [];
}

/// <summary>Kết quả kiểm tra: the verdict over the whole file, one Vietnamese sentence for the citizen, and each signature in order of signing.</summary>
public sealed record PdfVerdict(PdfVerdictKind Kind, string Sentence, IReadOnlyList<SignatureFinding> Signatures)
{
    public bool IsValid => Kind == PdfVerdictKind.Valid;

    /// <summary>Nothing is proven wrong and nothing is proven right: neither "hợp lệ" nor "không hợp lệ" may be said.</summary>
    public bool CannotTell => Kind is PdfVerdictKind.Unsupported or PdfVerdictKind.StatusUnknown or PdfVerdictKind.TimeUnproven
        or PdfVerdictKind.UntrustedSigner;

    /// <summary>Never to be kept, lent or passed on as valid.</summary>
    public bool IsSpoilt => Kind is PdfVerdictKind.Altered or PdfVerdictKind.ChangedAfterSigning or PdfVerdictKind.Revoked
        or PdfVerdictKind.CertificateNotInForce or PdfVerdictKind.TimestampBroken or PdfVerdictKind.WrongSigner;
}

/// <summary>
/// Kiểm tra chữ ký số của bất kỳ tệp PDF nào. Judges the whole file, not one signature: earlier signatures may be followed by
/// further signatures and by what they allow, the last one by validation material only. Never throws on bad files, never goes
/// out to the network: whether a certificate was revoked, <see cref="ResultVerification"/> asks the configured authorities.
/// </summary>
/// <param name="roots">DER certificates of trusted roots, for signers and timestamps.</param>
public sealed class PdfVerification(IReadOnlyList<byte[]> roots)
{
    public PdfVerdict Verify(byte[] pdf) => new SignatureJudge(roots).Judge(pdf);

    /// <summary>For a process that is thrown away afterwards.</summary>
    internal static PdfVerdict Apart(byte[] pdf, byte[][] roots) => new PdfVerification(roots).Verify(pdf);

    /// <summary>The verdict again after the findings were completed.</summary>
    public static PdfVerdict Say(IReadOnlyList<SignatureFinding> findings) => SignatureWords.Verdict(findings);
}
