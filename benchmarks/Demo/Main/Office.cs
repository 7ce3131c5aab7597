using System.Text.Json;

namespace MotCua.Benchmarks.Demo.Main;

/// <summary>Steps 4, 5 and 7: receive at Đất Mũi, process, return.</summary>
internal static class Office
{
    private const string WhyBack = "Nơi sinh ghi chưa khớp Giấy chứng sinh, kiểm tra lại";

    public static async Task Receive(Story story)
    {
        var desk = await story.Who("diem");
        var arrival = await Listed(desk, "arrivals", story.Code);
        story.DossierId = arrival.Text("id");
        (await (await story.Who("hanh")).Get($"/api/v1/desk/dossiers/{story.Code}")).Refused(404);

        var page = (await desk.Get($"/noi-bo/tiep-nhan/{story.Code}")).Ok().Words;
        Check.Holds("Vì sao là ngày này", page, "Trang tiếp nhận");
        Check.Holds(": tính", page, "Lời giải thích ngày hẹn");
        var received = (await desk.Post($"/api/v1/desk/dossiers/{story.Code}/receive",
            Papers(("giay-chung-sinh", "have"), ("can-cuoc", "have"), ("ket-hon", "notNeeded"), ("uy-quyen", "notNeeded"), ("bo-roi", "notNeeded")))).Ok().Json;
        Check.Same("processing", received.Text("status"), "Trạng thái sau tiếp nhận");
        var due = Story.Words(received.Time("dueAt"));
        Check.Holds($"Hẹn trả: {due}", page, "Trang tiếp nhận, trước khi bấm");
        (await desk.Post($"/api/v1/desk/dossiers/{story.Code}/receive", Papers())).Refused(409);

        var slip = (await desk.Get($"/noi-bo/ho-so/{story.Code}/phieu/tiep-nhan")).Ok();
        Check.That(slip.MediaType == "application/pdf" && slip.Body.AsSpan().StartsWith("%PDF-"u8), "Giấy tiếp nhận phải là PDF", slip.MediaType);
        if (OutsideProgram.Exists("pdftotext"))
        {
            var (exit, text) = await OutsideProgram.Run("pdftotext", "-layout", story.Put("phieu.pdf", slip.Body), "-");
            Check.That(exit == 0, "pdftotext phải đọc được giấy tiếp nhận", text);
            Check.Holds(story.Code, text, "Giấy tiếp nhận");
            Check.Holds(Story.Day(received.Time("dueAt")), text, "Giấy tiếp nhận");
            story.Say($"hẹn trả {due}, đã nêu và giải thích trước khi tiếp nhận; giấy tiếp nhận (PDF) mang mã và ngày hẹn");
        }
        else story.Unchecked.Add("chữ trên giấy tiếp nhận (thiếu pdftotext, gói poppler-utils)");
        var told = (await desk.Get($"/api/test/outbox?dossier={story.Code}")).Ok().Json;
        Check.That(told.EnumerateArray().Any(row => row.Text("template") == "dossier.received"), "Người nộp phải được báo đã tiếp nhận", told);
        story.Say("bộ phận khác không thấy hồ sơ; tiếp nhận lần hai bị từ chối; tin đã tiếp nhận nằm trong hộp thư đi");
    }

