using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Security;

/// <summary>The house as it runs for real: the testers' pages, which show everything, are not there.</summary>
public sealed class RealHouse : House
{
    protected override bool Demo => false;
}

/// <summary>
/// Every endpoint × everybody, with a citizen's dossier, draft, files and vault paper in the address. Whose they are not
/// sees none of it and changes none of it.
/// </summary>
[Trait("Pace", "slow")]
public sealed class AccessMatrixTests(RealHouse house, ITestOutputHelper output) : IClassFixture<RealHouse>
{
    // Another citizen, a company, the same roles of another commune and of the province, an official without a position,
    // who runs the system, who keeps the procedures.
    private static readonly string?[] Strangers =
        [null, "sarich", "ngan", "dat", "hanh", "phuc", "loan", "tuyen", "yen", "linh", "nam", "ha"];

    private static readonly string[] Competent = ["diem", "khoi", "tam", "ut"];

    /// <summary>One's own session and own account: they change nothing of anybody else, and would sign the caller out.</summary>
    private static readonly string[] OwnSession = ["/dang-xuat", "/api/v1/session", "/api/v1/session/delegation", "/api/v1/me/password", "/tai-khoan/mat-khau"];

    [Fact]
    public async Task Nobody_sees_or_changes_what_is_not_theirs()
    {
        var victim = await Victim.Settle(house);
        var endpoints = Endpoints();
        Assert.True(endpoints.Count > 60, $"Only {endpoints.Count} endpoints were found.");
        Assert.Empty(endpoints.Where(e => victim.Address(e) is null).Select(e => $"The matrix does not know how to fill {e.RoutePattern.RawText}"));
        var (cells, leaks, accidents) = (0, new List<string>(), new List<string>());
        var before = await victim.State();
        foreach (var username in Strangers)
        {
            var client = username is null ? house.Anonymous() : await house.SignedIn(username);
            var form = await FormToken(client);
            foreach (var endpoint in endpoints)
            {
                var (template, address) = ("/" + endpoint.RoutePattern.RawText!.Trim('/'), victim.Address(endpoint)!);
                foreach (var method in Methods(endpoint))
                {
                    if (method != "GET" && OwnSession.Contains(template)) continue;
                    foreach (var target in Handlers(endpoint, method).Select(handler => WithHandler(address, handler)))
                    {
                        house.Services.GetRequiredService<Throttle>().Clear();
                        using var request = Request(method, target, endpoint, victim, form);
                        using var answer = await client.SendAsync(request);
                        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
                        cells++;
                        var cell = $"{username ?? "anonymous"} {method} {target} → {(int)answer.StatusCode}";
                        if ((int)answer.StatusCode >= 500) accidents.Add(cell);
                        foreach (var mark in Marks(victim, template, target).Where(mark => text.Contains(mark, StringComparison.Ordinal)))
                            leaks.Add($"{cell} shows {mark}");
                        if (endpoint.RoutePattern.Parameters.Count > 0 && !Victim.IsPublic(template) && answer.IsSuccessStatusCode)
                            leaks.Add($"{cell} for a stranger");
                        if (endpoint.RoutePattern.Parameters.Count > 0 && !Victim.IsPublic(template) && answer.StatusCode == HttpStatusCode.Redirect
                            && answer.Headers.Location?.OriginalString.StartsWith("/dang-nhap",
                            StringComparison.Ordinal) != true) leaks.Add($"{cell} leads a stranger to {answer.Headers.Location}");
                        if (method != "GET" && await victim.State() is var now && now != before)
                        {
                            leaks.Add($"{cell} changed {string.Join(", ", now.Split('\n').Except(before.Split('\n')))}");
                            before = now;
                        }
                    }
                }
            }
        }
        output.WriteLine($"Access matrix: {endpoints.Count} endpoints, {Strangers.Length} strangers, {cells} requests, {leaks.Count} leaks, {accidents.Count} "
            + $"answers of 5xx.");
        Assert.True(leaks.Count + accidents.Count == 0, string.Join('\n', leaks.Take(40).Concat(accidents.Take(40))));
    }

