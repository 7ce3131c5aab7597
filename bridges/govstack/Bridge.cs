using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace MotCua.GovStackBridge;

/// <summary>
/// The Registration building block of GovStack in front of <c>/api/v1</c>. It keeps nothing and makes nothing up: what it answers, the product has just said.
/// Options: <c>--settings FILE</c> (README.md), <c>--urls</c>.
/// </summary>
public static partial class Bridge
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (builder.Configuration["settings"] is { } file) builder.Configuration.AddJsonFile(Path.GetFullPath(file), optional: false);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull);
        builder.Services.AddSingleton(new Names(builder.Configuration)).AddSingleton(_ => Programs.Of(builder.Configuration));
        var app = builder.Build();
        // What the settings lack is said now, not at the first request.
        _ = app.Services.GetRequiredService<Programs>();
        app.Use(Explain);
        Services.Map(app);
        Applications.Map(app);
        Documents.Map(app);
        Tasks.Map(app);
        Statistics.Map(app);
        app.MapFallback(() => { throw new Declined(404, "Không có địa chỉ này"); });
        return app;
    }

    /// <summary>Every refusal is a systemError of the specification, with the product's own sentence in it.</summary>
    private static async Task Explain(HttpContext http, RequestDelegate next)
    {
        var problem = default(Declined);
        try { await next(http); }
        catch (Declined declined) { problem = declined; }
        catch (BadHttpRequestException broken) { problem = new Declined(broken.StatusCode, "Yêu cầu gửi chưa đúng dạng"); }
        catch (JsonException) { problem = new Declined(400, "Nội dung gửi không phải JSON"); }
        catch (HttpRequestException) { problem = new Declined(503, "Hệ thống một cửa chưa trả lời. Thử lại sau ít phút"); }
        if (problem is null || http.Response.HasStarted) return;
        http.Response.StatusCode = problem.Status;
        await http.Response.WriteAsJsonAsync(new SystemError(http.TraceIdentifier, $"{problem.Status}", problem.Message, problem.Message));
    }

    /// <summary>INSTANCE/CLASS/MEMBER/SUBSYSTEM, where the specification demands it.</summary>
    internal static TBuilder FromMediator<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter((context, next) => Client().IsMatch(context.HttpContext.Request.Headers["Information-Mediator-Client"].ToString())
            ? next(context) : throw new Declined(400, "Information-Mediator-Client phải có dạng INSTANCE/CLASS/MEMBER/SUBSYSTEM"));

    [GeneratedRegex(@"^[\w.-]+(/[\w.-]+){3}$")]
    private static partial Regex Client();
}

/// <param name="Message">For people; the product writes Vietnamese.</param>
internal sealed record SystemError(string TraceId, string Code, string Message, string LocalizedMessage);

/// <summary>An expected "no", of the product or of the bridge.</summary>
internal sealed class Declined(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
