using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MotCua.Platform.Sandbox;
using MotCua.Platform.Web;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Platform;

/// <summary>The throw-away process itself, with work that does what hostile bytes would make a reader do.</summary>
[Trait("Pace", "slow")]
public sealed class ThrowAwayTests(House house) : IClassFixture<House>
{
    private sealed record Told(int Process, string User, string[] Environment, byte[] Echo);

    private static Told Tell(byte[] bytes, string word) => new(Environment.ProcessId, word + " " + CultureName(),
        [.. Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.Ordinal)], bytes);

    private static string CultureName() => System.Globalization.CultureInfo.CurrentCulture.Name;

    private static int Spin(byte[] bytes)
    {
        for (var i = 0; ; i++) if (i == bytes.Length - 2) i = 0;
    }

    private static int Sleep(byte[] bytes)
    {
        new ManualResetEventSlim().Wait();
        return bytes.Length;
    }

    private static int Swell(byte[] bytes)
    {
        var kept = new List<byte[]>();
        while (kept.Count < 100_000) kept.Add(Enumerable.Repeat(bytes[0], 1 << 20).ToArray());
        return kept.Count;
    }

    private static int Grow(byte[] bytes)
    {
        for (var i = 0; i < 4096; i++) unsafeSum += System.Runtime.InteropServices.Marshal.AllocHGlobal(1 << 20);
        return bytes.Length;
    }

    private static nint unsafeSum;

    private static int Overflow(byte[] bytes) => bytes.Length + Overflow(bytes) + 1;

    private static int Leave(byte[] bytes)
    {
        Environment.Exit(bytes.Length);
        return 0;
    }

    private static int Break(byte[] bytes) => throw new InvalidOperationException($"{bytes.Length}");

    private static int Say(byte[] bytes) => throw new Refused(422, $"{bytes.Length} byte là ít quá", "f-file");

    private static string Try(byte[] bytes, string what)
    {
        try
        {
            switch (what)
            {
                case "socket": new TcpClient().Connect("127.0.0.1", BitConverter.ToInt32(bytes)); break;
                case "program": Process.Start("/bin/true")!.WaitForExit(); break;
                case "write": File.WriteAllBytes(Path.Combine(Path.GetTempPath(), "motcua-should-not-be"), bytes); break;
                case "delete": File.Delete(System.Text.Encoding.UTF8.GetString(bytes)); break;
                case "read": File.ReadAllBytes(System.Text.Encoding.UTF8.GetString(bytes)); break;
                case "kill": Process.GetProcessById(BitConverter.ToInt32(bytes)).Kill(); break;
            }
            return "done";
        }
        catch (Exception e) { return e.GetType().Name; }
    }

    private static int Length(byte[] bytes) => bytes.Length;

    [Fact]
    public async Task Work_runs_elsewhere_with_an_empty_environment_and_each_time_in_another_process()
    {
        var bytes = new byte[3_000_000];
        new Random(3).NextBytes(bytes);
        var (first, second) = (await ThrowAway.Run(Tell, bytes, "chào"), await ThrowAway.Run(Tell, bytes, "chào"));
        Assert.Equal(bytes, first.Echo);
        Assert.Equal("chào vi-VN", first.User);
        // Nothing of the product's comes along; what a room sets by itself when it is loaded is no secret.
        var brought = first.Environment.Where(name => !name.StartsWith("Org.BouncyCastle.", StringComparison.Ordinal));
        Assert.All(brought, name => Assert.StartsWith("DOTNET_", name));
        Assert.Equal(3, new[] { first.Process, second.Process, Environment.ProcessId }.Distinct().Count());
        Assert.DoesNotContain(Process.GetProcesses(), p => p.Id == first.Process && !p.HasExited);
    }

    [Fact]
    public async Task A_refusal_of_the_work_keeps_its_status_its_sentence_and_its_field()
    {
        var no = await Assert.ThrowsAsync<Refused>(() => ThrowAway.Run(Say, new byte[7]));
        Assert.Equal((422, "7 byte là ít quá", "f-file"), (no.Status, no.Message, no.Field));
    }

    public static TheoryData<string> Attacks => ["spin", "swell", "grow", "overflow", "leave", "break"];

    [Theory, MemberData(nameof(Attacks))]
    public async Task Whatever_the_bytes_make_of_the_process_is_a_refusal_in_words_and_the_next_file_is_read(string attack)
    {
        var before = Process.GetCurrentProcess().PrivateMemorySize64;
        var clock = Stopwatch.StartNew();
        Func<byte[], int> work = attack switch { "spin" => Spin, "swell" => Swell, "grow" => Grow, "overflow" => Overflow, "leave" => Leave, _ => Break };
        var no = await Assert.ThrowsAsync<Refused>(() => ThrowAway.Run(work, [1, 2, 3]));
        Assert.Equal(400, no.Status);
        Assert.Contains(attack switch { "spin" => "quá lâu", "swell" => "bung ra quá lớn", "grow" => "nên không nhận", _ => "không mở được an toàn" },
            no.Message);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 24);
        Process.GetCurrentProcess().Refresh();
        Assert.InRange(Process.GetCurrentProcess().PrivateMemorySize64 - before, long.MinValue, 50L << 20);
        Assert.Equal(2, await ThrowAway.Run(Length, new byte[2]));
    }

    [Fact]
    public async Task A_process_that_only_waits_is_ended_by_the_clock_and_who_finds_no_place_is_told_when_to_come_again()
    {
        var citizen = house.Anonymous();
        var (draft, token) = await Applicant.Draft(citizen, paper: false);
        await Applicant.Upload(citizen, draft, token, Applicant.Png(), "giấy.png").Ok();
        var clock = Stopwatch.StartNew();
        var places = Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount))
            .Select(_ => Assert.ThrowsAsync<Refused>(() => ThrowAway.Run(Sleep, new byte[1]))).ToList();
        // What was found of these bytes before is known; others have to be opened.
        await Applicant.Upload(citizen, draft, token, Applicant.Png(), "giấy khác.png").Ok();
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 7);
        var busy = await Applicant.Upload(citizen, draft, token, Applicant.Png(317), "giấy.png");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), busy.Headers.RetryAfter?.Delta);
        var words = await busy.Content.ReadAsStringAsync();
        Assert.Contains("Chờ 10 giây", words);
        Assert.DoesNotContain("CM-", words);
        Assert.InRange(clock.Elapsed.TotalSeconds, 7, 15);
        foreach (var place in places) Assert.Contains("quá lâu", (await place).Message);
        Assert.InRange(clock.Elapsed.TotalSeconds, 19, 40);
        await Applicant.Upload(citizen, draft, token, Applicant.Png(), "giấy.png").Ok();
    }

    [Fact]
    public async Task No_network_no_program_no_writing_no_signal_and_with_root_no_reading_of_what_is_ours()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the protections are Linux's");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.NotEqual("done", await ThrowAway.Run(Try, BitConverter.GetBytes(((IPEndPoint)listener.LocalEndpoint).Port), "socket"));
        Assert.False(listener.Pending());
        Assert.NotEqual("done", await ThrowAway.Run(Try, new byte[1], "program"));
        Assert.NotEqual("done", await ThrowAway.Run(Try, new byte[1], "write"));
        Assert.NotEqual("done", await ThrowAway.Run(Try, BitConverter.GetBytes(Environment.ProcessId), "kill"));
        var ours = Path.GetTempFileName();
        try
        {
            _ = await ThrowAway.Run(Try, System.Text.Encoding.UTF8.GetBytes(ours), "delete");
            Assert.True(File.Exists(ours));
            if (Environment.IsPrivilegedProcess) Assert.Equal("UnauthorizedAccessException",
                await ThrowAway.Run(Try, System.Text.Encoding.UTF8.GetBytes(ours), "read"));
        }
        finally { File.Delete(ours); }
    }

    [Fact]
    public async Task Many_at_once_wait_their_turn_and_none_is_lost()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 5).Select(n => ThrowAway.Run(Length, new byte[n])));
        Assert.Equal(Enumerable.Range(1, 5), answers);
    }

    [Fact]
    public async Task What_is_missing_is_said()
    {
        var missing = await ThrowAway.Open();
        if (OperatingSystem.IsLinux()) Assert.Equal(Environment.IsPrivilegedProcess ? [] : ["tài khoản riêng"], missing);
    }

    [Fact]
    public async Task A_method_that_carries_something_of_ours_is_not_sent()
    {
        var ours = 5;
        await Assert.ThrowsAsync<ArgumentException>(() => ThrowAway.Run(bytes => bytes.Length + ours, new byte[1]));
    }
}
