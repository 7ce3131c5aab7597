using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Npgsql;
using MotCua.Journeys;
using Xunit;

[assembly: AssemblyFixture(typeof(Product))]
// One clock and one outbox for everybody: journeys take turns. Trials of survival have a product of their own and run beside them.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly, MaxParallelThreads = 2)]

namespace MotCua.Journeys;

/// <summary>The running demonstration and one Chromium. MOTCUA_URL names a product that already runs.</summary>
public sealed partial class Product : IAsyncLifetime
{
    public const string Morning = "2026-04-28T09:00:00+07:00";

    private readonly List<string> said = [];
    private Process? process;
    private string? folder;
    private IPlaywright? playwright;

    public HttpClient Http { get; private set; } = null!;

    public IBrowser Browser { get; private set; } = null!;

    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var given = Environment.GetEnvironmentVariable("MOTCUA_URL");
        var browser = Launch();
        Url = given is { Length: > 0 } ? given.TrimEnd('/') : await Start();
        Http = new HttpClient { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromMinutes(2) };
        Browser = await browser;
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        playwright?.Dispose();
        Http?.Dispose();
        if (process is not null)
        {
            // Asked to stop, not killed: it takes its database cluster with it.
            if (!process.HasExited)
            {
                using var asking = Process.Start("kill", ["-TERM", $"{process.Id}"]);
                await asking.WaitForExitAsync();
            }
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try { await process.WaitForExitAsync(patience.Token); }
            catch (OperationCanceledException) { process.Kill(entireProcessTree: true); }
            process.Dispose();
        }
        if (folder is not null) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Turns the product's clock; null gives the real time back.</summary>
    public async Task Clock(string? now = Morning)
    {
        using var answer = await Http.PostAsJsonAsync("/api/test/clock", new { now });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The texts sent to a phone number, oldest first.</summary>
    public async Task<IReadOnlyList<string>> Outbox(string to)
    {
        var rows = await Http.GetFromJsonAsync<JsonElement>("/api/test/outbox?to=" + Uri.EscapeDataString(to));
        return [.. rows.EnumerateArray().Select(row => row.GetRawText())];
    }

    /// <summary>Puts in what no door of the product makes, as the owner of its database.</summary>
    public async Task Sql(string sql)
    {
        var location = Path.Combine(folder!, "postgres.location");
        var home = File.Exists(location) ? (await File.ReadAllTextAsync(location)).Trim() : Path.Combine(folder!, "postgres");
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = Path.Combine(home, "socket"), Username = "motcua", Database = "motcua", Pooling = false,
            Password = (await File.ReadAllTextAsync(Path.Combine(folder!, "secrets", "database-owner"))).Trim(),
        }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<IBrowser> Launch()
    {
        playwright = await Playwright.CreateAsync();
        // As long as for an act: on a busy machine a page of ten drawn parts takes more than the five seconds of the library.
        Assertions.SetDefaultExpectTimeout(30_000);
        var path = new[]
        {
            Environment.GetEnvironmentVariable("MOTCUA_CHROMIUM"), "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome"
        }
            .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("Chromium is not installed");
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync"],
        });
    }

    private async Task<string> Start()
    {
        folder = Directory.CreateTempSubdirectory("motcua-journeys-").FullName;
        var (root, build) = Built();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = root };
        foreach (var word in new[]
        {
            $"{root}/src/Host/bin/{build}/net10.0/MotCua.Host.dll", "--peers", $"{root}/peers/bin/{build}/net10.0/MotCua.Peers.dll", "--port", "0", "--data",
            folder
        })
            start.ArgumentList.Add(word);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Demo";
        // One machine plays a whole province.
        start.Environment["Budgets__Off"] = "true";
        start.Environment["Papers__Office"] = "off"; // the same writer on every machine
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        void Hear(string? line)
        {
            if (line is null) return;
            lock (said) said.Add(line);
            if (Ready().Match(line) is { Success: true } match) ready.TrySetResult(match.Groups[1].Value);
        }
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The product ended while starting:\n" + Said()));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await ready.Task.WaitAsync(TimeSpan.FromMinutes(3));
    }

    private string Said()
    {
        lock (said) return string.Join('\n', said.TakeLast(40));
    }

    /// <summary>The repository and the build this program belongs to (Release from ./test, Debug while writing).</summary>
    private static (string Root, string Build) Built()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "MotCua.slnx"))) root = root.Parent;
        var own = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Debug" : "Release";
        var found = new[] { own, "Release", "Debug" }.FirstOrDefault(build => File.Exists($"{root?.FullName}/src/Host/bin/{build}/net10.0/MotCua.Host.dll"));
        return root is not null && found is not null ? (root.FullName, found)
            : throw new InvalidOperationException("The product is not built; run ./run or ./test once");
    }

    [GeneratedRegex(@"Ready: (http://\S+)")]
    private static partial Regex Ready();
}
