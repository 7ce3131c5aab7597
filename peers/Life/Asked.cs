using System.Globalization;

namespace MotCua.Peers.Life;

/// <summary>What people of a commune ask for, with all its answers and papers.</summary>
/// <param name="Days">Rough working days that the procedure takes; only for choosing when a dossier was filed.</param>
internal sealed record Asked(string Procedure, int Days, string[] Papers, Func<Invented, Random, DateTimeOffset, string, object> Answers, string? Fee = null)
{
    public static readonly Asked[] All =
    [
        new("KS01", 1, ["giay-chung-sinh"], Birth), new("KS01", 1, ["giay-chung-sinh", "can-cuoc"], Birth),
        new("HKD01", 3, ["can-cuoc"], Business, "100000"), new("HKD01", 3, [], Business, "100000"), new("CT01", 1, ["ban-chinh"], Copies),
        new("BTXH01", 7, ["trich-luc-khai-sinh", "ho-ngheo"], Benefit),
    ];

    public static string Title(string paper) => paper switch
    {
        "giay-chung-sinh" => "Giấy chứng sinh", "can-cuoc" => "Thẻ căn cước", "ban-chinh" => "Bằng tốt nghiệp", "trich-luc-khai-sinh" => "Trích lục khai sinh",
        "ho-ngheo" => "Giấy xác nhận hộ nghèo", _ => "Giấy tờ kèm theo",
    };

    private static object Address(Invented person, string commune) => new { province = "96", commune, detail = person.Hamlet };

    private static object Birth(Invented person, Random random, DateTimeOffset at, string commune)
    {
        var (mother, father, child) = (Invented.Draw(random, 0), Invented.Draw(random, 0), Invented.Draw(random, 0));
        var family = father.Name.Split(' ')[0];
        return new
        {
            applicant = new
            {
                name = person.Name, personalId = person.Number, born = Year(person.BornYear), phone = person.Phone, relation = "grandparent",
                address = Address(person, commune),
            },
            child = new
            {
                name = $"{family} {string.Join(' ', child.Name.Split(' ')[1..])}", born = Day(at.AddDays(-random.Next(3, 40))),
                sex = child.Female ? "female" : "male",
                ethnicity = "Kinh", nationality = "Việt Nam", birthplace = "Bệnh viện Đa khoa Năm Căn", homeTown = "Xã Đất Mũi, tỉnh Cà Mau",
            },
            mother = new { name = $"Trần Thị {mother.Name.Split(' ')[^1]}", born = "1998-03-05", ethnicity = "Kinh", address = Address(mother, commune) },
            parents = new { status = "married" },
            father = new { name = $"{family} Văn {father.Name.Split(' ')[^1]}", born = Year(1995), ethnicity = "Kinh", address = Address(father, commune) },
            returnMethod = "counter",
        };
    }

    private static object Business(Invented person, Random random, DateTimeOffset at, string commune)
    {
        string[] trades = ["Quán ăn", "Bán lẻ tạp hóa", "Thu mua thủy sản", "Sửa chữa xe máy", "May đo quần áo", "Vật tư nông nghiệp"];
        var trade = trades[random.Next(trades.Length)];
        return new
        {
            applicant = new
            {
                name = person.Name, personalId = person.Number, born = Year(person.BornYear), phone = person.Phone, address = Address(person, commune),
            },
            business = new
            {
                name = $"Hộ kinh doanh {trade} {person.Name.Split(' ')[^1]}", address = Address(person, commune), capital = random.Next(20, 300) * 1_000_000L,
                workers = random.Next(1, 6), start = Day(at.AddDays(30)), ownership = "individual",
            },
            industries = new[] { new { name = trade } }, tax = new { method = "undecided", invoice = false }, returnMethod = "counter",
        };
    }

    private static object Copies(Invented person, Random random, DateTimeOffset at, string commune) => new
    {
        applicant = new { name = person.Name, personalId = person.Number, phone = person.Phone },
        documents = new[] { new { name = "Bằng tốt nghiệp trung học phổ thông", pages = 1, copies = random.Next(1, 4) } },
        returnMethod = "counter",
    };

    private static object Benefit(Invented person, Random random, DateTimeOffset at, string commune) => new
    {
        applicant = new
        {
            name = person.Name, personalId = person.Number, born = Year(person.BornYear), phone = person.Phone, sex = person.Female ? "female" : "male",
            address = Address(person, commune),
        },
        situation = new { household = random.Next(2) == 0 ? "poor" : "nearPoor", pension = false },
        payment = new { method = "post" }, returnMethod = "counter",
    };

    private static string Year(int year) => year.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
