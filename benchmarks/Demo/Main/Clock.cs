using System.Diagnostics;

namespace MotCua.Benchmarks.Demo.Main;

/// <summary>
/// Step 9: a promise over the holidays of 30/4 and 1/5, and the same words wherever the time is shown. The offices of the
/// demonstration close at 17:00.
/// </summary>
internal static class Clock
{
    public static async Task Tell(Story story)
    {
        var anyone = await story.Who("");
        var was = (await anyone.Get("/api/test/clock")).Ok().Json;
        var since = Stopwatch.StartNew();
        try { await Promise(story); }
        finally
        {
            // Left as it was found, also after a failure.
            await anyone.Post("/api/test/clock", new { now = was.Flag("adjusted") ? $"{was.Time("now") + since.Elapsed:O}" : null });
        }
        var now = await story.Now();
        Check.That((now - was.Time("now") - since.Elapsed).Duration() < TimeSpan.FromSeconds(10), "Đồng hồ phải trở về như trước", now);
        story.Say("đồng hồ thử nghiệm đã trở về như trước");
    }

    private static async Task Promise(Story story)
    {
        await Turn(story, "2026-04-28T08:30:00+07:00");
        var citizen = await story.Who("benam");
        var draft = await Citizen.Begin(citizen, "HKD01");
        var problems = (await citizen.Put($"/api/v1/drafts/{draft}/answers", new
        {
            applicant = Citizen.Person(),
            business = new
            {
                name = "Hộ kinh doanh Bé Năm", address = Citizen.Address("Ấp Rạch Tàu"), capital = 50000000, workers = 2, start = "2026-05-10",
                ownership = "individual"
            },
            industries = new[] { new { name = "Quán ăn" } }, tax = new { method = "undecided", invoice = false }, returnMethod = "counter",
        })).Ok().Json.At("problems");
        Check.Same(0, problems.GetArrayLength(), "Số mục còn phải xem lại của HKD01");
        var code = (await citizen.Post("/api/v1/dossiers", new { draftId = draft }, $"{draft}")).Ok(201).Json.Text("code");

        await Turn(story, "2026-04-28T09:00:00+07:00");
        var received = (await (await story.Who("diem")).Post($"/api/v1/desk/dossiers/{code}/receive", Office.Papers())).Ok().Json;
        Check.Same("17:00, 05/05/2026", Story.Words(received.Time("dueAt")), "HKD01 tiếp nhận 09:00, 28/04/2026: hẹn trả");
        Check.That(!received.Flag("dueProvisional"), "Lịch nghỉ 2026 đã công bố nên ngày hẹn không phải dự kiến");
        await Same(story, code, "Còn 3 ngày làm việc — hạn 17:00, 05/05/2026", "Còn 3 ngày · 17:00 05/05");
        var days = (await citizen.Get($"/api/v1/tracking/{code}")).Ok().Json.At("countedDays").EnumerateArray().ToList();
        Check.Same("2026-04-29 2026-05-04 2026-05-05", string.Join(' ', days.Where(day => day.Flag("counted")).Select(day => day.Text("date"))),
            "Các ngày được tính");
        Check.Same("2026-04-28 2026-04-30 2026-05-01 2026-05-02 2026-05-03",
            string.Join(' ', days.Where(day => !day.Flag("counted")).Select(day => day.Text("date"))), "Các ngày không tính");
        Check.That(days.Where(day => !day.Flag("counted")).All(day => !day.Lacks("reason")), "Ngày không tính phải có lý do");
        var free = days.Where(day => !day.Flag("counted")).Select(day => $"{day.Text("date")[8..]}/{day.Text("date")[5..7]} ({day.Text("reason")})");
        story.Say($"{code}: tiếp nhận 09:00, 28/04/2026 → hạn 17:00, 05/05/2026; không tính {string.Join(", ", free)}");

        await Turn(story, "2026-05-05T09:00:00+07:00");
        var soon = await Remaining(citizen, code);
        Check.That(soon.StartsWith("Sắp đến hạn", StringComparison.Ordinal), "09:00, 05/05/2026: chữ trên thẻ", soon);
        await Same(story, code, soon, $"Còn {soon.Split(" làm việc")[0].Split(", còn ")[^1]} · 17:00 05/05");
        await Turn(story, "2026-05-08T09:00:00+07:00");
        await Same(story, code, "Quá hạn 2 ngày làm việc", "Quá hạn 2 ngày · 17:00 05/05");
        story.Say($"05/05 09:00: “{soon}”; 08/05 09:00: “Quá hạn 2 ngày làm việc”; tra cứu và hồ sơ nói cùng một câu, việc của tôi nói gọn");
        (await citizen.Post($"/api/v1/dossiers/{code}/withdraw", new { reason = "Kết thúc trình diễn" }, $"{draft}-rut")).Ok();
    }

    /// <summary>Tracking and the officials' dossier in the same words, the list of tasks in few.</summary>
    private static async Task Same(Story story, string code, string words, string inList)
    {
        Check.Same(words, await Remaining(await story.Who(""), code), "Tra cứu");
        var specialist = await story.Who("khoi");
        Check.Same(words, (await specialist.Get($"/api/v1/desk/dossiers/{code}")).Ok().Json.Text("remaining"), "Hồ sơ dưới mắt cán bộ");
        var list = (await specialist.Get("/noi-bo/viec")).Ok().Words;
        var at = list.IndexOf(code, StringComparison.Ordinal);
        Check.That(at >= 0, $"Việc của tôi phải có {code}", list);
        // The row begins with the time that is left.
        var row = list[Math.Max(0, at - 120)..at].TrimEnd();
        Check.That(row.EndsWith(inList, StringComparison.Ordinal), $"Việc của tôi phải ghi “{inList}”", row);
    }

    private static async Task<string> Remaining(Client client, string code) => (await client.Get($"/api/v1/tracking/{code}")).Ok().Json.Text("remaining");

    private static async Task Turn(Story story, string now) => (await (await story.Who("")).Post("/api/test/clock", new { now })).Ok();
}
