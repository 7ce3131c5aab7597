using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace MotCua.Journeys.Survival;

/// <summary>A product of its own on one data folder and one port, which can be killed without warning and started again.</summary>
internal sealed class MortalProduct : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly string data = Directory.CreateTempSubdirectory("motcua-survival-").FullName;
    private readonly int port = FreePort();
    private readonly Queue<string> said = new();
    private Process? process;

    public string Url => $"http://127.0.0.1:{port}";

    public string Files => Path.Combine(data, "files");

    public string Ledger => Path.Combine(data, "ledger");

    /// <summary>What the product has printed last, over all its lives.</summary>
    public string Said
    {
        get { lock (said) return string.Join('\n', said); }
    }

    /// <summary>Starts, and returns when the product says that it is ready.</summary>
    public async Task Start()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new Process
        {
            StartInfo = Command("--peers", Program("peers", "MotCua.Peers.dll"), "--port", $"{port}", "--data", data), EnableRaisingEvents = true
        };
        started.StartInfo.Environment["ASPNETCORE_ENVIRONMENT"] = "Demo";
        // One machine plays a whole province.
        started.StartInfo.Environment["Budgets__Off"] = "true";
        void Hear(string? line)
        {
            if (line is null) return;
            lock (said)
            {
                if (said.Count >= 80) said.Dequeue();
                said.Enqueue(line);
            }
            if (line.StartsWith("Ready: ", StringComparison.Ordinal)) ready.TrySetResult();
        }
        started.OutputDataReceived += (_, line) => Hear(line.Data);
        started.ErrorDataReceived += (_, line) => Hear(line.Data);
        started.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The product ended while starting:\n" + Said));
        started.Start();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        process?.Dispose();
        process = started;
        await ready.Task.WaitAsync(Patience);
    }

    /// <summary>kill −9 of the application; PostgreSQL goes on without it.</summary>
    public async Task KillApplication()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>kill −9 of the postmaster and all that it has started.</summary>
    public void KillServer()
    {
        if (Postmaster() is not { } server) return;
        foreach (var id in Children(server).Prepend(server)) Kill(id);
    }

    /// <summary>kill −9 of one server process that serves the application; the postmaster then throws out all the others.</summary>
    public async Task KillBackend()
    {
        await using var connection = await Connect();
        await using var busiest = new NpgsqlCommand("""
            select pid from pg_stat_activity where usename = 'motcua_app' order by (state = 'active') desc nulls last, query_start desc nulls last limit 1
            """, connection);
        if (await busiest.ExecuteScalarAsync() is int id) Kill(id);
    }

    public string OwnerConnection => new NpgsqlConnectionStringBuilder
    {
        Host = Path.Combine(Home, "socket"), Username = "motcua", Database = "motcua", Pooling = false,
        Password = File.ReadAllText(Path.Combine(data, "secrets", "database-owner")).Trim(),
    }.ConnectionString;

    /// <summary>As the owner of the database.</summary>
    public async Task<NpgsqlConnection> Connect()
    {
        var connection = new NpgsqlConnection(OwnerConnection);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The administrator's own check of the log, beside the running product.</summary>
    public async Task<(int Exit, string Words)> VerifyLog()
    {
        var start = Command("command", "verify-log", "--data", data);
        using var check = Process.Start(start)!;
        var (words, errors) = (check.StandardOutput.ReadToEndAsync(), check.StandardError.ReadToEndAsync());
        await check.WaitForExitAsync();
        return (check.ExitCode, await words + await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            using var asking = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        process?.Dispose();
        if (Home != Path.Combine(data, "postgres")) Directory.Delete(Home, recursive: true);
        Directory.Delete(data, recursive: true);
    }

    private string Home => Path.Combine(data, "postgres.location") is var note && File.Exists(note)
        ? File.ReadAllText(note).Trim() : Path.Combine(data, "postgres");

    private int? Postmaster() => Path.Combine(Home, "cluster", "postmaster.pid") is var file && File.Exists(file)
        ? int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture) : null;

    private static List<int> Children(int parent)
    {
        var found = new List<int>();
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => Path.GetFileName(folder).All(char.IsAsciiDigit)))
        {
            string state;
            try { state = File.ReadAllText(Path.Combine(folder, "stat")); }
            catch (IOException) { continue; } // ended while the list was being read
            if (state[(state.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{parent}")
            found.Add(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
        }
        return found;
    }

    private static void Kill(int id)
    {
        try
        {
            using var victim = Process.GetProcessById(id);
            victim.Kill();
        }
        catch (ArgumentException) { /* it has ended by itself */ }
    }

    internal static ProcessStartInfo Command(params string[] words) =>
        new("dotnet", [Program("src/Host", "MotCua.Host.dll"), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };

    /// <summary>A program of the same build as this one.</summary>
    private static string Program(string project, string name)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var root = own;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "MotCua.slnx"))) root = root.Parent;
        return root is null ? throw new InvalidOperationException("The journeys must run inside the repository")
            : Path.Combine(root.FullName, project, "bin", own.Parent!.Name, own.Name, name);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
