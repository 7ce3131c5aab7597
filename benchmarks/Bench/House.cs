using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MotCua.Benchmarks.Demo;
using MotCua.Platform.Postgres;
using Npgsql;

namespace MotCua.Benchmarks.Bench;

/// <summary>The measured product with its database, and the connections that measure beside it.</summary>
internal sealed partial class House : IAsyncDisposable
{
    private readonly string root;
    private Instance instance;

    private House(Instance instance, string root, EmbeddedPostgres postgres)
    {
        (this.instance, this.root) = (instance, root);
        (AppConnection, OwnerConnection, Owner, App) = (postgres.AppConnectionString, postgres.OwnerConnectionString,
            NpgsqlDataSource.Create(postgres.OwnerConnectionString + ";Command Timeout=0"),
            NpgsqlDataSource.Create(postgres.AppConnectionString));
        Bare = Watch();
    }

    public Uri Url => instance.Url;

    public int ProcessId => instance.ProcessId;

    /// <summary>Of the database server.</summary>
    public int ServerId => int.Parse(File.ReadLines(Path.Combine(instance.Data, "postgres", "cluster", "postmaster.pid")).First(),
        CultureInfo.InvariantCulture);

    public string AppConnection { get; }

    public string OwnerConnection { get; }

    public NpgsqlDataSource Owner { get; }

    public NpgsqlDataSource App { get; }

    public Bare Bare { get; private set; }

    /// <summary>Dossiers in the house.</summary>
    public int Size { get; private set; }

    public static async Task<House> Start(string root)
    {
        var instance = await Instance.Start(root, null, Instance.NoBudgets);
        var postgres = await EmbeddedPostgres.Start(instance.Data, Console.Error.WriteLine, CancellationToken.None);
        return new House(instance, root, postgres);
    }

    /// <summary>
    /// Adds synthetic dossiers up to this number by the administrator's command, while the product is stopped. Both sizes are
    /// then measured on a product that was just started.
    /// </summary>
    /// <returns>Dossiers a second: while rows were written, and of the whole command with its start, indexes and statistics.</returns>
    public async Task<(double Loading, double Whole)> Fill(int size)
    {
        await Bare.DisposeAsync();
        Owner.Clear();
        App.Clear();
        await instance.Stop();
        var started = Stopwatch.GetTimestamp();
        var start = new ProcessStartInfo(Path.Combine(root, "bench"),
            ["generate", $"{size - Size}", "--data", instance.Data, "--seed", $"{size}"]) { RedirectStandardOutput = true };
        using var generate = Process.Start(start)!;
        var said = "";
        var buffer = new char[1024];
        for (int read; (read = await generate.StandardOutput.ReadAsync(buffer)) > 0;)
        {
            await Console.Error.WriteAsync(buffer.AsMemory(0, read));
            said = (said + new string(buffer, 0, read))[^Math.Min(200, said.Length + read)..];
        }
        await generate.WaitForExitAsync();
        if (generate.ExitCode != 0) throw new Unexpected("./bench generate did not finish.");
        var whole = (size - Size) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        var loading = double.Parse(Rate().Matches(said)[^1].Groups[1].Value.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        Size = size;
        instance = await Instance.Start(root, instance.Data, Instance.NoBudgets);
        Bare = Watch();
        // What autovacuum does by itself some minutes later; measured is the house as it stands the day after.
        await Sql("vacuum analyze");
        await Sql("checkpoint");
        return (loading, whole);
    }

    /// <summary>Until earlier work is done and written pages are on disk, so that no round pays for another.</summary>
    public async Task Rest()
    {
        await Done(messages: false);
        await Sql("checkpoint");
    }

    /// <summary>Until nothing follows any more.</summary>
    /// <param name="messages">Also until messages are with the gateway and the log is sealed.</param>
    public async Task Done(bool messages)
    {
        var behind = !messages ? "" : """
            or exists (select from messages.message where state = 'waiting' and (due_at is null or due_at <= now()))
            or exists (select from platform.event e where (e.epoch, e.txid, e.position)
                > (select last_epoch, last_txid, last_position from proof.seal order by batch desc limit 1))
            """;
        for (var tries = 0; tries < 600; tries++)
        {
            var open = (await Column<bool>($"""
                select exists (select from platform.job where state = 'waiting' and due_at <= now())
                    or exists (select from platform.subscription s where exists (select from platform.event e where (e.epoch, e.txid, e.position) > (s.epoch,
                        s.txid, s.position)))
                {behind}
                """)).Single();
            if (!open) break;
            await Task.Delay(200);
        }
    }

    private Bare Watch() => new(App, Owner, Path.Combine(instance.Data, "postgres", "server.log"));

    public async Task Sql(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<List<T>> Column<T>(string sql)
    {
        var found = new List<T>();
        await using var command = Owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) found.Add(reader.GetFieldValue<T>(0));
        return found;
    }

    /// <summary>Bearer token of a demonstration account.</summary>
    public async Task<string> Token(string username)
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(http, "/api/v1/session",
            new { username, password = $"motcua-{username}" });
        answer.EnsureSuccessStatusCode();
        using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.Text("token");
    }

    /// <summary>Resident memory of the product's process, MB.</summary>
    public double Memory() => double.Parse(Resident().Match(File.ReadAllText($"/proc/{ProcessId}/status")).Groups[1].ValueSpan,
        CultureInfo.InvariantCulture) / 1024;

    public async ValueTask DisposeAsync()
    {
        await Bare.DisposeAsync();
        await Owner.DisposeAsync();
        await App.DisposeAsync();
        await instance.DisposeAsync();
    }

    [GeneratedRegex(@"([\d.]+) hồ sơ/giây")]
    private static partial Regex Rate();

    [GeneratedRegex(@"VmRSS:\s+(\d+) kB")]
    private static partial Regex Resident();
}
