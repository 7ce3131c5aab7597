using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Security;

namespace MotCua.Platform.Ui.Specimen;

/// <summary>Every component of the staff's face in all its states.</summary>
[Face(Face.Portal), DemoOnly]
public sealed class DeskSpecimenModel : PageModel
{
    public sealed record Row(string Code, string Procedure, string Applicant, string Status, Components.ChipKind Kind, string Left);

    public IReadOnlyList<Row> Rows { get; } =
    [
        new("7KQ4-9M2X", "Đăng ký khai sinh", "Nguyễn Thị Bé Năm", "processing", Components.ChipKind.Overdue, "Quá hạn 3 ngày làm việc"),
        new("3DHT-2W8P", "Đăng ký biến động đất đai", "Danh Sà Rích", "payment", Components.ChipKind.Paused, "Tạm dừng tính giờ"),
        new("9PXC-4F6N", "Cấp giấy phép xây dựng nhà ở riêng lẻ", "Trần Quốc Đạt", "processing", Components.ChipKind.Soon, "Sắp đến hạn, còn 5 giờ làm việc"),
        new("2MVA-7T3K", "Thành lập hộ kinh doanh", "Công ty TNHH Tôm Sạch Năm Căn", "submitted", Components.ChipKind.Plain, "Còn 12 ngày làm việc"),
    ];
}
