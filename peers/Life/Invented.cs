namespace MotCua.Peers.Life;

/// <summary>A person of the living demonstration: drawn, never real; the number lies in a range that is not given out.</summary>
internal sealed record Invented(string Name, bool Female, string Number, string Phone, int BornYear, string Hamlet)
{
    private static readonly string[] Families = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Phan", "Trương", "Bùi", "Đặng", "Đỗ", "Ngô", "Hồ", "Dương",
        "Danh", "Thạch", "Lâm", "Tô", "Châu", "Quách"];
    private static readonly string[] MensMiddles = ["Văn", "Minh", "Quốc", "Hoàng", "Thanh", "Hữu", "Chí", "Công"];
    private static readonly string[] WomensMiddles = ["Thị", "Thị Kim", "Ngọc", "Thị Mỹ", "Thu", "Thị Bích", "Kim", "Thị Thanh"];
    private static readonly string[] MensNames = ["Đức", "Khánh", "Lộc", "Tài", "Nhân", "Phúc", "Hậu", "Nghĩa", "Tuấn", "Vinh", "Đạt", "Sang", "Tín", "Út",
        "Hiếu",
        "Kiên", "Bảo", "Trọng"];
    private static readonly string[] WomensNames = ["Lan", "Hồng", "Diệu", "Thảo", "Trang", "Nhi", "Yến", "Ngân", "Tiên", "Muội", "Đào", "Xuân", "Cúc", "Loan",
        "Thơ", "Hạnh", "Quyên", "Vân"];
    private static readonly string[] Hamlets = ["Ấp Rạch Tàu", "Ấp Cồn Mũi", "Ấp Kinh Đào", "Ấp Mũi", "Khóm 3", "Khóm 6", "Ấp Rạch Vàm"];

    public static Invented Draw(Random random, int serial)
    {
        var female = random.Next(2) == 1;
        var (middle, given) = female ? (WomensMiddles, WomensNames) : (MensMiddles, MensNames);
        var born = random.Next(1950, 2002);
        // Digits four to six say century, sex and year of birth (Nghị định 70/2024/NĐ-CP, Điều 4).
        var number = $"096{(born >= 2000 ? 2 : 0) + (female ? 1 : 0)}{born % 100:00}{880_000 + serial:000000}";
        return new Invented($"{Pick(Families)} {Pick(middle)} {Pick(given)}", female, number, $"0900{880_000 + serial:000000}", born, Pick(Hamlets));
        string Pick(string[] from) => from[random.Next(from.Length)];
    }
}
