using MotCua.Platform.Web;

namespace MotCua.Dossiers.ReasonRows;

/// <summary>Loại lý do, in words and as it stands in an address.</summary>
/// <param name="Where">Who meets its reasons, and what follows.</param>
/// <param name="Label">Above the box in which an official chooses.</param>
internal sealed record ReasonKind(string Code, string Slug, string Name, string Label, string Where)
{
    public static readonly IReadOnlyList<ReasonKind> All =
    [
        new("supplement", "bo-sung", "Yêu cầu bổ sung", "Vì sao", "Cán bộ chọn cho từng giấy tờ khi yêu cầu bổ sung; người nộp đọc ở tin nhắn, phiếu yêu cầu "
            + "và trang bổ sung. Hồ sơ tạm dừng tính giờ."),
        new("refusal", "tu-choi", "Từ chối", "Lý do từ chối", "Cán bộ một cửa chọn khi không tiếp nhận, lãnh đạo chọn khi từ chối giải quyết; "
            + "in trong văn bản từ chối. Hồ sơ kết thúc."),
        new("stop", "dung", "Dừng giải quyết", "Lý do dừng giải quyết", "Lãnh đạo chọn khi dừng giải quyết; in trong thông báo dừng. Hồ sơ kết thúc."),
        new("correction", "dinh-chinh", "Đính chính kết quả", "Lý do đính chính", "Cơ quan đã ban hành chọn khi đính chính; in trong bản kết quả mới."),
    ];

    public static ReasonKind Of(string? slug) => All.FirstOrDefault(kind => kind.Slug == slug)
        ?? throw Refused.NotFound("Không có loại lý do này. Chọn lại trong danh mục lý do");

    public string Address(string code) => $"/quan-tri/ly-do/{Slug}/{Uri.EscapeDataString(code)}";
}
