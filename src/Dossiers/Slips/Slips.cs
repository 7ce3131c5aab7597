using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Slips;

/// <summary>
/// Các phiếu của một cửa: forms 01, 02 and 03 with the fields of Thông tư 01/2018/TT-VPCP and 03/2025/TT-VPCP. The QR at the
/// top left holds the tracking address with an opaque token, no personal data (Thông tư 01/2023/TT-VPCP, Điều 26).
/// </summary>
internal static class Slips
{
    /// <summary>What every slip shows of where it comes from.</summary>
    internal sealed record Issuer(OfficeView Office, AgencyView Agency, string OfficerName, string TrackingUrl, DateTimeOffset Now);

    /// <summary>Giấy tiếp nhận hồ sơ và hẹn trả kết quả (mẫu 01).</summary>
    public static byte[] Receipt(Dossier d, ProcedureVersionView version, Issuer issuer)
    {
        var paper = Start("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", d, issuer);
        paper.Add(new Paragraph($"{issuer.Office.Name} tiếp nhận hồ sơ của: ", Run.B(d.OwnerName)));
        Line(paper, "Người nộp hồ sơ", d.SubmitterName);
        Line(paper, "Hình thức nộp", Desk.ChannelWords.Of(d.Channel));
        Line(paper, "Số điện thoại", d.Phone is { } phone ? Vi.Phone(phone) : "không có");
        if (d.Email is { Length: > 0 } email) Line(paper, "Thư điện tử", email);
        Line(paper, "Số định danh/mã số thuế", d.OwnerNumber is { } number ? Vi.PersonalIdMasked(number) : "không có");
        Line(paper, "Nội dung yêu cầu giải quyết", $"{d.ProcedureName} (mã thủ tục {d.ProcedureCode})");
        paper.Add(new Paragraph(Run.B("Thành phần hồ sơ nộp gồm")) { Before = 6 });
        paper.Add(new Table([1.4, 8.6, 2.2, 2.2, 2.6], ["STT", "Tên giấy tờ", "Bản chính", "Bản sao", "Hình thức"],
            [.. d.Components.Where(c => c.State is "have" or "vault").OrderBy(c => c.Seq).Select((c, i) => (IReadOnlyList<Cell>)
                [Cell.Centre((i + 1).ToString()), c.Name, Cell.Centre(Count(c.Originals)), Cell.Centre(Count(c.Copies)), c.State == "vault" ? "Từ kho dữ liệu" : c.Originals + c.Copies > 0 ? "Bản giấy" : "Bản điện tử"])]));
        Line(paper, "Số lượng hồ sơ", "01 bộ");
        Line(paper, "Thời gian giải quyết theo quy định", version.TermWords);
        Line(paper, "Thời gian nhận hồ sơ", Vi.DateTime(d.ReceivedAt ?? d.SubmittedAt));
        Line(paper, "Thời gian trả kết quả", d.DueAt is { } due ? Vi.DateTime(due) + (d.DueProvisional ? " (dự kiến)" : "") : "theo quy định");
        Line(paper, "Nơi nhận kết quả", d.ReturnMethod switch { "post" => "qua bưu chính", "electronic" => "bản điện tử", _ => issuer.Office.Name });
        if (d.CompetentAgency != d.IntakeAgency) Line(paper, "Cơ quan giải quyết", d.CompetentAgencyName);
        Line(paper, "Tra cứu", $"{issuer.TrackingUrl} — mã ngắn {ShortCode.Display(d.ShortCode)}, hoặc gọi 1022");
        Signatures(paper, "NGƯỜI NỘP HỒ SƠ", d.SubmitterName, "NGƯỜI TIẾP NHẬN HỒ SƠ", issuer.OfficerName);
        return paper.ToPdf();
    }

    /// <summary>Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (mẫu 02).</summary>
    public static byte[] Supplement(Dossier d, SupplementRequest request, Issuer issuer)
    {
        var paper = Start("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", d, issuer);
        Line(paper, "Hồ sơ của", d.OwnerName);
        Line(paper, "Nội dung yêu cầu giải quyết", d.ProcedureName);
        Line(paper, "Số điện thoại", d.Phone is { } phone ? Vi.Phone(phone) : "không có");
        if (request.No > 1) Line(paper, "Lần yêu cầu", $"Lần {request.No}");
        paper.Add(new Paragraph(Run.B("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau")) { Before = 6 });
        paper.Add(new Table([1.4, 6.6, 8], ["STT", "Giấy tờ, nội dung", "Cần bổ sung, sửa"],
            [.. SupplementItem.Read(request.Items).Select((item, i) => (IReadOnlyList<Cell>)[Cell.Centre((i + 1).ToString()), item.Name, item.Note.Length > 0 ? item.Note : "Bổ sung giấy tờ này"])]));
        Line(paper, "Lý do", request.Reason);
        Line(paper, "Người hướng dẫn", $"{request.RequestedBy}, {issuer.Office.Name}");
        paper.Add("Trong thời gian chờ bổ sung, thời hạn giải quyết được tạm dừng. Ông/bà bổ sung trực tuyến hoặc nộp tại quầy.");
        Signatures(paper, "NGƯỜI NỘP HỒ SƠ", d.SubmitterName, "NGƯỜI HƯỚNG DẪN", request.RequestedBy);
        return paper.ToPdf();
    }

    /// <summary>Phiếu từ chối tiếp nhận, giải quyết hồ sơ (mẫu 03).</summary>
    public static byte[] Refusal(Dossier d, Issuer issuer)
    {
        var paper = Start(d.ReceivedAt is null ? "Phiếu từ chối tiếp nhận hồ sơ" : "Phiếu từ chối giải quyết hồ sơ", d, issuer);
        Line(paper, "Hồ sơ của", d.OwnerName);
        Line(paper, "Số điện thoại", d.Phone is { } phone ? Vi.Phone(phone) : "không có");
        Line(paper, "Nội dung yêu cầu giải quyết", d.ProcedureName);
        Line(paper, "Lý do từ chối", d.ClosingReason ?? "");
        paper.Add("Ông/bà có quyền hỏi lại, kiến nghị qua số 1022 hoặc tại bộ phận một cửa.");
        Signatures(paper, "NGƯỜI NỘP HỒ SƠ", d.SubmitterName, "NGƯỜI LẬP PHIẾU", issuer.OfficerName);
        return paper.ToPdf();
    }

    private static PaperDocument Start(string title, Dossier d, Issuer issuer)
    {
        var today = issuer.Now.InVietnam();
        return new PaperDocument(title)
        {
            PaperDocument.Letterhead([issuer.Agency.Name, issuer.Office.Name], $"Mã hồ sơ: {d.Code}",
                $"Cà Mau, ngày {today:dd} tháng {today:MM} năm {today:yyyy}"),
            new QrCode(issuer.TrackingUrl, 25),
            PaperDocument.Heading(title.ToUpperInvariant()),
        };
    }

    private static void Line(PaperDocument paper, string label, string value) => paper.Add(new Paragraph($"{label}: ", value));

    private static void Signatures(PaperDocument paper, string left, string leftName, string right, string rightName) =>
        paper.Add(new Columns(Signature(left, leftName), Signature(right, rightName)));

    private static List<Block> Signature(string role, string name) =>
    [
        new Paragraph(Run.B(role)) { Align = Align.Center, Before = 12, After = 0 },
        new Paragraph(Run.I("(Ký và ghi rõ họ tên)")) { Align = Align.Center, After = 48 },
        new Paragraph(name) { Align = Align.Center },
    ];

    private static string Count(int count) => count == 0 ? "" : count.ToString("00");
}
