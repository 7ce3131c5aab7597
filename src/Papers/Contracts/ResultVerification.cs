using MotCua.Platform.Web;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Results;
using MotCua.Papers.Signing;
using MotCua.Platform.Evidence;
using MotCua.Platform.Files;
using MotCua.Platform.Sandbox;
using MotCua.Platform.Security;
using MotCua.Platform.Time;

namespace MotCua.Papers.Contracts;

/// <summary>
/// Kiểm tra kết quả: by QR token or by the file itself. Says verdict, signer and time; nothing personal beyond what stands
/// on the paper. What the bytes say is completed by what the authorities say of the certificates now, and, for our own
/// results, by who held the position when it was signed.
/// </summary>
public sealed class ResultVerification(IssuedResults results, FileStore files, RowCheck rows, TrustedAuthorities authorities, Staffing staffing,
    Delegations delegations)
{
    /// <summary>Recomputes the verdict from the stored bytes, never from a column.</summary>
    public async Task<PdfVerdict> Check(string sha256)
    {
        if (await results.ByHash(sha256) is not { } row) return await Foreign(await files.Read(sha256));
        var verdict = await Ours(await files.Read(sha256));
        return verdict.IsValid && await Differences(row) is { Count: > 0 } differs ? Differs(verdict, differs) : await ByItsSigner(verdict, row);
    }

    private static PdfVerdict Differs(PdfVerdict verdict, IReadOnlyList<string> differs) =>
        verdict with { Kind = PdfVerdictKind.Altered, Sentence = Differing(differs) };

    /// <summary>What bytes and authorities say of a file of anybody; one of our own results comes into its owner's vault this way too.</summary>
    public async Task<PdfVerdict> Judge(byte[] pdf) => await results.ByHash(Sha256(pdf)) is null ? await Foreign(pdf) : await Ours(pdf);

    private static string Sha256(byte[] pdf) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(pdf));

    /// <summary>What the bytes say is read in a process that is thrown away, what the authorities say is asked here.</summary>
    private async Task<PdfVerdict> Foreign(byte[] pdf) =>
        await Asked(await ThrowAway.Run(PdfVerification.Apart, pdf, (await authorities.Roots()).ToArray()));

    /// <summary>Of a file that this house has written, byte for byte: whoever shows a QR does not wait behind the files of strangers.</summary>
    private async Task<PdfVerdict> Ours(byte[] pdf) => await Asked(new PdfVerification(await authorities.Roots()).Verify(pdf));

    private async Task<PdfVerdict> Asked(PdfVerdict verdict)
    {
        return verdict.Signatures.Count == 0 ? verdict : PdfVerification.Say(await Task.WhenAll(verdict.Signatures.Select(Asked)));
    }

    /// <summary>What a row that was rewritten past the acts is told as.</summary>
    public static string Differing(IReadOnlyList<string> differs) =>
        $"Sổ kết quả không khớp với bản đã ký ({string.Join(", ", differs)}). Không dùng; hỏi cơ quan ban hành";

    /// <summary>Before its file leaves the house: a signed result whose row was rewritten is handed to nobody as the result.</summary>
    /// <exception cref="Refused">409 naming what differs.</exception>
    public async Task RequireAsSigned(IssuedResult result)
    {
        if (result.State is not ("signed" or "released") || await results.ByToken(result.VerifyToken) is not { } row) return;
        if (await Differences(row) is { Count: > 0 } differs) throw Refused.WrongState(Differing(differs));
    }

    /// <summary>Words of what the row says otherwise than the log and its own signed file.</summary>
    private async Task<IReadOnlyList<string>> Differences(Result row) =>
        row.SignedSha256 is null ? ["tệp đã ký"] : await rows.Differences(ResultWatch.Results, row) is { Count: > 0 } differs ? differs
            : await AgainstFile(row);

    internal async Task<IReadOnlyList<string>> AgainstFile(Result row) =>
        !await files.IsWhole(row.SignedSha256!) ? ["tệp đã ký"] : SignedContent.Read(await files.Read(row.SignedSha256!))?.Differences(row) ?? [];

    /// <summary>The verdict on an uploaded file, and which of our results it is, when it is one.</summary>
    public async Task<(PdfVerdict Verdict, PublicResult? Ours)> CheckFile(byte[] pdf)
    {
        if (await results.ByHash(Sha256(pdf)) is not { } row) return (await Foreign(pdf), null);
        var (verdict, found) = (await Ours(pdf), await Public(row));
        return (verdict.IsValid && found.Differs.Count > 0 ? Differs(verdict, found.Differs) : await ByItsSigner(verdict, row), found);
    }

    public async Task<(PublicResult Result, PdfVerdict Verdict)?> CheckToken(string token)
    {
        if (token.Length != 32 || await results.ByToken(token) is not { } row || row.SignedSha256 is null) return null;
        var found = await Public(row);
        return (found, found.Differs.Count > 0 ? new PdfVerdict(PdfVerdictKind.Altered, Differing(found.Differs), [])
            : await ByItsSigner(await Ours(await files.Read(row.SignedSha256)), row));
    }

    /// <summary>What is right in itself still falls with a certificate that had been revoked, the stamping authority's too.</summary>
    private async Task<SignatureFinding> Asked(SignatureFinding finding)
    {
        if (finding.Problem is not (null or PdfVerdictKind.TimeUnproven) || finding.IsTimestamp && finding.StampChain.Count == 0) return finding;
        var at = finding.Time ?? DateTimeOffset.UnixEpoch;
        foreach (var (chain, broken) in new[] { (finding.Chain, PdfVerdictKind.Revoked), (finding.StampChain, PdfVerdictKind.TimestampBroken) })
        {
            foreach (var status in await authorities.Status(chain))
            {
                // Both are told to the second only: what was stamped in the second of the revocation came before it.
                if (status.RevokedAt < at) return finding with { IsRevoked = broken == PdfVerdictKind.Revoked, Problem = broken };
                if (!status.IsKnown) return finding with { Problem = PdfVerdictKind.StatusUnknown };
            }
        }
        return finding;
    }

    /// <summary>
    /// A right signature is not yet the agency's: certificate, name, agency and position must be those of the register at the
    /// time of signing. Whoever lost the position later has signed rightly before.
    /// </summary>
    private async Task<PdfVerdict> ByItsSigner(PdfVerdict verdict, Result row)
    {
        if (!verdict.IsValid && verdict.Kind is not (PdfVerdictKind.TimeUnproven or PdfVerdictKind.StatusUnknown)) return verdict;
        var own = verdict.Signatures.FirstOrDefault(finding => !finding.IsTimestamp && finding.SerialNumber == row.CertificateSerial);
        // Under a delegation the register names both, the certificate the person who signed.
        var name = Actor.PersonOf(row.SignerName ?? "");
        var fits = own is not null && SignerCertificate.Mismatch(own.Certificate, name, row.AgencyName,
            row.SignerTitle is null ? null : SigningTitle.PostOf(row.SignerTitle)) is null;
        if (fits && await HeldPosition(row)) return verdict;
        return SignatureWords.Say(PdfVerdictKind.WrongSigner, verdict.Signatures);
    }

    private async Task<bool> HeldPosition(Result row)
    {
        if (row is not { SignerId: { } signer, SignedAt: { } at }) return false;
        if (await Holds(signer)) return true;
        var day = at.Day();
        var used = (await delegations.Of(signer)).Where(d => d.DelegateId == signer && d.ValidFrom <= day && d.ValidTo >= day && !(d.EndedAt <= at));
        foreach (var given in used)
            if (given.Role == Roles.Leader && given.AgencyCode == row.AgencyCode && await Holds(given.AccountId)) return true;
        return false;

        async Task<bool> Holds(Guid account) =>
            (await staffing.PositionsOf(account, at)).Any(position => position.Role == Roles.Leader && position.AgencyCode == row.AgencyCode);
    }

    private async Task<PublicResult> Public(Result row)
    {
        var newer = await results.Correcting(row.Id);
        return new(row.Title, row.Number, row.AgencyName, row.SignerName, row.SignedAt, row.State, row.ValidTo, row.SignedSha256, newer?.Number,
            newer?.SignedAt)
        {
            Differs = row.SignedSha256 is null ? [] : await Differences(row),
        };
    }
}

/// <summary>What anybody may know of a result: what it is, who issued it, whether it still holds. State: signed | released | recalled.</summary>
/// <param name="CorrectedBy">Number of the result that took its place; null while it holds.</param>
public sealed record PublicResult(string Title, string? Number, string AgencyName, string? SignerName, DateTimeOffset? SignedAt, string State,
    DateOnly? ValidTo, string? Sha256,
    string? CorrectedBy = null, DateTimeOffset? CorrectedAt = null)
{
    /// <summary>What the register says otherwise than the log and the signed file; such a result is never called valid.</summary>
    public IReadOnlyList<string> Differs { get; init; } = [];
}
