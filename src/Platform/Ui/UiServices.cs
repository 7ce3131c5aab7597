using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;

namespace MotCua.Platform.Ui;

/// <summary>Registers the shared look: brand, layouts, assets and the appearance switch.</summary>
public static class UiServices
{
    public static IServiceCollection AddUi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<LayoutModel>();
        services.Configure<Brand>(configuration.GetSection("Brand"));
        services.AddSingleton(new NavigationItem(Face.Portal, 10, "Thủ tục", "/thu-tuc", "list"));
        services.AddSingleton(new NavigationItem(Face.Portal, 20, "Tra cứu", "/tra-cuu", "search"));
        services.AddSingleton(new NavigationItem(Face.Portal, 40, "Kho giấy tờ", "/kho-giay-to", "vault"));
        return services;
    }

    public static IEndpointRouteBuilder MapUi(this IEndpointRouteBuilder app)
    {
        app.MapAssets();
        ApiPage.Map(app);
        app.MapPost("/tuong-phan", ToggleContrast).OpenTo(Face.Portal).ExcludeFromDescription();
        return app;
    }

    /// <summary>Works as a plain form: sets the cookie, goes back to the page it came from.</summary>
    private static IResult ToggleContrast(HttpContext http)
    {
        var more = http.Request.Cookies[LayoutModel.ContrastCookie] != "more";
        http.Response.Cookies.Append(LayoutModel.ContrastCookie, more ? "more" : "no", new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, IsEssential = true, Secure = http.Request.IsHttps,
        });
        return Results.LocalRedirect(CameFrom(http.Request));
    }

    private static string CameFrom(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var uri)
        && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
        && !uri.PathAndQuery.StartsWith("//", StringComparison.Ordinal) ? uri.PathAndQuery : "/";
}
