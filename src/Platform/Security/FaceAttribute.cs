using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MotCua.Platform.Security;

/// <summary>Portal: anyone. Mine: a signed-in citizen or organisation. Desk and Admin: staff.</summary>
public enum Face { Portal, Mine, Desk, Admin, Print }

/// <summary>
/// States on each page model, and by <see cref="Entrance.OpenTo"/> on each other endpoint, which face it belongs to (layout, budget) and which
/// roles may enter. What does not say it admits nobody (<see cref="Gate"/>), and does not pass the House tests.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FaceAttribute(Face face, params string[] roles) : Attribute, IAsyncPageFilter
{
    public Face Face { get; } = face;

    /// <summary>Any one of these roles is enough; none named = every member of the face.</summary>
    public IReadOnlyList<string> Roles { get; } = roles;

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        // A page without a handler for the method would be rendered from a model that nobody filled.
        var method = context.HttpContext.Request.Method;
        if (context.HandlerMethod is null && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
        else await next();
    }

    public bool Admits(Actor actor) => Face switch
    {
        Face.Portal => true,
        Face.Mine => actor.Kind is ActorKind.Citizen or ActorKind.Organisation,
        Face.Print when Roles.Count == 0 => true,
        _ => actor.IsStaff && (Roles.Count == 0 || actor.Has([.. Roles])),
    };

    public static string LayoutOf(ViewContext view) =>
        (view.ActionDescriptor.EndpointMetadata.OfType<FaceAttribute>().FirstOrDefault()?.Face ?? Face.Portal) switch
        {
            Face.Desk or Face.Admin => "/Platform/Ui/Layouts/_Desk.cshtml",
            Face.Print => "/Platform/Ui/Layouts/_Print.cshtml",
            _ => "/Platform/Ui/Layouts/_Portal.cshtml",
        };
}

/// <summary>
/// The one gate beneath every endpoint: it enters by its face, and an endpoint without a face is refused to everybody. It is the fallback
/// policy, so that forgetting to say who may enter closes the door instead of opening it.
/// </summary>
public sealed class Gate : AuthorizationHandler<Gate>, IAuthorizationRequirement
{
    public static readonly AuthorizationPolicy Policy = new AuthorizationPolicyBuilder().AddRequirements(new Gate()).Build();

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Gate requirement)
    {
        if (context.Resource is HttpContext http && Admits(http)) context.Succeed(requirement);
        return Task.CompletedTask;
    }

    private static bool Admits(HttpContext http) => http.GetEndpoint() is not RouteEndpoint endpoint
        // No route: routing itself answers 404, 405 or 415.
        || !OpensNothing(http, endpoint)
        && endpoint.Metadata.GetMetadata<FaceAttribute>()?.Admits(http.RequestServices.GetRequiredService<CurrentActor>().Value) == true;

    /// <summary>A bearer that has ended is not taken for nobody's: what it would file or see would not be its owner's.</summary>
    private static bool OpensNothing(HttpContext http, RouteEndpoint endpoint) => Bearer.Of(http) is not null
        && !http.RequestServices.GetRequiredService<CurrentActor>().Value.IsSignedIn && endpoint.Metadata.GetMetadata<OpensSessionAttribute>() is null;
}

public static class Entrance
{
    /// <summary>Who may enter an endpoint or a group of them; said nearer to the endpoint, it counts more.</summary>
    public static T OpenTo<T>(this T endpoints, Face face, params string[] roles) where T : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new FaceAttribute(face, roles));
}

/// <summary>A page or endpoint that exists only in the demonstration: elsewhere it is a plain 404.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DemoOnlyAttribute : Attribute, IAuthorizationFilter, IOrderedFilter
{
    /// <summary>Before the check of the form's token, which would betray that the page exists.</summary>
    public int Order => int.MinValue;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        if (!context.HttpContext.RequestServices.GetRequiredService<StartOptions>().Demo) context.Result = new NotFoundResult();
    }
}
