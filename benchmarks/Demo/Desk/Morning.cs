using System.IO.Compression;
using MotCua.Benchmarks.Demo.Main;
using MotCua.Benchmarks.Demo.Safe;

namespace MotCua.Benchmarks.Demo.Desk;

/// <summary>A specialist's morning: twelve dossiers are taken, taken back, taken again, exported, drafted and passed on.</summary>
internal static class Morning
{
    private const int Many = 12;
    public const string List = "/noi-bo/viec";

    public static readonly List<string> Codes = [];

    public static async Task Arrive(Story story)
    {
        Codes.Clear();
        var desk = await story.Who("diem");
        for (var i = 0; i < Many; i++)
        {
            var (code, _, _) = await Day.Filed(story, $"máy {i}");
            (await desk.Post($"/api/v1/desk/dossiers/{code}/receive", Office.Papers(("giay-chung-sinh", "have")))).Ok();
            Codes.Add(code);
        }
        Check.Holds("Hồ sơ trực tuyến chờ tiếp nhận", (await desk.Get("/noi-bo")).Ok().Words, "Trang đầu của quầy");
        story.Say($"{Many} hồ sơ khai sinh nộp trực tuyến, quầy tiếp nhận; trang đầu nói điều đang chờ theo vai trò");
    }

    public static async Task Tell(Story story)
    {
        var specialist = await story.Who("khoi");
        var list = (await specialist.Get($"{List}?nguoi=chua-ai")).Ok().Words;
        foreach (var code in Codes) Check.Holds(code, list, "Việc chưa ai nhận");

        var asked = $"{List}/giao?{string.Join('&', Codes.Select(code => $"chon={code}"))}";
        (string, string)[] chosen = [.. await Chosen(specialist, Codes), ("to", $"{specialist.Account}")];
        Check.Holds($"Đã giao {Many}/{Many} việc", (await specialist.FormTo(asked, asked, chosen)).Ok().Words, "Nhận cùng lượt");
        // Everything is as it was after one press.
        (string, string)[] back = [.. await Chosen(specialist, Codes), .. Codes.Select(code => ($"before.{code}", ""))];
        Check.Holds($"Đã hoàn tác {Many}/{Many} việc", (await specialist.FormTo(asked, $"{asked}&handler=Undo", back)).Ok().Words, "Hoàn tác");
        Check.That((await specialist.Get($"{List}?nguoi=toi")).Ok().Words.Contains("Không có việc nào khớp", StringComparison.Ordinal),
            "Sau hoàn tác không còn việc nào đã nhận");
        // A page that is sent twice does nothing twice: each row says that it has changed.
        var again = (await specialist.FormTo(asked, asked, chosen)).Ok().Words;
        Check.Holds($"Đã giao 0/{Many} việc", again, "Gửi lại trang cũ");
        Check.Holds("Hồ sơ đã thay đổi", again, "Gửi lại trang cũ");
        chosen = [.. await Chosen(specialist, Codes), ("to", $"{specialist.Account}")];
        Check.Holds($"Đã giao {Many}/{Many} việc", (await specialist.FormTo(asked, asked, chosen)).Ok().Words, "Nhận lại");
        story.Say($"nhận {Many} việc một lượt, hoàn tác, trang cũ gửi lại không làm gì hai lần, nhận lại");

        var file = (await specialist.Get($"{List}?handler=Xlsx&nguoi=toi")).Ok();
        using var book = new ZipArchive(new MemoryStream(file.Body));
        using var sheet = new StreamReader(book.Entries.Single(entry => entry.FullName.Contains("worksheets/", StringComparison.Ordinal)).Open());
        var cells = await sheet.ReadToEndAsync();
        foreach (var code in Codes) Check.Holds(code, cells, "Tệp Excel");
        (await specialist.FormTo($"{List}?han=bay-ngay", $"{List}?handler=Save&han=bay-ngay", ("ten", "Tuần này"))).Ok(302);
        Check.Holds("Tuần này", (await specialist.Get(List)).Ok().Words, "Khung nhìn đã lưu");
        story.Say("xuất Excel đúng danh sách đang xem; lưu khung nhìn “Tuần này”");

        foreach (var code in Codes)
        {
            (await specialist.Post($"/api/v1/desk/dossiers/{code}/draft")).Ok();
            (await specialist.Post($"/api/v1/desk/dossiers/{code}/pass-on", new { opinion = "Đủ điều kiện, trình ký" })).Ok();
        }
        story.Say($"{Many} dự thảo đã trình lãnh đạo");
    }

    /// <summary>Codes with the versions that the asker sees now, as the form of a list sends them.</summary>
    public static async Task<IReadOnlyList<(string Name, string Value)>> Chosen(Client official, IEnumerable<string> codes)
    {
        var fields = new List<(string, string)>();
        foreach (var code in codes)
        {
            fields.Add(("chon", code));
            fields.Add(($"seen.{code}", (await official.Get($"/api/v1/desk/dossiers/{code}")).Ok().Json.At("version").ToString()));
        }
        return fields;
    }
}
