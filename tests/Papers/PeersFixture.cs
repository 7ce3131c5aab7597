using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Papers.Contracts;
using Xunit;

namespace MotCua.Tests.Papers;

/// <summary>The shipped simulators on a loopback port, with one enrolled signer.</summary>
public sealed class PeersFixture : IAsyncLifetime
{
    private readonly Scratch scratch = new();
    private WebApplication? app;

    public HttpClient Http { get; } = new();

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public EnrolledKey Signer { get; private set; } = null!;

    public CertificateEnrolment Enrolment => new(Http, Address);

    public TimestampClient Timestamp => new(Http, new Uri(Address, "/tsa"));

    public async ValueTask InitializeAsync()
    {
        app = MotCua.Peers.PeerHost.Build(["--data", scratch.Folder, "--urls", "http://127.0.0.1:0"]);
        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Signer = await Enrolment.Enrol("Phạm Thị Tuyết Mai", "Ủy ban nhân dân xã Đất Mũi", personalId: "096080001234");
    }

    public SigningRequest Request(EnrolledKey? key = null) => new((key ?? Signer).ToSigningKey(), DateTimeOffset.UtcNow)
    {
        FieldName = "NguoiTiepNhan",
        Reason = "Ký ban hành",
        Timestamp = Timestamp,
        Appearance = new SignatureAppearance(["Ký bởi: Phạm Thị Tuyết Mai", "Cơ quan: Ủy ban nhân dân xã Đất Mũi", "Thời gian ký: 28/04/2026 09:00:00 +07:00"]),
    };

    public PdfVerification Verification => new([Signer.Root]);

    public async ValueTask DisposeAsync()
    {
        await app!.DisposeAsync();
        Http.Dispose();
        scratch.Dispose();
    }
}
