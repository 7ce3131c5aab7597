using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using MotCua.Benchmarks.Demo;
using MotCua.Benchmarks.Demo.Main;

namespace MotCua.Benchmarks.GovStack;

/// <summary>
/// What the scenarios presume to be there, made by the product's own acts: two programs, a file, a draft, a task that waits for a registrar. Of the ids that
/// stand in the scenarios, files are foreign references and the rest are names in the settings of the bridge.
/// </summary>
internal static partial class Seed
{
    private const string Procedure = "1.001193";
    private const string Why = "Chạy bộ kịch bản công khai";

    /// <returns>The file of settings for the bridge.</returns>
    public static async Task<string> Into(Instance instance)
    {
        using var story = new Story(instance.Url, instance.Data, ".");
        var one = await story.Who("nam");
        using var other = await Second(story, one);
        var (applicant, desk) = (await Let(story, one, other, "file", "", ""), await Let(story, one, other, "desk", "registrar", "UBND-32248"));
        using var files = await Program(story, applicant);
        using var registrar = await Program(story, desk);
        await Draft(files, "b8508d35-c2f3-442b-88a1-267ca25e85c0");
        var read = await Signed(story, await Filed(story, files, "81c4445c-bff6-11ed-afa1-0242ac120002"));
        var completed = await Signed(story, await Filed(story, files, "d1e33d56-c5c7-4272-aeb6-bc2732cce1f2"));
        var tasks = new Dictionary<string, string>
        {
            ["81c4445c-bff6-11ed-afa1-0242ac120002"] = await TaskOf(registrar, read),
            ["d1e33d56-c5c7-4272-aeb6-bc2732cce1f2"] = await TaskOf(registrar, completed),
        };
        // The first release of a process is slow, and the suite waits three seconds.
        (await (await story.Who("ut")).Post($"/api/v1/desk/dossiers/{read}/register")).Ok();
        var settings = new
        {
            url = story.Url, applicant, @operator = desk,
            names = new
            {
                services = new Dictionary<string, string>
                {
                    ["f7d33db0-2809-484e-a780-76b7ccd4ecbf"] = Procedure, ["P2c9280957e579ad7017e58a3399f0068"] = Procedure,
                },
                eForms = new Dictionary<string, string> { ["d98a205a-679b-485b-823d-7a32a391e744"] = Procedure },
                registrations = new Dictionary<string, string> { ["MCTS"] = Procedure },
                tasks,
            },
        };
        var path = Path.Combine(Directory.CreateTempSubdirectory("motcua-bridge-").FullName, "settings.json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(settings));
        return path;
    }

    private sealed record Credentials(string Id, string Secret);

    /// <summary>One administrator proposes, another approves; the secret is shown once.</summary>
    private static async Task<Credentials> Let(Story story, Client one, Client other, string scope, string role, string place)
    {
        var (id, last) = ($"govstack-{scope}", (await story.Now()).AddDays(30));
        var made = await one.Form("/quan-tri/chuong-trinh/moi", ("name", $"Cầu nối GovStack ({scope})"), ("clientId", id), ("agency", "UBND-32248"),
            ("scope", scope), ("role", role), ("place", place), ("reason", Why),
            ("validTo.day", $"{last.Day}"), ("validTo.month", $"{last.Month}"), ("validTo.year", $"{last.Year}"));
        var page = made.Ok(302).Location!.Split('?')[0];
        (await Act(other, page, "Approve")).Ok(302);
        return new Credentials(id, OneTime((await Act(one, page, "Secret")).Ok()));
    }

    private static async Task<Answer> Act(Client admin, string page, string handler, params (string Name, string Value)[] fields)
    {
        var act = handler.ToLowerInvariant();
        var seen = Version().Match((await admin.Get(page)).Ok().Text).Groups[1].Value;
        return await admin.FormTo(page, $"{page}?handler={handler}",
            [.. fields.Select(field => ($"{act}.{field.Name}", field.Value)), ($"{act}.reason", Why), ("seen", seen)]);
    }

    /// <summary>The demonstration has one administrator, who makes another.</summary>
    private static async Task<Client> Second(Story story, Client first)
    {
        var made = (await first.Form("/quan-tri/can-bo/moi", ("name", "Nguyễn Thị Duyệt"), ("username", "duyet.hai"), ("phone", ""), ("reason", Why))).Ok();
        var (password, page) = (OneTime(made), Made().Match(made.Text).Value);
        var today = await story.Now();
        (await Act(first, page, "Grant", ("role", "administrator"), ("place", "UBND-32248"), ("from.day", $"{today.Day}"), ("from.month", $"{today.Month}"),
            ("from.year", $"{today.Year}"))).Ok(302);
        var second = await story.Machine("duyet.hai").SignIn("duyet.hai", password);
        (await second.Form("/tai-khoan/mat-khau", ("old", password), ("new", $"Rừng đước {password}"))).Ok(302);
        return second;
    }

    private static string OneTime(Answer page) => Shown().Match(page.Text) is { Success: true } shown ? WebUtility.HtmlDecode(shown.Groups[1].Value)
        : throw new Unexpected($"{page.Asked} không hiện khóa: {Check.Short(page.Words)}");

    private static async Task<Client> Program(Story story, Credentials program)
    {
        var client = story.Machine(program.Id);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = program.Id, ["client_secret"] = program.Secret,
        });
        client.Show((await client.Send(HttpMethod.Post, "/api/v1/token", form)).Ok().Json.Text("access_token"));
        return client;
    }

    private static async Task<string> Draft(Client files, string id)
    {
        var body = new { procedure = Procedure, unit = Story.Commune, foreign = new { system = "govstack", id } };
        return (await files.Post("/api/v1/drafts", body, Guid.NewGuid().ToString())).Ok(201).Json.Text("draftId");
    }

    private static async Task<string> Filed(Story story, Client files, string id)
    {
        var (draft, now) = (await Draft(files, id), await story.Now());
        (await files.Put($"/api/v1/drafts/{draft}/answers", Citizen.Birth(now, Story.IsoDay(now.AddDays(-10))))).Ok();
        (await files.Post($"/api/v1/drafts/{draft}/files?paper=giay-chung-sinh", MadePapers.Png(), "image/png", "Giấy chứng sinh.png",
            Guid.NewGuid().ToString())).Ok(201);
        return (await files.Post("/api/v1/dossiers", new { draftId = draft }, Guid.NewGuid().ToString())).Ok(201).Json.Text("code");
    }

    /// <summary>Received, appraised and signed by people: what is left is the registrar's.</summary>
    private static async Task<string> Signed(Story story, string code)
    {
        var (desk, specialist, leader, path) = (await story.Who("diem"), await story.Who("khoi"), await story.Who("tam"), $"/api/v1/desk/dossiers/{code}");
        var papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } };
        (await desk.Post($"{path}/receive", new { papers })).Ok();
        (await specialist.Post($"{path}/draft")).Ok();
        (await specialist.Post($"{path}/pass-on", new { opinion = "Đủ điều kiện, trình ký" })).Ok();
        (await leader.PostSeen($"{path}/sign", path, new { password = "motcua-tam" })).Ok();
        return code;
    }

    private static async Task<string> TaskOf(Client registrar, string code) =>
        (await registrar.Get($"/api/v1/desk/dossiers/{code}")).Ok().Json.At("task").Text("id");

    [GeneratedRegex("name=\"seen\" value=\"(\\d+)\"")]
    private static partial Regex Version();

    [GeneratedRegex("class=\"one-time\"[^>]*><code>([^<]+)</code>")]
    private static partial Regex Shown();

    [GeneratedRegex("/quan-tri/can-bo/[0-9a-f-]{36}")]
    private static partial Regex Made();
}
