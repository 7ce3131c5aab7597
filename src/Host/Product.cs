using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using MotCua.Platform;
using MotCua.Platform.Postgres;
using MotCua.Platform.Time;
using MotCua.Platform.Vitals;
using MotCua.Platform.Web;
using Microsoft.Extensions.Logging.Console;

namespace MotCua.Host;

/// <summary>What the product and the commands share: settings, house, first data.</summary>
internal static class Product
{
    public const string Demo = "Demo";

    private const int LargestBody = 1 << 20; // uploads raise it for themselves

    public static WebApplicationBuilder Builder(StartArguments arguments, string? environment = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = environment,
            ApplicationName = "MotCua.Host",
            // Not the folder the person happens to stand in: a stray appsettings.json there must not count.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddJsonFile(Path.Combine(arguments.Data, "settings.json"), optional: true, reloadOnChange: false);
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.ClearProviders().AddConsole(console => console.FormatterName = PlainLog.FormatterName)
            .AddConsoleFormatter<PlainLog, ConsoleFormatterOptions>();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning)
            // ApiErrors writes each accident once, with its incident code.
            .AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None).AddFilter("Npgsql", LogLevel.Warning)
            // Four lines for each message that goes out.
            .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning)
            // All it warns of is that it has written "no-store" once more, at every page with a form.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)
            // Keys are guarded by the rights of the data folder; docs/operations.md says so once, not the log at each start.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        return builder;
    }

    public static StartOptions Options(StartArguments arguments, bool demo) =>
        new(arguments.ReferenceData ?? ReferenceData(), arguments.Data, demo);

    public static WebApplicationBuilder AddProduct(this WebApplicationBuilder builder, ModuleSet modules, StartOptions options, Ground ground)
    {
        TimeProvider clock = options.Demo ? new AdjustableClock() : TimeProvider.System;
        builder.Services.AddHouse(builder.Configuration, modules, options with { OwnerConnection = options.Demo ? ground.Owner : null }, ground.App, clock);
        return builder;
    }

    public static async Task Load(IServiceProvider services, ModuleSet modules, StartOptions options, bool seed, Action<string> say)
    {
        foreach (var module in modules.All)
        {
            await using var scope = services.CreateAsyncScope();
            scope.ActAsSystem();
            await module.Load(scope.ServiceProvider, options, say);
        }
        if (!seed) return;
        foreach (var module in modules.All)
        {
            await using var scope = services.CreateAsyncScope();
            scope.ActAsSystem();
            await module.SeedDemo(scope.ServiceProvider, options, say);
        }
    }

    public static void ActAsSystem(this AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<Platform.Security.CurrentActor>().Value = Platform.Security.Actor.System;

    /// <summary>Without the ICU library .NET leaves Vietnamese text as it came, in silence, and search and comparison go wrong.</summary>
    public static void CheckIcu()
    {
        CultureInfo? vietnamese = null;
        try { vietnamese = CultureInfo.GetCultureInfo("vi-VN"); }
        catch (CultureNotFoundException) { /* invariant mode */ }
        if (vietnamese is null || "e\u0302\u0301".Normalize(NormalizationForm.FormC) != "\u1EBF")
            throw new GroundException("Máy này thiếu thư viện ICU nên không xử lý được chữ tiếng Việt. Hãy gõ: sudo apt-get install -y libicu-dev (và bỏ "
                + "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT).");
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = vietnamese;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = vietnamese;
    }

    public static void CheckPort(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException problem)
        {
            throw new GroundException($"Không mở được cổng {port} ({problem.Message}). Hãy chọn cổng khác bằng --port.", problem);
        }
    }

    public static string Address(IHost app)
    {
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return bound.TrimEnd('/');
    }

    private static string ReferenceData()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "data");
            if (File.Exists(Path.Combine(data, "procedures.csv"))) return data;
        }
        throw new GroundException("Không tìm thấy thư mục dữ liệu tham chiếu (data/procedures.csv). Hãy chỉ ra bằng --reference-data.");
    }
}
