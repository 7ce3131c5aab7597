using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using MotCua.Benchmarks.Demo.Main;
using MotCua.Benchmarks.Demo.Safe;

namespace MotCua.Benchmarks.Demo.Drawn;

/// <summary>A mother declares once; birth, residence and health insurance are three dossiers of two agencies, and one page tells of all.</summary>
internal static class Linking
{
    private const string Group = "2.000986", Birth = "1.001193", Residence = "1.004222", Insurance = "2.000639";

    public static async Task Tell(Story story)
    {
        await Publish(story);
        var (code, token) = await Filed(story);
        (await (await story.Who("diem")).Post($"/api/v1/desk/dossiers/{code}/receive", Office.Papers(("giay-chung-sinh", "have")))).Ok();

        var birth = await Opened(story, code, Birth);
        Check.That(!(await Family(story, code)).Any(one => one.Text("procedureCode") != Birth), "Thường trú và bảo hiểm chờ có khai sinh");
        await Resolve(story, birth, "khoi", "tam", "ut");
        var (residence, insurance) = (await Opened(story, code, Residence), await Opened(story, code, Insurance));
        var asked = (await (await story.Who("khoi")).Get($"/noi-bo/ho-so/{residence}")).Ok().Words;
        foreach (var words in new[] { "Đăng ký thường trú cho trẻ", "Trích lục khai sinh" }) Check.Holds(words, asked, "Hồ sơ thường trú");
        (await (await story.Who("khoi")).Get($"/noi-bo/ho-so/{insurance}")).Ok(404);
        await Resolve(story, insurance, "bao", "dung", "nhu");
        await Resolve(story, residence, "khoi", "tam", "ut");

        await Check.Until(async () => (await Read(story, code)).Text("status") == "done", "tờ khai chung chưa kết thúc");
        using var mother = story.Machine("máy của mẹ");
        var page = (await mother.FormTo($"/tra-cuu/{token}", $"/tra-cuu/{token}", ("last4", "9001"))).Ok();
        foreach (var words in new[] { "Các hồ sơ của tờ khai này đã xong", birth, residence, insurance }) Check.Holds(words, page.Words, "Một trang cho cả ba");
        foreach (var one in await Family(story, code))
        {
            var paper = (await mother.Get($"/tra-cuu/{await Token(story, one.Text("code"))}/ket-qua.pdf")).Ok();
            Check.That(paper.Text.StartsWith("%PDF", StringComparison.Ordinal), $"Kết quả của {one.Text("code")}");
        }
        story.Say($"{code}: một tờ khai, ba hồ sơ ({birth}, {residence}, {insurance}), ba hạn, hai cơ quan, ba kết quả ký số, một trang theo dõi");
    }

    /// <summary>The drawing that comes with the procedure, made an officer's own and brought into force by two people.</summary>
    private static async Task Publish(Story story)
    {
        const string made = $"/noi-bo/quy-trinh/moi?thu-tuc={Group}";
        var ha = await story.Who("ha");
        Check.Holds("Quy trình kèm theo thủ tục", (await ha.Get(made)).Ok().Words, "Trang lập bản mới");
        var draft = (await ha.FormTo(made, $"{made}&handler=Steps")).Ok(302).Location!;
        await Designing.InForce(story, Designing.AddressIn(draft));
    }

    private static async Task<(string Code, string Token)> Filed(Story story)
    {
        using var visitor = story.Machine("máy khai một lần");
        var made = (await visitor.Post("/api/v1/drafts", new { procedure = "LT01", unit = Story.Commune }, Guid.NewGuid().ToString())).Ok(201).Json;
        var (draft, secret) = (Guid.Parse(made.Text("draftId")), made.Text("token"));
        var answers = JsonSerializer.SerializeToNode(Citizen.Birth(await story.Now(), "2026-04-20"), JsonSerializerOptions.Web)!.AsObject();
        answers["residence"] = new JsonObject
        {
            ["address"] = new JsonObject { ["province"] = "96", ["commune"] = Story.Commune, ["detail"] = "Ấp Rạch Tàu" },
            ["head"] = "Nguyễn Thị Bé Năm", ["relation"] = "cháu ngoại",
        };
        answers["insurance"] = new JsonObject { ["hospital"] = "Trạm Y tế xã Đất Mũi" };
        (await visitor.Send(HttpMethod.Put, $"/api/v1/drafts/{draft}/answers", JsonContent.Create(answers), draft: secret)).Ok();
        (await Day.Upload(visitor, draft, secret, MadePapers.Pdf($"Giay chung sinh {draft}"))).Ok(201);
        var sent = JsonContent.Create(new { draftId = draft });
        var done = (await visitor.Send(HttpMethod.Post, "/api/v1/dossiers", sent, Guid.NewGuid().ToString(), draft: secret)).Ok(201).Json;
        return (done.Text("code"), done.Text("trackingToken"));
    }

    private static async Task Resolve(Story story, string code, string specialist, string leader, string registrar)
    {
        var (works, signs, keeps, path) = (await story.Who(specialist), await story.Who(leader), await story.Who(registrar), $"/api/v1/desk/dossiers/{code}");
        for (var moves = 0; moves < 12; moves++)
        {
            var dossier = (await works.Get(path)).Ok().Json;
            if (dossier.Text("status") != "processing") break;
            // Between two steps the house may have something to do.
            if (dossier.At("tasks").EnumerateArray().FirstOrDefault() is not { ValueKind: JsonValueKind.Object } task)
            {
                await Check.Until(async () => (await Read(story, code)).At("tasks").GetArrayLength() > 0, "bước sau chưa mở");
                continue;
            }
            var (kind, step) = (task.Text("kind").ToLowerInvariant(), task.Text("stepKey"));
            if (kind == "appraise") (await works.Post($"{path}/draft?buoc={step}")).Ok();
            if (kind == "sign") (await signs.PostSeen($"{path}/sign", path, new { password = $"motcua-{leader}" })).Ok();
            else if (kind == "number") (await keeps.Post($"{path}/register")).Ok();
            else (await (kind is "assign" or "approve" ? signs : works).Post($"{path}/pass-on?buoc={step}", new { opinion = "Đủ điều kiện" })).Ok();
        }
        Check.Same("done", (await works.Get(path)).Ok().Json.Text("status"), $"Trạng thái của {code}");
    }

    private static async Task<string> Opened(Story story, string code, string procedure)
    {
        var found = "";
        await Check.Until(async () => (found = (await Family(story, code)).FirstOrDefault(one => one.Text("procedureCode") == procedure) is
        { ValueKind: JsonValueKind.Object } one ? one.Text("code") : "").Length > 0, $"chưa mở hồ sơ {procedure}");
        return found;
    }

    private static async Task<IReadOnlyList<JsonElement>> Family(Story story, string code) =>
        [.. (await Read(story, code)).At("linked").EnumerateArray()];

    private static async Task<JsonElement> Read(Story story, string code)
    {
        foreach (var who in new[] { "diem", "bao" })
            if ((await (await story.Who(who)).Get($"/api/v1/desk/dossiers/{code}")) is { Status: 200 } answer) return answer.Json;
        throw new InvalidOperationException($"Nobody reads {code}.");
    }

    /// <summary>As the applicant's own account is shown it.</summary>
    private static async Task<string> Token(Story story, string code)
    {
        var page = (await (await story.Who("benam")).Get($"/ho-so-cua-toi/{code}")).Ok().Text;
        var at = page.IndexOf("/hoan-tat/", StringComparison.Ordinal) + "/hoan-tat/".Length;
        return page[at..page.IndexOf('"', at)];
    }
}
