using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;

namespace MotCua.Platform.Web;

/// <summary>
/// Điều đã gõ vẫn còn: every posted field in a form with a fresh mark, to be sent once more when the way is free again. For a
/// page that cannot be shown to who asks now. Files must be chosen again; passwords are not written back.
/// </summary>
public sealed class KeptForm(int status, string why) : ActionResult
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public override Task ExecuteResultAsync(ActionContext context) => Write(context.HttpContext, status, why);

    /// <summary>While nobody can be recognised: the mark of the form stays as it is. False: the post came from no form of ours, or cannot be read.</summary>
    public static async Task<bool> TryWrite(HttpContext http, int status, string why)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !await StaleForms.HasMark(http.Request)) return false;
        await Write(http, status, why, sameMark: true);
        return true;
    }

    public static async Task Write(HttpContext http, int status, string why, bool sameMark = false)
    {
        var form = await http.Request.ReadFormAsync();
        var signedIn = sameMark || http.RequestServices.GetRequiredService<CurrentActor>().Value.IsSignedIn;
        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        var mark = sameMark ? form[tokens.FormFieldName].ToString() : tokens.RequestToken!;
        var address = Html.Encode(http.Request.Path + http.Request.QueryString);
        var page = Html.Encode(http.Request.Path);
        var kept = form.Where(field => field.Key != tokens.FormFieldName && !FormGate.IsSecret(field.Key)).ToList();
        var body = new StringBuilder();
        body.Append($"<div class=\"error-summary\" role=\"alert\" tabindex=\"-1\"><p>{Html.Encode(why)}.</p></div>");
        if (!signedIn) body.Append($"<p>Cần tài khoản thì <a href=\"/dang-nhap?tiep={Uri.EscapeDataString(http.Request.Path)}\" target=\"_blank\">đăng nhập ở "
            + $"thẻ mới</a>, rồi trở lại đây bấm Gửi lần nữa.</p>");
        if (form.Files.Count > 0) body.Append($"<p>Tệp phải chọn lại: {Html.Encode(string.Join("; ", form.Files.Select(file => file.FileName)))}.</p>");
        body.Append($"<form method=\"post\" action=\"{address}\"><input type=\"hidden\" name=\"{tokens.FormFieldName}\" value=\"{Html.Encode(mark)}\">");
        foreach (var (name, values) in kept)
            foreach (var value in values) body.Append($"<input type=\"hidden\" name=\"{Html.Encode(name)}\" value=\"{Html.Encode(value ?? "")}\">");
        var typed = kept.SelectMany(field => field.Value).OfType<string>().Where(IsText).ToList();
        if (typed.Count > 0)
        {
            body.Append("<h2>Điều đã gõ</h2><ul>");
            foreach (var text in typed) body.Append($"<li class=\"pre\">{Html.Encode(text)}</li>");
            body.Append("</ul>");
        }
        body.Append($"<div class=\"actions\"><button class=\"btn\">Gửi lần nữa</button><a class=\"btn btn--text\" href=\"{page}\">Không gửi, mở lại "
            + $"trang</a></div></form>");
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(Ui.ErrorPages.Frame("Điều đã gõ vẫn còn", body.ToString()));
    }

    /// <summary>Words that a person may have typed, not keys and codes of the form.</summary>
    private static bool IsText(string value) => value.Any(char.IsLetter) && !Guid.TryParse(value, out _)
        && (value.Any(char.IsWhiteSpace) || value.Any(sign => sign > 0x7F));
}
