using System.Diagnostics;
using System.Text;

namespace MotCua.Papers.Intake;

/// <summary>Runs poppler, tesseract or LibreOffice on untrusted files: no shell, own folder, time limit, memory limit through prlimit when present.</summary>
internal static class OutsideProgram
{
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(Path.PathSeparator)
        .Where(f => f.Length > 0).Select(f => Path.Combine(f, OperatingSystem.IsWindows() ? name + ".exe" : name)).FirstOrDefault(File.Exists);

    /// <returns>Exit code; −1 when the time limit ended it.</returns>
    public static async Task<(int Exit, string Output)> Run(string program, IEnumerable<string> arguments, string folder, TimeSpan limit, long memoryBytes, CancellationToken cancellation,
        params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, StandardOutputEncoding = Encoding.UTF8 };
        var cap = OperatingSystem.IsLinux() ? Find("prlimit") : null;
        start.FileName = cap ?? program;
        if (cap is not null)
        {
            start.ArgumentList.Add($"--as={memoryBytes}");
            start.ArgumentList.Add("--core=0");
            start.ArgumentList.Add(program);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Tesseract's own threads only disturb each other; pages run side by side instead.
        start.Environment["OMP_THREAD_LIMIT"] = "1";
        start.Environment["TMPDIR"] = folder;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            return (-1, "");
        }

        await error;
        return (process.ExitCode, await output);
    }
}
