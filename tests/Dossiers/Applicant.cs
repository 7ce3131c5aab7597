using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers;

/// <summary>What an applicant's program sends: a birth registration (KS01) with its one required paper.</summary>
internal static class Applicant
{
    public const string Commune = "32248";

    /// <summary>Filed for them by Ngân, with their word.</summary>
    public static JsonObject Entrusted()
    {
        var answers = Answers();
        answers["filedBy"] = "authorised";
        answers["representative"] = JsonNode.Parse("""
            { "name": "Lâm Kim Ngân", "personalId": "096196999004", "phone": "0900999004", "paper": "Giấy ủy quyền số 12" }
            """);
        return answers;
    }

    public static JsonObject Answers() => JsonNode.Parse("""
        {
          "applicant": { "name": "Nguyễn Thị Bé Năm", "personalId": "096159999001", "born": "1959", "phone": "0900999001", "relation": "grandparent",
            "address": { "province": "96", "commune": "32248", "detail": "Ấp Rạch Tàu" } },
          "child": { "name": "Nguyễn Gia Hân", "born": "2026-04-20", "sex": "female", "ethnicity": "Kinh", "nationality": "Việt Nam",
            "birthplace": "Trạm y tế xã Đất Mũi", "homeTown": "Xã Đất Mũi, tỉnh Cà Mau" },
          "mother": { "name": "Nguyễn Thị Lành", "born": "1996", "ethnicity": "Kinh", "address": { "province": "96", "commune": "32248",
              "detail": "Ấp Rạch Tàu" } },
          "parents": { "status": "unmarried" },
          "returnMethod": "counter"
        }
        """)!.AsObject();

    public static async Task<HttpResponseMessage> Send(HttpClient client, HttpMethod method, string url, object? body = null, string? token = null,
        string? key = null)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) };
        if (token is not null) request.Headers.Add("X-Draft-Token", token);
        if (method == HttpMethod.Post) request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> Ok(this Task<HttpResponseMessage> sending)
    {
        var answer = await sending;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>A filled draft with its paper, ready to submit.</summary>
    public static async Task<(Guid Id, string Token)> Draft(HttpClient client, JsonObject? answers = null, bool paper = true, object? foreign = null,
        string procedure = "ks01")
    {
        var made = await Send(client, HttpMethod.Post, "/api/v1/drafts", new { procedure, unit = Commune, foreign }).Ok();
        var (id, token) = (made.GetProperty("draftId").GetGuid(), made.GetProperty("token").GetString()!);
        await Send(client, HttpMethod.Put, $"/api/v1/drafts/{id}/answers", answers ?? Answers(), token).Ok();
        if (paper) await Upload(client, id, token, Png(), "giay-chung-sinh.png").Ok();
        return (id, token);
    }

    public static async Task<HttpResponseMessage> Upload(HttpClient client, Guid draft, string token, byte[] bytes, string name,
        string paper = "giay-chung-sinh",
        string? key = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/drafts/{draft}/files?paper={paper}") { Content = content };
        request.Headers.Add("X-Draft-Token", token);
        request.Headers.Add("X-File-Name", Uri.EscapeDataString(name));
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> Submitted(HttpClient client)
    {
        var (id, token) = await Draft(client);
        return await Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok();
    }

    /// <summary>
    /// One is filed, the others are rows in its likeness: a list is about how many stand in it, not about how each of them came.
    /// </summary>
    public static async Task Many(House house, int count)
    {
        var code = (await Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await house.Execute($$"""
            create temp table likeness as select gen_random_uuid() as id, d.id as first, n from dossiers.dossier d, generate_series(2, {{count}}) n
                where d.code = '{{code}}';
            insert into dossiers.dossier select (jsonb_populate_record(d, jsonb_build_object('id', o.id, 'draft_id', null, 'tracking_token', md5(o.id::text),
                'code', d.code || '-' || o.n, 'short_code', upper(left(md5(o.id::text), 8))))).* from likeness o join dossiers.dossier d on d.id = o.first;
            insert into dossiers.component select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'dossier_id', o.id))).*
                from likeness o join dossiers.component c on c.dossier_id = o.first;
            drop table likeness
            """);
    }

    /// <summary>Keys of all papers of a dossier.</summary>
    public static Task<string[]> Papers(House house, string code) =>
        house.Scalar<string[]>("select array_agg(paper_key) from dossiers.component c join dossiers.dossier d on d.id = c.dossier_id where d.code = $1", code);

    public static async Task Refused(HttpStatusCode status, string words, Task<HttpResponseMessage> sending)
    {
        var answer = await sending;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {text}");
        Assert.Contains(words, WebUtility.HtmlDecode(text));
    }

    /// <summary>A grey square that a reader can open.</summary>
    public static byte[] Png(int side = 300)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        (header[8], header[9]) = (8, 0);
        Chunk(file, "IHDR", header);
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var line = new byte[side + 1];
            for (var y = 0; y < side; y++)
            {
                Array.Fill(line, (byte)(y % 251), 1, side);
                zip.Write(line);
            }
        }
        Chunk(file, "IDAT", packed.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(Stream file, string type, byte[] content)
    {
        var bytes = Encoding.ASCII.GetBytes(type).Concat(content).ToArray();
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(bytes);
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (crc & 1) != 0 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
        }
        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }
}
