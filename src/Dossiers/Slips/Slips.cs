using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Extend;
using MotCua.Dossiers.Resolve;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Slips;

/// <summary>
/// Các giấy tờ của một cửa: gathers what is known of a dossier and prints it on the form of the dossier's circular. Whether
/// a paper may be had is decided by the caller, who has loaded the dossier under the policy.
/// </summary>
internal sealed class Slips(DossierDesk desk, PaperTemplates templates, OrganisationDirectory organisation, WorkflowRuns workflow, IssuedResults results, Reasons reasons,
    IHttpContextAccessor http, IOptions<Brand> brand, IConfiguration settings)
{
    public async Task<PrintedPaper> Receipt(Dossier d, Sheet sheet = Sheet.A4)
    {
        if (d.ReceivedAt is not { } at) throw Refused.WrongState("Hồ sơ chưa được tiếp nhận nên chưa có giấy hẹn");
        return await Print(d, PaperKind.Receipt, at, SlipValues.Receipt(d, await desk.Version(d), await IssuerOf(d)), sheet);
    }

    public async Task<PrintedPaper> Supplement(Dossier d, int? no, Sheet sheet = Sheet.A4)
    {
        var request = d.Supplements.SingleOrDefault(s => s.No == (no ?? d.Supplements.Count)) ?? throw Refused.NotFound("Hồ sơ này không có phiếu yêu cầu bổ sung đó");
        return await Print(d, PaperKind.Supplement, request.RequestedAt, SlipValues.Supplement(d, request, await IssuerOf(d), await reasons.Of("supplement")), sheet);
    }

    public async Task<PrintedPaper> Refusal(Dossier d, Sheet sheet = Sheet.A4)
    {
        var at = d.FinishedAt ?? desk.Now;
        return await Print(d, PaperKind.Refusal, at, SlipValues.Refusal(d, await IssuerOf(d), at), sheet);
    }

    /// <param name="no">Which letter; null = the newest that was signed.</param>
    public async Task<PrintedPaper> Apology(Dossier d, int? no, Sheet sheet = Sheet.A4)
    {
        var letter = await desk.Db.Set<Apology>().AsNoTracking().Where(a => a.DossierId == d.Id && a.State == "signed" && (no == null || a.No == no)).OrderByDescending(a => a.No).FirstOrDefaultAsync()
            ?? throw Refused.NotFound("Hồ sơ này không có văn bản xin lỗi đã ký đó");
        return await Apology(d, new ApologyFacts(letter.No, letter.Reason, letter.OldDue, letter.NewDue, letter.SignedBy!, ResolveDossier.TitleOf(d), letter.SignedAt), sheet);
    }

    public async Task<PrintedPaper> Stop(Dossier d, Sheet sheet = Sheet.A4)
    {
        if (d is not { Status: DossierStatus.Stopped, FinishedAt: { } at }) throw Refused.NotFound("Hồ sơ này không bị dừng giải quyết");
        var line = d.Clock.OrderBy(entry => entry.Seq).Last();
        return await Stop(d, new StopFacts(d.ClosingReason ?? "", line.LegalBasis, at, line.ActorName, ResolveDossier.TitleOf(d), at), sheet);
    }

    public async Task<PrintedPaper> Apology(Dossier d, ApologyFacts facts, Sheet sheet = Sheet.A4) =>
        await Print(d, PaperKind.Apology, facts.SignedAt ?? desk.Now, SlipValues.Apology(d, facts, await IssuerOf(d), desk.Now), sheet);

    /// <summary>Thông báo dừng giải quyết. A rule set without this form (Thông tư 01/2018/TT-VPCP) tells it by the form of refusal.</summary>
    public async Task<PrintedPaper> Stop(Dossier d, StopFacts facts, Sheet sheet = Sheet.A4) =>
        (await desk.Rules(d)).Forms.All(form => form.Kind != PaperKind.Stop) ? await Refusal(d, sheet)
        : await Print(d, PaperKind.Stop, facts.At, SlipValues.Stop(d, facts, await IssuerOf(d)), sheet);

    public async Task<PrintedPaper> ControlSheet(Dossier d)
    {
        if (d.ReceivedAt is not { } at) throw Refused.WrongState("Hồ sơ chưa được tiếp nhận nên chưa có phiếu kiểm soát");
        return await Print(d, PaperKind.ControlSheet, at, SlipValues.ControlSheet(d, await desk.Version(d), await IssuerOf(d), await workflow.History(d.Id)), Sheet.A4);
    }

    /// <param name="receiver">Before the return: who is to sign; without it the submitter.</param>
    public async Task<PrintedPaper> ReturnSlip(Dossier d, string? receiver, Sheet sheet = Sheet.A4)
    {
        if (d.FinishedAt is null || await results.OfDossier(d.Id) is not { State: "released" } result) throw Refused.WrongState("Hồ sơ chưa có kết quả để trả");
        // What was written at the desk stands; before it the slip is printed for whoever is about to sign it.
        var name = d.ReturnedTo ?? (string.IsNullOrWhiteSpace(receiver) ? d.SubmitterName : receiver.Trim()[..Math.Min(200, receiver.Trim().Length)]);
        var facts = new ReturnFacts(d.ReturnedBy ?? desk.Actor.Name, name, name == d.SubmitterName ? d.SubmitterPhone : name == d.OwnerName ? d.Phone : null, d.ReturnedPaper, d.ReturnedHow ?? d.ReturnMethod, d.ReturnedAt ?? desk.Now);
        return await Print(d, PaperTemplates.ReturnSlip, facts.At, SlipValues.ReturnSlip(d, result, facts, await IssuerOf(d)), sheet);
    }

    /// <summary>Invented values for what a dossier does not have yet, its own for the rest: for looking at a template.</summary>
    public async Task<PaperValues> ForPreview(string kind, Dossier d)
    {
        var (issuer, now) = (await IssuerOf(d), desk.Now);
        return kind switch
        {
            PaperKind.Receipt => SlipValues.Receipt(d, await desk.Version(d), issuer),
            PaperKind.Supplement => SlipValues.Supplement(d, d.Supplements.LastOrDefault() ?? new SupplementRequest
            {
                DossierId = d.Id, No = 1, Items = SupplementItem.Write([new SupplementItem(null, "Giấy tờ mẫu", "Nội dung mẫu")]), Reason = "Lý do mẫu", RequestedAt = now, RequestedBy = issuer.OfficerName,
            }, issuer, await reasons.Of("supplement")),
            PaperKind.Refusal => With(SlipValues.Refusal(d, issuer, now), values => values["refusal.reason"] = d.ClosingReason ?? "Lý do mẫu"),
            PaperKind.Apology => SlipValues.Apology(d, new ApologyFacts(1, "Lý do mẫu", d.DueAt ?? now, (d.DueAt ?? now).AddDays(3), "Người ký mẫu", "Chức vụ mẫu", null), issuer, now),
            PaperKind.Stop => SlipValues.Stop(d, new StopFacts("Lý do mẫu", "Căn cứ mẫu", now, "Người ký mẫu", "Chức vụ mẫu", null), issuer),
            PaperKind.ControlSheet => SlipValues.ControlSheet(d, await desk.Version(d), issuer, await workflow.History(d.Id)),
            PaperTemplates.ReturnSlip => With(SlipValues.ReturnSlip(d, await results.OfDossier(d.Id), new ReturnFacts(issuer.OfficerName, d.SubmitterName, d.SubmitterPhone, null, d.ReturnMethod, now), issuer),
                values => (values["result.kind"], values["result.number"]) = ("Kết quả mẫu", "01/mẫu")),
            _ => PaperTemplates.Sample(kind),
        };
    }

    /// <summary>Where papers of an office come from that speak of no single dossier.</summary>
    public async Task<Issuer> IssuerOf(string officeCode, DateOnly day, string officer)
    {
        var office = await organisation.Office(officeCode, day) ?? await organisation.Office(officeCode) ?? throw new InvalidOperationException($"Office {officeCode} is gone.");
        var agency = await organisation.Agency(office.AgencyCode, day) ?? await organisation.Agency(office.AgencyCode) ?? throw new InvalidOperationException($"Agency {office.AgencyCode} is gone.");
        var unit = office.AdminUnitCode ?? agency.AdminUnitCode;
        var place = unit is null ? null : (await organisation.Unit(unit, day))?.Name;
        // The address that citizens open, not the one an official happens to use.
        var site = settings["Site:Url"] is { Length: > 0 } url ? url.TrimEnd('/') : $"{http.HttpContext!.Request.Scheme}://{http.HttpContext.Request.Host}";
        return new Issuer(office, agency, agency.Name, place ?? "Cà Mau", officer, site, settings["Zalo:LookupUrl"], brand.Value.Hotline);
    }

    private async Task<Issuer> IssuerOf(Dossier d)
    {
        var officer = d.HandOvers.OrderBy(h => h.Seq).FirstOrDefault()?.FromName ?? desk.Actor.Name;
        var issuer = await IssuerOf(d.IntakeOffice, (d.ReceivedAt ?? d.SubmittedAt).Day(), officer);
        return issuer with { IntakeAgencyName = await desk.AgencyName(d.IntakeAgency) };
    }

    private async Task<PrintedPaper> Print(Dossier d, string kind, DateTimeOffset at, PaperValues values, Sheet sheet) =>
        await templates.Print((await desk.Rules(d)).FormSet, kind, at.Day(), values, sheet);

    private static PaperValues With(PaperValues values, Action<PaperValues> change)
    {
        change(values);
        return values;
    }
}