    [Fact]
    public async Task The_owner_and_the_competent_unit_see_theirs()
    {
        var victim = await Victim.Settle(house);
        var owner = await house.SignedIn("benam");
        foreach (var url in new[]
        {
            $"/ho-so-cua-toi/{victim.Code}", $"/api/v1/dossiers/{victim.Code}", $"/ho-so-cua-toi/{victim.Code}/tep/{victim.DossierFile}",
                $"/kho-giay-to/{victim.VaultItem}",
            $"/api/v1/drafts/{victim.DraftId}", $"/api/v1/drafts/{victim.DraftId}/answers", $"/nop/tep/{victim.DraftFile}", $"/nop/tep/{victim.DraftFile}/anh",
        }) Assert.True((await owner.GetAsync(url)).IsSuccessStatusCode, $"The owner asked for {url}");
        foreach (var username in Competent)
        {
            var official = await house.SignedIn(username);
            foreach (var url in new[] { $"/noi-bo/ho-so/{victim.Code}", $"/api/v1/desk/dossiers/{victim.Code}" })
                Assert.Contains("Nguyễn Thị Bé Năm", WebUtility.HtmlDecode(await official.GetStringAsync(url)), StringComparison.Ordinal);
            Assert.True((await official.GetAsync($"/noi-bo/ho-so/{victim.Code}/tep/{victim.DossierFile}")).IsSuccessStatusCode);
            Assert.True((await official.GetAsync($"/noi-bo/ho-so/{victim.Code}/kho/{victim.VaultItem}")).IsSuccessStatusCode);
        }
        var endpoints = Endpoints();
        foreach (var username in Competent.Append("benam"))
        {
            var client = await house.SignedIn(username);
            foreach (var endpoint in endpoints.Where(e => Methods(e).Contains("GET")))
            {
                house.Services.GetRequiredService<Throttle>().Clear();
                var answer = await client.GetAsync(victim.Address(endpoint)!);
                Assert.True((int)answer.StatusCode < 500, $"{username} GET {victim.Address(endpoint)} → {(int)answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task A_file_does_not_open_through_the_dossier_of_somebody_else()
    {
        var victim = await Victim.Settle(house);
        var other = await house.SignedIn("sarich");
        var answers = Applicant.Answers();
        foreach (var (key, value) in new[] { ("name", "Danh Sà Rích"), ("personalId", "096084999002"), ("phone", "0900999002") })
            answers["applicant"]![key] = value;
        answers["applicant"]!["address"]!["detail"] = "Ấp Mũi";
        answers["child"]!["name"] = "Danh Gia Phúc";
        answers["mother"]!["name"] = "Thạch Thị Sa";
        answers["mother"]!["address"]!["detail"] = "Ấp Mũi";
        var (draft, token) = await Applicant.Draft(other, answers);
        var own = (await Applicant.Send(other, HttpMethod.Post, "/api/v1/dossiers", new { draftId = draft }, token).Ok()).GetProperty("code").GetString();
        foreach (var url in new[] { $"/ho-so-cua-toi/{own}/tep/{victim.DossierFile}", $"/ho-so-cua-toi/{own}/tep/{victim.DraftFile}" })
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(url)).StatusCode);
        // The officials' way is shut to citizens altogether.
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync($"/noi-bo/ho-so/{own}/tep/{victim.DossierFile}")).StatusCode);
    }

    private List<RouteEndpoint> Endpoints() => [.. house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .DistinctBy(e => (e.RoutePattern.RawText?.Trim('/'), string.Join(' ', Methods(e)), e.DisplayName))];

    private static IEnumerable<string> Marks(Victim victim, string template, string target)
    {
        // The log's own page names who acted; what was declared does not stand there.
        foreach (var mark in victim.Personal.Where(mark => template != "/quan-tri/nhat-ky" || !mark.StartsWith("Nguyễn Thị Bé", StringComparison.Ordinal)))
            yield return mark;
        if (Victim.IsPublic(template) || template == "/quan-tri/nhat-ky") yield break;
        if (!target.Contains(victim.Code, StringComparison.Ordinal)) yield return victim.Code;
        if (!target.Contains(victim.TrackingToken, StringComparison.Ordinal)) yield return victim.TrackingToken;
        yield return victim.ShortCode;
    }

    internal static IReadOnlyList<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Where(m => m != "HEAD").ToList() is { Count: > 0 } named ? named : ["GET", "POST"];

    /// <summary>Null and the names of the page's post handlers.</summary>
    internal static IEnumerable<string?> Handlers(RouteEndpoint endpoint, string method)
    {
        yield return null;
        if (method != "POST" || endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.CompiledPageActionDescriptor>() is not { } page) yield break;
        foreach (var handler in page.HandlerMethods.Where(h => h.HttpMethod == "Post" && h.Name is not null)) yield return handler.Name;
    }

    internal static string WithHandler(string address, string? handler) =>
        handler is null ? address : $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={handler}";

    internal static HttpRequestMessage Request(string method, string target, RouteEndpoint endpoint, Victim victim, string? form)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (method is "GET" or "DELETE") return request;
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var isApi = target.StartsWith("/api/", StringComparison.Ordinal);
        if (isApi && !target.EndsWith("/supplement", StringComparison.Ordinal)) request.Content = JsonContent.Create(new
        {
            draftId = victim.DraftId, itemId = victim.VaultItem, to = Guid.NewGuid(), procedure = "ks01", unit = "32248",
                reason = "Một lý do đủ dài để được nhận",
            opinion = "Đồng ý", method = "counter", receiver = "Người lạ", paperShown = "CCCD", papers = Array.Empty<object>(), items = Array.Empty<object>(),
            username = "khong-co", password = "khong-co", child = new { name = "Người lạ" },
        });
        else request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = form ?? "", ["reason"] = "Một lý do đủ dài để được nhận", ["opinion"] = "Đồng ý",
                ["to"] = Guid.NewGuid().ToString(),
            ["ly-do"] = "Rút", ["viec"] = "gui", ["tep"] = victim.DraftFile.ToString(), ["grant"] = victim.Grant.ToString(), ["id"] = victim.Grant.ToString(),
            ["method"] = "counter", ["receiver"] = "Người lạ", ["cam-doan"] = "true", ["draft"] = victim.DraftId.ToString(),
                ["nhap"] = victim.DraftId.ToString(), ["last4"] = "0000",
        });
        return request;
    }

    internal static async Task<string?> FormToken(HttpClient client)
    {
        foreach (var page in new[] { "/", "/tai-khoan", "/dang-nhap", "/nop/ks01/tre", "/tra-cuu", "/kiem-tra" })
        {
            var answer = await client.GetAsync(page);
            if (answer.IsSuccessStatusCode && (await House.Read(answer))
                .QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]") is { } field) return field.Value;
        }
        return null;
    }
}
