using MotCua.Catalogue.Contracts;
using MotCua.Papers.Contracts;

namespace MotCua.Papers.Templates;

/// <summary>The closed list of fields of one kind of paper.</summary>
/// <param name="Lists">Lists whose fields repeat a row: name and what an item is.</param>
internal sealed record KindFields(IReadOnlyList<PaperField> Fields, IReadOnlyDictionary<string, IReadOnlyList<PaperField>> Lists)
{
    public IReadOnlyList<PaperField> All { get; } = [.. Fields, .. Lists.Values.SelectMany(fields => fields)];

    public PaperField? Find(string name) => All.FirstOrDefault(field => field.Name == name);

    public string? ListOf(string field) => field.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && Lists.ContainsKey(field[..dot])
        ? field[..dot] : null;
}

/// <summary>
/// Which fields each paper may use. Statutory ones are those of the papers of Thông tư 01/2018/TT-VPCP and 03/2025/TT-VPCP:
/// a template without them is not published. Required ones must have a value, or nothing is printed.
/// </summary>
internal static class PaperFields
{
    private const string Committee = "Ủy ban nhân dân xã Đất Mũi";
    private const string Centre = "Trung tâm Phục vụ hành chính công xã Đất Mũi";
    private const string Url = "https://motcua.vi-du.vn/tra-cuu/k3v9x2m7q4t8";

