using System.Diagnostics;
using System.Text.RegularExpressions;
using MotCua.Benchmarks.Demo.Main;

namespace MotCua.Benchmarks.Demo.Desk;

/// <summary>Two communes become one: written by one administrator, approved by another, in force on its day, and everything old still found.</summary>
internal static partial class Merge
{
    private const string Root = "/quan-tri/to-chuc";
    private const string Old = "UBND-32248";
    private const string New = "UBND-32244";

    public static async Task Tell(Story story)
    {
        await Turn(story, "2026-05-31T09:00:00+07:00");
        await Citizen.File(story);
        await Office.Receive(story);
        story.Take();
        var (nam, khoi) = (await story.Who("nam"), await story.Who("khoi"));
        var ha = await SecondAdministrator(story, nam);
        var plan = await Written(story, nam);
        (await nam.FormTo(plan, $"{plan}?handler=Approve", ("revision", "2"), ("seen", "x"), ("approveReason", "Tự duyệt"))).Refusal(403, 409);
        (await ha.FormTo($"{Root}/sap-xep", $"{Root}/sap-xep", ("kind", "merge"), ("unit1", Old), ("unit2", "UBND-32201"))).Refusal(409);
        await Approved(story, ha, plan);

        // Around midnight nothing falls due: the figures of May can only move by what is told here.
        await Turn(story, "2026-05-31T23:50:00+07:00");
        var figures = await Figures(khoi);
        await Turn(story, "2026-06-01T00:05:00+07:00");
        var clock = Stopwatch.StartNew();
        await Check.Until(async () => (await nam.Get(plan)).Ok().Words.Contains("Đã có hiệu lực", StringComparison.Ordinal), "phương án chưa có hiệu lực");
        (await khoi.Get($"/api/v1/desk/dossiers/{story.Code}")).Ok();
        await Check.Until(async () => (await khoi.Get($"/api/v1/desk/dossiers/{story.Code}")).Ok().Json.Text("competentAgency") == New, "hồ sơ chưa chuyển");
        story.Say($"01/06/2026: hai xã thành một sau {clock.Elapsed.TotalSeconds:0} giây; chuyên viên cũ mở hồ sơ {story.Code} không cần đăng nhập lại");
        Check.Holds("Chuyển theo", (await khoi.Get($"/noi-bo/ho-so/{story.Code}")).Ok().Words, "Diễn tiến hồ sơ đã chuyển");
        Check.Same(figures, await Figures(khoi), "Số liệu tháng trước của đơn vị cũ");
        Check.Holds("xã Mũi Cà Mau", (await nam.Get($"{Root}?q=xa%20dat%20mui")).Ok().Words, "Tìm theo tên cũ");
        Check.Holds("Đơn vị kế tục", (await nam.Get($"{Root}/{Old}")).Ok().Words, "Trang của mã cũ");
        (await (await story.Who("")).Get($"/tra-cuu?ma={story.ShortCode}")).Ok();
        story.Say("tên cũ, mã cũ, mã tra cứu cũ đều dẫn đến đơn vị mới; số liệu tháng trước không đổi một chữ");
        await Turn(story, null);
    }

    private static async Task<Client> SecondAdministrator(Story story, Client nam)
    {
        var list = (await nam.Get("/quan-tri/can-bo?q=mai%20thu%20ha")).Ok().Text;
        var page = PersonLink().Match(list).Value;
        var seen = Seen().Match((await nam.Get(page)).Ok().Text).Groups[1].Value;
        (await nam.FormTo(page, $"{page}?handler=Grant", ("seen", seen), ("grant.role", "administrator"), ("grant.place", "VPUBND"), ("grant.from.day", "31"),
            ("grant.from.month", "5"), ("grant.from.year", "2026"), ("grant.reason", "Quyết định 15/QĐ-UBND"))).Ok(302);
        return await story.Who("ha");
    }

    private static async Task<string> Written(Story story, Client nam)
    {
        var made = (await nam.FormTo($"{Root}/sap-xep", $"{Root}/sap-xep", ("kind", "merge"), ("unit1", Old), ("unit2", New))).Ok(302);
        var plan = made.Location!;
        (string, string)[] content =
        [
            ("revision", "1"), ("keep", New), ("name", "Ủy ban nhân dân xã Mũi Cà Mau"), ("shortName", "UBND xã Mũi Cà Mau"), ("unitName", "Xã Mũi Cà Mau"),
            ("documentNumber", "Nghị quyết 12/NQ-UBTVQH15"), ("documentDate.day", "20"), ("documentDate.month", "4"), ("documentDate.year", "2026"),
            ("effective.day", "1"), ("effective.month", "6"), ("effective.year", "2026"), ("reason", "Sắp xếp đơn vị hành chính cấp xã"),
        ];
        (await nam.FormTo(plan, $"{plan}?handler=Edit", content)).Ok(302);
        var preview = (await nam.Get(plan)).Ok().Words;
        foreach (var words in new[] { "hết hoạt động, Ủy ban nhân dân xã Mũi Cà Mau", "Hồ sơ đang mở", "vị trí của" })
            Check.Holds(words, preview, "Xem trước phương án");
        story.Say("phương án hợp nhất: xem trước đơn vị, bộ phận, vị trí, hồ sơ; người lập không tự duyệt, người khác không lập phương án thứ hai");
        return plan;
    }

    private static async Task Approved(Story story, Client ha, string plan)
    {
        var page = (await ha.Get(plan)).Ok().Text;
        (await ha.FormTo(plan, $"{plan}?handler=Approve", ("revision", "2"), ("seen", Digest().Match(page).Value), ("approveReason", "Đã đối chiếu"))).Ok(302);
        story.Say($"{ha.Name} duyệt đúng bản đã xem");
    }

    /// <summary>Of May, as they are sent.</summary>
    private static async Task<string> Figures(Client official) =>
        (await official.Get("/api/v1/desk/statistics?from=2026-05-01&to=2026-05-31")).Ok().Json.At("byAgency")
            .Row(row => row.Text("agency") == Old, "số liệu của đơn vị cũ").GetRawText();

    /// <summary>Refused on the page, in words.</summary>
    private static void Refusal(this Answer answer, params int[] statuses) =>
        Check.That(statuses.Contains(answer.Status), $"{answer.Asked}: phải bị từ chối", $"{answer.Status} {answer.Words}");

    private static async Task Turn(Story story, string? now) => (await (await story.Who("")).Post("/api/test/clock", new { now })).Ok();

    [GeneratedRegex("/quan-tri/can-bo/[0-9a-f-]{36}")]
    private static partial Regex PersonLink();

    [GeneratedRegex("name=\"seen\" value=\"([^\"]+)\"")]
    private static partial Regex Seen();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Digest();
}
