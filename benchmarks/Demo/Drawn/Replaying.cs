using System.Text.Json;

namespace MotCua.Benchmarks.Demo.Drawn;

/// <summary>The dossier that has just ended is played through a draft before its approval; what it really went through is counted and given out.</summary>
internal static class Replaying
{
    public static async Task Tell(Story story)
    {
        var ha = await story.Who("ha");
        var draft = await Designing.Slower(ha);
        var page = (await ha.Get($"{draft}/chay-thu?so=100")).Ok().Words;
        foreach (var words in new[] { "hồ sơ đã chạy thử", "Giờ làm việc theo vai trò", "Chỗ phải giả định", "Đọc hồ sơ lần nữa" })
            Check.Holds(words, page, "Kết quả chạy thử");
        var late = (await ha.Get($"{draft}/chay-thu?so=100&hinh=tre-them")).Ok();
        Check.Holds("hồ sơ trước không trễ, nay trễ hạn", late.Words, "Số mở ra danh sách");
        Check.That(late.Text.Contains("class=\"code\"", StringComparison.Ordinal), "Danh sách có mã hồ sơ", late.Words);
        Check.That(!late.Text.Contains("/noi-bo/ho-so/", StringComparison.Ordinal), "Người giữ quy trình không đọc hồ sơ: mã không có đường dẫn", late.Words);
        (await ha.Get($"{draft}/chay-thu?so=nhieu")).Ok(400);
        Check.Holds("(giả định)", (await ha.Get($"{draft}/chay-thu/mot-ho-so?thu=mau&v.child.sex=female")).Ok().Words, "Hồ sơ mẫu");

        var happened = $"/noi-bo/quy-trinh/thuc-te?thu-tuc={Designing.Birth}";
        await Check.Until(async () => (await ha.Get(happened)).Ok().Words.Contains("hồ sơ đã kết thúc", StringComparison.Ordinal),
            "hồ sơ đã xong chưa được ghi vào quy trình thực tế");
        var log = (await ha.Get($"{happened}&handler=Ocel")).Ok();
        var dossiers = log.Json.GetProperty("objects").EnumerateArray().Where(one => one.Text("type") == "dossier").Select(one => one.Text("id")).ToList();
        Check.That(dossiers.Count > 0 && dossiers.TrueForAll(id => id.StartsWith("dossier-", StringComparison.Ordinal)), "Nhật ký không có mã, không có tên",
            JsonSerializer.Serialize(dossiers));
        story.Say("bản thêm 100 giờ: hồ sơ vừa xong sẽ trễ, mở ra đúng hồ sơ đó; quy trình thực tế đếm nó, nhật ký OCEL không có tên và mã");
    }
}
