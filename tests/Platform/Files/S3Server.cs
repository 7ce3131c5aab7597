using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.Configuration;
using MotCua.Tests.Platform.Work;
using Xunit;

namespace MotCua.Tests.Platform.Files;

/// <summary>OpenStack Swift with its S3 interface, as Debian has it: rings, one disk, four servers, all in a folder of the test.</summary>
public sealed class S3Server : IAsyncLifetime
{
    public const string Bucket = "kho";
    private const string Key = "motcua:tester";
    private const string Secret = "secretsecret";

    // A busy machine answers late. By default half a second without a connection is an error, and after ten of them Swift leaves
    // the server behind alone for a minute and says meanwhile that there is no bucket.
    private const string Patience =
        "conn_timeout = 20\nnode_timeout = 60\ncontainer_update_timeout = 60\nerror_suppression_limit = 1000000\n";

    private const int FirstPort = 20_000;
    private static int taken = Random.Shared.Next(10_000);

    private readonly string folder = Directory.CreateTempSubdirectory("motcua-s3").FullName;
    private readonly List<Process> servers = [];
    private int port;

    public string Url => $"http://127.0.0.1:{port}";

    public IConfiguration Settings => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Files:S3:Endpoint"] = Url, ["Files:S3:AccessKey"] = Key, ["Files:S3:SecretKey"] = Secret,
    }).Build();

    /// <summary>To look at, and to damage, what the product has put there.</summary>
    public IAmazonS3 Client() => new AmazonS3Client(new BasicAWSCredentials(Key, Secret), new AmazonS3Config
    {
        ServiceURL = Url, ForcePathStyle = true, RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED, AuthenticationRegion = "us-east-1",
    });

    public async ValueTask InitializeAsync()
    {
        var ports = Free(4);
        port = ports[3];
        Directory.CreateDirectory(Path.Combine(folder, "disks", "d1"));
        string[] kinds = ["account", "container", "object"];
        foreach (var (kind, at) in kinds.Zip(ports))
        {
            await Ring(kind, "create", "4", "1", "0");
            await Ring(kind, "add", $"r1z1-127.0.0.1:{at}/d1", "1");
            await Ring(kind, "rebalance");
            await Write(kind, at, $"{kind}-server", $"[app:{kind}-server]\nuse = egg:swift#{kind}\n{Patience}");
        }
        string[] filters = ["catch_errors", "gatekeeper", "healthcheck", "cache", "listing_formats", "bulk", "s3api", "tempauth", "copy", "slo", "dlo"];
        // Without a cache the servers behind are asked each time, which is what a test wants.
        string Lines(string filter) => $"[filter:{filter}]\nuse = egg:swift#{(filter == "cache" ? "memcache" : filter)}\n" + filter switch
        {
            "cache" => "memcache_servers = 127.0.0.1:1\n",
            "s3api" => "location = us-east-1\n",
            "tempauth" => $"user_{Key.Replace(':', '_')} = {Secret} .admin\n",
            _ => "",
        };
        await Write("proxy", port, $"{string.Join(' ', filters)} proxy-server",
            $"[app:proxy-server]\nuse = egg:swift#proxy\naccount_autocreate = true\n{Patience}{string.Concat(filters.Select(Lines))}");
        await Start();
    }

    /// <summary>Starts what is not running and waits until it answers.</summary>
    public async Task Start()
    {
        foreach (var kind in new[] { "account", "container", "object", "proxy" })
        {
            var start = new ProcessStartInfo($"swift-{kind}-server") { RedirectStandardOutput = true, RedirectStandardError = true };
            start.ArgumentList.Add(Conf(kind));
            var server = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start; ./test installs it.");
            server.BeginOutputReadLine();
            server.BeginErrorReadLine();
            servers.Add(server);
        }
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        await Bench.Until(async () =>
        {
            try { return await http.GetStringAsync($"{Url}/healthcheck") == "OK"; }
            catch (Exception early) when (early is HttpRequestException or TaskCanceledException) { return false; }
        }, "Swift answers");
        // The proxy answers for itself; the three behind it are asked by this.
        using var client = Client();
        await Bench.Until(async () =>
        {
            try { await client.PutBucketAsync(Bucket); }
            catch (Amazon.S3.Model.BucketAlreadyOwnedByYouException) { return true; }
            catch (AmazonServiceException) { return false; }
            return true;
        }, "Swift keeps a bucket");
    }

    public void Stop()
    {
        foreach (var server in servers)
        {
            server.Kill(entireProcessTree: true);
            server.WaitForExit();
            server.Dispose();
        }
        servers.Clear();
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string Conf(string kind) => Path.Combine(folder, $"{kind}.conf");

    private Task Write(string kind, int at, string pipeline, string rest) => File.WriteAllTextAsync(Conf(kind), $"""
        [DEFAULT]
        bind_ip = 127.0.0.1
        bind_port = {at}
        devices = {Path.Combine(folder, "disks")}
        mount_check = false
        swift_dir = {folder}
        user = {Environment.UserName}
        workers = 0
        log_level = ERROR
        [pipeline:main]
        pipeline = {pipeline}

        """ + rest);

    private async Task Ring(string kind, params string[] words)
    {
        var start = new ProcessStartInfo("swift-ring-builder") { RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var word in (string[])[$"{kind}.builder", .. words]) start.ArgumentList.Add(word);
        using var builder = Process.Start(start)!;
        var said = await builder.StandardOutput.ReadToEndAsync();
        await builder.WaitForExitAsync();
        if (builder.ExitCode > 1) throw new InvalidOperationException(said);
    }

    /// <summary>
    /// Ports below those that the machine gives to connections: what is taken away while a server is stopped, or not yet there, stops
    /// Swift's server behind for good, and the one in front says then that there is no bucket.
    /// </summary>
    private static int[] Free(int count)
    {
        var free = new List<int>();
        while (free.Count < count)
        {
            var candidate = FirstPort + Interlocked.Increment(ref taken) % 10_000;
            using var listener = new TcpListener(IPAddress.Loopback, candidate);
            try { listener.Start(); }
            catch (SocketException) { continue; }
            free.Add(candidate);
        }
        return [.. free];
    }
}
