using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using MotCua.Benchmarks.Demo;
using MotCua.Papers.Contracts;
using MotCua.Papers.Intake;
using MotCua.Platform.Sandbox;
using MotCua.Tests.Papers;

namespace MotCua.Benchmarks.Bench;

/// <summary>
/// What others feel while somebody sends hostile files: twenty people read and work as before, three PDFs that ask for far more
/// than they weigh arrive a hundred times each, and the product's own process neither grows nor stalls.
/// </summary>
internal sealed class Hostile(House house, Table table, int times)
{
    private const int People = 20;

    private static readonly string[] Kinds = ["entries without a byte, two thousand million", "strings that do not end", "a chain of tables"];

    public async Task Measure()
    {
        var codes = await house.Column<string>("select code from dossiers.dossier where code not like 'BENCH-%' limit 500");
        var token = await house.Token("khoi");
        var files = Kinds.Select(kind => HostilePdfs.All.First(made => made.Kind == kind).Make()).ToList();
        await Ordinary();
        Work(codes, token, TimeSpan.FromSeconds(20));
        // Most against most: what people alone make of the memory goes up and down too.
        var (quiet, before) = (new Latency(), house.Memory());
        for (var i = 0; i < 10; i++)
        {
            quiet.Add(Work(codes, token, TimeSpan.FromSeconds(2)));
            before = Math.Max(before, house.Memory());
        }
        using var sent = new CancellationTokenSource();
        var attack = Attack(files, sent.Cancel);
        var (during, most) = (new Latency(), before);
        while (!sent.IsCancellationRequested)
        {
            during.Add(Work(codes, token, TimeSpan.FromSeconds(2)));
            most = Math.Max(most, house.Memory());
        }
        var (slowest, answers) = await attack;
        var ratio = during.P99 / quiet.P99;
        table.Add(new Row($"{People} people at work, p99", "ms", quiet.P99, Note: $"p50 {quiet.P50:0.0} ms, {quiet.Count:#,0} requests"));
        table.Add(new Row($"the same beside {times * files.Count} hostile PDFs, p99", "ms", during.P99, Ratio: ratio, Goal: "≤ 1.5", Ok: ratio <= 1.5,
            Note: $"p50 {during.P50:0.0} ms, {during.Count:#,0} requests; answers {answers}; slowest {slowest:0} ms"));
        table.Add(new Row("memory of the product beside them, most", "MB", most, Goal: $"≤ {before + 50:0}", Ok: most <= before + 50,
            Note: $"{before:0} MB most before"));
    }

