using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MotCua.Platform.Sandbox;

/// <summary>
/// Chương trình ngoài (poppler, tesseract, LibreOffice) over foreign bytes: under the same roof as <see cref="ThrowAway"/>, in a
/// folder of its own, without shell, with nothing of our environment, and ended with whatever it started.
/// </summary>
public static class OutsideProgram
{
    private static readonly SemaphoreSlim Places = new(Math.Max(2, Environment.ProcessorCount));

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
        var start = Worker.Own(ReadingProcess.Program, limits.MemoryBytes.ToString(CultureInfo.InvariantCulture),
            Math.Ceiling(limits.Cpu.TotalSeconds).ToString(CultureInfo.InvariantCulture), Path.IsPathRooted(program) ? program : Find(program) ?? program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        (start.WorkingDirectory, start.StandardOutputEncoding) = (folder, Encoding.UTF8);
        // Tesseract's own threads only disturb each other; pages run side by side instead.
        start.Environment["OMP_THREAD_LIMIT"] = "1";
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TMPDIR"] = start.Environment["HOME"] = folder;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
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
        finally { End(process); }
        await error;
        const int OutOfProcessorTime = 128 + 24;
        return (process.ExitCode == OutOfProcessorTime ? -1 : process.ExitCode, await output);
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
