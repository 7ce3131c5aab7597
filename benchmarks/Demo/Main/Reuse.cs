using System.Text.Json;

namespace MotCua.Benchmarks.Demo.Main;

/// <summary>Step 8: the result is kept for its owner and the next dossier asks for less.</summary>
internal static class Reuse
{
    private const string Paper = "trich-luc-khai-sinh";

    public static async Task Tell(Story story)
    {
        var citizen = await story.Who("benam");
        var kept = (await citizen.Get("/api/v1/vault")).Ok().Json.At("items")
            .Row(row => !row.Lacks("sourceDossierCode") && row.Text("sourceDossierCode") == story.Code && row.Text("paperType") == "TLKS", "kết quả vừa ký");
        Check.Same(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(story.Result)), kept.Text("sha256"), "Tệp trong kho là tệp đã ký");
        var grandchilds = kept.Text("id");
        (await (await story.Who("sarich")).Get($"/kho-giay-to/{grandchilds}")).Ok(404);
        story.Say($"kho giấy tờ có {kept.Text("title")} số {kept.Text("number")}, đúng tệp đã ký; người khác mở: 404");

        var draft = await Filled(citizen);
        await State(citizen, draft, "missing");
        (await citizen.Post("/api/v1/dossiers", new { draftId = draft }, $"{draft}")).Refused(400, "Trích lục khai sinh");
        (await citizen.Post($"/api/v1/drafts/{draft}/vault/{Paper}", new { itemId = grandchilds })).Refused(400, "của người ghi trong tờ khai");
        story.Say("trích lục của cháu nằm trong kho của bà nhưng không được mời dùng cho trợ cấp của bà");
        var (own, desk) = (MadePapers.Pdf($"Trich luc khai sinh cua ba {draft}"), await story.Who("diem"));
        (await citizen.Post($"/api/v1/drafts/{draft}/files?paper={Paper}", own, "application/pdf", "Trích lục của tôi.pdf", $"{draft}-giay")).Ok(201);
        var once = (await citizen.Post("/api/v1/dossiers", new { draftId = draft }, $"{draft}")).Ok(201).Json.Text("code");
        (await desk.Post($"/api/v1/desk/dossiers/{once}/receive", Office.Papers((Paper, "have")))).Ok();
        var item = (await citizen.Get("/api/v1/vault")).Ok().Json.At("items")
            .Row(row => !row.Lacks("sourceDossierCode") && row.Text("sourceDossierCode") == once && row.Text("paperType") == "TLKS", "trích lục đã nộp")
            .Text("id");

        draft = await Filled(citizen);
        await State(citizen, draft, "missing");
        var offer = (await citizen.Get($"/api/v1/drafts/{draft}/vault-offers")).Ok().Json.Row(row => row.Text("paperKey") == Paper, "lời mời dùng trích lục");
        Check.Same(item, offer.Text("itemId"), "Giấy tờ được mời dùng là trích lục của chính bà");
        Check.Same("Nguyễn Thị Bé Năm", offer.Text("subjectName"), "Lời mời nêu giấy tờ của ai");
        Check.That(offer.At("sharedFields").GetArrayLength() > 0, "Lời mời nêu phần được chia sẻ", offer);
        (await citizen.Post($"/api/v1/drafts/{draft}/vault/{Paper}", new { itemId = item })).Ok(204);
        await State(citizen, draft, "vault");

        var before = (await Uses(citizen, item)).Count;
        var filed = (await citizen.Post("/api/v1/dossiers", new { draftId = draft }, $"{draft}")).Ok(201).Json.Text("code");
        var uses = await Uses(citizen, item);
        Check.Same(before + 1, uses.Count, "Số lượt dùng lại");
        Check.Same(filed, uses[0].Text("dossierCode"), "Hồ sơ đã dùng lại");
        await Seen(citizen, row => !row.Lacks("itemId") && row.Text("itemId") == item && row.Text("act") == "reused" && row.Text("dossierCode") == filed,
            $"lượt dùng lại vào hồ sơ {filed}");
        story.Say($"BTXH01 mời dùng trích lục của {offer.Text("subjectName")}, đồng ý, nộp {filed} không tải lại; lượt dùng lại nằm trong “Ai đã xem”");

