using MotCua.Benchmarks.Demo.Main;
using MotCua.Benchmarks.Demo.Safe;

namespace MotCua.Benchmarks.Demo.Drawn;

/// <summary>A birth registration walks the drawing: two steps beside each other, the house tells the applicant, a leader signs.</summary>
internal static class Walking
{
    public static async Task Tell(Story story)
    {
        var (khoi, tam, ut, diem) = (await story.Who("khoi"), await story.Who("tam"), await story.Who("ut"), await story.Who("diem"));
        var code = await Received(story, "máy nhánh");
        var path = $"/api/v1/desk/dossiers/{code}";
        var both = await Steps(story, code);
        foreach (var step in new[] { "Thẩm định hồ sơ", "Ý kiến tư pháp" }) Check.Holds(step, both, "Hai bước mở cùng lúc");
        Check.Holds("Các bước cùng làm", (await khoi.Get($"/noi-bo/ho-so/{code}")).Ok().Words, "Trang hồ sơ");
        (await khoi.Post($"{path}/draft?buoc=xem")).Ok();
        (await khoi.Post($"{path}/pass-on?buoc=xem", new { opinion = "Đủ điều kiện" })).Ok();
        (await khoi.Post($"{path}/pass-on?buoc=xem", new { opinion = "Lần nữa" })).Refused(409, "không còn mở");
        (await tam.PostSeen($"{path}/sign", path, new { password = "motcua-tam" })).Ok(403);
        (await khoi.Post($"{path}/pass-on?buoc=hoi", new { opinion = "Thống nhất" })).Ok();
        await Check.Until(async () => (await Steps(story, code)).Contains("Ký trích lục", StringComparison.Ordinal), "bước ký chưa mở");
        var told = (await diem.Get($"/api/test/outbox?dossier={code}")).Ok().Json;
        Check.That(told.EnumerateArray().Count(row => row.Text("template") == "dossier.process-notice" && row.Text("channel") == "sms") == 1,
            "Người nộp được báo đúng một lần", told);
        (await tam.PostSeen($"{path}/sign", path, new { password = "motcua-tam" })).Ok();
        (await ut.Post($"{path}/register")).Ok();
        (await diem.Post($"{path}/return", new { method = "counter", receiver = (await khoi.Get(path)).Ok().Json.Text("ownerName") })).Ok();
        Check.Same("returned", (await khoi.Get(path)).Ok().Json.Text("status"), "Trạng thái cuối");
        story.Say($"{code}: hai bước song song, làm xong cả hai mới tới ký; hệ thống tự báo người nộp một lần; ký, vào sổ, trả");
    }

    public static async Task<string> Received(Story story, string machine)
    {
        var (code, _, _) = await Day.Filed(story, machine);
        (await (await story.Who("diem")).Post($"/api/v1/desk/dossiers/{code}/receive", Office.Papers(("giay-chung-sinh", "have")))).Ok();
        return code;
    }

    /// <summary>Names of the open steps.</summary>
    public static async Task<string> Steps(Story story, string code) => string.Join("; ", (await (await story.Who("khoi")).Get($"/api/v1/desk/dossiers/{code}"))
        .Ok().Json.At("tasks").EnumerateArray().Select(task => task.Text("stepName")));
}
