using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MotCua.Platform.Sandbox;
using Xunit;

namespace MotCua.Tests.Platform;

/// <summary>A program that is not ours, under the same roof: what a shell can do there, poppler and LibreOffice can do.</summary>
public sealed class OutsideProgramTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("motcua-outside-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<(int Exit, string Output)> Sh(string line, TimeSpan? wall = null) =>
        OutsideProgram.Run("/bin/sh", ["-c", line], folder, JailLimits.Usual with { Wall = wall ?? TimeSpan.FromSeconds(15) }, CancellationToken.None,
        ("HỎI", "đáp"));

    [Fact]
    public async Task It_works_in_its_folder_with_what_it_was_given_and_no_more()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the protections are Linux's");
        await File.WriteAllTextAsync(Path.Combine(folder, "in"), "chữ");
        Assert.Equal((0, "chữ"), await Sh("cat in"));
        var (exit, output) = await Sh("echo xong > out && env | cut -d= -f1 && ulimit -d && ulimit -t");
        Assert.Equal(0, exit);
        Assert.Equal("xong\n", await File.ReadAllTextAsync(Path.Combine(folder, "out")));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("262144 10", string.Join(' ', lines[^2..]));
        Assert.Empty(lines[..^2].Except(["HOME", "HỎI", "LC_ALL", "OMP_THREAD_LIMIT", "PATH", "TMPDIR", "PWD", "_", "OLDPWD"]));
        Assert.Equal(7, (await Sh("exit 7")).Exit);
    }

    [Fact]
    public async Task What_it_started_ends_with_it_also_when_it_hides()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the protections are Linux's");
        var mark = $"31{Random.Shared.Next(100_000, 999_999)}";
        bool Lives() => Process.GetProcessesByName("sleep")
            .Any(p => File.Exists($"/proc/{p.Id}/cmdline") && File.ReadAllText($"/proc/{p.Id}/cmdline").Contains(mark, StringComparison.Ordinal));
        var clock = Stopwatch.StartNew();
        Assert.Equal(-1, (await Sh($"(setsid sleep {mark} || sleep {mark}) > /dev/null 2>&1 & sleep {mark} & sleep {mark}", TimeSpan.FromSeconds(2))).Exit);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.5, 6);
        Assert.True(SpinWait.SpinUntil(() => !Lives(), TimeSpan.FromSeconds(2)));
        // One that ends by itself and leaves another behind.
        Assert.Equal(0, (await Sh($"sleep {mark} > /dev/null 2>&1 < /dev/null & exit 0")).Exit);
        Assert.True(SpinWait.SpinUntil(() => !Lives(), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task It_has_no_network_no_more_memory_and_with_root_not_our_files()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash speaks TCP");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.NotEqual(0, (await Sh($"/bin/bash -c 'echo > /dev/tcp/127.0.0.1/{((IPEndPoint)listener.LocalEndpoint).Port}'")).Exit);
        Assert.False(listener.Pending());
        Assert.NotEqual(0, (await Sh("x=$(head -c 400000000 /dev/zero | tr '\\0' a); test ${#x} -gt 300000000")).Exit);
        if (!Environment.IsPrivilegedProcess) return;
        var ours = Path.GetTempFileName();
        try { Assert.NotEqual(0, (await Sh($"cat {ours}")).Exit); }
        finally { File.Delete(ours); }
    }
}
