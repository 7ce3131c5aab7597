using MotCua.Benchmarks.Demo.Main;

namespace MotCua.Benchmarks.Demo.Safe;

/// <summary>What there is to lose: a dossier from filing to the returned, signed result.</summary>
internal static class Day
{
    public static async Task Tell(Story story)
    {
        await Citizen.File(story);
        await Office.Receive(story);
        await Office.Process(story);
        await Signing.Sign(story);
        await Office.Return(story);
        story.Take();
        story.Say($"hồ sơ {story.Code} đã nộp, tiếp nhận, xử lý, ký và trả; kết quả {story.Result.Length / 1024} KB");
    }

    /// <summary>Filed by a visitor without an account.</summary>
    public static async Task<(string Code, string ShortCode, string Token)> Filed(Story story, string machine)
    {
        using var visitor = story.Machine(machine);
        var (draft, secret) = await Draft(visitor);
        var answers = System.Net.Http.Json.JsonContent.Create(Citizen.Birth(await story.Now(), "2026-04-20"));
        (await visitor.Send(HttpMethod.Put, $"/api/v1/drafts/{draft}/answers", answers, draft: secret)).Ok();
        (await Upload(visitor, draft, secret, MadePapers.Pdf($"Giay chung sinh {draft}"))).Ok(201);
        var sent = System.Net.Http.Json.JsonContent.Create(new { draftId = draft });
        var done = (await visitor.Send(HttpMethod.Post, "/api/v1/dossiers", sent, Guid.NewGuid().ToString(), draft: secret)).Ok(201).Json;
        return (done.Text("code"), done.Text("shortCode"), done.Text("trackingToken"));
    }

    public static async Task<(Guid Draft, string Secret)> Draft(Client visitor, string? key = null)
    {
        var made = (await visitor.Post("/api/v1/drafts", new { procedure = "KS01", unit = Story.Commune }, key ?? Guid.NewGuid().ToString())).Ok(201).Json;
        return (Guid.Parse(made.Text("draftId")), made.Text("token"));
    }

    public static Task<Answer> Upload(Client visitor, Guid draft, string secret, byte[] bytes, string name = "giay.pdf")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/octet-stream");
        return visitor.Send(HttpMethod.Post, $"/api/v1/drafts/{draft}/files?paper=giay-chung-sinh", content, Guid.NewGuid().ToString(), name, secret);
    }
}
