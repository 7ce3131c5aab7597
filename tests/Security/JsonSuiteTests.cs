using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using Xunit;

namespace MotCua.Tests.Security;

/// <summary>
/// Generated documents, right and wrong in every way JSON can be, over every door of the API that takes JSON: no 5xx, every refusal is problem+json.
/// </summary>
[Trait("Pace", "slow")]
public sealed class JsonSuiteTests(TellingHouse house, ITestOutputHelper output) : IClassFixture<TellingHouse>
{
    private static readonly string[] Fields = ["draftId", "itemId", "procedure", "unit", "office", "reason", "reasonCode", "papers", "items", "username",
        "password", "values", "entry", "term", "newDue", "to", "agencies"];

    [Fact]
    public async Task No_document_at_any_door_ends_in_an_accident()
    {
        var victim = await Victim.Settle(house);
        var doors = house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.Trim('/').StartsWith("api/", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(m => m is "POST" or "PUT" or "PATCH")
            .Select(m => (Method: m, Address: victim.Address(e)!))).ToList();
        Assert.True(doors.Count > 25, $"Only {doors.Count} doors were found.");
        var documents = Documents().ToList();
        var (calls, wrong) = (0, new List<string>());
        var (citizen, official) = (await house.SignedIn("benam"), await house.SignedIn("diem"));
        {
            foreach (var (method, address) in doors)
            {
                var (client, username) = address.Contains("/desk/", StringComparison.Ordinal) ? (official, "diem") : (citizen, "benam");
                // Each door its own quarter, so that all together meet every document many times.
                var turn = calls;
                foreach (var (what, bytes, right) in documents.Where((_, at) => (at + turn) % 4 == 0))
                {
                    house.Services.GetRequiredService<Throttle>().Clear();
                    using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = new ByteArrayContent(bytes) };
                    request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
                    request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
                    using var answer = await client.SendAsync(request);
                    calls++;
                    var status = (int)answer.StatusCode;
                    var cell = $"{username} {method} {address} with {what} → {status}";
                    if (status >= 500 || !right && status < 400) wrong.Add(cell);
                    else if (status >= 400 && answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
                        wrong.Add($"{cell} {answer.Content.Headers.ContentType}");
                }
            }
        }
        output.WriteLine($"JSON documents: {doors.Count} doors, {documents.Count} documents, {calls} requests, {wrong.Count} wrong answers.");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {calls}:\n{string.Join('\n', wrong.Take(40))}\n{house.Accidents}");
    }

    [Theory]
    [InlineData("""{"reason":"Nguy\u0000ễn"}""", "/reason")]
    [InlineData("""{"reason":"\ud800"}""", "/reason")]
    [InlineData("""{"a":{"b":["x",{"c":"\udfaa"}]}}""", "/a/b/1/c")]
    [InlineData("""{"a":[[1],[2,"\u0000"]]}""", "/a/1/1")]
    [InlineData("""{"\uDFAA":0}""", "/\\uDFAA")]
    [InlineData("""{"a":{"\u0000":0}}""", "/a/\\u0000")]
    [InlineData("""{"a/b":"\u0000"}""", "/a~1b")]
    [InlineData("""{"a":1e400}""", "/a")]
    [InlineData("""{"a":{"x":1},"b":[{"y":1,"y":2}]}""", "/b/0/y")]
    public void What_cannot_be_kept_is_named_by_its_place(string json, string field) =>
        Assert.Equal(field, Assert.Throws<Refused>(() => JsonGate.Gated(Encoding.UTF8.GetBytes(json))).Field);

    [Fact]
    public void Bytes_that_are_no_text_name_the_last_field() => Assert.Equal("/reason",
        Assert.Throws<Refused>(() => JsonGate.Gated([.. "{\"office\":\"x\",\"reason\":\"Nguy"u8, 0xFF, 0xFE, .. "\"}"u8])).Field);

