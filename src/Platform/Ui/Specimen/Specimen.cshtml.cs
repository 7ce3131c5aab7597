using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Components;
using MotCua.Platform.Web;

namespace MotCua.Platform.Ui.Specimen;

/// <summary>Every component of the citizens' face in all its states, to be looked at and measured.</summary>
[Face(Face.Portal), DemoOnly]
public sealed class SpecimenModel : PageModel
{
    public IReadOnlyList<FieldProblem> Problems { get; } =
    [
        new("ho-ten", "Nhập họ, chữ đệm và tên như trên giấy tờ"),
        new("ngay-sinh", "Nhập thêm tháng sinh"),
    ];

    public IReadOnlyList<TimelineItem> Steps { get; } =
    [
        new(TimelineState.Done, "Đã nộp", "Trực tuyến · 09:41, 28/04/2026", Icon: "send"),
        new(TimelineState.Done, "Tiếp nhận", "Bộ phận Một cửa Đất Mũi · Lê Thị Diễm · 10:05, 28/04/2026"),
        new(TimelineState.Now, "Đang thẩm định", "Phạm Minh Khôi giữ hồ sơ · hạn của bước 16:30, 29/04/2026"),
        new(TimelineState.Next, "Ký kết quả", "Ủy ban nhân dân xã Đất Mũi"),
        new(TimelineState.Next, "Trả kết quả", "Dự kiến 16:30, 05/05/2026", Icon: "seal-check"),
    ];

    public IReadOnlyList<TimelineItem> Stopped { get; } =
    [
        new(TimelineState.Done, "Tiếp nhận", "10:05, 28/04/2026"),
        new(TimelineState.Turn, "Cần ông/bà bổ sung", "Lần 1 · hạn trả lời 08/05/2026", "Ảnh giấy chứng sinh bị mờ ở dòng họ tên mẹ. Chụp lại trang đó giúp."),
    ];
}
