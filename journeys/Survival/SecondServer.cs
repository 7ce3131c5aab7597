using System.Diagnostics;

namespace MotCua.Journeys.Survival;

/// <summary>Another application server on the same database, with a data folder of its own.</summary>
internal sealed class SecondServer(Process process, string data, string url) : IAsyncDisposable
{
    public static async Task<SecondServer> Start(string connection)
    {
        var (data, port) = (Directory.CreateTempSubdirectory("motcua-second-").FullName, MortalProduct.FreePort());
        var start = MortalProduct.Command("--port", $"{port}", "--data", data, "--connection", connection);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Demo";
        // One machine plays a whole province.
        start.Environment["Budgets__Off"] = "true";
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = "";
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        void Hear(string? line)
        {
            said += line + "\n";
            if (line?.StartsWith("Ready: ", StringComparison.Ordinal) == true) ready.TrySetResult();
        }
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The second server ended while starting:\n" + said));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(3));
        return new SecondServer(process, data, $"http://127.0.0.1:{port}");
    }

    public string Url => url;

    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(data, recursive: true);
    }
}
