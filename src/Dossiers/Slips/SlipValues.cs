using System.Text.Json.Nodes;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Desk;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Slips;

/// <summary>What every paper shows of where it comes from.</summary>
/// <param name="Place">Địa danh: the commune or province of the office.</param>
/// <param name="Site">Address of this site, with scheme.</param>
/// <param name="ZaloUrl">Where the tracking token is looked up in Zalo; null: the province has none.</param>
internal sealed record Issuer(OfficeView Office, AgencyView Agency, string? IntakeAgencyName, string Place, string OfficerName, string Site, string? ZaloUrl,
    string Hotline);

/// <summary>The values of each paper, from what is known. Pure; the words are those of the screens.</summary>
internal static class SlipValues
{
    private const string None = "không có";

    /// <summary>Printed again, it is the paper that was given: nothing that came later.</summary>
    public static PaperValues Receipt(Dossier d, ProcedureVersionView version, ReceiptFacts facts, Issuer issuer)
    {
        var values = Start(d, issuer, d.ReceivedAt ?? d.SubmittedAt);
        Applicant(values, d);
        Components(values, d, c => HandedIn(d, c, facts.Files));
        values["authority.name"] = d.CompetentAgencyName;
        values["intake.name"] = d.IntakeAgency == d.CompetentAgency ? null : issuer.IntakeAgencyName;
        values["support.name"] = d.SupportPointName;
        values["receipt.sets"] = "01 bộ";
        values["receipt.fee"] = d.FeeTakenVnd is { } fee ? $"{version.Fee.Words}; đã thu {Vi.Money(fee)}" : version.Fee.Words;
        values["receipt.term"] = version.TermWords;
        values["receipt.receivedAt"] = Vi.DateTime(d.ReceivedAt ?? d.SubmittedAt);
        values["receipt.dueAt"] = Due(facts.DueAt, facts.Provisional);
        values["receipt.returnPlace"] = d.ReturnMethod switch { "post" => "qua bưu chính", "electronic" => "bản điện tử", _ => issuer.Office.Name };
        values["receipt.taxNotice"] = Answer(d, "taxNotice");
        values["certification.pages"] = Answer(d, "certification.pages");
        values["certification.copies"] = Answer(d, "certification.copies");
        values["certification.electronic"] = Answer(d,
            "certification.electronic") switch { null => null, "true" or "yes" or "co" => "có", "false" or "no" or "khong" => "không", var other => other };
        values["officer.name"] = issuer.OfficerName;
        values["officer.signature"] = values["submitter.signature"] = "(Ký và ghi rõ họ tên)";
        values["qr.zalo"] = issuer.ZaloUrl is { } zalo ? zalo + Uri.EscapeDataString(d.TrackingToken) : null;
        return values;
    }

    public static PaperValues Supplement(Dossier d, SupplementRequest request, Issuer issuer, IReadOnlyList<Reason> reasons)
    {
        var values = Start(d, issuer, request.RequestedAt);
        Applicant(values, d);
        values["request.no"] = request.No.ToString();
        values["request.reason"] = request.Reason;
        Guide(values, request.RequestedBy, issuer);
        values.Add("items", SupplementItem.Read(request.Items).Select(item => Row(
            ("name", item.Name), ("count", "01"), ("howTo", item.Note.Length > 0 ? item.Note : "Bổ sung giấy tờ này"),
            ("reason", reasons.FirstOrDefault(reason => reason.Code == item.Why)?.Words ?? ""), ("page", item.Where), ("legalBasis", item.LegalBasis ?? ""))));
        return values;
    }

    public static PaperValues Refusal(Dossier d, RefusalFacts facts, Issuer issuer)
    {
        var values = Start(d, issuer, facts.At);
        Applicant(values, d);
        Guide(values, facts.By ?? issuer.Office.Name, issuer);
        values["refusal.reason"] = facts.Reason;
        values["refusal.legalBasis"] = facts.LegalBasis;
        if (facts.SignerTitle is not null) (values["signer.name"], values["signer.title"]) = (facts.By, facts.SignerTitle);
        return values;
    }

