using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Read;
using MotCua.Platform.Security;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Dossiers.Scan;
using MotCua.Tests.Filing.WalkIn;
using MotCua.Tests.Papers;
using MotCua.Tests.Papers.Signatures;
using MotCua.Tests.TestKit;
using MotCua.Vault.Contracts;
using Xunit;

namespace MotCua.Tests.Security;

/// <summary>
/// Whatever address shows an official something of a citizen, the citizen reads of it under "Ai đã xem dữ liệu của tôi", with office and purpose. The
/// addresses are not listed: they are the routes of the house, the boxes of its lists with every word by which somebody is looked for, the handlers of
/// its pages, and each link and picture on a page that was shown. A new page that shows without telling is named here.
/// </summary>
[Trait("Pace", "slow")]
public sealed class EveryReadingTests(SigningHouse house, ITestOutputHelper output) : IClassFixture<SigningHouse>
{
    /// <summary>The counter, the specialist, the leader, the registrar; the agency that was asked; who runs the house, who keeps the procedures.</summary>
    private static readonly string[] Officials = ["diem", "khoi", "tam", "ut", "luan", "nam", "ha"];

    private static readonly string[] Words = ["nguyen thi be nam", Victim.Number, "0900999001"];

    private static readonly string[] Texts = ["json", "javascript", "plain", "csv", "css", "calendar", "xml"];

    private static readonly string[] Desk = ["/noi-bo", "/api/v1/desk", "/ho-so-cua-toi"];

    /// <summary>What shows a mark of the citizen, or a picture, and is no reading of theirs.</summary>
    private static readonly (string Begins, string Why)[] NoReading =
    [
        ("/thu-nghiem", "pages of testers, which production does not have"), ("/api/test", "the same"),
        ("/quan-tri/nhat-ky", "names who acted, as the law on the log wants; what was declared does not stand there"),
        ("/quan-tri/mau-giay-to", "a template filled with people who were invented"),
    ];

    private readonly List<string> untold = [], unworded = [];
    private readonly HashSet<string> templates = [];
    private readonly HashSet<(string, RouteEndpoint)> closed = [];
    private Victim victim = null!;
    private HttpClient owner = null!;
    private int asked, shown;

    [Fact]
    public async Task Whatever_shows_a_citizen_to_an_official_is_told_to_the_citizen_in_words()
    {
        house.Clock.Set(House.Morning);
        owner = await house.SignedIn("benam");
        var (counter, specialist, leader) = (await house.SignedIn("diem"), await house.SignedIn("khoi"), await house.SignedIn("tam"));
        // One waits at the counter online, one person stands there, one dossier is worked on while another agency is asked.
        await Applicant.Submitted(owner);
        await KeptPaper.Wanted(house);
        var (key, item) = (Guid.NewGuid(), await KeptPaper.Put(house));
        var form = WalkInTests.Birth("xem:giay-chung-sinh");
        (form["key"], form["present"]) = ($"{key}", "yes");
        Assert.Equal(HttpStatusCode.OK, (await House.Post(counter, "/noi-bo/tiep-nhan/truc-tiep/ks01", form)).StatusCode);
        victim = await Victim.Settle(house);
        var code = victim.Code;
        await ScanTests.Upload(counter, $"/noi-bo/so-hoa/{code}", await ScanTests.ThreePages(), "lo-quet.pdf");
        await house.Drain();
        string[] standing = [$"/noi-bo/tiep-nhan/kho/{key}/{item}", $"/noi-bo/tiep-nhan/kho/{key}/{item}/trang/1",
            $"/noi-bo/tiep-nhan/kho/{key}/{item}/xem/1"];
        await Walk("worked on", standing);

        await Applicant.Send(await house.SignedIn("luan"), HttpMethod.Post, $"/api/v1/desk/consultations/{victim.Consultation}/answer",
            new { stance = "agree" }).Ok();
        await Received.Act(specialist, code, "draft").Ok();
        await Received.Act(specialist, code, "pass-on", new { opinion = "Đủ điều kiện" }).Ok();
        await house.Drain();
        await Walk("to be signed");

        await Received.Act(leader, code, "sign").Ok();
        await Received.Act(await house.SignedIn("ut"), code, "register").Ok();
        await house.Drain();
        await Walk("to be returned");

        await Received.Act(counter, code, "return", new { method = "counter", receiver = "Nguyễn Thị Bé Năm", paperShown = "CCCD" }).Ok();
        await house.Drain();
        await Walk("returned");

        output.WriteLine($"Every reading: {templates.Count} routes, {asked} addresses asked, {shown} showed something, {untold.Count} untold.");
        Assert.True(untold.Count + unworded.Count == 0, string.Join('\n', untold.Concat(unworded).Distinct()));
        Assert.True(shown > 400, $"Only {shown} addresses showed anything.");
        // Only who was refused has given no purpose.
        var rows = (await House.Read(await owner.GetAsync("/kho-giay-to/nhat-ky"))).QuerySelectorAll("main tbody tr").Select(row => row.TextContent).ToList();
        Assert.NotEmpty(rows);
        Assert.DoesNotContain(rows, row => row.Contains("Không nêu", StringComparison.Ordinal) && !row.Contains("bị từ chối", StringComparison.Ordinal));
    }

