using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Security;

/// <summary>Beneath /api/v1 whatever does not exist is said in one way: the right status, problem+json, Vietnamese; never a page.</summary>
public sealed class UnknownRouteTests(House house) : IClassFixture<House>
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

    private static readonly string[] Parts = ["v1", "V1", "v2", "dossiers", "desk", "khong-co", "hồ sơ", "%2e%2e", "a%2Fb", "..;", "%F0%9F%98%80", "x.json",
        "index.html", "null", "0", "_", "~", "tài-khoản", "%20", "'--"];

    [Fact]
    public async Task An_address_that_does_not_exist_is_a_404_in_words()
    {
        var (client, dice, known) = (house.Anonymous(), new Random(11), Endpoints());
        var told = 0;
        for (var i = 0; i < 400; i++)
        {
            // Made of pieces, or a true address with something behind it.
            var path = i % 2 == 0 ? "/api/v1/" + string.Join('/', Enumerable.Range(0, dice.Next(1, 5)).Select(_ => Parts[dice.Next(Parts.Length)]))
                : Filled(known[dice.Next(known.Count)]) + "/" + Parts[dice.Next(Parts.Length)] + "/zz" + i;
            var method = Methods[dice.Next(Methods.Length)];
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (i % 3 == 0 && method is "POST" or "PUT" or "PATCH")
                request.Content = new StringContent(i % 2 == 0 ? "{\"a\":1,\"a\":2" : "{}", Encoding.UTF8, "application/json");
            using var answer = await client.SendAsync(request);
            // Some pieces make an address that exists for another method, or one that the server itself refuses.
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.BadRequest
                or HttpStatusCode.Unauthorized,
                $"{method} {path} → {(int)answer.StatusCode}");
            if (answer.StatusCode == HttpStatusCode.NotFound) told++;
            if (method != "HEAD") await IsProblem(answer, $"{method} {path}");
        }
        Assert.True(told > 300, $"Only {told} of 400 generated addresses were unknown.");
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_take_is_a_405_that_names_those_it_takes()
    {
        var client = house.Anonymous();
        foreach (var at in Endpoints().GroupBy(Filled))
        {
            var taken = at.SelectMany(Verbs).ToHashSet(StringComparer.Ordinal);
            // Another template may take the same address: /dossiers/{code} beside /dossiers/mine.
            foreach (var method in Methods.Where(method => method is not "HEAD" && !taken.Contains(method)))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), at.Key);
                using var answer = await client.SendAsync(request);
                if (answer.StatusCode == HttpStatusCode.NotFound || answer.StatusCode == HttpStatusCode.Unauthorized) continue;
                Assert.True(answer.StatusCode == HttpStatusCode.MethodNotAllowed, $"{method} {at.Key} → {(int)answer.StatusCode}");
                Assert.True(taken.IsSubsetOf(answer.Content.Headers.Allow), $"{method} {at.Key} allows {string.Join(' ', answer.Content.Headers.Allow)}");
                await IsProblem(answer, $"{method} {at.Key}");
            }
        }
        using var wrong = await client.PatchAsync("/api/v1/session", null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
        Assert.Contains("chỉ nhận", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("image/png")]
    public async Task Content_of_another_kind_is_a_415(string kind)
    {
        var content = new ByteArrayContent("a=1"u8.ToArray());
        content.Headers.ContentType = new(kind);
        using var answer = await house.Anonymous().PostAsync("/api/v1/session", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Contains("Content-Type", await IsProblem(answer, kind), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_the_api_a_person_reads_a_page() =>
        Assert.Equal("text/html", (await house.Anonymous().GetAsync("/khong-co-trang-nay")).Content.Headers.ContentType?.MediaType);

    private List<RouteEndpoint> Endpoints() => [.. house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1/", StringComparison.Ordinal))];

    private static string Filled(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        foreach (var parameter in endpoint.RoutePattern.Parameters)
        {
            var (start, kinds) = (path.IndexOf("{" + parameter.Name, StringComparison.Ordinal), parameter.ParameterPolicies.Select(p => p.Content));
            path = path[..start] + (kinds.Contains("guid") ? Guid.Empty.ToString() : kinds.Contains("int") ? "1" : "khong-co")
                + path[(path.IndexOf('}', start) + 1)..];
        }
        return path;
    }

    private static IReadOnlyList<string> Verbs(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods;

    private static async Task<string> IsProblem(HttpResponseMessage answer, string what)
    {
        Assert.True(answer.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{what} → {answer.Content.Headers.ContentType}");
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        var title = problem.GetProperty("title").GetString()!;
        Assert.True(title.Any(sign => sign > 0x7F && char.IsLetter(sign)), $"{what} → {title}");
        return title;
    }
}
