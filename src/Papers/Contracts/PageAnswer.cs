using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>
/// A page image as an answer. The browser keeps it and asks each time whether it still may: the right to a page is decided at every look,
/// its bytes travel once.
/// </summary>
public static class PageAnswer
{
    /// <param name="co">nho, nhe, lon; otherwise for a screen.</param>
    public static PageSize Size(string? co) => co switch { "nho" => PageSize.Small, "nhe" => PageSize.Light, "lon" => PageSize.Large, _ => PageSize.Screen };

    public static async Task<IResult> Of(HttpContext http, PagePictures pictures, string sha256, string mediaType, string fileName, int no, PageSize size)
    {
        SandboxedImage.Mark(http);
        var headers = http.Response.Headers;
        // Nothing in an address changes when a file is replaced; the mark names bytes, page and size.
        var mark = $"\"{sha256}-{no}-{(int)size}\"";
        if (http.Request.Headers.IfNoneMatch == mark)
        {
            (headers.ETag, headers.CacheControl) = (mark, "private, no-cache");
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }
        var page = await pictures.Of(sha256, mediaType, no, size);
        if (page.Jpeg is null) return new Words(fileName, no, page.Problem ?? "");
        (headers.ETag, headers.CacheControl) = (mark, "private, no-cache");
        return TypedResults.Bytes(page.Jpeg, "image/jpeg");
    }

    /// <summary>Where a picture is expected, words are drawn: which page of which file, and why.</summary>
    private sealed class Words(string fileName, int no, string problem) : IResult
    {
        private const string Sheet = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 594" width="420" height="594"><rect width="420" height="594" fill="#fff"/>
            <g fill="#14211f" font-family="sans-serif" text-anchor="middle">
            """;

        public Task ExecuteAsync(HttpContext http)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            http.Response.ContentType = "image/svg+xml; charset=utf-8";
            string[] lines = [$"Chưa mở được trang {no}", fileName, .. problem.Split(". "), "Mở tệp gốc để xem"];
            return http.Response.WriteAsync(Sheet + string.Concat(lines.Where(line => line.Length > 0).Select((line, i) =>
                $"""<text x="210" y="{230 + 32 * i}" font-size="{Math.Min(17, 720 / line.Length)}">{HtmlEncoder.Default.Encode(line)}</text>"""))
                + "</g></svg>");
        }
    }
}
