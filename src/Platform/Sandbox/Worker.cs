using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace MotCua.Platform.Sandbox;

/// <summary>Why a process gave no answer.</summary>
internal enum Ending
{
    Crash,
    Memory,
    Time,
}

/// <summary>One throw-away process, seen from the product: started beforehand, used once.</summary>
internal sealed class Worker : IDisposable
{
    /// <summary>An answer is a verdict or a page; more than this is no answer.</summary>
    private const int MostSaid = 4096;
    private const int LargestAnswer = 96 * 1024 * 1024;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Process process;
    private readonly Task<string> errors;

    private Worker(Process process)
    {
        this.process = process;
        errors = Drain(process.StandardError);
    }

    public IReadOnlyList<string> Missing { get; private set; } = [];

    public bool IsAlive => !process.HasExited;

    public int Id => process.Id;

    /// <summary>Program and first words by which the product's own executable is started with a word of its own.</summary>
    public static ProcessStartInfo Own(params string[] words)
    {
        // Whatever started this process: the tests and the bench too have the product's executable beside them.
        var product = Path.Combine(AppContext.BaseDirectory, "MotCua.Host.dll");
        var runtime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..",
            OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var start = new ProcessStartInfo(File.Exists(runtime) ? runtime : Environment.ProcessPath!)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
                WorkingDirectory = Path.GetPathRoot(AppContext.BaseDirectory),
        };
        foreach (var word in (string[])[product, ReadingProcess.Word, .. words]) start.ArgumentList.Add(word);
        start.Environment.Clear();
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_DefaultStackSize"] = "180000";
        start.Environment["DOTNET_GCHeapHardLimit"] = "B800000";
        return start;
    }

    public static async Task<Worker> Start((string Assembly, string Type, string Method)? rehearsal)
    {
        var start = rehearsal is { } first ? Own(ReadingProcess.Rehearse, first.Assembly, first.Type, first.Method) : Own();
        var worker = new Worker(Process.Start(start) ?? throw new IOException("The reading process did not start."));
        try
        {
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var ready = await Frames.Read(worker.process.StandardOutput.BaseStream, 4096, late.Token)
                ?? throw new IOException("The reading process ended before it was ready.");
            worker.Missing = JsonSerializer.Deserialize<string[]>(ready)!;
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <returns>The answer, or why there is none.</returns>
    public async Task<(Answer? Answer, Ending Ending)> Do(Work work, byte[] bytes, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(JailLimits.Usual.Wall);
        using var watched = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var watch = Watch(watched.Token);
        try
        {
            await Frames.Write(process.StandardInput.BaseStream, JsonSerializer.SerializeToUtf8Bytes(work), stop.Token);
            await Frames.Write(process.StandardInput.BaseStream, bytes, stop.Token);
            var answer = await Frames.Read(process.StandardOutput.BaseStream, LargestAnswer, stop.Token) is { } frame
                ? JsonSerializer.Deserialize<Answer>(frame) : null;
            await watched.CancelAsync();
            if (answer is not null) return (answer, answer.OutOfMemory ? Ending.Memory : Ending.Crash);
            return (null, await watch ?? await Reason(stop.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { return (null, Ending.Time); }
        catch (Exception e) when (e is IOException or JsonException) { return (null, await watch ?? await Reason(stop.Token)); }
        finally
        {
            await watched.CancelAsync();
            // The end of a process is waited for by nobody: to find its children, every process of the machine is looked at.
            _ = Task.Run(Dispose, CancellationToken.None);
        }
    }

    /// <summary>Where the machine's own limits are missing or count otherwise, this one still holds.</summary>
    private async Task<Ending?> Watch(CancellationToken stop)
    {
        try
        {
            while (!process.HasExited)
            {
                await Task.Delay(Look, stop);
                process.Refresh();
                var ending = process.WorkingSet64 > JailLimits.Usual.MemoryBytes ? Ending.Memory : process.TotalProcessorTime > JailLimits.Usual.Cpu
                    ? Ending.Time : (Ending?)null;
                if (ending is null) continue;
                End();
                return ending;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or System.ComponentModel.Win32Exception) { /* done, or gone */ }
        return null;
    }

    private async Task<Ending> Reason(CancellationToken stop)
    {
        await process.WaitForExitAsync(stop);
        const int OutOfProcessorTime = 128 + 24;
        if (process.ExitCode is OutOfProcessorTime or ReadingProcess.OutOfTime) return Ending.Time;
        // At its limit the runtime either throws, or has no room left to throw in and ends with these words.
        return (await errors).Contains("memory", StringComparison.OrdinalIgnoreCase) ? Ending.Memory : Ending.Crash;
    }

    /// <returns>The beginning of what it says, for the reason of its end; the rest is read and dropped, so that it never waits for us.</returns>
    private static async Task<string> Drain(StreamReader from)
    {
        var (said, piece) = (new StringBuilder(), new char[1024]);
        try
        {
            for (int read; (read = await from.ReadAsync(piece)) > 0;)
                if (said.Length < MostSaid) said.Append(piece, 0, read);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException) { /* gone with the process */ }
        return said.ToString();
    }

    private void End()
    {
        try { process.Kill(entireProcessTree: true); }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception) { /* gone already */ }
    }

    public void Dispose()
    {
        End();
        process.Dispose();
    }

    public override string ToString() => process.Id.ToString(CultureInfo.InvariantCulture);
}