    public static PaperValues Apology(Dossier d, ApologyFacts facts, Issuer issuer, DateTimeOffset now)
    {
        var values = Start(d, issuer, facts.SignedAt ?? now);
        Applicant(values, d);
        Signer(values, facts.SignerName, facts.SignerTitle, facts.SignedAt);
        values["apology.no"] = facts.No.ToString();
        values["apology.receivedAt"] = d.ReceivedAt is { } received ? $"Lúc {Vi.DateTime(received)}" : null;
        values["apology.oldDue"] = Vi.DateTime(facts.OldDue);
        values["apology.newDue"] = Vi.DateTime(facts.NewDue);
        values["apology.reason"] = facts.Reason.TrimEnd('.', ' ');
        return values;
    }

    public static PaperValues Stop(Dossier d, StopFacts facts, Issuer issuer)
    {
        var values = Start(d, issuer, facts.At);
        Applicant(values, d);
        Signer(values, facts.SignerName, facts.SignerTitle, facts.SignedAt);
        values["stop.receivedAt"] = d.ReceivedAt is { } received ? $"Lúc {Vi.DateTime(received)}" : null;
        values["stop.at"] = Vi.DateTime(facts.At);
        values["stop.reason"] = facts.Reason;
        values["stop.legalBasis"] = facts.LegalBasis;
        return values;
    }

    public static PaperValues ControlSheet(Dossier d, ProcedureVersionView version, IReadOnlySet<string> files, Issuer issuer, IReadOnlyList<TaskPast> steps,
        IReadOnlyList<Consultation> asked)
    {
        var values = Start(d, issuer, d.ReceivedAt ?? d.SubmittedAt);
        Applicant(values, d);
        Components(values, d, c => c.State is "have" or "vault" || HandedIn(d, c, files));
        values["sheet.receivedAt"] = d.ReceivedAt is { } received ? Vi.DateTime(received) : null;
        values["sheet.term"] = version.TermWords;
        values["sheet.dueAt"] = Due(d.DueAt, d.DueProvisional);
        values["authority.name"] = d.CompetentAgencyName;
        values["intake.name"] = issuer.IntakeAgencyName;
        values.Add("hops", ControlHops.Of(d, steps, asked, issuer.Office.Name));
        return values;
    }

    public static PaperValues ReturnSlip(Dossier d, IssuedResult? result, ReturnFacts facts, Issuer issuer)
    {
        var values = Start(d, issuer, facts.At);
        Applicant(values, d);
        values["result.kind"] = result?.Title;
        values["result.number"] = result?.Number;
        values["result.summary"] = result is null ? null
            : $"{result.Title} của {d.OwnerName}, {result.AgencyName} ký ngày {(result.SignedAt is { } signed ? Vi.Date(signed) : "…")}";
        values["giver.name"] = facts.GiverName;
        values["giver.phone"] = issuer.Office.Phone ?? issuer.Hotline;
        values["receiver.name"] = facts.ReceiverName;
        values["receiver.phone"] = facts.ReceiverPhone is { Length: > 0 } phone ? Vi.Phone(phone) : null;
        values["receiver.paper"] = facts.PaperShown;
        values["return.at"] = $"Lúc {Vi.DateTime(facts.At)}";
        values["return.method"] = facts.Method switch { "post" => "Qua bưu chính", "electronic" => "Bản điện tử", _ => "Trực tiếp tại quầy" };
        return values;
    }

    /// <summary>Cà Mau, ngày 05 tháng 01 năm 2026: days below 10 and January, February with a zero (Nghị định 30/2020/NĐ-CP, phụ lục I).</summary>
    public static string PlaceAndDate(string place, DateTimeOffset at)
    {
        var day = at.InVietnam();
        return $"{place}, ngày {day:dd} tháng {(day.Month < 3 ? $"0{day.Month}" : $"{day.Month}")} năm {day.Year}";
    }

    public static IReadOnlyDictionary<string, string?> Row(params (string Name, string? Value)[] cells) => cells.ToDictionary(c => c.Name, c => c.Value);

    public static string? OwnerAddress(string ownerKind, string answers) =>
        Address(JsonNode.Parse(answers)?.AsObject(), ownerKind == "organisation" ? "organisation.address" : "applicant.address");

    private static PaperValues Start(Dossier d, Issuer issuer, DateTimeOffset at)
    {
        var lookup = $"{issuer.Site}/tra-cuu/{d.TrackingToken}";
        var values = Of(issuer, at);
        // An opaque token and nothing personal (Thông tư 01/2023/TT-VPCP, Điều 26).
        values["qr"] = values["dossier.lookup"] = lookup;
        values["dossier.code"] = d.Code;
        values["dossier.shortCode"] = ShortCode.Display(d.ShortCode);
        values["procedure.name"] = d.ProcedureName;
        values["procedure.code"] = d.ProcedureCode;
        return values;
    }

