namespace MotCua.Benchmarks.Demo.Desk;

/// <summary>A leader reads twelve drafts and signs them with one proof; one has changed meanwhile and is signed alone afterwards.</summary>
internal static class Batch
{
    private const string Queue = "/noi-bo/ky-so";

    public static async Task Tell(Story story)
    {
        var leader = await story.Who("tam");
        var codes = Morning.Codes;
        foreach (var code in codes) await Agree(leader, code);
        Check.That((await leader.Get(Queue)).Ok().Words.Split("Đã đọc").Length - 1 >= codes.Count, "Danh sách ký: dự thảo đã đọc");
        var shown = await Morning.Chosen(leader, codes);
        // After it was read, one of them is given to somebody by name: it is no more what was read.
        (await leader.Post($"/api/v1/desk/dossiers/{codes[3]}/assign", new { to = leader.Account })).Ok();

        (await leader.FormTo(Queue, $"{Queue}?handler=Sign", [.. shown, ("password", "sai-mat-khau")])).Ok(400);
        var signed = (await leader.FormTo(Queue, $"{Queue}?handler=Sign", [.. shown, ("password", "motcua-tam")])).Ok().Words;
        Check.Holds($"Đã ký {codes.Count - 1}/{codes.Count} kết quả", signed, "Ký cùng lượt");
        Check.Holds($"{codes[3]}, Nguyễn Thị Bé Năm: Hồ sơ đã thay đổi từ khi anh/chị đọc", signed, "Hồ sơ chưa ký được");
        var again = (await leader.FormTo(Queue, $"{Queue}?handler=Sign", [.. shown, ("password", "motcua-tam")])).Ok().Words;
        Check.That(again.Split("đã ký từ trước").Length - 1 == codes.Count - 1, "Bấm ký lần nữa: không ký hai lần", again);

        await Agree(leader, codes[3]);
        var alone = (await leader.FormTo(Queue, $"{Queue}?handler=Sign", [.. await Morning.Chosen(leader, [codes[3]]), ("password", "motcua-tam")])).Ok().Words;
        Check.Holds("Đã ký 1/1 kết quả", alone, "Ký lại hồ sơ đã đổi");
        story.Say($"đọc {codes.Count} dự thảo, một lần nhập mật khẩu; sai mật khẩu: không ký gì; hồ sơ đổi sau khi đọc: riêng nó chưa ký, đọc lại rồi ký");
    }

    private static async Task Agree(Client leader, string code)
    {
        var seen = (await leader.Get($"/api/v1/desk/dossiers/{code}")).Ok().Json.At("version").ToString();
        (await leader.FormTo($"{Queue}/{code}", $"{Queue}/{code}?handler=Agree", ("seen", seen))).Ok(302);
    }
}