    private static readonly Dictionary<string, KindFields> Kinds = new(StringComparer.Ordinal)
    {
        [PaperKind.Receipt] = Kind(
            [
                .. Head, .. Dossier, .. Applicant,
                F("intake.name", "Cơ quan tiếp nhận", "Ủy ban nhân dân xã Đất Mũi"),
                F("authority.name", "Cơ quan có thẩm quyền giải quyết", "Ủy ban nhân dân xã Đất Mũi"),
                F("support.name", "Điểm hỗ trợ, điểm tiếp nhận", "Bưu điện văn hóa xã Đất Mũi"),
                S("receipt.sets", "Số lượng hồ sơ", "01 bộ"),
                F("receipt.fee", "Phí, lệ phí", "Không thu phí"),
                R("receipt.term", "Thời gian giải quyết theo quy định", "3 ngày làm việc"),
                R("receipt.receivedAt", "Thời gian nhận hồ sơ", "08:30, 28/04/2026"),
                R("receipt.dueAt", "Thời gian hẹn trả kết quả", "17:00, 05/05/2026"),
                R("receipt.returnPlace", "Nơi nhận kết quả", "Trung tâm Phục vụ hành chính công xã Đất Mũi"),
                S("receipt.taxNotice", "Nơi nhận thông báo nghĩa vụ tài chính về đất đai", "tại nhà, qua bưu chính"),
                S("certification.pages", "Chứng thực: số trang", "12"),
                S("certification.copies", "Chứng thực: số bản giấy", "3"),
                S("certification.electronic", "Chứng thực: có lấy bản sao điện tử", "có"),
                S("receipt.batchTitle", "Dòng đầu của danh sách hồ sơ nộp cùng lúc", "Các hồ sơ nộp cùng giấy tiếp nhận này:"),
                R("officer.name", "Người tiếp nhận hồ sơ", "Lâm Thị Diễm"),
                S("officer.signature", "Chữ ký số hoặc ghi chú ký của người tiếp nhận", "(Ký và ghi rõ họ tên)"),
                S("submitter.signature", "Chữ ký trên bảng ký của người nộp", "(Ký và ghi rõ họ tên)"),
                S("qr.zalo", "Mã QR tra cứu qua Zalo", "https://zalo.me/vi-du?ma=k3v9x2m7q4t8"),
            ],
            ("components", [.. Papers("components")]),
            ("batch", [S("batch.no", "Số thứ tự", "1"), S("batch.code", "Mã hồ sơ nộp cùng", "H12.45-260428-0013|H12.45-260428-0014"),
                S("batch.content", "Nội dung", "Cấp bản sao trích lục khai sinh|Đăng ký thường trú"),
                S("batch.dueAt", "Ngày hẹn trả", "05/05/2026|08/05/2026")])),
        [PaperKind.Supplement] = Kind(
            [
                .. Head, .. Dossier, .. Applicant,
                F("request.no", "Lần yêu cầu", "1"),
                R("request.reason", "Lý do yêu cầu bổ sung", "Ảnh giấy chứng sinh mờ, chưa đọc được số"),
                F("request.until", "Hạn bổ sung", "12/05/2026"),
                R("guide.name", "Người hướng dẫn", "Lâm Thị Diễm"),
                S("guide.phone", "Số điện thoại người hướng dẫn", "0290 3870 001"),
                S("office.website", "Trang thông tin điện tử", "motcua.vi-du.vn"),
            ],
            ("items",
            [
                S("items.no", "Số thứ tự", "1"), S("items.name", "Giấy tờ cần bổ sung", "Giấy chứng sinh|Tờ khai đăng ký khai sinh"),
                    S("items.count", "Số bản", "01"),
                F("items.reason", "Lý do", "Ảnh mờ|Chưa ký"), F("items.page", "Trang", "1|2"),
                    F("items.legalBasis", "Căn cứ", "Điều 9 Nghị định 123/2015/NĐ-CP"),
                    S("items.howTo", "Cách hoàn thiện", "Chụp lại rõ bốn góc|Ký, ghi rõ họ tên"),
            ])),
        [PaperKind.Refusal] = Kind(
            [
                .. Head, .. Dossier, .. Applicant,
                R("refusal.reason", "Lý do từ chối", "Giấy tờ nộp không thuộc thẩm quyền giải quyết của xã"),
                F("refusal.legalBasis", "Căn cứ từ chối", "Điều 12 Luật Hộ tịch"),
                R("guide.name", "Người hướng dẫn, liên hệ", "Lâm Thị Diễm"),
                S("guide.phone", "Số điện thoại liên hệ", "0290 3870 001"),
                F("signer.name", "Người ký", "Nguyễn Văn Tâm"), F("signer.title", "Chức vụ người ký", "Giám đốc Trung tâm"),
            ]),
        [PaperKind.Apology] = Kind(
            [
                .. Head, .. Dossier, .. Applicant,
                F("apology.no", "Lần xin lỗi", "1"),
                R("apology.receivedAt", "Ngày tiếp nhận", "Lúc 08:30, 28/04/2026"),
                R("apology.oldDue", "Ngày hẹn trả đã ghi", "17:00, 05/05/2026"),
                R("apology.newDue", "Ngày hẹn trả mới", "17:00, 08/05/2026"),
                R("apology.reason", "Lý do trả chậm", "Chờ kết quả xác minh của Công an xã"),
                R("signer.name", "Người ký", "Nguyễn Văn Tâm"), R("signer.title", "Chức vụ người ký", "Giám đốc Trung tâm"),
                F("signer.signedAt", "Thời điểm ký", "15:10, 04/05/2026"),
            ]),
        [PaperKind.Stop] = Kind(
            [
                .. Head, .. Dossier, .. Applicant,
                R("stop.receivedAt", "Ngày tiếp nhận", "Lúc 08:30, 28/04/2026"),
                R("stop.at", "Thời điểm dừng giải quyết", "10:15, 04/05/2026"),
                R("stop.reason", "Lý do dừng giải quyết", "Quá thời hạn bổ sung mà người nộp chưa bổ sung"),
                S("stop.legalBasis", "Căn cứ dừng giải quyết", "Điều 17 Nghị định 118/2025/NĐ-CP"),
                R("signer.name", "Người ký", "Nguyễn Văn Tâm"), R("signer.title", "Chức vụ người ký", "Giám đốc Trung tâm"),
                F("signer.signedAt", "Thời điểm ký", "10:20, 04/05/2026"),
            ]),
        [PaperKind.ControlSheet] = Kind(
            [
                .. Head, .. Dossier,
                R("submitter.name", "Người nộp hồ sơ", "Nguyễn Thị Bé Năm"), R("owner.name", "Chủ hồ sơ", "Nguyễn Thị Bé Năm"),
                S("submitter.phone", "Số điện thoại", "0900 999 001"),
                R("sheet.receivedAt", "Thời gian nhận hồ sơ", "08:30, 28/04/2026"),
                R("sheet.term", "Thời gian giải quyết theo quy định", "3 ngày làm việc"),
                R("sheet.dueAt", "Thời gian hẹn trả kết quả", "17:00, 05/05/2026"),
                R("authority.name", "Cơ quan giải quyết", "Ủy ban nhân dân xã Đất Mũi"),
                F("intake.name", "Cơ quan tiếp nhận", "Ủy ban nhân dân xã Đất Mũi"),
            ],
            ("components", [.. Papers("components")]),
            ("hops",
            [
                S("hops.no", "Số thứ tự", "1"),
                S("hops.from", "Bên giao: đơn vị", $"{Centre}|{Committee}|{Committee}|{Committee}|{Centre}"),
                S("hops.fromName", "Bên giao: người giao", "Lâm Thị Diễm|Trần Văn Khôi|Nguyễn Văn Tâm|Phạm Thị Út|Lâm Thị Diễm"),
                S("hops.to", "Bên nhận: đơn vị", $"{Committee}|{Committee}|{Committee}|{Centre}|Người nhận kết quả"),
                S("hops.toName", "Bên nhận: người nhận", "Trần Văn Khôi|Nguyễn Văn Tâm|Phạm Thị Út|Lâm Thị Diễm|Nguyễn Thị Bé Năm"),
                F("hops.step", "Bước", "Tiếp nhận|Thẩm định|Ký kết quả|Vào sổ, phát hành|Trả kết quả"),
                S("hops.at", "Giờ, phút, ngày tháng năm giao nhận", "08 giờ 35 phút, ngày 28/04/2026|16 giờ 20 phút, ngày 28/04/2026|"
                    + "09 giờ 05 phút, ngày 29/04/2026|10 giờ 40 phút, ngày 29/04/2026|08 giờ 10 phút, ngày 04/05/2026"),
                S("hops.outcome", "Kết quả: trước hạn, đúng hạn, quá hạn", "Trước hạn|Đúng hạn|Trước hạn|Quá hạn|Trước hạn"),
                    S("hops.note", "Ghi chú", "Đủ giấy tờ||||"),
            ])),
        [PaperKind.Register] = Kind(
            [
                .. Agency,
                R("register.from", "Từ ngày", "28/04/2026"), R("register.to", "Đến ngày", "28/04/2026"), F("register.count", "Số hồ sơ", "3"),
            ],
            ("rows",
            [
                S("rows.no", "Số thứ tự", "1"), S("rows.code", "Mã hồ sơ", "H12.45-260428-0012|H12.45-260428-0013|H12.45-260428-0014"),
                    S("rows.summary", "Nội dung", "Đăng ký khai sinh|Chứng thực bản sao từ bản chính|Đăng ký kết hôn"), S("rows.sets", "Số bộ", "01"),
                S("rows.owner", "Chủ hồ sơ", "Nguyễn Thị Bé Năm|Danh Sà Rích|Trần Thị Mỹ Hạnh"), S("rows.address", "Địa chỉ", "Ấp Rạch Tàu, Xã Đất Mũi"),
                    S("rows.phone", "Số điện thoại", "0900 999 001"),
                S("rows.receivedAt", "Ngày nhận", "28/04/2026"), S("rows.dueAt", "Ngày hẹn trả", "05/05/2026"),
                    S("rows.returnedAt", "Ngày trả", "04/05/2026||"),
                S("rows.receiver", "Người nhận kết quả", "Nguyễn Thị Bé Năm||"), S("rows.area", "Lĩnh vực", "Hộ tịch|Chứng thực|Hộ tịch"),
                    S("rows.status", "Trạng thái", "Đã trả kết quả|Đang giải quyết|Chờ bổ sung"),
            ])),
        [PaperTemplates.ReturnSlip] = Kind(
            [
                .. Head, .. Dossier, .. Applicant,
                R("result.kind", "Loại kết quả", "Giấy khai sinh"), R("result.number", "Số của kết quả", "118/TLKS-BS"),
                S("result.summary", "Trích yếu kết quả", "Giấy khai sinh của Nguyễn Gia Hân"),
                R("giver.name", "Người trả kết quả", "Lâm Thị Diễm"), S("giver.phone", "Số điện thoại nơi trả", "0290 3870 001"),
                R("receiver.name", "Người nhận kết quả", "Nguyễn Thị Bé Năm"), S("receiver.phone", "Số điện thoại người nhận", "0900 999 001"),
                F("receiver.paper", "Giấy tờ, ủy quyền đã xem", "Căn cước"),
                R("return.at", "Thời điểm trả kết quả", "Lúc 09:05, 05/05/2026"), F("return.method", "Cách trả kết quả", "Trực tiếp tại quầy"),
            ]),
        [PaperTemplates.HandOverList] = Kind(
            [
                .. Agency,
                R("list.date", "Ngày bàn giao", "28/04/2026"), F("list.from", "Bên giao", "Ủy ban nhân dân xã Đất Mũi"),
                    F("list.to", "Bên nhận", "Trung tâm Phục vụ hành chính công xã Đất Mũi"),
                F("list.count", "Số kết quả", "3"),
            ],
            ("rows",
            [
                S("rows.no", "Số thứ tự", "1"), S("rows.code", "Mã hồ sơ", "H12.45-260428-0012|H12.45-260428-0013|H12.45-260428-0014"),
                    S("rows.content", "Nội dung", "Đăng ký khai sinh|Cấp giấy phép xây dựng nhà ở riêng lẻ|Đăng ký kết hôn"),
                    S("rows.result", "Kết quả", "Giấy khai sinh số 118/TLKS-BS|Giấy phép số 27/GPXD|Giấy chứng nhận kết hôn số 31"),
                S("rows.owner", "Chủ hồ sơ", "Nguyễn Thị Bé Năm|Danh Sà Rích|Trần Thị Mỹ Hạnh"), S("rows.address", "Địa chỉ", "Ấp Rạch Tàu, Xã Đất Mũi"),
                    S("rows.fee", "Thu phí", "×||"), S("rows.post", "Gửi bưu chính", "×||×"), F("rows.note", "Ghi chú", "Ký số"),
            ])),
    };