    public static PaperValues Of(Issuer issuer, DateTimeOffset at) => new()
    {
        ["agency.name"] = issuer.Agency.Name,
        ["office.name"] = issuer.Office.Name,
        ["office.address"] = issuer.Office.Address ?? issuer.Office.Name,
        ["office.phone"] = issuer.Office.Phone ?? issuer.Hotline,
        ["office.website"] = new Uri(issuer.Site).Authority,
        ["place.date"] = PlaceAndDate(issuer.Place, at),
        ["hotline"] = issuer.Hotline,
    };

    private static void Applicant(PaperValues values, Dossier d)
    {
        values["submitter.name"] = d.SubmitterName;
        values["submitter.channel"] = ChannelWords.Of(d.Channel);
        // An organisation's head is not the one who brings the papers; whoever files for another has an address of its own.
        values["submitter.address"] = Address(JsonNode.Parse(d.Answers)?.AsObject(), d.FiledByHelper ? "representative.address" : "applicant.address") ?? None;
        values["submitter.phone"] = d.SubmitterPhone is { Length: > 0 } phone ? Vi.Phone(phone) : None;
        values["submitter.email"] = !d.FiledByHelper && d.Email is { Length: > 0 } email ? email : None;
        values["submitter.number"] = (d.SubmitterNumber ?? (d.FiledByHelper ? null : d.OwnerNumber)) is { } number ? Vi.PersonalIdMasked(number) : None;
        values["representative.name"] = d.Representative?.Name;
        values["representative.kind"] = d.Representative?.KindWords;
        values["representative.paper"] = d.Representative?.Paper;
        values["owner.name"] = d.OwnerName;
        values["owner.address"] = OwnerAddress(d.OwnerKind, d.Answers) ?? None;
    }

    /// <summary>
    /// Was there at reception. A paper asked for again since then is marked missing until the answer comes and as there after
    /// it, so it is known by its traces: a required one had to be there; another was counted, had a file, came from the vault,
    /// or is asked for because of what was wrong with it.
    /// </summary>
    private static bool HandedIn(Dossier d, Component c, IReadOnlySet<string> files)
    {
        var asked = d.Supplements.Where(s => s.RequestedAt >= d.ReceivedAt).SelectMany(s => SupplementItem.Read(s.Items))
            .Where(item => item.PaperKey == c.PaperKey).ToList();
        return asked.Count == 0 ? c.State is "have" or "vault"
            : c.Required || c.Originals + c.Copies > 0 || c.GrantId is not null || files.Contains(c.PaperKey)
            || asked.Exists(item => item.Why is not (null or "missing" or "other"));
    }

    private static void Components(PaperValues values, Dossier d, Func<Component, bool> shown) =>
        values.Add("components", d.Components.Where(shown).OrderBy(c => c.Seq).Select(c => Row(
            ("name", c.Name), ("originals", Count(c.Originals)), ("certified", c.Kind == "certified" ? Count(c.Copies) : ""),
                ("copies", c.Kind == "certified" ? "" : Count(c.Copies)),
            ("kind", c.State == "vault" || (c.State == "missing" && c.GrantId is not null && c.Originals + c.Copies == 0)
                ? "Từ kho dữ liệu" : c.Originals + c.Copies > 0 ? "Bản giấy" : "Bản điện tử"))));

    private static void Guide(PaperValues values, string name, Issuer issuer) =>
        (values["guide.name"], values["guide.phone"]) = (name, issuer.Office.Phone ?? issuer.Hotline);

    private static void Signer(PaperValues values, string name, string title, DateTimeOffset? at) =>
        (values["signer.name"], values["signer.title"], values["signer.signedAt"]) = (name, title, at is { } signed ? Vi.DateTime(signed) : null);

    private static string Due(DateTimeOffset? at, bool provisional) =>
        at is { } due ? Vi.DateTime(due) + (provisional ? " (dự kiến, lịch nghỉ năm đó chưa công bố)" : "") : "theo quy định";

    private static string? Answer(Dossier d, string path) => JsonNode.Parse(d.Answers)?.AsObject().TextAt(path) is { Length: > 0 } text ? text : null;

    private static string? Address(JsonObject? answers, string path) =>
        FormSummary.Address(answers?.At(path) as JsonObject) is { Length: > 0 } address ? address : null;

    private static string Count(int count) => count == 0 ? "" : count.ToString("00");
}