    public static async Task Process(Story story)
    {
        var (specialist, leader, desk) = (await story.Who("khoi"), await story.Who("tam"), $"/api/v1/desk/dossiers/{story.Code}");
        await Has(specialist, story.Code);
        Check.Same("appraise", (await Step(specialist, desk)).ToLowerInvariant(), "Bước sau tiếp nhận");
        (await specialist.Post($"{desk}/pass-on", new { opinion = "" })).Refused(400, "ý kiến thẩm định");
        (await leader.Post($"{desk}/assign", new { to = specialist.Account })).Ok();
        (await specialist.Post($"{desk}/pass-on", new { opinion = "Đủ điều kiện" })).Refused(409, "dự thảo");
        var draft = (await specialist.Post($"{desk}/draft")).Ok().Json;
        Check.Same("draft", draft.Text("state"), "Trạng thái dự thảo");
        Check.Holds("NGUYỄN ĐƯỚC AN", Citizen.Plain(draft.At("paragraphs")), "Dự thảo trộn từ tờ khai");
        (await specialist.Post($"{desk}/pass-on", new { opinion = "Đủ điều kiện, trình ký" })).Ok();
        await Has(leader, story.Code);
        story.Say("chuyển khi chưa có ý kiến, chưa có dự thảo: bị từ chối; lãnh đạo giao cho Phạm Minh Khôi; có ý kiến và dự thảo: trình ký");

        (await leader.Post($"{desk}/send-back", new { reason = "" })).Refused(400, "lý do");
        (await leader.Post($"{desk}/send-back", new { reason = WhyBack })).Ok();
        await Has(specialist, story.Code);
        Check.Holds(WhyBack, (await specialist.Get($"/noi-bo/ho-so/{story.Code}")).Ok().Words, "Trang hồ sơ của chuyên viên");
        story.VerifyToken = (await specialist.Post($"{desk}/draft")).Ok().Json.Text("verifyToken");
        (await specialist.Post($"{desk}/pass-on", new { opinion = "Đã đối chiếu Giấy chứng sinh, trình ký lại" })).Ok();
        var moves = (await leader.Get(desk)).Ok().Json.At("handOvers").EnumerateArray().ToList();
        Check.Same("received done returned done", string.Join(' ', moves.Select(move => move.Text("outcome"))), "Các lần bàn giao");
        foreach (var move in moves)
        {
            Check.That(!move.Lacks("at") && !move.Lacks("fromName") && !move.Lacks("fromUnit") && !move.Lacks("toUnit"),
                "Mỗi lần bàn giao ghi từ ai, đến đâu, lúc nào", move);
        }
        story.Say($"trả lại có lý do, làm lại, trình lại; {moves.Count} lần bàn giao đều ghi từ ai, đến đâu, lúc nào");
    }

    public static async Task Return(Story story)
    {
        var desk = await story.Who("diem");
        await Listed(desk, "ready", story.Code);
        var path = $"/api/v1/desk/dossiers/{story.Code}/return";
        (await desk.Post(path, new { method = "counter", receiver = "Một Người Lạ" })).Refused(400, "giấy ủy quyền");
        var returned = (await desk.Post(path, new { method = "counter", receiver = "Nguyễn Thị Bé Năm" })).Ok().Json;
        Check.Same("returned", returned.Text("status"), "Trạng thái sau khi trả");
        (await desk.Post(path, new { method = "counter", receiver = "Nguyễn Thị Bé Năm" })).Refused(409);
        story.Say("trả tại quầy cho chủ hồ sơ; người lạ không có giấy ủy quyền bị từ chối; trả lần hai bị từ chối");

        var anyone = await story.Who("");
        var byToken = (await anyone.Get($"/api/v1/verify/{story.VerifyToken}")).Ok().Json;
        Check.That(byToken.Flag("valid"), "Kiểm tra bằng mã QR phải hợp lệ", byToken);
        Check.Same("Huỳnh Văn Tâm", byToken.At("result").Text("signerName"), "Người ký");
        Check.Same("released", byToken.At("result").Text("state"), "Tình trạng kết quả");
        foreach (var secret in new[] { "0900999001", "096159999001", "Bé Năm", "Đước An" }) Check.Lacks(secret, Citizen.Plain(byToken), "Kiểm tra công khai");
        Check.Holds("Hợp lệ", (await anyone.Get($"/kiem-tra/{story.VerifyToken}")).Ok().Words, "Trang kiểm tra bằng QR");
        (await anyone.Get($"/api/v1/verify/{new string('0', 32)}")).Refused(404);
        story.Say($"ai cũng kiểm tra được bằng QR: {byToken.Text("sentence")}; mã bịa: 404");
    }

    public static object Papers(params (string Key, string State)[] papers) =>
        new { papers = papers.Select(paper => new { paperKey = paper.Key, state = paper.State, originals = paper.State == "have" ? 1 : 0, copies = 0 }) };

    private static Task<JsonElement> Has(Client person, string code) => Listed(person, "tasks", code, "dossierCode");

    /// <summary>The dossier's row in a list of the desk, page after page.</summary>
    private static async Task<JsonElement> Listed(Client person, string list, string code, string property = "code")
    {
        string? after = null;
        do
        {
            var page = (await person.Get($"/api/v1/desk/{list}{(after is null ? "" : $"?after={Uri.EscapeDataString(after)}")}")).Ok().Json;
            foreach (var row in page.At("items").EnumerateArray())
            {
                if (row.Text(property) == code) return row;
            }
            after = page.Lacks("next") ? null : page.Text("next");
        }
        while (after is not null);
        throw new Unexpected($"Danh sách {list} của {person.Name} không có hồ sơ {code}");
    }

    private static async Task<string> Step(Client person, string desk) => (await person.Get(desk)).Ok().Json.At("task").At("kind").ToString();
}
