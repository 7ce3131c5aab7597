using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MotCua.Journeys;

/// <summary>What a journey needs to exist beforehand, put in through the public JSON API.</summary>
internal static class Api
{
    private const string Person = """
        "applicant": { "name": "Nguyễn Thị Bé Năm", "personalId": "096159999001", "born": "1959", "phone": "0900999001",
          "address": { "province": "96", "commune": "32248", "detail": "Ấp Rạch Tàu" } }, "returnMethod": "counter"
        """;

    public static readonly string Birth = "{" + Person.Replace("\"phone\"", "\"relation\": \"grandparent\", \"phone\"", StringComparison.Ordinal) + """
        , "child": { "name": "Nguyễn Gia Hân", "born": "2026-04-20", "sex": "female", "ethnicity": "Kinh", "nationality": "Việt Nam",
          "birthplace": "Trạm y tế xã Đất Mũi", "homeTown": "Xã Đất Mũi, tỉnh Cà Mau" },
        "mother": { "name": "Nguyễn Thị Lành", "born": "1996", "ethnicity": "Kinh", "address": { "province": "96", "commune": "32248",
            "detail": "Ấp Rạch Tàu" } },
        "parents": { "status": "unmarried" } }
        """;

    public const string Benefit = "{" + Person + """
        , "situation": { "household": "poor", "pension": false }, "payment": { "method": "home" } }
        """;

    public const string Business = "{" + Person + """
        , "business": { "name": "Hộ kinh doanh Bé Năm", "address": { "province": "96", "commune": "32248", "detail": "Ấp Rạch Tàu" },
          "capital": 50000000, "workers": 2, "start": "2026-06-01", "ownership": "individual" },
        "industries": [ { "name": "Bán lẻ thủy sản", "code": "4722" } ],
        "tax": { "method": "declared", "invoice": false } }
        """;

    public const string House = "{" + Person + """
        , "parcel": { "number": "12", "sheet": "4", "area": 120, "address": { "province": "96", "commune": "32248", "detail": "Ấp Rạch Tàu" } },
        "house": { "floors": 2, "footprint": 80, "totalArea": 160, "height": 8, "basement": false },
        "design": { "by": "owner" }, "work": { "start": "2026-06-01", "end": "2026-12-01" } }
        """;

    /// <summary>A submitted dossier: its code, short code and tracking address.</summary>
    /// <param name="paper">Keys of papers with a blank between; each gets the same file.</param>
    public static async Task<(string Code, string ShortCode)> File(Product product, string procedure, string answers, string? paper = null,
        byte[]? bytes = null, string name = "giay.png", string? who = null)
    {
        var session = who is null ? null : (await Send(product, HttpMethod.Post, "/api/v1/session", new { username = who, password = "motcua-" + who }))
            .GetProperty("token").GetString();
        var made = await Send(product, HttpMethod.Post, "/api/v1/drafts", new { procedure, unit = "32248" }, session: session);
        var (id, token) = (made.GetProperty("draftId").GetGuid(), made.GetProperty("token").GetString()!);
        await Send(product, HttpMethod.Put, $"/api/v1/drafts/{id}/answers", JsonNode.Parse(answers)!, token, session: session);
        foreach (var one in paper?.Split(' ') ?? [])
        {
            var content = new ByteArrayContent(bytes ?? PaperPicture.New());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            await Send(product, HttpMethod.Post, $"/api/v1/drafts/{id}/files?paper={one}", content, token, name, session);
        }
        var filed = await Send(product, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token, session: session);
        return (filed.GetProperty("code").GetString()!, filed.GetProperty("shortCode").GetString()!.Replace("-", "", StringComparison.Ordinal));
    }

    /// <summary>Her own extract of birth comes into the vault: handed in once with another dossier, accepted at the desk.</summary>
    public static async Task<string> KeepExtract(Product product)
    {
        var benefit = JsonNode.Parse(Benefit)!.AsObject();
        benefit["applicant"]!["sex"] = "female";
        var (code, _) = await File(product, "btxh01", benefit.ToJsonString(), "trich-luc-khai-sinh", who: "benam");
        await (await SignIn(product, "diem")).Post($"/api/v1/desk/dossiers/{code}/receive", new
        {
            papers = new[] { new { paperKey = "trich-luc-khai-sinh", state = "have", originals = 0, copies = 1 } }
        });
        return code;
    }

    /// <summary>An official at a program of their own.</summary>
    public static async Task<Official> SignIn(Product product, string username)
    {
        var session = await Send(product, HttpMethod.Post, "/api/v1/session", new { username, password = "motcua-" + username });
        return new Official(product, session.GetProperty("token").GetString()!);
    }

    /// <summary>The whole office works on a submitted dossier of Đất Mũi until its result is released.</summary>
    public static async Task Resolve(Product product, string code)
    {
        var desk = await SignIn(product, "diem");
        await desk.Post($"/api/v1/desk/dossiers/{code}/receive", new { papers = Array.Empty<object>() });
        await WorkOn(product, code, "khoi", "tam", "ut");
    }

    /// <summary>Specialist, leader and clerk walk what was received, each doing the step that is open, until its result is released.</summary>
    /// <param name="until">Stop where a step of this kind is open.</param>
    public static async Task WorkOn(Product product, string code, string specialist, string leader, string clerk, string? until = null)
    {
        var (works, leads, numbers) = (await SignIn(product, specialist), await SignIn(product, leader), await SignIn(product, clerk));
        var dossier = $"/api/v1/desk/dossiers/{code}";
        for (var steps = 0; steps < 16; steps++)
        {
            var now = await works.Get(dossier);
            if (now.GetProperty("status").GetString() != "processing") return;
            var kind = now.GetProperty("tasks")[0].GetProperty("kind").GetString();
            if (kind == until) return;
            if (kind == "appraise") await works.Post($"{dossier}/draft", new { });
            await (kind switch
            {
                "sign" => leads.Post($"{dossier}/sign", new { password = "motcua-" + leader }, seen: now.GetProperty("version").GetInt32()),
                "number" => numbers.Post($"{dossier}/register", new { }),
                "assign" or "approve" => leads.Post($"{dossier}/pass-on", new { opinion = "Đồng ý" }),
                _ => works.Post($"{dossier}/pass-on", new { opinion = "Hồ sơ đủ điều kiện, trình ký" }),
            });
        }
    }

    internal sealed class Official(Product product, string session)
    {
        public Task<JsonElement> Get(string url) => Send(product, HttpMethod.Get, url, null, session: session);

        /// <param name="seen">The version of the dossier that was read; who signs must name it.</param>
        public Task<JsonElement> Post(string url, object body, int? seen = null) => Send(product, HttpMethod.Post, url, body, session: session, seen: seen);
    }

    private static async Task<JsonElement> Send(Product product, HttpMethod method, string url, object? body, string? token = null, string? name = null,
        string? session = null, int? seen = null)
    {
        using var request = new HttpRequestMessage(method, url) { Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body)) };
        if (session is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session);
        if (token is not null) request.Headers.Add("X-Draft-Token", token);
        if (seen is not null) request.Headers.TryAddWithoutValidation("If-Match", $"{seen}");
        if (name is not null) request.Headers.Add("X-File-Name", name);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await product.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {url}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }
}
