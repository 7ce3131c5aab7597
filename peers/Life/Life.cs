using System.Text.Json;

namespace MotCua.Peers.Life;

/// <summary>One dossier from filing to where it stands today, an act at a time.</summary>
/// <param name="end">The last that happens to it.</param>
internal sealed class Life(Invented owner, Asked asked, string commune, (string Counter, string Specialist, string Leader, string Registrar) team, string end,
    DateTimeOffset filed, Random random)
{
    private string stage = "";

    /// <summary>Who comes in person is received at once; what ends before its reception came over the net.</summary>
    private bool AtTheCounter { get; } = !Online(end);

    public static bool Online(string end) => end is "submitted" or "refused" or "supplement" or "withdrawn";

    /// <summary>With which it is filed over the net; null: without an account, as most do.</summary>
    public string? Account { get; init; }

    public string? Code { get; private set; }

    /// <summary>When the next act happens; null: no more.</summary>
    public DateTimeOffset? Next { get; private set; } = filed;

    public void Leave() => Next = null;

    private string Path => $"/api/v1/desk/dossiers/{Code}";

    public async Task Act(Browser anyone, Func<string, Task<Browser>> who)
    {
        var at = Next!.Value;
        (stage, var wait) = stage switch
        {
            "" when AtTheCounter => ("received", await WalkIn(await who(team.Counter), at)),
            "" => ("submitted", await File(Account is null ? anyone : await who(Account), at)),
            "submitted" when end is "submitted" => (end, -1),
            "submitted" when end is "refused" => (end, await Refuse(await who(team.Counter))),
            "submitted" when end is "supplement" && random.Next(2) == 0 => ("supplement", await Ask(await who(team.Counter))),
            "submitted" when end is "withdrawn" => (end, await Withdraw(await who(team.Counter))),
            "submitted" => ("received", await Receive(await who(team.Counter))),
            "received" when end is "supplement" => ("supplement", await Ask(await who(team.Specialist))),
            "received" when end is "stopped" => (end, await Stop(await who(team.Leader))),
            "received" when end is "held" => (end, await Hold(await who(team.Leader))),
            "received" when end is "processing" => (end, await Assign(await who(team.Leader), await who(team.Specialist))),
            "received" => ("toSign", await Draft(await who(team.Specialist))),
            "toSign" => ("toRegister", await Sign(await who(team.Leader))),
            "toRegister" => ("ready", await Register(await who(team.Registrar))),
            "ready" => ("returned", await Return(await who(team.Counter))),
            _ => (stage, -1),
        };
        Next = wait < 0 || stage == end ? null : WorkingTime.After(at, wait);
    }

    /// <returns>Working minutes until the next act.</returns>
    private async Task<int> File(Browser anyone, DateTimeOffset at)
    {
        var draft = await anyone.Post("/api/v1/drafts", new { procedure = asked.Procedure, unit = commune });
        var (id, key) = (draft.GetProperty("draftId").GetString(), draft.TryGetProperty("token", out var token) ? token.GetString() : null);
        var saved = await anyone.Put($"/api/v1/drafts/{id}/answers", asked.Answers(owner, random, at, commune), key);
        if (saved.GetProperty("problems").GetArrayLength() > 0) throw new InvalidOperationException(saved.GetProperty("problems").ToString());
        foreach (var paper in asked.Papers)
        {
            var title = Asked.Title(paper);
            var sheet = PaperSheet.Pdf(random.Next(1, 4), title, $"Họ, chữ đệm và tên: {owner.Name}", $"Số định danh cá nhân: {owner.Number}",
                $"Nơi cư trú: {owner.Hamlet}", "Cơ quan cấp: Ủy ban nhân dân xã");
            await anyone.Upload($"/api/v1/drafts/{id}/files?paper={paper}", sheet, $"{title}.pdf", key);
        }
        Code = (await anyone.Post("/api/v1/dossiers", new { draftId = id }, key)).GetProperty("code").GetString();
        return random.Next(20, 150);
    }

    private async Task<int> WalkIn(Browser desk, DateTimeOffset at)
    {
        var fields = Boxes("", JsonSerializer.SerializeToElement(asked.Answers(owner, random, at, commune))).ToList();
        foreach (var paper in asked.Papers) fields.Add(new($"state.{paper}", "have"));
        fields.AddRange([new("unit", commune), new("key", $"{Guid.NewGuid()}"), new("act", "accept")]);
        if (asked.Fee is { } fee) fields.Add(new("fee", fee));
        Code = (await desk.Form($"/noi-bo/tiep-nhan/truc-tiep/{asked.Procedure.ToLowerInvariant()}", fields)).Split('/', '?')[3];
        return random.Next(30, 200);
    }

    /// <summary>Answers as they stand in the boxes of a page: a date in three of them, a table row by row.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Boxes(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
            return value.EnumerateObject().SelectMany(part => Boxes(name.Length == 0 ? part.Name : $"{name}.{part.Name}", part.Value));
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().SelectMany((row, i) => Boxes($"{name}[{i}]", row)).Prepend(new($"{name}.rows", $"{value.GetArrayLength()}"));
        var text = value.ToString();
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) text = text.ToLowerInvariant();
        if (!name.EndsWith("born", StringComparison.Ordinal) && !name.EndsWith("start", StringComparison.Ordinal)) return [new(name, text)];
        return text.Split('-') is [var year, var month, var day] ? [new($"{name}.day", day), new($"{name}.month", month), new($"{name}.year", year)]
            : [new($"{name}.year", text), new($"{name}.yearOnly", "true")];
    }

    private async Task<int> Receive(Browser desk)
    {
        var papers = (await desk.Get(Path)).GetProperty("papers").EnumerateArray().Select(paper => new
        {
            paperKey = paper.GetProperty("paperKey").GetString(), originals = 0, copies = 0,
            state = asked.Papers.Contains(paper.GetProperty("paperKey").GetString()) || paper.GetProperty("required").GetBoolean() ? "have" : "notNeeded",
        });
        await desk.Post($"{Path}/receive", new { papers });
        return random.Next(30, 200);
    }

    private async Task<int> Refuse(Browser desk)
    {
        await desk.Post($"{Path}/refuse", new { reason = "Nơi cư trú của ông/bà không thuộc xã này. Nộp tại Ủy ban nhân dân xã nơi cư trú" });
        return -1;
    }

    private async Task<int> Ask(Browser official)
    {
        var papers = (await official.Get(Path)).GetProperty("papers").EnumerateArray().Select(paper => (Key: paper.GetProperty("paperKey").GetString()!,
            Name: paper.GetProperty("name").GetString()!, Sent: asked.Papers.Contains(paper.GetProperty("paperKey").GetString()))).ToList();
        var wrong = papers.FirstOrDefault(paper => paper.Sent) is { Key: not null } sent ? sent : papers[0];
        await official.Post($"{Path}/supplement", new
        {
            items = new[] { new { paperKey = wrong.Key, name = wrong.Name, note = "Chụp lại đủ bốn góc, đọc rõ số và con dấu" } },
            reason = "Bản chụp mờ, chưa đọc được số của giấy tờ", right = papers.Where(paper => paper.Key != wrong.Key).Select(paper => paper.Key),
        });
        return -1;
    }

    private async Task<int> Withdraw(Browser desk)
    {
        await desk.Post($"{Path}/withdraw", new { reason = "Người nộp xin rút để bổ sung thành viên hộ kinh doanh" });
        return -1;
    }

    private async Task<int> Stop(Browser leader)
    {
        await leader.Post($"{Path}/stop", new { reason = "Người nộp qua đời, người thừa kế xin dừng" });
        return -1;
    }

    private async Task<int> Hold(Browser leader)
    {
        await leader.Post($"{Path}/hold", new
        {
            cause = "forceMajeure", reason = "Mất điện do bão, chưa đối chiếu được hồ sơ giấy", legalBasis = "Quyết định cho nghỉ phòng chống bão",
        });
        return -1;
    }

    /// <summary>Some are given to somebody, the others wait in the unit.</summary>
    private async Task<int> Assign(Browser leader, Browser specialist)
    {
        if (random.Next(5) < 2) await leader.Post($"{Path}/assign", new { to = specialist.Account });
        return -1;
    }

    private async Task<int> Draft(Browser specialist)
    {
        await specialist.Post($"{Path}/draft");
        await specialist.Post($"{Path}/pass-on", new { opinion = "Hồ sơ đủ điều kiện, trình lãnh đạo ký" });
        return random.Next(20, 180);
    }

    private async Task<int> Sign(Browser leader)
    {
        var seen = (await leader.Get(Path)).GetProperty("version").GetInt32();
        await leader.Post($"{Path}/sign", new { password = $"motcua-{team.Leader}" }, seen: seen);
        return random.Next(10, 60);
    }

    private async Task<int> Register(Browser registrar)
    {
        await registrar.Post($"{Path}/register");
        return random.Next(60, 400);
    }

    private async Task<int> Return(Browser desk)
    {
        await desk.Post($"{Path}/return", new { method = "counter", receiver = owner.Name });
        return -1;
    }
}
