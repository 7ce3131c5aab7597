using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace MotCua.Benchmarks.Demo;

/// <summary>An instance of our own by <c>./run</c>: temporary data folder, free port, gone afterwards.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private bool stopped;
    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Instance(string root, string? data, IEnumerable<(string Name, string Value)> settings)
    {
        Data = data ?? Directory.CreateTempSubdirectory("motcua-own-").FullName;
        // Started by root, the database server runs as another account, which must be able to enter.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Data,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var port = FreePort();
        Url = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo(Path.Combine(root, "run"),
            ["--port", $"{port}", "--data", Data, "--dossiers", "0"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Demo";
        foreach (var (name, value) in settings) start.Environment[name] = value;
        start.Environment["Papers__Office"] = "off"; // the same writer on every machine
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Data { get; }

    public int ProcessId => process.Id;

    /// <summary>One machine plays a whole province.</summary>
    public static readonly (string Name, string Value) NoBudgets = ("Budgets__Off", "true");

    public Uri Url { get; }

    /// <param name="data">A folder that <see cref="Stop"/> has left; null for a new one.</param>
    /// <param name="settings">More of the environment.</param>
    public static async Task<Instance> Start(string root, string? data = null, params (string Name, string Value)[] settings)
    {
        var instance = new Instance(root, data, settings);
        var first = await Task.WhenAny(instance.ready.Task, instance.process.WaitForExitAsync(), Task.Delay(Patience));
        if (first == instance.ready.Task) return instance;
        var words = instance.Said;
        await instance.DisposeAsync();
        throw new Unexpected($"./run không khởi động được:\n{words}");
    }

    /// <summary>What the instance has printed; read after a failure.</summary>
    public string Said
    {
        get { lock (said) return said.ToString(); }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(Data, recursive: true);
    }

    /// <summary>Ends the product and leaves its data.</summary>
    public async Task Stop()
    {
        // Once: what is stopped and then disposed of would hide why it did not start.
        if (stopped) return;
        stopped = true;
        if (!process.HasExited)
        {
            // As Ctrl+C does: it has a database to close.
            _ = Kill(process.Id, 15);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            try { await process.WaitForExitAsync(patience.Token); }
            catch (OperationCanceledException) { process.Kill(entireProcessTree: true); }
        }
        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (said) said.AppendLine(line);
        if (line.StartsWith("Ready: ", StringComparison.Ordinal)) ready.TrySetResult();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
