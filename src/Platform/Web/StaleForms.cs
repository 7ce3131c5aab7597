using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace MotCua.Platform.Web;

/// <summary>A page that shows itself again with what was posted, and does nothing else.</summary>
public interface IComesBack
{
    /// <returns>Null: it cannot for who asks now.</returns>
    Task<IActionResult?> ComeBack(Refused why);
}

/// <summary>
/// Biểu mẫu cũ: signed in or out in another tab, or left open for a day. The mark of the form no longer fits, so nothing is
/// done, but what was typed comes back: by the page itself when it can, else field by field. A post without any mark of ours
/// stays a plain 400.
/// </summary>
public sealed class StaleForms(IAntiforgery antiforgery) : IAsyncAuthorizationFilter, IAsyncPageFilter
{
    private const string Token = "__RequestVerificationToken";
    private static readonly object Mark = new();

    /// <summary>After the page's own guard of who may enter.</summary>
    public const int Order = int.MaxValue;

    public static Refused Why => new(400, "Trang mở đã lâu, hoặc vừa đăng nhập, đăng xuất ở thẻ khác. Xem lại rồi gửi lần nữa");

    public static bool Is(HttpContext http) => http.Items.ContainsKey(Mark);

    /// <summary>Whether a post came from a form of ours, whosoever's it was.</summary>
    public static async Task<bool> HasMark(HttpRequest request)
    {
        if (!request.HasFormContentType) return false;
        try { return (await request.ReadFormAsync())[Token].ToString().Length > 0; }
        catch (Exception cut) when (cut is IOException or InvalidDataException or BadHttpRequestException) { return false; }
    }

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method)
            || HttpMethods.IsTrace(http.Request.Method)) return;
        try { await antiforgery.ValidateRequestAsync(http); }
        catch (AntiforgeryValidationException)
        {
            if (await HasMark(http.Request)) http.Items[Mark] = true;
            else context.Result = new AntiforgeryValidationFailedResult();
        }
    }

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (!Is(context.HttpContext))
        {
            await next();
            return;
        }
        IActionResult? again = null;
        try { again = context.HandlerInstance is IComesBack page ? await page.ComeBack(Why) : null; }
        catch (Refused refused) when (refused.Status is 403 or 404 or 409 or 410) { /* not for who is signed in now: field by field */ }
        context.Result = again ?? new KeptForm(400, Why.Message);
    }
}
