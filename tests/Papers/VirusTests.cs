using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using MotCua.Papers.Intake;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Papers;

/// <summary>Speaks clamd's INSTREAM as its manual says (clamd(8)): no scanner is installed on a building machine.</summary>
internal sealed class Clamd : IAsyncDisposable
{
    public const string Eicar = @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public Clamd()
    {
        listener.Start();
        serving = Serve();
    }

    public int Limit { get; set; } = 30 << 20;

    public bool Silent { get; set; }

    /// <summary>AlertExceedsMax is set and a limit inside of the file was reached (clamd.conf(5)).</summary>
    public bool Partly { get; set; }

    public string Address => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await using var pipe = client.GetStream();
                await pipe.WriteAsync(Encoding.ASCII.GetBytes(await Judge(pipe) + "\0"), stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { /* stopped */ }
    }

    private async Task<string> Judge(NetworkStream pipe)
    {
        var command = new byte[10];
        await pipe.ReadExactlyAsync(command, stop.Token);
        if (Encoding.ASCII.GetString(command) != "zINSTREAM\0") return "UNKNOWN COMMAND";
        if (Silent) return "";
        using var all = new MemoryStream();
        var head = new byte[4];
        while (true)
        {
            await pipe.ReadExactlyAsync(head, stop.Token);
            var length = BinaryPrimitives.ReadInt32BigEndian(head);
            if (length == 0) break;
            if (all.Length + length > Limit) return "INSTREAM size limit exceeded. ERROR";
            var piece = new byte[length];
            await pipe.ReadExactlyAsync(piece, stop.Token);
            all.Write(piece);
        }
        if (Partly) return "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND";
        return Encoding.Latin1.GetString(all.ToArray()).Contains(Eicar, StringComparison.Ordinal) ? "stream: Eicar-Signature FOUND" : "stream: OK";
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }
}

public sealed class ScannedHouse : House
{
    internal Clamd Clamd { get; } = new();

    protected override void Configure(WebApplicationBuilder builder) =>
        builder.Configuration.AddInMemoryCollection([new("ClamAv:Address", Clamd.Address)]);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Clamd.DisposeAsync();
    }
}

public sealed class VirusTests(ScannedHouse house) : IClassFixture<ScannedHouse>
{
    private static VirusScan Scan(string? address) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new("ClamAv:Address", address)]).Build(), NullLogger<VirusScan>.Instance);

    [Fact]
    public async Task Only_the_plain_OK_of_a_scanner_that_saw_everything_is_clean()
    {
        await using var clamd = new Clamd { Limit = 100_000 };
        Assert.Equal(VirusState.Clean, await Scan(clamd.Address).Look(new byte[90_000]));
        Assert.Equal(VirusState.Found, await Scan(clamd.Address).Look(Encoding.ASCII.GetBytes(Clamd.Eicar)));
        Assert.Equal(VirusState.Unscanned, await Scan(clamd.Address).Look(new byte[3_000_000]));
        // Neither clean nor a virus: an honest paper is not refused for it.
        clamd.Partly = true;
        Assert.Equal(VirusState.Unscanned, await Scan(clamd.Address).Look(new byte[10]));
        clamd.Silent = true;
        Assert.Equal(VirusState.Unscanned, await Scan(clamd.Address).Look(new byte[10]));
        foreach (var wrong in new[] { null, "", "127.0.0.1:1", "khong-co-cong", "/khong/co/o/day.sock", "unix:/khong/co", "127.0.0.1:99999" })
            Assert.Equal(VirusState.Unscanned, await Scan(wrong).Look(new byte[10]));
    }

    [Fact]
    public async Task A_virus_is_refused_and_an_official_reads_what_was_scanned()
    {
        var citizen = house.Anonymous();
        var (id, token) = await Applicant.Draft(citizen, paper: false);
        var sick = HostilePdfs.With(
            $"9 0 obj({Clamd.Eicar.Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal)})endobj\n%{Clamd.Eicar}\n");
        await Applicant.Refused(HttpStatusCode.BadRequest, "vi-rút", Applicant.Upload(citizen, id, token, sick, "giay.pdf"));
        Assert.Equal(0, await house.Scalar<long>("select count(*) from filing.draft_file where draft_id = $1", id));
        await Applicant.Upload(citizen, id, token, Applicant.Png(), "giay.exe").Ok();
        var seen = await Applicant.Send(citizen, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok();
        house.Clamd.Silent = true;
        var (other, key) = await Applicant.Draft(citizen, paper: false);
        await Applicant.Upload(citizen, other, key, Applicant.Png(301), "giay.png").Ok();
        var unseen = await Applicant.Send(citizen, HttpMethod.Post, "/api/v1/dossiers", new { draftId = other }, key).Ok();
        house.Clamd.Silent = false;
        var desk = await house.SignedIn("diem");
        async Task<string> Page(string code) => (await House.Read(await desk.GetAsync($"/noi-bo/tiep-nhan/{code}"))).Body!.TextContent;
        Assert.Contains("giay.png (1 trang, đã quét vi-rút)", await Page(seen.GetProperty("code").GetString()!));
        Assert.Contains("giay.png (1 trang, chưa quét vi-rút)", await Page(unseen.GetProperty("code").GetString()!));
    }
}
