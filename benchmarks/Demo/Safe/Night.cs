
namespace MotCua.Benchmarks.Demo.Safe;

/// <summary>A bad night: everything gone and restored; then a database put back to an earlier minute.</summary>
internal static class Night
{
    public static async Task Destroy(Story story)
    {
        var backup = Path.Combine(story.Scratch, "sao-luu");
        await Insider.Motcua(story, 0, "backup", backup);
        var (check, words) = await OutsideProgram.Run("sh", "-c", $"cd {backup} && sha256sum -c --quiet manifest.sha256");
        Check.That(check == 0, "sha256sum phải nhận bản kê của bản sao lưu", words);
        await story.Restart(async lost =>
        {
            var restored = lost + "-moi";
            var (exit, said) = await OutsideProgram.Run(Path.Combine(story.Root, "motcua"), "restore", backup, "--data", restored);
            Check.That(exit == 0, "./motcua restore phải kết thúc bằng 0", said);
            Check.Holds("Nhật ký nguyên vẹn", said, "./motcua restore");
            // The outside systems (CA, gateway) are other machines: they have lost nothing.
            var peers = Path.Combine(restored, "peers");
            if (Directory.Exists(peers)) Directory.Delete(peers, recursive: true);
            Directory.Move(Path.Combine(lost, "peers"), peers);
            Directory.Delete(lost, recursive: true);
            return restored;
        });
        var anyone = await story.Who("");
        Check.Holds("Hợp lệ", (await anyone.Get($"/kiem-tra/{story.VerifyToken}")).Ok().Words, "Kết quả sau khi khôi phục");
        var mine = await story.Who("benam");
        var file = (await mine.Get($"/api/v1/dossiers/{story.Code}/result.pdf")).Ok();
        Check.That(file.Body.AsSpan().SequenceEqual(story.Result), "Tệp kết quả sau khi khôi phục phải y nguyên");
        var (code, _, _) = await Day.Filed(story, "người nộp sau khôi phục");
        Check.Holds("Nhật ký nguyên vẹn", await Insider.Motcua(story, 0, "verify-log"), "verify-log sau khi khôi phục và làm tiếp");
        story.Say($"sao lưu khi đang chạy, xóa hết, khôi phục vào chỗ mới: kết quả và tệp y nguyên, nộp tiếp được ({code}), nhật ký nguyên vẹn");
    }

    public static async Task WrongMinute(Story story)
    {
        var kept = Path.Combine(story.Scratch, "phut-truoc");
        await story.Restart(async data =>
        {
            await Copy(Path.Combine(data, "postgres", "cluster"), kept);
            return data;
        });
        var given = new List<(string Code, string ShortCode)>();
        for (var i = 0; i < 3; i++)
        {
            var (code, shortCode, _) = await Day.Filed(story, $"người nộp {i}");
            given.Add((code, shortCode));
        }
        await Insider.Motcua(story, 0, "staff", "block", "hanh", "Nghỉ việc");
        await Told(story, given);
        await story.Restart(async data =>
        {
            var cluster = Path.Combine(data, "postgres", "cluster");
            Directory.Delete(cluster, recursive: true);
            await Copy(kept, cluster);
            return data;
        });
        var admin = await story.Who("nam");
        var page = (await admin.Get("/quan-tri/doi-chieu")).Ok().Words;
        foreach (var (code, _) in given)
        {
            Check.Holds(code, page, "Trang Đối chiếu");
            (await admin.Get($"/api/v1/tracking/{code}")).Refused(404);
        }
        Check.Holds("phải đối chiếu", (await admin.Get("/quan-tri/nhat-ky")).Ok().Words + (await admin.Get("/quan-tri/nhat-ky")).Text, "Mọi trang nội bộ");
        using var blocked = story.Machine("người bị khóa");
        (await blocked.Post("/api/v1/session", new { username = "hanh", password = "motcua-hanh" })).Refused(400, "chưa đúng");
        for (var i = 0; i < 3; i++)
        {
            var (code, shortCode, _) = await Day.Filed(story, $"người nộp lại {i}");
            Check.That(given.TrueForAll(one => one.Code != code && one.ShortCode != shortCode), "Mã đã cấp không được cấp lại", $"{code} {shortCode}");
        }
        story.Say($"{given.Count} hồ sơ đã mất được nêu tên, mã của chúng không cấp lại; tài khoản đã khóa vẫn khóa; mọi trang nội bộ có dải cảnh báo");

        Check.That((await Insider.Motcua(story, 1, "verify-log")).Length > 0, "verify-log trước khi đối chiếu xong");
        (await admin.Form("/quan-tri/doi-chieu", ("reason", " "), ("id", Id(page)))).Ok(400);
        (await admin.Form("/quan-tri/doi-chieu", ("reason", "Đã báo từng người nộp lại"), ("id", Id(page)))).Ok(302);
        await Sealed(story);
        story.Say("quản trị kết thúc đối chiếu có lý do; nhật ký đi tiếp dưới tên mới và nguyên vẹn");
    }

    private static string Id(string page) => System.Text.RegularExpressions.Regex.Match(page, @"Lần (\d+),").Groups[1].Value;

    /// <summary>Until the gateway has taken a message for each: only what was taken before could go twice.</summary>
    private static async Task Told(Story story, List<(string Code, string ShortCode)> given)
    {
        var desk = await story.Who("diem");
        foreach (var (code, _) in given)
        {
            for (var patience = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(200))
            {
                var outbox = (await desk.Get($"/api/test/outbox?dossier={code}")).Ok().Json;
                if (outbox.EnumerateArray().Any()) break;
                Check.That(DateTime.UtcNow < patience, $"Tin của hồ sơ {code} phải được gửi");
            }
        }
    }

    /// <summary>The log is whole as soon as what was written since has its seal.</summary>
    private static async Task Sealed(Story story)
    {
        for (var patience = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(500))
        {
            var (exit, words) = await OutsideProgram.Run(Path.Combine(story.Root, "motcua"), "verify-log", "--data", story.Data);
            if (exit == 0) return;
            Check.That(DateTime.UtcNow < patience, "verify-log sau khi đối chiếu", words);
        }
    }

    /// <summary>As a snapshot of a disk is: with owners and rights.</summary>
    private static async Task Copy(string from, string to)
    {
        var (exit, words) = await OutsideProgram.Run("cp", "-a", from, to);
        Check.That(exit == 0, "cp -a", words);
    }
}
