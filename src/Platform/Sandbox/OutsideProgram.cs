using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace MotCua.Platform.Sandbox;

/// <summary>
/// Chương trình ngoài (poppler, tesseract, LibreOffice) over foreign bytes: under the same roof as <see cref="ThrowAway"/>, in a
/// folder of its own, without shell, with nothing of our environment, and ended with whatever it started.
/// </summary>
public static class OutsideProgram
{
    private static readonly SemaphoreSlim Places = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>Starts of our own executable that wait for the program they become: whoever looks at a page does not wait for a runtime to start.</summary>
    private static readonly ConcurrentQueue<Process> Ready = new();
    private static readonly Lock Filling = new();

    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(Path.PathSeparator)
        .Where(f => f.Length > 0).Select(f => Path.Combine(f, OperatingSystem.IsWindows() ? name + ".exe" : name)).FirstOrDefault(File.Exists);

    /// <param name="folder">Given away to the program: only what it may read and write.</param>
    /// <returns>Exit code; −1 when a limit of time ended it.</returns>
    public static async Task<(int Exit, string Output)> Run(string program, IEnumerable<string> arguments, string folder, JailLimits limits,
        CancellationToken cancellation,
        params (string Name, string Value)[] environment)
    {
        await Places.WaitAsync(cancellation);
        try { return await Start(program, arguments, folder, limits, cancellation, environment); }
        finally { Places.Release(); }
    }

    private static async Task<(int Exit, string Output)> Start(string program, IEnumerable<string> arguments, string folder, JailLimits limits,
        CancellationToken cancellation,
        (string Name, string Value)[] environment)
    {
        var given = new Dictionary<string, string>
        {
            // Tesseract's own threads only disturb each other; pages run side by side instead.
            ["OMP_THREAD_LIMIT"] = "1", ["PATH"] = "/usr/local/bin:/usr/bin:/bin", ["LC_ALL"] = "C.UTF-8", ["TMPDIR"] = folder, ["HOME"] = folder,
        };
        foreach (var (name, value) in environment) given[name] = value;
        using var process = await Order(ReadingProcess.Order(Path.IsPathRooted(program) ? program : Find(program) ?? program, folder,
            limits, given, arguments));
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limits.Wall);
        var output = Heard(process.StandardOutput);
        var error = Heard(process.StandardError);
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            End(process);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            return (-1, "");
        }
        finally
        {
            End(process);
            // Not beside the program: a runtime that starts takes as much of the processor as a page does.
            _ = Task.Run(Open, CancellationToken.None);
        }
        await error;
        const int OutOfProcessorTime = 128 + 24;
        return (process.ExitCode == OutOfProcessorTime ? -1 : process.ExitCode, await output);
    }

    /// <summary>Before the first page is asked for.</summary>
    public static void Open()
    {
        lock (Filling)
            while (Ready.IsEmpty) Ready.Enqueue(Begin());
    }

    /// <returns>A process that was told what to become.</returns>
    private static async Task<Process> Order(byte[] order)
    {
        var (process, fresh) = Ready.TryDequeue(out var waiting) ? (waiting, false) : (Begin(), true);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(order);
            process.StandardInput.Close();
            return process;
        }
        // Killed while it waited.
        catch (IOException) when (!fresh)
        {
            process.Dispose();
            return await Order(order);
        }
    }

    private static Process Begin()
    {
        var start = Worker.Own(ReadingProcess.Program);
        start.StandardOutputEncoding = Encoding.UTF8;
        return Process.Start(start)!;
    }

    /// <summary>A program can talk faster than it can be stopped: more than a page of words is let go by.</summary>
    private static async Task<string> Heard(StreamReader from)
    {
        const int Most = 4 << 20;
        var (said, piece) = (new StringBuilder(), new char[1 << 14]);
        for (int read; (read = await from.ReadAsync(piece)) > 0;)
            if (said.Length < Most) said.Append(piece, 0, read);
        return said.ToString();
    }

    /// <summary>Also what the program left behind when it ended by itself.</summary>
    private static void End(Process process)
    {
        if (OperatingSystem.IsLinux()) Jail.EndGroup(process.Id);
        // Also one that was stopped before it had its group.
        if (!process.HasExited) process.Kill(entireProcessTree: true);
    }
}
