using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace MotCua.Platform.Security;

/// <summary>Portal: anyone. Mine: a signed-in citizen or organisation. Desk and Admin: staff.</summary>
public enum Face { Portal, Mine, Desk, Admin, Print }

/// <summary>
/// States on each page model which face it belongs to (layout, budget) and which roles may enter. A page without it does
/// not pass the House tests.
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
        var actor = context.HttpContext.RequestServices.GetRequiredService<CurrentActor>().Value;
        if (Admits(actor))
        {
            // A page without a handler for the method would be rendered from a model that nobody filled.
            var method = context.HttpContext.Request.Method;
            if (context.HandlerMethod is null && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)) context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
            else await next();
            return;
        }
        context.Result = actor.IsSignedIn
            ? new StatusCodeResult(StatusCodes.Status403Forbidden)
            : new RedirectResult("/dang-nhap?tiep=" + Uri.EscapeDataString(context.HttpContext.Request.Path + context.HttpContext.Request.QueryString));
    }

    public bool Admits(Actor actor) => Face switch
    {
        Face.Portal => true,
        Face.Mine => actor.IsSignedIn && !actor.IsStaff,
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
