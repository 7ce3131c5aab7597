using Microsoft.EntityFrameworkCore;
using MotCua.Papers.Results;
using MotCua.People.Contracts;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>
/// Đính chính: what has been released is never edited. A correction is a result with a number and a signature of its own that
/// says which one it replaces and why; the old one stays readable and points to it.
/// </summary>
public sealed partial class IssuedResults
{
    /// <summary>Drafts the correction of the result in force, or drafts it again while it is not signed. Saves.</summary>
    public async Task<IssuedResult> DraftCorrection(NewResult input, string reasonCode, string reason)
    {
        var pending = await Pending(input.DossierId);
        if (pending is { State: "signed" })
            throw Refused.WrongState("Bản đính chính đã ký nên không soạn lại được. Phát hành bản này rồi đính chính tiếp nếu còn sai");
        var wrong = await Released(input.DossierId) is [.., var last] ? last : throw Refused.WrongState("Hồ sơ chưa có kết quả đã phát hành để đính chính");
        var opening = $"Văn bản này thay thế {wrong.Title} số {wrong.Number} ký ngày {Vi.Date(wrong.SignedAt!.Value)}, vì có sai sót: {reason.TrimEnd('.')}.";
        return await Write(input with { ValidTo = wrong.ValidTo }, pending, wrong.Id, (reasonCode, reason), [opening]);
    }

    /// <summary>Signs and releases the correction; from here on it is the result in force. The caller saves.</summary>
    public async Task<IssuedResult> IssueCorrection(Guid dossierId, string signerTitle, Proven signer, CancellationToken stop = default)
    {
        var pending = await Pending(dossierId) ?? throw Refused.WrongState("Hồ sơ không có bản đính chính nào chờ ký");
        await Sign(pending, signerTitle, signer, stop);
        return Release(pending);
    }

    /// <summary>Bỏ bản đính chính that is not signed. The caller saves.</summary>
    public async Task DropCorrection(Guid dossierId)
    {
        var pending = await Pending(dossierId) ?? throw Refused.WrongState("Hồ sơ không có bản đính chính nào chờ ký");
        if (pending.State == "signed") throw Refused.WrongState("Bản đính chính đã ký nên không bỏ được");
        pending.State = "recalled";
        pending.Version++;
    }

    public async Task<IssuedResult?> CorrectionOf(Guid dossierId) => await Pending(dossierId) is { } pending ? View(pending) : null;

    /// <summary>All that were released for this dossier, the first one first; the last is in force, each other was corrected by its successor.</summary>
    public async Task<IReadOnlyList<IssuedResult>> AllOf(Guid dossierId) => [.. (await Released(dossierId)).Select(View)];

    /// <summary>How many corrections were released for this reason of the list.</summary>
    public Task<long> CorrectionsFor(string reasonCode) =>
        db.Set<Result>().LongCountAsync(r => r.CorrectionCode == reasonCode && r.State == "released");

    /// <summary>The released result that took the place of this one.</summary>
    internal Task<Result?> Correcting(Guid result) => db.Set<Result>().AsNoTracking().SingleOrDefaultAsync(r => r.Corrects == result && r.State == "released");

    private Task<List<Result>> Released(Guid dossierId) =>
        db.Set<Result>().Where(r => r.DossierId == dossierId && r.State == "released").OrderBy(r => r.Id).ToListAsync();

    private Task<Result?> Pending(Guid dossierId) =>
        db.Set<Result>().SingleOrDefaultAsync(r => r.DossierId == dossierId && r.Corrects != null && (r.State == "submitted" || r.State == "signed"));
}
