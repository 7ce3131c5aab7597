namespace MotCua.Peers;

/// <summary>
/// Simulators of the outside systems, each with its real wire protocol and a fault dial: certificate authority (EST, CRL, OCSP),
/// time-stamping authority (RFC 3161), message gateway, keeper of witness lines. Options: --data DIR, --urls, --parent PID (ends with the process that
/// started it).
/// </summary>
public static class PeerHost
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var folder = Path.GetFullPath(builder.Configuration["data"] ?? "peers-data");
        Directory.CreateDirectory(folder);
        builder.Services.AddSingleton<FaultDial>();
        builder.Services.AddSingleton(new PeerFolder(folder));
        builder.Services.AddSingleton(_ => new AuthorityStore(folder));
        builder.Services.AddSingleton(_ => new ReceivedMessages(folder));
        var app = builder.Build();
        _ = app.Services.GetRequiredService<AuthorityStore>();
        app.MapGet("/", () =>
            "MotCua peers: certificate authority, timestamps, message gateway, witness keeper. GET /dial/{ca|ocsp|crl|tsa|sms|zalo|mail|witness}");
        FaultDial.Map(app);
        CertificateAuthority.Map(app);
        TimestampAuthority.Map(app);
        MessageGateway.Map(app);
        WitnessKeeper.Map(app);
        app.Follow();
        return app;
    }
}