    private async Task Walk(string stage, params string[] more)
    {
        var endpoints = house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(one => AccessMatrixTests.Methods(one).Contains("GET")).DistinctBy(one => (one.RoutePattern.RawText, one.DisplayName)).ToList();
        var first = templates.Count == 0;
        foreach (var who in first ? Officials : Officials[..5])
        {
            var client = await house.SignedIn(who);
            var name = await house.Scalar<string>("select display_name from people.account where username = $1", who);
            var (seen, links) = (new HashSet<string>(), new Queue<string>(more));
            async Task<bool> Try(string target)
            {
                if (!seen.Add(target) || NoReading.Any(one => target.StartsWith(one.Begins, StringComparison.Ordinal))) return false;
                var (status, found) = await Look(client, name, $"{who}, {stage}", target);
                foreach (var link in found) links.Enqueue(link);
                return status != HttpStatusCode.Forbidden;
            }
            foreach (var endpoint in endpoints.Where(one => !closed.Contains((who, one))))
            {
                var template = "/" + endpoint.RoutePattern.RawText!.Trim('/');
                // What is open to everybody is the same for everybody at every stage.
                if ((!first || who != "khoi" && !template.StartsWith("/quan-tri", StringComparison.Ordinal))
                    && !Desk.Any(begins => template.StartsWith(begins, StringComparison.Ordinal))) continue;
                templates.Add(template);
                var address = victim.Address(endpoint)!;
                if (!await Try(address)) closed.Add((who, endpoint));
                foreach (var handler in GetHandlers(endpoint)) await Try(AccessMatrixTests.WithHandler(address, handler));
                if (endpoint.RoutePattern.Parameters.Count > 0 || closed.Contains((who, endpoint))) continue;
                await Try(template);
                foreach (var box in Boxes(endpoint))
                    foreach (var word in Words.Append(victim.Code).Append(victim.ShortCode))
                        await Try($"{template}?{Uri.EscapeDataString(box)}={Uri.EscapeDataString(word)}");
            }
            while (links.TryDequeue(out var link)) await Try(link);
        }
    }

    /// <summary>Asks, and holds what is shown against what the owner reads.</summary>
    /// <returns>Where its links and pictures lead.</returns>
    private async Task<(HttpStatusCode Status, IReadOnlyList<string> Links)> Look(HttpClient client, string name, string who, string target)
    {
        house.Services.GetRequiredService<Throttle>().Clear();
        house.Services.GetRequiredService<RecentReadings>().Forget();
        // Their ids are in the order of time.
        var before = await house.Scalar<string>(
            "select coalesce(max(id::text), '') from (select id from vault.access_record union all select id from vault.reading) told");
        using var answer = await client.GetAsync(target);
        asked++;
        if (answer.StatusCode != HttpStatusCode.OK || IsAsset(target)) return (answer.StatusCode, []);
        var (type, bytes) = (answer.Content.Headers.ContentType?.MediaType ?? "", await answer.Content.ReadAsByteArrayAsync());
        var (page, links) = (type == "text/html" ? Encoding.UTF8.GetString(bytes) : "", Array.Empty<string>() as IReadOnlyList<string>);
        if (page.Length > 0) links = Links(page, target);
        var isText = page.Length > 0 || Texts.Any(kind => type.EndsWith(kind, StringComparison.Ordinal));
        if (isText && !Says(Plain(type, bytes), target)) return (answer.StatusCode, links);
        var since = (await Told()).TakeWhile(row => string.CompareOrdinal($"{row.Id}", before) > 0);
        List<VaultAccess> told = [.. since.Where(row => row.ActorName == name && row.Outcome == "allowed"
            && (row.DossierCode is not null || row.ItemId is not null || row.Act is "searched" or "looked-up"))];
        // A list in which nobody stands is a file too.
        if (!isText && told.Count == 0 && Read(type, bytes) is { } read && !Says(read, target)) return (answer.StatusCode, links);
        shown++;
        if (told.Count == 0) untold.Add($"{who}: {target}");
        foreach (var row in told.Where(row => string.IsNullOrWhiteSpace(row.Unit) || string.IsNullOrWhiteSpace(row.Purpose)))
            unworded.Add($"{who}: {target} is told as {row.Act} without {(string.IsNullOrWhiteSpace(row.Unit) ? "office" : "purpose")}");
        return (answer.StatusCode, links);
    }

