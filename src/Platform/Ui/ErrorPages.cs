using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace MotCua.Platform.Ui;

/// <summary>The page of last resort: no layout, no database, no sign-in, so that it can be shown when all of these are down.</summary>
public static class ErrorPages
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Render(int status, string message, string? incident) => $"""
        <!doctype html>
        <html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Html.Encode(message)}</title></head>
        <body><main><h1>{Html.Encode(message)}</h1>
        {(incident is null ? "" : $"<p>Mã sự cố {incident}</p>")}
        <p><a href="/tra-cuu">Tra cứu hồ sơ</a> · <a href="/thu-tuc">Tìm thủ tục</a> · <a href="tel:1022">Gọi 1022</a></p></main></body></html>
        """;
}
