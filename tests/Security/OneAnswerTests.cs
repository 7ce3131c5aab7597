using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Security;

/// <summary>
/// "Not there" and "not yours" are one answer on every route: the same status, the same length, the same statements to the database in
/// the same order. Time is not measured; what would take time is counted.
/// </summary>
[Trait("Pace", "slow")]
public sealed class OneAnswerTests(RealHouse house, ITestOutputHelper output) : IClassFixture<RealHouse>
{
    // Nobody, another citizen, a receiving officer of another commune.
    private static readonly string?[] Strangers = [null, "sarich", "hanh"];

    /// <summary>
    /// The key of a draft or of a receipt is a secret of 128 bits: who has the right one is no stranger. And whether there is a dossier of a
    /// code is told to anybody who looks it up.
    /// </summary>
    private static readonly string[] NoSecret = ["/tra-cuu/{token}/ket-qua.pdf", "/bo-sung/{code}/trang/{item:int}"];

    [Fact]
    public async Task What_is_not_there_and_what_is_not_yours_cannot_be_told_apart()
    {
        var victim = await Victim.Settle(house);
        using var statements = new Statements(house);
        var (told, pairs) = (new List<string>(), 0);
        foreach (var username in Strangers)
        {
            var client = username is null ? house.Anonymous() : await house.SignedIn(username);
            var form = await AccessMatrixTests.FormToken(client);
            foreach (var endpoint in house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
            {
                var template = "/" + endpoint.RoutePattern.RawText!.Trim('/');
                if (endpoint.RoutePattern.Parameters.Count == 0 || Victim.IsPublic(template) || NoSecret.Contains(template)) continue;
                foreach (var method in AccessMatrixTests.Methods(endpoint))
                    foreach (var handler in AccessMatrixTests.Handlers(endpoint, method))
                    {
                        var target = AccessMatrixTests.WithHandler(victim.Address(endpoint)!, handler);
                        var ghost = Ghost(victim);
                        if (ghost(target) == target) continue;
                        // The first of each fills what is kept in memory.
                        await Shape(client, method, target, endpoint, victim, form, text => text, statements);
                        var absent = await Shape(client, method, target, endpoint, victim, form, ghost, statements);
                        var foreign = await Shape(client, method, target, endpoint, victim, form, text => text, statements);
                        pairs++;
                        if (absent != foreign) told.Add($"{username ?? "anonymous"} {method} {target}\n  not there: {absent}\n  not yours: {foreign}");
                    }
            }
        }
        output.WriteLine($"One answer: {pairs} pairs, {told.Count} told apart.");
        Assert.True(pairs > 200, $"Only {pairs} pairs were compared.");
        Assert.True(told.Count == 0, string.Join('\n', told.Take(20)));
    }

    private async Task<string> Shape(HttpClient client, string method, string target, RouteEndpoint endpoint, Victim victim, string? form,
        Func<string, string> change, Statements statements)
    {
        house.Services.GetRequiredService<Throttle>().Clear();
        using var request = AccessMatrixTests.Request(method, target, endpoint, victim, form);
        request.RequestUri = new Uri(change(target), UriKind.Relative);
        if (request.Content is { } content)
        {
            var (text, type) = (await content.ReadAsStringAsync(), content.Headers.ContentType);
            request.Content = new StringContent(change(text), Encoding.UTF8);
            request.Content.Headers.ContentType = type;
        }
        statements.Clear();
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        return $"{(int)answer.StatusCode} {body.Length} bytes, {answer.Content.Headers.ContentType}, to "
            + $"{answer.Headers.Location?.OriginalString.Length}\n{statements}";
    }

    /// <summary>The same address with things that nobody has, of the same shape.</summary>
    private static Func<string, string> Ghost(Victim victim)
    {
        var others = new Dictionary<string, string>
        {
            [victim.Code] = victim.Code[..^4] + "9898", [victim.TrackingToken] = new string('A', victim.TrackingToken.Length),
        };
        Guid[] own = [victim.DossierId, victim.DossierFile, victim.DraftId, victim.DraftFile, victim.VaultItem, victim.Grant, victim.Consultation,
            victim.Owner, victim.ContactChange];
        foreach (var id in own)
            others[id.ToString()] = Guid.NewGuid().ToString();
        return text => others.Aggregate(text, (now, pair) => now.Replace(pair.Key, pair.Value, StringComparison.Ordinal));
    }
}
