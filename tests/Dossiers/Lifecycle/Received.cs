using System.Net.Http.Json;
using System.Text.Json;
using MotCua.Tests.TestKit;

namespace MotCua.Tests.Dossiers.Lifecycle;

/// <summary>A birth registration that the desk has taken in at the house's clock: one working day, due at closing time of the next one.</summary>
internal static class Received
{
    public static async Task<string> New(House house)
    {
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await Receive(house, code);
        return code;
    }

    public static async Task Receive(House house, string code) =>
        await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } }).Ok();

    /// <summary>The applicant sends the paper that a supplement asked for.</summary>
    public static async Task Answer(House house, string code)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Applicant.Png(190)), "giay-chung-sinh", "ro.png" } };
        await Applicant.Send(house.Anonymous(), HttpMethod.Post, $"/api/v1/dossiers/{code}/supplement?last4=9001", form).Ok();
    }

    /// <summary>Who signs says what they have read: the version of now.</summary>
    public static async Task<HttpResponseMessage> Act(HttpClient official, string code, string act, object? body = null)
    {
        var url = $"/api/v1/desk/dossiers/{code}/{act}";
        if (act is not ("sign" or "apology/sign" or "correction/sign" or "supplement/proposal/approve" or "supplement/proposal/give-back"))
            return await Applicant.Send(official, HttpMethod.Post, url, body ?? new { });
        var content = JsonContent.Create(body ?? new { password = House.PasswordOf(official) });
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        using var read = await official.GetAsync($"/api/v1/desk/dossiers/{code}");
        var version = read.IsSuccessStatusCode ? JsonDocument.Parse(await read.Content.ReadAsStringAsync()).RootElement.GetProperty("version").GetInt32() : 0;
        request.Headers.TryAddWithoutValidation("If-Match", $"{version}");
        return await official.SendAsync(request);
    }

    public static Task<string> Status(House house, string code) => house.Scalar<string>("select status from dossiers.dossier where code = $1", code);

    public static async Task<string> Due(House house, string code) =>
        (await house.Scalar<DateTime>("select due_at from dossiers.dossier where code = $1", code)).AddHours(7).ToString("yyyy-MM-dd HH:mm");

    public static Task<long> Messages(House house, string code, string template) =>
        house.Scalar<long>("select count(*) from messages.message where dossier_code = $1 and template = $2", code, template);

    /// <summary>The story of the date as anybody may read it.</summary>
    public static Task<JsonElement> Story(House house, string code) => Applicant.Send(house.Anonymous(), HttpMethod.Get, $"/api/v1/tracking/{code}/clock").Ok();
}
