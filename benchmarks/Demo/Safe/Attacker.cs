using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MotCua.Tests.Papers;

namespace MotCua.Benchmarks.Demo.Safe;

/// <summary>A stranger's day: files that ask for far more than they weigh, others' keys and codes, text that cannot be stored.</summary>
internal static partial class Attacker
{
    /// <summary>What the product's own process may grow by, in MB, however many such files come.</summary>
    private const double Growth = 50;

    public static async Task Files(Story story)
    {
        using var attacker = story.Machine("kẻ tấn công");
        using var other = story.Machine("người đang tra cứu");
        // As on any day: honest papers of the same weight have been taken before.
        var (honest, word) = await Day.Draft(attacker);
        var heavy = HostilePdfs.All.Last().Make();
        for (var i = 0; i < 3; i++) (await Day.Upload(attacker, honest, word, heavy, $"giay-{i}.pdf")).Ok(201);
        (await other.Get("/")).Ok();
        var before = Memory(story);
        var (most, slowest, refused) = (before, TimeSpan.Zero, 0);
        foreach (var (kind, make) in HostilePdfs.All)
        {
            // A draft each: what one draft or address may send is counted too, and is not what this step is about.
            using var machine = story.Machine(kind);
            var (draft, secret) = await Day.Draft(machine);
            var bytes = make();
            var sent = Day.Upload(machine, draft, secret, bytes);
            do
            {
                var clock = Stopwatch.StartNew();
                (await other.Get("/")).Ok();
                slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
                most = Math.Max(most, Memory(story));
                await Task.WhenAny(sent, Task.Delay(100));
            }
            while (!sent.IsCompleted);
            var answer = await sent;
            // A file that is only long can be read within the bounds, and is taken.
            Check.That(answer.Status is 201 or 400 or 413, $"Tệp “{kind}” ({bytes.Length / 1024} KB) phải đọc được hoặc bị từ chối bằng lời",
                $"{answer.Status} {answer.Text}");
            if (answer.Status == 201) continue;
            Check.Same("application/problem+json", answer.MediaType, $"Lời từ chối tệp “{kind}”");
            refused++;
        }
        Check.That(most - before <= Growth, $"Bộ nhớ không tăng quá {Growth} MB", $"{before:0} → {most:0} MB");
        story.Say(string.Create(CultureInfo.InvariantCulture,
            $"{HostilePdfs.All.Count()} loại tệp độc, {refused} bị từ chối bằng lời, còn lại đọc được trong giới hạn; bộ nhớ {before:0} → nhiều nhất {most:0} "
                + $"MB; trang chủ của người khác chậm nhất {slowest.TotalMilliseconds:0} ms"));

        var (own, key) = await Day.Draft(attacker);
        var script = HostilePdfs.With("8 0 obj<</S/JavaScript/JS(app.alert\\(1\\))>>endobj\n", "/OpenAction 8 0 R");
        (await Day.Upload(attacker, own, key, script)).Refused(400);
        var kept = (await Day.Upload(attacker, own, key, MadePapers.Pdf("Giay that"), "con.exe")).Ok(201).Json;
        Check.That(kept.Text("fileName").EndsWith(".pdf", StringComparison.Ordinal), "Tên tệp giữ lại phải có đuôi theo nội dung", kept.Text("fileName"));
        Check.Lacks("exe", kept.Text("fileName"), "Tên tệp giữ lại");
        story.Say($"PDF tự chạy mã khi mở: từ chối; PDF thật tên con.exe được giữ là “{kept.Text("fileName")}”");
    }

