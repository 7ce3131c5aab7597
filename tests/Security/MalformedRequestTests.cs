using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;
using Xunit;

namespace MotCua.Tests.Security;

/// <summary>Malformed bodies, routes and queries at every endpoint of the API: no answer of 5xx, refusals as problem+json in Vietnamese.</summary>
[Trait("Pace", "slow")]
public sealed class MalformedRequestTests(RealHouse house, ITestOutputHelper output) : IClassFixture<RealHouse>
{
    private static readonly string[] Fields = ["draftId", "itemId", "to", "procedure", "unit", "office", "reason", "opinion", "method", "receiver",
        "papers", "items",
        "username", "password", "child", "nextAssignee", "paperShown"];

    private static readonly string[] NastyValues =
        ["%00", "..%2F..%2Fx", "%FF%FE", "%F0%9F%98%80", "'%20or%201%3D1--", new string('a', 2000), "null", "%E2%80%AE"];

    [Fact]
    public async Task No_malformed_request_ends_in_an_accident_or_half_a_row()
    {
        var victim = await Victim.Settle(house);
        var endpoints = house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.Trim('/').StartsWith("api/", StringComparison.Ordinal)).ToList();
        Assert.True(endpoints.Count > 30, $"Only {endpoints.Count} endpoints were found.");
        var (calls, wrong) = (0, new List<string>());
        foreach (var username in new[] { null, "sarich", "diem" })
        {
            foreach (var endpoint in endpoints)
            {
                // A refused DELETE of the session would still sign out: each endpoint begins with a session of its own.
                var client = username is null ? house.Anonymous() : await house.SignedIn(username);
                var before = await Rows();
                var refused = true;
                foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(m => m != "HEAD"))
                {
                    foreach (var (what, request) in Requests(method, victim.Address(endpoint)!, endpoint))
                    {
                        house.Services.GetRequiredService<Throttle>().Clear();
                        using (request)
                        {
                            using var answer = await client.SendAsync(request);
                            calls++;
                            if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Redirect) { refused = false; continue; }
                            var text = await answer.Content.ReadAsStringAsync();
                            var cell = $"{username ?? "anonymous"} {method} {endpoint.RoutePattern.RawText} with {what} → {(int)answer.StatusCode}";
                            if ((int)answer.StatusCode >= 500) wrong.Add(cell);
                            // The server itself answers what is no HTTP, before the product is asked.
                            else if (text.Length > 0 && endpoint.RoutePattern.RawText != "/api/v1/token"
                                && (answer.Content.Headers.ContentType?.MediaType != "application/problem+json"
                                || !text.Any(s => s > 0x7F && char.IsLetter(s))))
                                wrong.Add($"{cell} {text[..Math.Min(120, text.Length)]}");
                        }
                    }
                }
                if (refused && await Rows() is var after && after != before)
                    wrong.Add($"{username ?? "anonymous"} {endpoint.RoutePattern.RawText}: all refused, but "
                        + $"{string.Join(", ", after.Split('\n').Except(before.Split('\n')))}");
            }
        }
        output.WriteLine($"Malformed requests: {endpoints.Count} endpoints of the API, {calls} requests, {wrong.Count} wrong answers.");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {calls}:\n{string.Join('\n', wrong.Take(60))}");
    }

    // That somebody was refused is written down, as it must be.
    private async Task<string> Rows() => await house.Scalar<string>("""
        select concat_ws(chr(10), 'draft ' || (select count(*) from filing.draft), 'dossier ' || (select count(*) from dossiers.dossier),
            'attachment ' || (select count(*) from dossiers.attachment),
            'draft file ' || (select count(*) from filing.draft_file), 'component ' || (select count(*) from dossiers.component),
            'hand_over ' || (select count(*) from dossiers.hand_over), 'clock ' || (select count(*) from dossiers.clock_entry),
            'supplement ' || (select count(*) from dossiers.supplement_request), 'item ' || (select count(*) from vault.item),
            'event ' || (select count(*) from platform.event where kind not like 'proof.%' and kind <> 'data.read/1'),
            'idempotency ' || (select count(*) from platform.idempotency))
        """);

    private static IEnumerable<(string What, HttpRequestMessage Request)> Requests(string method, string address, RouteEndpoint endpoint)
    {
        var path = address.Split('?')[0];
        foreach (var query in NastyValues.SelectMany(v =>
            new[] { $"q={v}", $"after={v}&before={v}&cursor={v}", $"last4={v}&limit={v}", $"paper={v}", $"group={v}&level={v}" })
            .Append("limit=-1").Append("limit=99999999999999999999").Append("q=").Append(""))
            if (method == "GET") yield return ($"query {Short(query)}", New(method, $"{path}?{query}"));
        var values = endpoint.RoutePattern.Parameters;
        if (values.Count > 0)
        {
            foreach (var value in NastyValues)
            {
                var bad = "/" + endpoint.RoutePattern.RawText!.Trim('/');
                foreach (var parameter in values) bad = bad[..bad.IndexOf("{" + parameter.Name, StringComparison.Ordinal)] + value
                    + bad[(bad.IndexOf('}', bad.IndexOf("{" + parameter.Name, StringComparison.Ordinal)) + 1)..];
                var request = New(method, bad);
                if (method is not ("GET" or "DELETE")) request.Content = Json("{}");
                yield return ($"route {Short(value)}", request);
            }
        }
        if (method == "GET") yield break;
        foreach (var (what, content) in Bodies())
        {
            var request = New(method, address);
            request.Content = content;
            yield return (what, request);
        }
    }

    private static IEnumerable<(string What, HttpContent Content)> Bodies()
    {
        foreach (var text in new[]
        {
            "", "{", "null", "[]", "\"x\"", "123", "{}", "{}{}", "{\"a\":1e999}", new string('[', 200) + new string(']', 200), "{\"draftId\":\"khong-phai\"}"
        })
            yield return ($"body {Short(text)}", Json(text));
        foreach (var value in new[] {
            "null", "1", "true", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "[null]", "[{}]", "[[]]", "{}", "{\"\\u0000\":\"\\u0000\"}",
            $"\"{new string('x', 10_000)}\"",
            "[{\"paperKey\":null,\"state\":\"\\u0000\"}]", "\"2026-02-30\"", "-1", "1e400" })
            yield return ($"every field {Short(value)}", Json("{" + string.Join(',', Fields.Select(f => $"\"{f}\":{value}")) + "}"));
        yield return ("invalid UTF-8", Bytes([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D], "application/json"));
        yield return ("text/plain", Bytes("{}"u8.ToArray(), "text/plain"));
        yield return ("xml", Bytes("<x/>"u8.ToArray(), "application/xml"));
        yield return ("form", Bytes("a=%00&b=%FF"u8.ToArray(), "application/x-www-form-urlencoded"));
        yield return ("multipart without boundary", Bytes("--x"u8.ToArray(), "multipart/form-data"));
        yield return ("multipart cut off", Bytes("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc"u8.ToArray(),
            "multipart/form-data; boundary=x"));
        yield return ("multipart without headers", Bytes("--x\r\n\r\n--x--\r\n"u8.ToArray(), "multipart/form-data; boundary=x"));
        yield return ("bytes", Bytes([0, 1, 2, 3], "application/octet-stream"));
    }

    private static HttpRequestMessage New(string method, string address)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return request;
    }

    private static ByteArrayContent Json(string text) => Bytes(Encoding.UTF8.GetBytes(text), "application/json");

    private static ByteArrayContent Bytes(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
