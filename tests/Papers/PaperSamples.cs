using MotCua.Papers.Contracts;

namespace MotCua.Tests.Papers;

internal static class PaperSamples
{
    public const string Pangram = "Giữa đêm khuya, ông Trần Quốc Thượng ở xã Đất Mũi nhờ bà Nguyễn Thị Ỷ Nhiễu kể chuyện “Lặng lẽ Sa Pa” – 1.250.000 ₫.";

    public static PaperDocument Receipt(int rows = 3) => new("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    {
        PaperDocument.Letterhead(["Ủy ban nhân dân xã Đất Mũi", "Trung tâm Phục vụ hành chính công"], "Số: 000123/TNHS", "Đất Mũi, ngày 28 tháng 4 năm 2026"),
        PaperDocument.Heading("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Mã hồ sơ: 96.01.2026.000123"),
        new Paragraph("Tiếp nhận hồ sơ của: ", Run.B("Trần Thị Mỹ Hạnh"), ", số định danh ", Run.B("096192000123"), ".") { FirstLineMm = 10 },
        new Paragraph(Pangram) { FirstLineMm = 10 },
        new Table([1, 8, 2, 2], [new Cell(["TT"]), "Tên giấy tờ", "Bản chính", "Bản sao"],
            [.. Enumerable.Range(1, rows).Select(i => (IReadOnlyList<Cell>)[Cell.Centre($"{i}"),
            $"Giấy chứng sinh hoặc văn bản của người làm chứng xác nhận về việc sinh, bản thứ {i}", Cell.Centre("1"), Cell.Centre("0")])]),
        new Paragraph("Hẹn trả kết quả: ", Run.B("16:30, 05/05/2026"), ". ", Run.I("Tra cứu tại địa chỉ hoặc mã QR trên giấy này.")),
        new Columns(
            [new Paragraph(Run.B("NGƯỜI NỘP HỒ SƠ")) { Align = Align.Center }, new Paragraph(Run.I("(Ký, ghi rõ họ tên)")) { Align = Align.Center }],
            [new Paragraph(Run.B("NGƯỜI TIẾP NHẬN")) { Align = Align.Center }, new SignatureArea("NguoiTiepNhan", 24),
                new Paragraph(Run.B("Lê Văn Được")) { Align = Align.Center }]),
    };
}