    public static async Task Keys(Story story)
    {
        using var one = story.Machine("quán net");
        using var other = story.Machine("quán net");
        var (mine, theirs) = (await Day.Draft(one, "1"), await Day.Draft(other, "1"));
        Check.That(mine.Draft != theirs.Draft && mine.Secret != theirs.Secret, "Hai người cùng một Idempotency-Key phải được hai bản nháp khác nhau");
        (await other.Send(HttpMethod.Get, $"/api/v1/drafts/{mine.Draft}", null)).Refused(404);
        story.Say("cùng địa chỉ, cùng khóa “1”: hai bản nháp, hai bí mật; bản nháp của người khác: 404");

        var (code, shortCode, token) = await Day.Filed(story, "người nộp vãng lai");
        using var guesser = story.Machine("kẻ đoán");
        for (var i = 0; i < 5; i++) (await guesser.Get($"/api/v1/tracking/{code}?last4={1000 + i}")).Refused(404);
        var shut = await guesser.Get($"/api/v1/tracking/{code}?last4=9001");
        shut.Refused(429);
        Check.That(shut.RetryAfter > TimeSpan.FromHours(12), "Hết lượt đoán phải nói thời gian chờ thật", shut.RetryAfter);
        var bare = (await guesser.Get($"/api/v1/tracking/{code}")).Ok().Text;
        foreach (var secret in new[] { shortCode, token, "Bé Năm", "0900999001" }) Check.Lacks(secret, bare, "Tra cứu bằng mã dài");
        using var owner = story.Machine("nhà người nộp");
        var opened = (await owner.Form($"/tra-cuu/{token}", ("last4", "9001"))).Ok().Words;
        Check.Holds("Nguyễn Thị Bé Năm", opened, "Mã in trên giấy, sau khi kẻ lạ đoán hết lượt");
        story.Say($"đoán 4 số cuối: sau 5 lần sai phải chờ {shut.RetryAfter!.Value.TotalHours:0} giờ, chủ hồ sơ vẫn vào bằng mã trên giấy; mã dài không lộ "
            + $"tên, mã ngắn");

        Answer? last = null;
        for (var i = 0; i < 400 && last?.Status != 429; i++) last = await guesser.Get($"/api/v1/verify/{Guid.NewGuid():n}");
        Check.Same(429, last!.Status, "Dò mã kiểm tra kết quả mãi từ một địa chỉ");
        Check.That(last.RetryAfter > TimeSpan.Zero, "Lời từ chối phải nói chờ bao lâu", last.Text);
        (await owner.Get($"/api/v1/verify/{story.VerifyToken}")).Ok();
        story.Say($"dò mã kiểm tra: 429, chờ {last.RetryAfter!.Value.TotalSeconds:0} giây; người khác vẫn kiểm tra được");
    }

    public static async Task Text(Story story)
    {
        var citizen = await story.Who("benam");
        var draft = await Main.Citizen.Begin(citizen, "KS01");
        string[] bodies =
        [
            """{"child":{"name":"Nguyễn\u0000An"}}""", """{"child":{"name":"\ud800"}}""", """{"child":{"name":"An\udc00"}}""",
                """{"ch\u0000ild":{"name":"An"}}""",
            """{"child":{"name":{"\udfff":1}}}""", "[[[[[[", "{\"child\":", "nul", "\"\"", "[]", new string('[', 5000), "{\"child\":1e99999}",
        ];
        var paths = new[]
        {
            (HttpMethod.Put, $"/api/v1/drafts/{draft}/answers"), (HttpMethod.Post, "/api/v1/drafts"), (HttpMethod.Post, "/api/v1/dossiers"),
            (HttpMethod.Post, "/api/v1/session")
        };
        foreach (var (method, path) in paths)
        {
            foreach (var body in bodies)
            {
                var answer = await citizen.Send(method, path, new StringContent(body, Encoding.UTF8, "application/json"), Guid.NewGuid().ToString());
                // "[]" and "\"\"" may be taken as no answers at all; what may not be is an error of ours.
                Check.That(answer.Status is >= 200 and < 500, $"{method} {path} với {Check.Short(body)[..Math.Min(40, body.Length)]}",
                    $"{answer.Status} {answer.Text}");
            }
        }
        var refused = await citizen.Send(HttpMethod.Put, $"/api/v1/drafts/{draft}/answers", new StringContent(bodies[0], Encoding.UTF8, "application/json"));
        refused.Refused(400, "child");
        story.Say($"{paths.Length * bodies.Length} thân JSON hỏng, có ký tự không lưu được: không lần nào lỗi máy chủ; lời từ chối nêu đúng mục");
    }

    /// <summary>Resident memory of the product's own process, MB.</summary>
    private static double Memory(Story story) =>
        double.Parse(Resident().Match(File.ReadAllText($"/proc/{story.Own.ProcessId}/status")).Groups[1].ValueSpan, CultureInfo.InvariantCulture) / 1024;

    [GeneratedRegex(@"VmRSS:\s+(\d+) kB")]
    private static partial Regex Resident();
}
