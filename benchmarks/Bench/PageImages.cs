using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using MotCua.Benchmarks.Demo;
using MotCua.Benchmarks.Demo.Main;

namespace MotCua.Benchmarks.Bench;

/// <summary>A page of a paper beside the decision, over HTTP: drawn in the throw-away process at the first look, kept beside for the next.</summary>
internal sealed class PageImages(House house, Table table, int papers)
{
    public async Task Measure()
    {
        var code = await Filed();
        var token = await house.Token("diem");
        var files = await house.Column<Guid>($"""
            select a.id from dossiers.attachment a join dossiers.dossier d on d.id = a.dossier_id where d.code = '{code}' order by a.uploaded_at
            """);
        using var wire = new Wire(house.Url);
        var (first, again) = (new Latency(), new Latency());
        foreach (var times in new[] { first, again })
            for (var i = 0; i < files.Count; i++)
            {
                var request = wire.Request("GET", $"/noi-bo/ho-so/{code}/tep/{files[i]}/trang/1", null, ("Cookie", $"motcua={token}"));
                var started = Stopwatch.GetTimestamp();
                if (wire.Send(request) is not 200 and var status) throw new Unexpected($"page image: {status} {wire.Body}");
                // The very first draws in a product that has drawn nothing yet.
                if (i > 0) times.Add(started);
                // The pause of a reader, in which the next throw-away process gets ready.
                if (times == first) await Task.Delay(500);
            }
        var alone = await Alone();
        table.Add(new Row("page image, pdftoppm alone (comparison), p50", "ms", alone.P50, Note: $"p95 {alone.P95:0.0} ms; same page, no jail, no HTTP"));
        table.Add(new Row("page image, first look, p50", "ms", first.P50, Goal: "≤ 150", Ok: first.P50 <= 150,
            Note: $"p95 {first.P95:0.0} ms of {first.Count}"));
        table.Add(new Row("page image, looked at again, p50", "ms", again.P50, Note: $"p95 {again.P95:0.0} ms"));
    }

    /// <summary>What drawing itself takes: the program on the same kind of file, started as any program is.</summary>
    private async Task<Latency> Alone()
    {
        var (alone, folder) = (new Latency(), Directory.CreateTempSubdirectory("motcua-bench-").FullName);
        try
        {
            for (var i = 0; i < papers; i++)
            {
                var file = Path.Combine(folder, $"{i}.pdf");
                await File.WriteAllBytesAsync(file, MadePapers.Pdf(string.Create(CultureInfo.InvariantCulture, $"Giay chung sinh {i}"), fill: 20_000));
                var started = Stopwatch.GetTimestamp();
                using var program = Process.Start("pdftoppm", ["-jpeg", "-scale-to", "1286", "-f", "1", "-l", "1", file, Path.Combine(folder, $"p{i}")]);
                await program.WaitForExitAsync();
                if (i > 0) alone.Add(started);
            }
        }
        finally { Directory.Delete(folder, recursive: true); }
        return alone;
    }

    /// <summary>A filing with so many one-page papers, each another file.</summary>
    private async Task<string> Filed()
    {
        using var http = new HttpClient { BaseAddress = house.Url };
        var (draft, key) = await Hostile.Draft(http);
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/drafts/{draft}/answers")
        { Content = JsonContent.Create(Citizen.Birth(DateTimeOffset.UtcNow, $"{DateTimeOffset.UtcNow.AddDays(-10):yyyy-MM-dd}")) };
        put.Headers.Add("X-Draft-Token", key);
        put.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        using (var saved = await http.SendAsync(put)) saved.EnsureSuccessStatusCode();
        for (var i = 0; i < papers; i++)
            if (await Hostile.Upload(http, draft, key, MadePapers.Pdf(string.Create(CultureInfo.InvariantCulture, $"Giay chung sinh {i}"), fill: 20_000))
                is var status and not 201) throw new Unexpected($"A paper was answered {status}.");
        using var file = new HttpRequestMessage(HttpMethod.Post, "/api/v1/dossiers") { Content = JsonContent.Create(new { draftId = draft }) };
        file.Headers.Add("X-Draft-Token", key);
        file.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        using var filed = await http.SendAsync(file);
        filed.EnsureSuccessStatusCode();
        return (await filed.Content.ReadFromJsonAsync<JsonElement>()).Text("code");
    }
}
