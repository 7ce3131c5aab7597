using System.Text.Encodings.Web;
using System.Text.Unicode;
using MotCua.Platform.Ui.Components;

namespace MotCua.Platform.Ui;

/// <summary>
/// The page of last resort, in three parts: what happened, what is safe, what to do now. No layout, no database, no
/// sign-in, so that it can be shown when all of these are down.
/// </summary>
public static class ErrorPages
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Render(int status, string message, string? incident)
    {
        var (title, safe) = Words(status);
        // The heading says the first sentence already.
        var more = message.StartsWith(title, StringComparison.Ordinal) ? message[title.Length..].TrimStart('.', ' ') : message;
        var kept = more.Contains("vẫn được giữ", StringComparison.Ordinal) || more.Contains("Một tệp đã lưu", StringComparison.Ordinal) ? "" : $"<p>{safe}</p>";
        return Frame(title, $"""
            {(more.Length == 0 ? "" : $"<p class=\"lead\">{Html.Encode(more.TrimEnd('.'))}.</p>")}
            {kept}
            {(incident is null ? "" : $"<p>Khi gọi 1022, đọc mã sự cố <strong class=\"code\">{Html.Encode(incident)}</strong> để được hỗ trợ nhanh hơn.</p>")}
            <div class="actions">
            <a class="btn btn--secondary" href="/tra-cuu">{IconTagHelper.Svg("search")}Tra cứu hồ sơ</a>
            <a class="btn btn--secondary" href="/thu-tuc">{IconTagHelper.Svg("list")}Tìm thủ tục</a>
            <a class="btn btn--secondary" href="tel:1022">{IconTagHelper.Svg("phone")}Gọi 1022</a>
            </div>
            """);
    }

    /// <param name="body">Markup that stands beneath the heading.</param>
    internal static string Frame(string title, string body) => $"""
        <!doctype html>
        <html lang="vi">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title}</title>
        <link rel="stylesheet" href="{Assets.Url("duoc.css")}"><link rel="icon" href="{Assets.Url("icon.svg")}" type="image/svg+xml">
        </head>
        <body class="face-portal">
        <header class="site-header"><div class="bar">
                <a class="brand" href="/">{RootArcTagHelper.Svg}<span class="brand__name">Về trang chủ</span></a></div></header>
        <main id="noi-dung">
        <h1>{title}</h1>
        {body}
        </main>
        </body></html>
        """;

    private static (string Title, string Safe) Words(int status) => status switch
    {
        401 => ("Cần đăng nhập", "Phần đã nhập vẫn được giữ. Đăng nhập rồi mở lại trang này."),
        403 => ("Chưa được giao việc này", "Không có gì bị thay đổi. Nếu cần làm việc này, hãy nhờ người phụ trách giao quyền."),
        404 => ("Không tìm thấy trang này", "Hồ sơ và giấy tờ đã nộp vẫn còn nguyên. Có thể địa chỉ gõ thiếu, hoặc trang đã chuyển."),
        409 => ("Việc này đã thay đổi", "Không có gì bị mất. Mở lại trang để xem tình trạng mới nhất."),
        410 => ("Trang này không còn áp dụng", "Hồ sơ và giấy tờ đã nộp vẫn còn nguyên."),
        413 => ("Tệp gửi lên quá lớn", "Phần đã nhập vẫn được giữ. Chụp lại bằng điện thoại, hoặc chọn tệp nhỏ hơn rồi gửi lại."),
        429 => ("Xin chờ một chút", "Hồ sơ và giấy tờ không bị ảnh hưởng."),
        503 => ("Hệ thống tạm thời chưa trả lời", "Hồ sơ đã nộp và phần đã lưu vẫn còn nguyên. Tải lại trang này thì trình duyệt gửi lại điều vừa nhập."),
        >= 500 => ("Có trục trặc ở phía chúng tôi", "Hồ sơ đã nộp và phần đã nhập vẫn còn nguyên."),
        _ => ("Chưa thực hiện được", "Không có gì bị thay đổi. Quay lại trang trước, kiểm tra rồi gửi lại."),
    };
}
