using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.WebEncoders;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Vitals;

namespace MotCua.Platform.Web;

/// <summary>Puts the house together: the same for the product, the commands and the tests.</summary>
public static class WebSetup
{
    /// <param name="appConnection">Connection of the application's role, which may not change ledgers.</param>
    /// <param name="clock">The machine's clock in production, an adjustable one in the demonstration.</param>
    public static IServiceCollection AddHouse(this IServiceCollection services, IConfiguration configuration,
        ModuleSet modules, StartOptions options, string appConnection, TimeProvider clock)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.GetCultureInfo("vi-VN");
        services.AddSingleton(modules).AddSingleton(options).AddSingleton(clock);
        if (clock is Time.AdjustableClock adjustable) services.AddSingleton(adjustable);
        services.AddDatabase(appConnection);
        services.AddSingleton(provider => new Jobs.Heartbeat(appConnection, provider.GetRequiredService<DatabaseAway>()));
        services.AddVitals(configuration);
        services.AddHttpContextAccessor();
        services.AddDataProtection().SetApplicationName("motcua")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.DataFolder, "keys")));

        // The default encoders write every Vietnamese letter as an entity.
        services.Configure<WebEncoderOptions>(web => web.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
            json.SerializerOptions.DefaultIgnoreCondition = EventLog.Json.DefaultIgnoreCondition;
            foreach (var converter in EventLog.Json.Converters) json.SerializerOptions.Converters.Add(converter);
        });
        // Thrown, it says which part of the document was meant.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<FormOptions>(form =>
        {
            form.ValueLengthLimit = 256 * 1024;
            form.ValueCountLimit = 2048;
            form.MultipartBodyLengthLimit = 110 * 1024 * 1024;
        });
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/problem+json"];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "motcua-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddAuthorization(authorization => authorization.FallbackPolicy = Gate.Policy);
        services.AddOpenApi("v1", ApiDescription.Describe);
        var mvc = services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/";
            // The guard of forms is StaleForms: it refuses as the framework's does, and gives back what was typed.
            pages.Conventions.ConfigureFilter(new Microsoft.AspNetCore.Mvc.IgnoreAntiforgeryTokenAttribute());
        });
        mvc.AddMvcOptions(options =>
        {
            options.Filters.Add<FormGate>();
            options.Filters.Add<StaleForms>(StaleForms.Order);
        });
        mvc.AddViewOptions(view => view.HtmlHelperOptions.ClientValidationEnabled = false);
        mvc.ConfigureApplicationPartManager(parts =>
        {
            foreach (var assembly in modules.Assemblies)
            {
                if (parts.ApplicationParts.OfType<CompiledRazorAssemblyPart>().Any(part => part.Assembly == assembly)) continue;
                parts.ApplicationParts.Add(new AssemblyPart(assembly));
                parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(assembly));
            }
        });
        foreach (var module in modules.All) module.AddServices(services, configuration);
        return services;
    }

    /// <summary>The request pipeline. Rooms only add endpoints; the order of the guards stands here once.</summary>
    public static WebApplication UseHouse(this WebApplication app)
    {
        app.UseFront();
        app.UseErrorAnswers();
        var schema = app.Services.GetRequiredService<SchemaWatch>();
        app.Use((http, next) =>
        {
            if (!(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method)))
                schema.Demand();
            return next(http);
        });
        app.Use((http, next) =>
            http.Request.Path.Value?.Contains('\0', StringComparison.Ordinal) ?? false ? throw new Refused(400, ApiErrors.Unkept) : next(http));
        app.UseMiddleware<SecurityHeaders>();
        app.Use((http, next) => { http.Request.GateQuery(); return next(http); });
        app.Use(FormGate.WithoutNul);
        app.UseResponseCompression();
        app.UseRouting();
        app.UseAuthentication();
        // Before it is asked who may enter: who is refused has knocked all the same.
        app.UseMiddleware<DoorKeeper>();
        app.UseAuthorization();
        app.Use(JsonGate.Pass);
        app.MapRazorPages();
        // One document: another name is an address that does not exist, and answered like any.
        app.MapOpenApi("/openapi/v1.json").OpenTo(Face.Portal);
        foreach (var module in app.Services.GetRequiredService<ModuleSet>().All) module.MapEndpoints(app);
        return app;
    }

    /// <summary>This process serves people (roles "web" and "all"): as long as one does, there is no outage.</summary>
    public static IServiceCollection AddSignOfLife(this IServiceCollection services) =>
        services.AddHostedService(provider => provider.GetRequiredService<Jobs.Heartbeat>());

    /// <summary>Who calls, and what watches over the process: also where no pages are served.</summary>
    public static WebApplication UseFront(this WebApplication app)
    {
        if (Proxies.Read(app.Configuration) is { } proxies) app.UseForwardedHeaders(proxies);
        return app.UseVitals();
    }

    /// <summary>Starts feeding subscribers and running jobs in this process (roles "worker" and "all").</summary>
    public static IServiceCollection AddWorkers(this IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<Dispatcher>());
        services.AddHostedService(provider => provider.GetRequiredService<Jobs.JobRunner>());
        return services;
    }
}
