using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MotCua.Platform.Postgres;

namespace MotCua.Host;

/// <summary>The simulators of outside systems, in a process of their own. Demonstration only.</summary>
internal sealed class PeersProcess : IDisposable
{
    private readonly Process process;

    private PeersProcess(Process process, string url) => (this.process, Url) = (process, url);

    public string Url { get; }

    public static async Task<PeersProcess> Start(string program, string dataFolder, CancellationToken cancellation)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        Directory.CreateDirectory(dataFolder);
        // The child reads its standard input to the end: the pipe closes with this process, however that ends.
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, WorkingDirectory = dataFolder };
        string[] words =
        [
            program, "--urls", url, "--data", dataFolder,
            "--parent", Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            "--Logging:LogLevel:Default", "Warning",
        ];
        foreach (var word in words) start.ArgumentList.Add(word);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Demo";
        start.Environment.Remove("ASPNETCORE_URLS");
        var peers = new PeersProcess(Process.Start(start)!, url);
        try
        {
            await peers.Answer(cancellation);
            return peers;
        }
        catch
        {
            peers.Dispose();
            throw;
        }
    }

    private async Task Answer(CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (process.HasExited) throw new GroundException($"Các hệ thống giả lập không khởi động được (mã {process.ExitCode}).");
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, new Uri(Url).Port, cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, cancellation);
            }
        }
        throw new GroundException("Các hệ thống giả lập không trả lời trong 30 giây.");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        try
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(3000)) process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException) { /* already gone */ }
        process.Dispose();
    }
}
