using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MotCua.Benchmarks.Demo;

namespace MotCua.Benchmarks.GovStack;

/// <summary>
/// The public scenarios of the Registration block of GovStack, run three times: against the bridge, and as control against two servers that know nothing and
/// answer everything alike. What the controls pass says nothing about a product.
/// </summary>
internal static partial class ScoreCommand
{
    /// <summary>The suite asks there and nowhere else.</summary>
    private const string Asked = "http://localhost:3333/";

    public static async Task<int> Run(string[] words)
    {
        if (words is not ["--root", var root, var suite] || !Directory.Exists(Path.Combine(suite, "features")))
        {
            Console.Error.WriteLine("bridges/govstack/score THƯ_MỤC: thư mục test/openAPI của bộ kịch bản, đã npm install (bridges/govstack/README.md)");
            return 2;
        }
        try
        {
            await Control(suite, 200, "[]");
            await Control(suite, 404, "{}");
            await using var instance = await Instance.Start(root, null, DemoCommand.Proxied);
            string settings;
            try { settings = await Seed.Into(instance); }
            catch (Unexpected problem) { throw new Unexpected($"{problem.Message}\nHệ thống đã ghi:\n{instance.Said}"); }
            var program = Path.Combine(root, "bridges/govstack/bin/Release/net10.0/MotCua.GovStackBridge.dll");
            using var bridge = Process.Start(new ProcessStartInfo("dotnet", [program, "--settings", settings, "--urls", Asked]))!;
            try
            {
                await Listening();
                Say("bridge", await Scenarios(suite));
            }
            finally
            {
                bridge.Kill();
                File.Delete(settings);
            }
            return 0;
        }
        catch (Unexpected problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static async Task Control(string suite, int status, string body)
    {
        using var server = new HttpListener();
        server.Prefixes.Add(Asked);
        server.Start();
        var serving = Serve(server, status, Encoding.UTF8.GetBytes(body));
        Say($"{status} {body}", await Scenarios(suite));
        server.Stop();
        await serving;
    }

    private static async Task Serve(HttpListener server, int status, byte[] body)
    {
        try
        {
            while (true)
            {
                var answer = (await server.GetContextAsync()).Response;
                (answer.StatusCode, answer.ContentType) = (status, "application/json; charset=utf-8");
                await answer.OutputStream.WriteAsync(body);
                answer.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException) { /* the run is over */ }
    }

    private static async Task Listening()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                // A question that goes through: the suite waits three seconds at most, and the first answer of a process is slow.
                using var any = await client.GetAsync(Asked + "tasks");
                return;
            }
            catch (HttpRequestException) when (waited.Elapsed < TimeSpan.FromSeconds(30)) { await Task.Delay(200); }
        }
    }

    private static async Task<List<(string Name, string? Failed)>> Scenarios(string suite)
    {
        var start = new ProcessStartInfo("npx", ["--no-install", "cucumber-js", "--publish-quiet", "--format", "json"])
        {
            WorkingDirectory = suite, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var from = output.IndexOf("[\n", StringComparison.Ordinal);
        if (from < 0) throw new Unexpected($"Bộ kịch bản không chạy được: {await error}");
        return [.. JsonDocument.Parse(output[from..]).RootElement.EnumerateArray().SelectMany(Elements).Select(Outcome)];
    }

    private static IEnumerable<JsonElement> Elements(JsonElement feature) =>
        feature.At("elements").EnumerateArray().Where(element => element.Text("type") == "scenario");

    private static (string Name, string? Failed) Outcome(JsonElement scenario)
    {
        var wrong = scenario.At("steps").EnumerateArray().Select(step => step.At("result")).Where(result => result.Text("status") != "passed")
            .Select(result => result.TryGetProperty("error_message", out var message) ? Lines().Replace(message.GetString()!, " ") : "?").FirstOrDefault();
        return (scenario.Text("name"), wrong is { Length: > 160 } ? wrong[..160] : wrong);
    }

    private static void Say(string server, List<(string Name, string? Failed)> scenarios)
    {
        Console.WriteLine($"{server,-8} {scenarios.Count(one => one.Failed is null)} / {scenarios.Count}");
        if (server != "bridge") return;
        foreach (var (name, why) in scenarios.Where(one => one.Failed is not null)) Console.WriteLine($"  ✗ {name}: {why}");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Lines();
}
