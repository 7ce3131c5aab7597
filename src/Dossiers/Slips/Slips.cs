using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Extend;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Slips;

/// <summary>
/// Các giấy tờ của một cửa: gathers what is known of a dossier and prints it on the form of the dossier's circular. Whether
/// a paper may be had is decided by the caller, who has loaded the dossier under the policy.
/// </summary>
internal sealed class Slips(Db db, CurrentActor current, TimeProvider clock, DossierRules rules, PaperTemplates templates, Issuers issuers,
    WorkflowRuns workflow, IssuedResults results, Reasons reasons, EventLog log)
{
    public async Task<PrintedPaper> Receipt(Dossier d, Sheet sheet = Sheet.A4)
    {
        if (d.ReceivedAt is not { } at) throw Refused.WrongState("Hồ sơ chưa được tiếp nhận nên chưa có phiếu hẹn");
        return await Print(d, PaperKind.Receipt, at, SlipValues.Receipt(d, await rules.Version(d), await Promised(d), await issuers.Of(d)), sheet);
    }

    public async Task<PrintedPaper> Supplement(Dossier d, int? no, Sheet sheet = Sheet.A4)
    {
        var request = d.Supplements.SingleOrDefault(s => s.No == (no ?? d.Supplements.Count))
            ?? throw Refused.NotFound("Hồ sơ này không có phiếu yêu cầu bổ sung đó");
        return await Print(d, PaperKind.Supplement, request.RequestedAt,
            SlipValues.Supplement(d, request, await issuers.Of(d), await reasons.Of("supplement", request.RequestedAt)), sheet);
    }

    /// <summary>
    /// Từ chối. Form 03 of Thông tư 03/2025/TT-VPCP refuses to take in; what had been taken in is told by its form 05, which
    /// says when it was received and since when it is not being settled.
    /// </summary>
    public async Task<PrintedPaper> Refusal(Dossier d, Sheet sheet = Sheet.A4)
    {
        var (at, reason) = (d.FinishedAt ?? clock.GetUtcNow(), d.ClosingReason);
        if (d.ReceivedAt is null) return await Refusal(d,
            new RefusalFacts((await log.Last<DossierRefused>(d.Stream))?.ActorName, reason, await BasisOf(d, "refusal", at), null, at), sheet);
        return await Stop(d, new StopFacts($"Từ chối giải quyết. {reason}", null, at, StoppedBy(d),
            (await log.Last<DossierRefused>(d.Stream))?.As<DossierRefused>().SignerTitle ?? Untold, at), sheet);
    }

    /// <param name="no">Which letter; null = the newest that was signed.</param>
    public async Task<PrintedPaper> Apology(Dossier d, int? no, Sheet sheet = Sheet.A4)
    {
        var letter = await db.Set<Apology>().AsNoTracking().Where(a => a.DossierId == d.Id && a.State == "signed" && (no == null || a.No == no))
            .OrderByDescending(a => a.No).FirstOrDefaultAsync()
            ?? throw Refused.NotFound("Hồ sơ này không có văn bản xin lỗi đã ký đó");
        return await Apology(d, new ApologyFacts(letter.No, letter.Reason, letter.OldDue, letter.NewDue, Actor.PersonOf(letter.SignedBy!),
            letter.SignedTitle ?? Untold, letter.SignedAt), sheet);
    }

    public async Task<PrintedPaper> Stop(Dossier d, Sheet sheet = Sheet.A4)
    {
        if (d is not { Status: DossierStatus.Stopped, FinishedAt: { } at }) throw Refused.NotFound("Hồ sơ này không bị dừng giải quyết");
        return await Stop(d, new StopFacts(d.ClosingReason ?? "", await BasisOf(d, "stop", at) ?? await DecreeOf(d), at, StoppedBy(d),
            (await log.Last<DossierStopped>(d.Stream))?.As<DossierStopped>().SignerTitle ?? Untold, at), sheet);
    }

    public async Task<PrintedPaper> Apology(Dossier d, ApologyFacts facts, Sheet sheet = Sheet.A4) =>
        await Print(d, PaperKind.Apology, facts.SignedAt ?? clock.GetUtcNow(), SlipValues.Apology(d, facts, await issuers.Of(d), clock.GetUtcNow()), sheet);

    /// <summary>Thông báo dừng giải quyết. A rule set without this form (Thông tư 01/2018/TT-VPCP) tells it by the form of refusal.</summary>
    public async Task<PrintedPaper> Stop(Dossier d, StopFacts facts, Sheet sheet = Sheet.A4) =>
        (await rules.Set(d)).Forms.All(form => form.Kind != PaperKind.Stop)
            ? await Refusal(d, new RefusalFacts(facts.SignerName,
            $"Hồ sơ đã tiếp nhận lúc {Vi.DateTime(d.ReceivedAt!.Value)}, dừng giải quyết từ {Vi.DateTime(facts.At)}. {facts.Reason}", facts.LegalBasis,
            facts.SignerTitle, facts.At), sheet)
        : await Print(d, PaperKind.Stop, facts.At, SlipValues.Stop(d, facts, await issuers.Of(d)), sheet);

    public async Task<PrintedPaper> ControlSheet(Dossier d)
    {
        if (d.ReceivedAt is not { } at) throw Refused.WrongState("Hồ sơ chưa được tiếp nhận nên chưa có phiếu kiểm soát");
        return await Print(d, PaperKind.ControlSheet, at,
            SlipValues.ControlSheet(d, await rules.Version(d), await FilesAtReception(d), await issuers.Of(d), await workflow.History(d.Id),
                await Asked(d)), Sheet.A4);
    }

    private Task<List<Consultation>> Asked(Dossier d) =>
        db.Set<Consultation>().AsNoTracking().Where(one => one.DossierId == d.Id).Include(one => one.Entries).OrderBy(one => one.No).ToListAsync();

    /// <param name="receiver">Before the return: who is to sign; without it the submitter.</param>
    public async Task<PrintedPaper> ReturnSlip(Dossier d, string? receiver, Sheet sheet = Sheet.A4)
    {
        if (d.FinishedAt is null || await results.OfDossier(d.Id) is not { State: "released" } result) throw Refused.WrongState("Hồ sơ chưa có kết quả để trả");
        // What was written at the desk stands; before it the slip is printed for whoever is about to sign it.
        var name = d.ReturnedTo ?? (string.IsNullOrWhiteSpace(receiver) ? d.SubmitterName : TypedText.Within(receiver, 200, "Họ tên người nhận", "receiver"));
        var facts = new ReturnFacts(d.ReturnedBy ?? current.Value.Name, name, name == d.SubmitterName ? d.SubmitterPhone : name == d.OwnerName ? d.Phone : null,
            d.ReturnedPaper, d.ReturnedHow ?? d.ReturnMethod, d.ReturnedAt ?? clock.GetUtcNow());
        return await Print(d, PaperTemplates.ReturnSlip, facts.At, SlipValues.ReturnSlip(d, result, facts, await issuers.Of(d)), sheet);
    }

    /// <summary>
    /// The shape of a real dossier, for looking at a template. Whoever runs the system may read no dossier, so this one is
    /// loaded past the policy and nothing that tells of a person leaves here: <see cref="PreviewValues"/>.
    /// </summary>
    /// <exception cref="Refused">404.</exception>
    public async Task<PaperValues> ForPreview(string kind, string code)
    {
        var d = await db.Set<Dossier>().AsNoTrackingWithIdentityResolution().Where(d => d.Code == code)
            .Include(d => d.Components).Include(d => d.Clock).Include(d => d.HandOvers).Include(d => d.Supplements).AsSplitQuery().SingleOrDefaultAsync()
            ?? throw Refused.NotFound("Không tìm thấy hồ sơ này. Kiểm tra lại mã hồ sơ");
        var (issuer, now) = (await issuers.Of(d), clock.GetUtcNow());
        const string Invented = "mẫu";
        return kind is not (PaperKind.Register or PaperTemplates.HandOverList) ? PreviewValues.Of(kind, kind switch
        {
            PaperKind.Receipt => SlipValues.Receipt(d, await rules.Version(d), await Promised(d), issuer),
            PaperKind.Supplement => SlipValues.Supplement(d, Shape(d, now), issuer, []),
            PaperKind.Refusal => SlipValues.Refusal(d, new RefusalFacts(Invented, Invented, null, null, now), issuer),
            PaperKind.Apology => SlipValues.Apology(d, new ApologyFacts(1, Invented, d.DueAt ?? now, (d.DueAt ?? now).AddDays(3), Invented, Invented, null),
                issuer, now),
            PaperKind.Stop => SlipValues.Stop(d, new StopFacts(Invented, await DecreeOf(d), now, Invented, Invented, null), issuer),
            PaperKind.ControlSheet => SlipValues.ControlSheet(d, await rules.Version(d), await FilesAtReception(d), issuer, await workflow.History(d.Id),
                await Asked(d)),
            PaperTemplates.ReturnSlip => SlipValues.ReturnSlip(d, await results.OfDossier(d.Id),
                new ReturnFacts(Invented, Invented, null, null, d.ReturnMethod, now), issuer),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        }) : PaperTemplates.Sample(kind);
    }

    /// <summary>As many items as the last request had. What was written by hand is not taken along.</summary>
    private static SupplementRequest Shape(Dossier d, DateTimeOffset now)
    {
        var last = d.Supplements.OrderBy(s => s.No).LastOrDefault();
        IReadOnlyList<SupplementItem> asked = last is null ? [new SupplementItem(null, "", "")] : SupplementItem.Read(last.Items);
        return new SupplementRequest
        {
            DossierId = d.Id, No = last?.No ?? 1, Reason = "mẫu", RequestedAt = last?.RequestedAt ?? now, RequestedBy = "mẫu",
            Items = SupplementItem.Write([.. asked.Select(item =>
                new SupplementItem(null, d.Components.Find(c => c.PaperKey == item.PaperKey)?.Name ?? "Nội dung mẫu", "mẫu"))]),
        };
    }

    private async Task<PrintedPaper> Refusal(Dossier d, RefusalFacts facts, Sheet sheet) =>
        await Print(d, PaperKind.Refusal, facts.At, SlipValues.Refusal(d, facts, await issuers.Of(d)), sheet);

    /// <summary>The article that the list named for the reason when it was given.</summary>
    private async Task<string?> BasisOf(Dossier d, string kind, DateTimeOffset at) =>
        (await reasons.Of(kind, at)).FirstOrDefault(reason => reason.Code == d.ClosingCode)?.LegalBasis;

    /// <summary>Where the reason names no article, what is known is the decree under which the dossier is settled.</summary>
    private async Task<string?> DecreeOf(Dossier d) => (await rules.Set(d)).LegalBasis is [var decree, ..] ? decree : null;

    private static string StoppedBy(Dossier d) => Actor.PersonOf(d.Ledger.LastOrDefault(entry => entry.Kind == ClockKind.Stop)?.ActorName ?? "");

    /// <summary>Of papers of before titles were kept, which only leaders signed.</summary>
    private static string Untold => Roles.Names[Roles.Leader];

    /// <summary>The first line of the ledger alone, by the calendar that it names.</summary>
    private async Task<ReceiptFacts> Promised(Dossier d)
    {
        var start = DossierClock.Read([.. d.Ledger.Take(1)], await rules.Basis(d));
        return new ReceiptFacts(d.OriginalDueAt, start.Provisional, await FilesAtReception(d));
    }

    private async Task<IReadOnlySet<string>> FilesAtReception(Dossier d) =>
        (await db.Set<Attachment>().AsNoTracking().Where(a => a.DossierId == d.Id && a.UploadedAt <= d.ReceivedAt).Select(a => a.PaperKey).ToListAsync())
        .ToHashSet();

    private async Task<PrintedPaper> Print(Dossier d, string kind, DateTimeOffset at, PaperValues values, Sheet sheet) =>
        await templates.Print((await rules.Set(d)).FormSet, kind, at.Day(), values, sheet);
}
