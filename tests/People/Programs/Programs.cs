using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MotCua.Organisation.Contracts;
using MotCua.People.Programs;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.People.Programs;

/// <summary>A program as two administrators have let it in by the pages, with its first secret.</summary>
internal sealed record Connected(Guid Id, string ClientId, string Secret)
{
    public const string Name = "Cổng của tỉnh";

    /// <summary>One who proposes and one who approves.</summary>
    public static async Task<(HttpClient One, HttpClient Other)> Administrators(House house) =>
        (await house.SignedIn("nam"), await house.SignedIn((await house.Staff(Roles.Administrator)).Username));

    public static async Task<Connected> New(House house, string scope = ConnectedProgram.File, string role = "", string place = "")
    {
        var (one, other) = await Administrators(house);
        var (id, clientId) = await Proposed(house, one, scope, role, place);
        Assert.Equal(HttpStatusCode.Redirect, (await Act(other, id, "Approve")).StatusCode);
        return new Connected(id, clientId, await NewSecret(one, id));
    }

    public static async Task<(Guid Id, string ClientId)> Proposed(House house, HttpClient admin, string scope = ConnectedProgram.File,
        string role = "", string place = "")
    {
        var clientId = "ct-" + Guid.NewGuid().ToString("n")[..8];
        var fields = new Dictionary<string, string>
        {
            ["name"] = Name, ["clientId"] = clientId, ["agency"] = "UBND-32248", ["scope"] = scope, ["role"] = role, ["place"] = place,
            ["reason"] = "CV 5/STTTT",
        };
        Administrator.Three("validTo", Administrator.Today.AddDays(30), fields);
        var answer = await House.Post(admin, "/quan-tri/chuong-trinh/moi", fields);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, (await House.Read(answer)).QuerySelector(".error-summary")?.TextContent);
        return (await house.Id(clientId), clientId);
    }

    public static async Task<string> NewSecret(HttpClient admin, Guid id)
    {
        var page = await House.Read(await Act(admin, id, "Secret"));
        return page.QuerySelector(".one-time code")!.TextContent;
    }

    public static Task<HttpResponseMessage> Act(HttpClient admin, Guid id, string handler, Dictionary<string, string>? fields = null) => House.Post(admin,
        $"/quan-tri/chuong-trinh/{id}", new(fields ?? []) { [$"{handler.ToLowerInvariant()}.reason"] = "CV 6/STTTT" }, $"form[action$='handler={handler}']");

    public Task<HttpResponseMessage> Ask(HttpClient client, string? scope = null, string? secret = null) => client.PostAsync("/api/v1/token",
        new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = ClientId, ["client_secret"] = secret ?? Secret, ["scope"] = scope ?? "",
        }));

    public async Task<string> Token(House house, string? secret = null)
    {
        var answer = await Ask(house.Anonymous(), secret: secret);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>The program at work.</summary>
    public async Task<HttpClient> Client(House house) => With(house.Anonymous(), await Token(house));

    public static HttpClient With(HttpClient client, string token)
    {
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    public static string BasicOf(string id, string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));
}