    private static IEnumerable<PaperField> Agency =>
    [
        S("agency.name", "Cơ quan chủ quản", "Ủy ban nhân dân xã Đất Mũi"),
            R("office.name", "Bộ phận tiếp nhận và trả kết quả", "Trung tâm Phục vụ hành chính công xã Đất Mũi"),
        F("office.address", "Địa chỉ nơi tiếp nhận", "Ấp Mũi, xã Đất Mũi, tỉnh Cà Mau"), F("office.phone", "Số điện thoại nơi tiếp nhận", "0290 3870 001"),
        R("place.date", "Địa danh, ngày tháng năm", "Đất Mũi, ngày 28 tháng 4 năm 2026"),
        F("form.number", "Số của mẫu (lấy từ danh mục mẫu)", "01"),
            F("form.title", "Tên giấy tờ (lấy từ danh mục mẫu)", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        F("form.legalBasis", "Thông tư ban hành mẫu (lấy từ danh mục mẫu)", "Thông tư số 03/2025/TT-VPCP"),
    ];

    private static IEnumerable<PaperField> Head => [.. Agency, R("qr", "Mã QR tra cứu", Url)];

    private static IEnumerable<PaperField> Dossier =>
    [
        R("dossier.code", "Mã hồ sơ", "H12.45-260428-0012"), R("procedure.name", "Nội dung yêu cầu giải quyết", "Đăng ký khai sinh"),
            F("procedure.code", "Mã thủ tục", "1.001193"),
        F("dossier.shortCode", "Mã ngắn", "7KQ4-9M2X"), F("dossier.lookup", "Địa chỉ tra cứu", Url), F("hotline", "Tổng đài hỗ trợ", "1022"),
    ];

    private static IEnumerable<PaperField> Applicant =>
    [
        R("submitter.name", "Người nộp hồ sơ", "Nguyễn Thị Bé Năm"), F("submitter.channel", "Hình thức nộp", "Trực tiếp"),
            S("submitter.address", "Địa chỉ người nộp", "Ấp Rạch Tàu, Xã Đất Mũi, Tỉnh Cà Mau"),
        S("submitter.phone", "Số điện thoại", "0900 999 001"), S("submitter.email", "Thư điện tử", "benam@vi-du.vn"),
            F("submitter.number", "Số định danh, hộ chiếu hoặc mã số thuế", "••• ••• ••9 001"),
        R("owner.name", "Chủ hồ sơ", "Nguyễn Thị Bé Năm"), F("owner.address", "Địa chỉ chủ hồ sơ", "Ấp Rạch Tàu, Xã Đất Mũi, Tỉnh Cà Mau"),
        F("representative.name", "Người đại diện, được ủy quyền", "Lâm Kim Ngân"),
            F("representative.kind", "Tư cách của người đại diện", "Người được ủy quyền"),
        F("representative.paper", "Giấy tờ cho phép đại diện", "Giấy ủy quyền số 12 ngày 20/04/2026, UBND xã Đất Mũi chứng thực"),
    ];

    private static IEnumerable<PaperField> Papers(string list) =>
    [
        S(list + ".no", "Số thứ tự", "1"), S(list + ".name", "Tên giấy tờ", "Giấy chứng sinh|Tờ khai đăng ký khai sinh|Giấy chứng nhận kết hôn của cha mẹ"),
            S(list + ".originals", "Số bản chính", "01|01|"),
        S(list + ".certified", "Số bản sao chứng thực", "01||"), S(list + ".copies", "Số bản chụp", "02||01"),
            F(list + ".kind", "Hình thức: bản giấy, bản điện tử, từ kho dữ liệu", "Bản giấy|Bản điện tử|Từ kho dữ liệu"),
    ];

    public static bool Knows(string kind) => Kinds.ContainsKey(kind);

    public static KindFields Of(string kind) => Kinds.TryGetValue(kind, out var fields)
        ? fields : throw new ArgumentOutOfRangeException(nameof(kind), kind, null);

    private static KindFields Kind(IReadOnlyList<PaperField> fields, params (string Name, IReadOnlyList<PaperField> Fields)[] lists) =>
        new(fields, lists.ToDictionary(list => list.Name, list => list.Fields, StringComparer.Ordinal));

    private static PaperField F(string name, string words, string sample) => new(name, words, sample.Split('|'));

    /// <summary>On the statutory paper, though the value may be empty.</summary>
    private static PaperField S(string name, string words, string sample) => new(name, words, sample.Split('|'), Statutory: true);

    private static PaperField R(string name, string words, string sample) => new(name, words, sample.Split('|'), Statutory: true, Required: true);
}