    private static string Plain(string type, byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return type.EndsWith("json", StringComparison.Ordinal) && text.Length > 0
            ? JsonNode.Parse(text)?.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? ""
            : WebUtility.HtmlDecode(text);
    }

    /// <summary>What a person reads in a file; null where only eyes can: of a picture.</summary>
    private static string? Read(string type, byte[] bytes)
    {
        if (type == "application/pdf")
        {
            using var scratch = new Scratch();
            var words = Tool.Run("pdftotext", "-layout", scratch.Put("read.pdf", bytes), "-").Output
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return words.Length == 0 ? null : string.Join(' ', words);
        }
        if (!type.Contains("officedocument", StringComparison.Ordinal)) return null;
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return string.Concat(zip.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return WebUtility.HtmlDecode(reader.ReadToEnd());
        }));
    }

    private async Task<IReadOnlyList<VaultAccess>> Told() =>
        [.. (await owner.GetFromJsonAsync<Accesses>("/api/v1/vault/accesses?limit=200", JsonSerializerOptions.Web))!.Items];

    /// <summary>Something that nobody else may read, but for what the address itself says.</summary>
    private bool Says(string text, string target) =>
        victim.Personal.Any(mark => text.Contains(mark, StringComparison.Ordinal) && !Uri.UnescapeDataString(target).Contains(mark, StringComparison.Ordinal));

    private static bool IsAsset(string target) => target.StartsWith("/assets/", StringComparison.Ordinal) || target is "/favicon.ico";

    private static IReadOnlyList<string> Links(string html, string target)
    {
        // A list has as many addresses as there are ways to sort it: one step from where one comes in.
        if (target.Contains('?', StringComparison.Ordinal)) return [];
        var (here, page) = (new Uri(new Uri("http://house"), target), new HtmlParser().ParseDocument(html));
        return [.. page.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!)
            .Concat(page.QuerySelectorAll("img[src]").Select(image => image.GetAttribute("src")!))
            .Select(found => Uri.TryCreate(here, found, out var whole) && whole.Host == "house" ? whole.PathAndQuery : "")
            .Where(found => Desk.Append("/quan-tri").Any(begins => found.StartsWith(begins, StringComparison.Ordinal))).Distinct()];
    }

    private static IEnumerable<string> GetHandlers(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>()?.HandlerMethods ?? []).Where(one => one is { HttpMethod: "Get", Name: not null })
        .Select(one => one.Name!);

    /// <summary>Whatever takes words: of a page its bound fields and the parameters of its handlers, of the API its parameters.</summary>
    private static IEnumerable<string> Boxes(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>() is { } page)
            return page.BoundProperties.Where(one => one.ParameterType == typeof(string)).Select(one => one.BindingInfo?.BinderModelName ?? one.Name)
                .Concat(page.HandlerMethods.Where(one => one.HttpMethod == "Get").SelectMany(one => one.Parameters)
                    .Where(one => one.ParameterType == typeof(string)).Select(one => one.BindingInfo?.BinderModelName ?? one.Name)).Distinct();
        return (endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? []).SelectMany(one => one.ParameterType == typeof(string) ? [one.Name!]
            : one.IsDefined(typeof(AsParametersAttribute)) ? one.ParameterType.GetProperties().Where(value => value.PropertyType == typeof(string))
                .Select(value => value.Name) : []).Distinct();
    }

    private sealed record Accesses(IReadOnlyList<VaultAccess> Items, Guid? Next);
}