    /// <summary>Each person asks, reads for a moment, asks again.</summary>
    private Latency Work(List<string> codes, string token, TimeSpan span)
    {
        string[] paths = ["/", "/thu-tuc?q=khai+sanh", "/thu-tuc/ks01", "/tra-cuu?ma=", "/noi-bo/viec", "/api/v1/tracking/"];
        var all = new Latency();
        Exception? problem = null;
        var threads = Enumerable.Range(0, People).Select(person => new Thread(() =>
        {
            try
            {
                using var wire = new Wire(house.Url);
                var (latency, began) = (new Latency(), Stopwatch.GetTimestamp());
                for (var i = person; Stopwatch.GetElapsedTime(began) < span; i++)
                {
                    var path = paths[i % paths.Length];
                    if (path.EndsWith('=') || path.StartsWith("/api", StringComparison.Ordinal)) path += codes[i % codes.Count];
                    var started = Stopwatch.GetTimestamp();
                    var status = wire.Send(wire.Request("GET", path, null, Wire.Session(path, token), ("Accept-Encoding", "br")));
                    if (status is not (200 or 429)) throw new Unexpected($"{path}: {status}");
                    latency.Add(started);
                    Thread.Sleep(200);
                }
                all.Add(latency);
            }
            catch (Exception caught) when (caught is Unexpected or IOException or System.Net.Sockets.SocketException) { problem = caught; }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return problem is null ? all : throw new Unexpected(problem.Message);
    }

    /// <summary>Three senders at once, each with a draft of its own, as anybody may have.</summary>
    private async Task<(double Slowest, string Answers)> Attack(List<byte[]> files, Action done)
    {
        try
        {
            var each = await Task.WhenAll(files.Select(async file =>
            {
                var (slowest, answers) = (0.0, new Dictionary<int, int>());
                using var http = new HttpClient { BaseAddress = house.Url, Timeout = TimeSpan.FromSeconds(60) };
                var (draft, key) = await Draft(http);
                for (var i = 0; i < times; i++)
                {
                    var started = Stopwatch.GetTimestamp();
                    var status = await Upload(http, draft, key, file);
                    slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                    answers[status] = answers.GetValueOrDefault(status) + 1;
                    if (status is not (400 or 429 or 503)) throw new Unexpected($"A hostile file was answered {status}.");
                }
                return (slowest, answers);
            }));
            var sum = each.SelectMany(one => one.answers).GroupBy(a => a.Key, a => a.Value)
                .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Sum()} × {g.Key}"));
            return (each.Max(one => one.slowest), string.Join(", ", sum));
        }
        finally { done(); }
    }

    /// <summary>
    /// What an ordinary upload costs, one after the other, and what of it is the process of its own: the same file judged there and judged here.
    /// </summary>
    private async Task Ordinary()
    {
        using var http = new HttpClient { BaseAddress = house.Url };
        var (first, again, apart, here) = (new Latency(), new Latency(), new Latency(), new Latency());
        ThrowAway.Rehearse(Rehearsal.Run);
        await ThrowAway.Open();
        for (var i = 0; i < 30; i++)
        {
            var (draft, key) = await Draft(http);
            // A file of its own: what was judged before is not opened again.
            var pdf = MadePapers.Pdf($"Giay thuong {i}");
            await Task.Delay(500);
            var name = Guid.NewGuid().ToString();
            var started = Stopwatch.GetTimestamp();
            if (await Upload(http, draft, key, pdf, name) is var status and not 201) throw new Unexpected($"An ordinary file was answered {status}.");
            if (i >= 5) first.Add(started);
            started = Stopwatch.GetTimestamp();
            if (await Upload(http, draft, key, pdf, name) is var repeated and not 201) throw new Unexpected($"The same file again was answered {repeated}.");
            if (i >= 5) again.Add(started);
            // As above: until the process that follows the last one is warm, as it is where files do not come in a row.
            await Task.Delay(500);
            started = Stopwatch.GetTimestamp();
            if (!(await UploadInspection.Inspect(pdf, "giay.pdf")).IsAccepted) throw new Unexpected("The ordinary file was refused in its own process.");
            if (i >= 5) apart.Add(started);
            started = Stopwatch.GetTimestamp();
            if (!FileJudge.Judge(pdf, "giay.pdf").IsAccepted) throw new Unexpected("The ordinary file is not one.");
            if (i >= 5) here.Add(started);
        }
        var more = apart.P50 - here.P50;
        table.Add(new Row("ordinary upload, p50", "ms", first.P50, Note: $"p95 {first.P95:0.0} ms; sent again {again.P50:0.0} ms"));
        table.Add(new Row("of it for the process of its own", "ms", more, Goal: "≤ 30", Ok: more <= 30,
            Note: $"judged there {apart.P50:0.0} ms, p95 {apart.P95:0.0}; here {here.P50:0.0}"));
    }

    internal static async Task<(string Draft, string Key)> Draft(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post,
            "/api/v1/drafts") { Content = JsonContent.Create(new { procedure = "KS01", unit = Story.Commune }) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await http.SendAsync(request);
        if (!answer.IsSuccessStatusCode) throw new Unexpected($"A draft was answered {(int)answer.StatusCode}.");
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (made.Text("draftId"), made.Text("token"));
    }

    internal static async Task<int> Upload(HttpClient http, string draft, string key, byte[] file, string? name = null)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/drafts/{draft}/files?paper=giay-chung-sinh") { Content = content };
        request.Headers.Add("X-Draft-Token", key);
        request.Headers.Add("X-File-Name", "giay.pdf");
        request.Headers.Add("Idempotency-Key", name ?? Guid.NewGuid().ToString());
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
