using MotCua.Benchmarks.Demo.Main;
using MotCua.Benchmarks.Demo.Safe;

namespace MotCua.Benchmarks.Demo.Desk;

/// <summary>A letter of apology says the same to everybody: message, tracking, the dossier, what was told.</summary>
internal static class Letter
{
    private const string Why = "Chờ trạm y tế xác nhận nơi sinh";

    public static async Task Tell(Story story)
    {
        var (specialist, leader, desk) = (await story.Who("khoi"), await story.Who("tam"), await story.Who("diem"));
        var (code, _, token) = await Day.Filed(story, "máy thư");
        var path = $"/api/v1/desk/dossiers/{code}";
        (await desk.Post($"{path}/receive", Office.Papers(("giay-chung-sinh", "have")))).Ok();
        var day = (await story.Now()).AddDays(9);
        while (day.ToOffset(TimeSpan.FromHours(7)).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) day = day.AddDays(1);
        (await specialist.Post($"{path}/apology", new { reason = Why, newDue = Story.IsoDay(day) })).Ok();
        (await leader.PostSeen($"{path}/apology/sign", path, new { password = "motcua-tam" })).Ok();

        var anyone = await story.Who("");
        foreach (var (who, page) in new[]
        {
            (anyone, $"/tra-cuu/{token}"), (specialist, $"/noi-bo/ho-so/{code}"), (specialist, $"/noi-bo/ho-so/{code}/tin-da-bao"),
        })
            Check.Holds(Story.Day(day), (await who.Get(page)).Ok().Words, page);
        Check.Holds(Why, (await specialist.Get($"/noi-bo/ho-so/{code}")).Ok().Words, "Lý do trên hồ sơ");
        var told = (await desk.Get($"/api/test/outbox?dossier={code}")).Ok().Json;
        Check.That(told.EnumerateArray().Any(row => row.Text("template") == "dossier.apology"), "Người nộp phải được báo ngày hẹn mới", told);
        story.Say($"{code}: hẹn lại {Story.Day(day)}; tin nhắn, tra cứu, hồ sơ và “Tin đã báo” cùng một ngày");
    }
}
