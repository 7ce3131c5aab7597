using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Papers.Signatures;
using MotCua.Tests.Processes;
using MotCua.Tests.TestKit;
using MotCua.Workflow;
using MotCua.Workflow.Contracts;
using Xunit;

namespace MotCua.Tests.Dossiers.Replay;

/// <summary>What ended dossiers really went through: written once each, added up, drawn, opened number by number, and given out without a name.</summary>
public sealed class HappenedTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    private const string Root = $"/noi-bo/quy-trinh/thuc-te?thu-tuc={Drawn.Birth}";

    [Fact]
    public async Task What_officials_did_is_counted_drawn_opened_and_exported()
    {
        await house.At("2026-06-01T09:00:00+07:00", async () =>
        {
            await Drawn.Approve(house, Drawn.Birth, Drawn.Around([Drawn.Step("look", "Thẩm định", StepKind.Appraise)], "look"),
                from: "2026-06-01T00:00:00+07:00");
            var (straight, back, open) = (await Resolved(back: false), await Resolved(back: true), await Received.New(house));
            await Keep();
            await Keep();
            Assert.Equal(2L, await house.Scalar<long>("select count(*) from workflow.past_run where procedure_code = $1", Drawn.Birth));
            Assert.Equal(0L, await house.Scalar<long>("select count(*) from workflow.ended_run"));

            var happened = await house.Services.GetRequiredService<HappenedLog>().Of(new(Drawn.Birth, DateTimeOffset.MinValue.AddYears(2000), Now));
            Assert.Equal((2, 12), (happened.Dossiers, (int)happened.Events));
            Assert.Equal([["receive", "look", "sign", "number", "return"], ["receive", "look", "sign", "look", "sign", "number", "return"]],
                happened.Variants.Select(one => one.Keys).OrderBy(keys => keys.Count));
            var look = happened.Steps.Single(step => step.Key == "look");
            Assert.Equal((3, 2, 1), (look.Times, look.Dossiers, look.Again));
            Assert.Equal(1, happened.Steps.Single(step => step.Key == "sign").SentBack);
            Assert.Equal([("look", "sign", 3, 2), ("sign", "look", 1, 1)], happened.Edges.Where(edge => edge.From is "look" || edge.To is "look")
                .Where(edge => edge.From != "receive").Select(edge => (edge.From, edge.To, edge.Times, edge.Dossiers)).OrderByDescending(edge => edge.Times));
            // One hour in the first look, two in the second: the figures are those of the rows.
            Assert.Equal(await house.Scalar<double>("""
                select round((sum(extract(epoch from done_at - opened_at)) / 3600)::numeric, 1)::float8 from workflow.task
                where step_key = 'look' and dossier_code in ($1, $2)
                """, straight, back), (double)look.WorkedHours, 1);

            var ha = await house.SignedIn("ha");
            var page = await Page(ha, Root);
            Assert.Contains("2 hồ sơ", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.NotNull(page.QuerySelector("svg path[stroke-dasharray]"));
            foreach (var link in page.QuerySelectorAll("a[href*='hinh=']"))
            {
                var number = int.Parse(new string([.. link.TextContent.Where(char.IsAsciiDigit)]));
                var opened = await Page(ha, "/noi-bo/quy-trinh/thuc-te" + link.GetAttribute("href")!.Split('#')[0]);
                Assert.StartsWith($"{number} hồ sơ", opened.QuerySelector("#danh-sach")!.TextContent, StringComparison.Ordinal);
                Assert.Equal(number, opened.QuerySelectorAll("#danh-sach ~ ul .code").Length);
                Assert.Empty(opened.QuerySelectorAll("#danh-sach ~ ul a"));
            }
            Assert.Contains(Drawn.Birth, (await Page(ha, "/noi-bo/quy-trinh/thuc-te")).QuerySelector(".link-list")!.TextContent, StringComparison.Ordinal);

            await Ocel(await Bytes(ha, "Ocel"), straight, back);
            Xes(await Bytes(ha, "Xes"), straight, back);
            var file = Path.Combine(Path.GetTempPath(), $"log-{Guid.NewGuid():n}.json");
            try
            {
                await using var scope = house.Scope();
                var (command, said) = (new WorkflowModule().Commands.Single(one => one.Name == "export-log"), new StringWriter());
                Assert.Equal(0, await command.Run(scope.ServiceProvider, ["--procedure", Drawn.Birth, "--format", "ocel", file], said));
                Assert.StartsWith("2 hồ sơ", said.ToString(), StringComparison.Ordinal);
                await Ocel(await File.ReadAllBytesAsync(file), straight, back);
                Assert.Equal(2, await command.Run(scope.ServiceProvider, ["--procedure", Drawn.Birth, "--format", "csv", file], said));
                Assert.Equal(2, await command.Run(scope.ServiceProvider, ["--procedure", Drawn.Birth, "--from", "31/02/2026", "--format", "xes", file], said));
                Assert.Equal(1, await command.Run(scope.ServiceProvider, ["--procedure", "khong-co", "--format", "xes", file], said));
            }
            finally { File.Delete(file); }
            Assert.Empty(await house.Scalar<string[]>("select coalesce(array_agg(dossier_code), '{}') from workflow.past_run where dossier_code = $1", open));
        });
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_beside_its_box()
    {
        var ha = await house.SignedIn("ha");
        foreach (var query in new[] { "&tu=31/02/2026", "&den=01/01/2999", "&tu=01/04/2026&den=01/03/2026" })
        {
            using var answer = await ha.GetAsync(Root + query);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.NotNull((await House.Read(answer)).QuerySelector(".error-summary a"));
            using var file = await ha.GetAsync($"{Root}{query}&handler=Xes");
            Assert.Equal(HttpStatusCode.BadRequest, file.StatusCode);
        }
        foreach (var address in new[] { "/noi-bo/quy-trinh/thuc-te?thu-tuc=khong-co", "/noi-bo/quy-trinh/thuc-te?thu-tuc=khong-co&handler=Ocel" })
        {
            using var none = await ha.GetAsync(address);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
        Assert.Contains("không có số liệu này", (await Page(ha, "/noi-bo/quy-trinh/thuc-te?thu-tuc=2.000815&hinh=la|la")).Body!.TextContent,
            StringComparison.Ordinal);
    }

    private DateTimeOffset Now => house.Clock.GetUtcNow().AddDays(1);

    /// <summary>As the recurring work does it.</summary>
    private async Task Keep()
    {
        await using var scope = house.Scope();
        await new WorkflowModule().Recurring.Single(job => job.Name == "workflow.keep-past").Run(scope.ServiceProvider, default);
    }

    private static async Task<IDocument> Page(HttpClient client, string url)
    {
        using var answer = await client.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await House.Read(answer);
    }

    private static async Task<byte[]> Bytes(HttpClient client, string handler)
    {
        using var answer = await client.GetAsync($"{Root}&handler={handler}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>What the published schema of OCEL 2.0 demands: four lists, declared types, attributes of these, objects that exist.</summary>
    private static async Task Ocel(byte[] file, params string[] codes)
    {
        using var document = await JsonDocument.ParseAsync(new MemoryStream(file));
        var root = document.RootElement;
        Assert.Equal(["eventTypes", "events", "objectTypes", "objects"], root.EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));
        var types = new Dictionary<string, Dictionary<string, string>>();
        foreach (var list in new[] { "objectTypes", "eventTypes" })
            foreach (var type in root.GetProperty(list).EnumerateArray())
                Assert.True(types.TryAdd($"{list}/{Text(type, "name")}", type.GetProperty("attributes").EnumerateArray()
                    .ToDictionary(one => Text(one, "name"), one => Text(one, "type"))));
        Assert.All(types.Values.SelectMany(one => one.Values), type => Assert.Contains(type, (string[])["string", "time", "integer", "float", "boolean"]));
        var objects = new Dictionary<string, string>();
        foreach (var one in root.GetProperty("objects").EnumerateArray())
        {
            Assert.True(objects.TryAdd(Text(one, "id"), Text(one, "type")));
            var declared = types[$"objectTypes/{Text(one, "type")}"];
            foreach (var attribute in one.GetProperty("attributes").EnumerateArray())
            {
                Value(declared[Text(attribute, "name")], attribute.GetProperty("value"));
                Assert.True(attribute.GetProperty("time").TryGetDateTimeOffset(out _));
            }
            Assert.Equal(JsonValueKind.Array, one.GetProperty("relationships").ValueKind);
        }
        var seen = new HashSet<string>();
        foreach (var one in root.GetProperty("events").EnumerateArray())
        {
            Assert.True(seen.Add(Text(one, "id")));
            var declared = types[$"eventTypes/{Text(one, "type")}"];
            Assert.True(one.GetProperty("time").TryGetDateTimeOffset(out _));
            foreach (var attribute in one.GetProperty("attributes").EnumerateArray())
                Value(declared[Text(attribute, "name")], attribute.GetProperty("value"));
            Assert.All(one.GetProperty("relationships").EnumerateArray(), to =>
            {
                Assert.True(objects.ContainsKey(Text(to, "objectId")));
                Assert.NotEmpty(Text(to, "qualifier"));
            });
        }
        Assert.Equal(12, seen.Count);
        Assert.Equal(2, objects.Count(one => one.Value == "dossier"));
        Assert.Contains("official", objects.Values);
        Nameless(System.Text.Encoding.UTF8.GetString(file), codes);

        static string Text(JsonElement of, string name) =>
            of.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new InvalidOperationException(name);

        static void Value(string type, JsonElement value) => Assert.True(type switch
        {
            "string" => value.ValueKind == JsonValueKind.String, "time" => value.TryGetDateTimeOffset(out _), _ => value.TryGetInt64(out _),
        });
    }

    /// <summary>What IEEE 1849 demands: version, features, declared extensions, globals that everything has, events in the order of time.</summary>
    private static void Xes(byte[] file, params string[] codes)
    {
        XNamespace xes = "http://www.xes-standard.org/";
        var log = XDocument.Load(new MemoryStream(file)).Root!;
        Assert.Equal(xes + "log", log.Name);
        Assert.Equal("1849-2016", log.Attribute("xes.version")!.Value);
        Assert.NotNull(log.Attribute("xes.features"));
        var prefixes = log.Elements(xes + "extension").Select(one => one.Attribute("prefix")!.Value).ToHashSet();
        Assert.All(log.Descendants().Attributes("key").Select(key => key.Value).Where(key => key.Contains(':', StringComparison.Ordinal)),
            key => Assert.Contains(key.Split(':')[0], prefixes));
        foreach (var (scope, element) in new[] { ("trace", "trace"), ("event", "event") })
        {
            var keys = log.Elements(xes + "global").Single(one => one.Attribute("scope")!.Value == scope).Elements().Select(Key).ToList();
            Assert.All(log.Descendants(xes + element), one => Assert.Superset(keys.ToHashSet(), one.Elements().Select(Key).ToHashSet()));
        }
        Assert.Equal(2, log.Elements(xes + "trace").Count());
        foreach (var trace in log.Elements(xes + "trace"))
        {
            var events = trace.Elements(xes + "event").Select(one => one.Elements().ToDictionary(Key, part => part.Attribute("value")!.Value)).ToList();
            var times = events.Select(one => DateTimeOffset.Parse(one["time:timestamp"])).ToList();
            Assert.Equal(times.Order(), times);
            Assert.All(events.GroupBy(one => one["concept:instance"]), pair =>
                Assert.Equal(["start", "complete"], pair.Select(one => one["lifecycle:transition"])));
        }
        Nameless(System.Text.Encoding.UTF8.GetString(file), codes);



        static string Key(XElement one) => one.Attribute("key")?.Value ?? "";
    }

    /// <summary>"ha" reads no dossier: neither a name nor a code leaves the house.</summary>
    private static void Nameless(string file, string[] codes)
    {
        foreach (var words in codes.Concat(["Nguyễn", "Bé Năm", "Khôi", "khoi", "096159999001", "0900999001"]))
            Assert.DoesNotContain(words, file, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("dossier-", file, StringComparison.Ordinal);
        Assert.Contains("official-", file, StringComparison.Ordinal);
    }

    private async Task<string> Resolved(bool back)
    {
        var (code, khoi, tam) = (await Received.New(house), await house.SignedIn("khoi"), await house.SignedIn("tam"));
        Later();
        await Received.Act(khoi, code, "draft").Ok();
        await Received.Act(khoi, code, "pass-on", new { opinion = "Đủ" }).Ok();
        Later();
        if (back)
        {
            await Received.Act(tam, code, "send-back", new { reason = "Xem lại" }).Ok();
            Later();
            await Received.Act(khoi, code, "pass-on", new { opinion = "Đã xem lại" }).Ok();
        }
        await Received.Act(tam, code, "sign").Ok();
        await Received.Act(await house.SignedIn("ut"), code, "register").Ok();
        await Received.Act(await house.SignedIn("diem"), code, "return", new { method = "counter", receiver = "Nguyễn Thị Bé Năm" }).Ok();
        return code;

        void Later() => house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(64));
    }
}