        (await desk.Post($"/api/v1/desk/dossiers/{filed}/receive", Office.Papers((Paper, "vault")))).Ok();
        var dossier = (await (await story.Who("khoi")).Get("/api/v1/desk/tasks")).Ok();
        var id = dossier.Json.At("items").EnumerateArray().FirstOrDefault(row => row.Text("dossierCode") == filed) is { ValueKind: JsonValueKind.Object } row
            ? row.Text("dossierId") : null;
        if (id is not null)
        {
            var opened = (await (await story.Who("khoi")).Get($"/noi-bo/ho-so/{filed}/kho/{item}")).Ok();
            Check.That(opened.Body.AsSpan().SequenceEqual(own), "Chuyên viên mở đúng tệp trong kho");
            (await (await story.Who("phuc")).Get($"/noi-bo/ho-so/{filed}/kho/{item}")).Ok(404);
            await Seen(citizen, seen => !seen.Lacks("itemId") && seen.Text("itemId") == item && seen.Text("act") == "read"
                && seen.Text("actorName") == "Phạm Minh Khôi", "lượt xem của Phạm Minh Khôi");
            story.Say("chuyên viên thụ lý mở được giấy tờ, chủ giấy tờ thấy tên người mở; cán bộ nơi khác bị từ chối");
        }
        else story.Unchecked.Add("chuyên viên mở giấy tờ trong kho (hồ sơ không ở trang đầu của “Việc của tôi”)");

        var second = await Filled(citizen);
        (await citizen.Post($"/api/v1/drafts/{second}/vault/{Paper}", new { itemId = item })).Ok(204);
        await State(citizen, second, "vault");
        (await citizen.Delete($"/api/v1/drafts/{second}/vault/{Paper}")).Ok(204);
        await State(citizen, second, "missing");
        (await citizen.Post("/api/v1/dossiers", new { draftId = second }, $"{second}")).Refused(400, "Trích lục khai sinh");
        (await citizen.Delete($"/api/v1/drafts/{second}")).Ok(204);
        story.Say("thu hồi đồng ý: giấy tờ trở lại “cần cung cấp” và hồ sơ không nộp được");
    }

    private static async Task<Guid> Filled(Client citizen)
    {
        var draft = await Citizen.Begin(citizen, "BTXH01");
        var problems = (await citizen.Put($"/api/v1/drafts/{draft}/answers", new
        {
            applicant = Citizen.Person(sex: "female"), situation = new { household = "poor", pension = false },
            payment = new { method = "home" }, returnMethod = "electronic",
        })).Ok().Json.At("problems");
        Check.Same(0, problems.GetArrayLength(), "Số mục còn phải xem lại của BTXH01");
        return draft;
    }

    private static async Task State(Client citizen, Guid draft, string wanted)
    {
        var papers = (await citizen.Get($"/api/v1/drafts/{draft}")).Ok().Json.At("papers");
        Check.Same(wanted, papers.Row(row => row.Text("paperKey") == Paper, Paper).Text("state"), "Trích lục khai sinh trong bản nháp");
    }

    private static async Task<List<JsonElement>> Uses(Client citizen, string item) =>
        [.. (await citizen.Get("/api/v1/vault")).Ok().Json.At("items").Row(row => row.Text("id") == item, "giấy tờ trong kho").At("uses").EnumerateArray()];

    private static async Task Seen(Client citizen, Func<JsonElement, bool> which, string what) =>
        (await citizen.Get("/api/v1/vault/accesses")).Ok().Json.At("items").Row(which, what);
}
