using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;
using MotCua.Platform.Text;

namespace MotCua.Platform.Web;

/// <summary>A page that shows itself again with what was typed and says beside the box that a sign in it is broken.</summary>
public interface IKeepsTyped;

/// <summary>
/// Cửa của mọi biểu mẫu: whatever a page reads of a posted form or of an address has gone through <see cref="TypedText.Gate"/>.
/// Passwords stay as typed.
/// </summary>
public sealed class FormGate : IAsyncResourceFilter
{
    private const int MostBytes = 8 * 1024 * 1024;

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (request.HasFormContentType)
        {
            var form = await request.GatedForm();
            var keeps = context.ActionDescriptor is CompiledPageActionDescriptor { ModelTypeInfo: { } model } && model.IsAssignableTo(typeof(IKeepsTyped));
            if (!keeps) RefuseBroken(form);
        }
        await next();
    }

    /// <summary>The server reads no form with a NUL in it, and would lose all other boxes with it: the sign becomes a broken one that can be named.</summary>
    public static async Task WithoutNul(HttpContext http, RequestDelegate next)
    {
        if (http.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            using var memory = new MemoryStream();
            var block = new byte[16 * 1024];
            int read;
            while ((read = await http.Request.Body.ReadAsync(block, http.RequestAborted)) > 0)
            {
                if (memory.Length + read > MostBytes) throw new Refused(413, "Biểu mẫu nặng quá 8 MB. Rút ngắn nội dung rồi gửi lại");
                memory.Write(block, 0, read);
            }
            var bytes = memory.ToArray();
            if (bytes.AsSpan().IndexOf("%00"u8) >= 0)
                bytes = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("%00", "%EF%BF%BD", StringComparison.Ordinal));
            http.Request.Body = new MemoryStream(bytes, writable: false);
            http.Request.ContentLength = bytes.Length;
        }
        await next(http);
    }

    internal static void RefuseBroken(IEnumerable<KeyValuePair<string, StringValues>> values)
    {
        foreach (var (name, value) in values)
            if (!IsSecret(name) && value.Any(TypedText.IsBroken)) throw new Refused(400, TypedText.BrokenWords, name);
    }

    /// <summary>A password is compared as it was typed; where it is changed its boxes are called old and new.</summary>
    internal static bool IsSecret(string name) =>
        name.Contains("password", StringComparison.OrdinalIgnoreCase) || name.Equals("old", StringComparison.OrdinalIgnoreCase)
        || name.Equals("new", StringComparison.OrdinalIgnoreCase);

    internal static Dictionary<string, StringValues> Gated(IEnumerable<KeyValuePair<string, StringValues>> values)
    {
        var gated = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values)
        {
            var known = TypedText.Gate(name);
            if (TypedText.IsBroken(known))
                throw new Refused(400, $"Tên ô \"{TypedText.Beginning(known, 60)}\" có ký tự hỏng. Mở lại trang rồi gửi lại", known);
            var read = IsSecret(name) ? value : new StringValues([.. value.Select(one => one is null ? null : TypedText.Gate(one))]);
            gated[known] = gated.TryGetValue(known, out var earlier) ? StringValues.Concat(earlier, read) : read;
        }
        return gated;
    }
}

/// <summary>The gate for who reads a form or an address without a page around it.</summary>
public static class GatedRequest
{
    private static readonly object Done = new();

    /// <summary>The posted form, gated once; everybody who asks for Request.Form later gets the same.</summary>
    public static async Task<IFormCollection> GatedForm(this HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (request.HttpContext.Items.ContainsKey(Done)) return form;
        request.HttpContext.Items[Done] = Done;
        return request.Form = new FormCollection(FormGate.Gated(form), form.Files);
    }

    /// <summary>Beside the box, in the words of the page.</summary>
    /// <exception cref="Refused">400 with the name of the box.</exception>
    public static void RefuseBroken(this IFormCollection form) => FormGate.RefuseBroken(form);

    /// <summary>What stands behind the question mark of an address.</summary>
    internal static void GateQuery(this HttpRequest request)
    {
        if (request.QueryString.Value is not { Length: > 1 } query || query.All(sign => sign is > ' ' and <= '~' and not '%' and not '+')) return;
        var gated = FormGate.Gated(request.Query);
        FormGate.RefuseBroken(gated);
        request.Query = new QueryCollection(gated);
    }
}