    [Fact]
    public void Text_is_gated_and_a_password_is_not()
    {
        var read = JsonSerializer.Deserialize<JsonElement>(JsonGate.Gated(Encoding.UTF8.GetBytes(
            """{"name":"Ðất\u200b Mũi","password":"Ð \u200b","new":"Ð","n":[1.50,true,null,"‘x’"]}""")));
        Assert.Equal("Đất Mũi", read.GetProperty("name").GetString());
        Assert.Equal(("Ð \u200b", "Ð"), (read.GetProperty("password").GetString(), read.GetProperty("new").GetString()));
        Assert.Equal("""[1.50,true,null,"'x'"]""", read.GetProperty("n").GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal));
    }

    private static IEnumerable<(string What, byte[] Bytes, bool Right)> Documents()
    {
        // What the grammar forbids; a right one may still be refused by the act.
        foreach (var text in new[]
        {
            "{", "}", "[", "]", "{]", "[1,]", "[,1]", "[1 2]", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":}", "{\"a\":1 \"b\":2}", "{}{}", "{}x",
                "nul", "tru", "NaN", "Infinity", "-", "+1", "01", "1.", ".5", "1e", "0x1",
            "\"", "\"\\x\"", "\"\\u12\"", "\"\\uZZZZ\"", "\"a\nb\"", "\"\t\"", "//x\n{}", "/*x*/{}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\\ud800\"}",
                "{\"\\ud800\":1}", "{\"a\":\"\\u0000\"}", "{\"\\u0000\":1}",
            "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"a\":{\"b\":1,\"b\":1}}", "[{\"a\":1,\"a\":1}]", "{\"a\":1e999}", "{\"a\":-1e999}",
                "{\"a\":1e-999}", $"{{\"a\":{new string('9', 5_000)}}}", $"{{\"a\":0.{new string('1', 5_000)}}}",
            new string('[', 200) + new string(']', 200), new string('[', 100_000), string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), "{\"a\":\"\uFFFD\"}",
        }) yield return ($"wrong {text[..Math.Min(24, text.Length)]}", Encoding.UTF8.GetBytes(text), false);
        foreach (var bytes in new byte[][]
        {
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{\"a\":1}")], [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("{\"a\":1}")],
                Encoding.Unicode.GetBytes("{\"a\":1}"), Encoding.UTF32.GetBytes("{}"),
            [.. "{\"a\":\""u8, 0xFF, 0xFE, .. "\"}"u8], [.. "{\""u8, 0xC0, 0x80, .. "\":1}"u8], [.. "{\"a\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8],
                [.. "{\"a\":\""u8, 0xE1, 0xBB, .. "\"}"u8], [.. "{\"a\":\""u8, 0xF5, 0x80, 0x80, 0x80, .. "\"}"u8],
            [0xFF], [0xC3], [0x00], [.. "{}"u8, 0x00], [0xEF, 0xBB], [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. "{}"u8],
        }) yield return ($"bytes {Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)])}", bytes, false);
        var whole = "{" + string.Join(',', Fields.Select(field => $"\"{field}\":\"Nguyễn Thị Bé\"")) + "}";
        // Cut off inside the document it is wrong wherever the cut falls.
        var random = new Random(829);
        for (var i = 0; i < 12; i++) yield return ("cut", Encoding.UTF8.GetBytes(whole)[..random.Next(1, whole.Length)], false);
        foreach (var value in new[]
        {
            "null", "true", "0", "-0", "-1", "1.5", "1E2", "99999999999999999999", "0.00000000000000000001", "\"\"", "\" \"", "\"\\u200b\"",
                "\"\\ud83d\\ude00\"", "\"\\/\\b\\f\\n\\r\\t\"", "\"\u2028\"", "[]", "[null]", "[[]]", "[{}]", "{}",
            "{\"a\":null}", "[\"x\"]", $"\"{new string('x', 20_000)}\"", $"\"{string.Concat(Enumerable.Repeat("\\u1ec5", 4_000))}\"", "\"2026-02-30\"",
                $"\"{Guid.Empty}\"", new string('[', 40) + new string(']', 40),
        }) yield return ($"every field {value[..Math.Min(20, value.Length)]}",
            Encoding.UTF8.GetBytes("{" + string.Join(',', Fields.Select(field => $"\"{field}\":{value}")) + "}"), true);
        foreach (var text in new[] { "", " ", "null", "true", "1", "\"x\"", "[]", "{}", " \r\n\t{} ", "{\"\":1}", "{\"a.b\":1,\"a/b\":2}" })
            yield return ($"right {text}", Encoding.UTF8.GetBytes(text), true);
        yield return ("BOM", [0xEF, 0xBB, 0xBF, .. "{}"u8], true);
    }
}
