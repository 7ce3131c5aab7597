using System.Text.Encodings.Web;
using System.Text.Unicode;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Components;

namespace MotCua.Platform.Ui;

/// <summary>
/// The page of last resort, in three parts: what happened, what is safe, what to do now. No layout, no database, no
/// sign-in, so that it can be shown when all of these are down. Where nothing is down, the header of the face stands above it.
/// </summary>
public static class ErrorPages
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <param name="layout">Null: nothing is known of who asks, or asking for it may be what failed.</param>
    public static string Render(int status, string message, string? incident, LayoutModel? layout = null)
    {
        var desk = layout is not null && IsDesk(layout);
        var (title, safe) = Words(status);
        // The heading says the first sentence already, and what citizens may do instead is no help at the desk.
        var more = desk && message == Web.ApiErrors.Title(status) ? ""
            : message.StartsWith(title, StringComparison.Ordinal) ? message[title.Length..].TrimStart('.', ' ') : message;
        var kept = more.Contains("vẫn được giữ", StringComparison.Ordinal) || more.Contains("Một tệp đã lưu", StringComparison.Ordinal) ? "" : $"<p>{safe}</p>";
        var ways = desk ? DeskWays : PortalWays;
        return Frame(title, $"""
            {(more.Length == 0 ? "" : $"<p class=\"lead\">{Html.Encode(more.TrimEnd('.'))}.</p>")}
            {kept}
            {(incident is null ? "" : $"<p>Khi gọi 1022, đọc mã sự cố <strong class=\"code\">{Html.Encode(incident)}</strong> để được hỗ trợ nhanh hơn.</p>")}
            <div class="actions">{string.Concat(ways.Select(way =>
                $"<a class=\"btn btn--secondary\" href=\"{way.Url}\">{IconTagHelper.Svg(way.Icon)}{way.Text}</a>"))}</div>
            """, layout);
    }

    private static readonly (string Url, string Icon, string Text)[] PortalWays =
        [("/tra-cuu", "search", "Tra cứu hồ sơ"), ("/thu-tuc", "list", "Tìm thủ tục"), ("tel:1022", "phone", "Gọi 1022")];

    private static readonly (string Url, string Icon, string Text)[] DeskWays =
        [("/noi-bo", "house", "Về bàn làm việc"), ("/noi-bo/viec", "list", "Việc của tôi"), ("tel:1022", "phone", "Gọi 1022")];

    private static bool IsDesk(LayoutModel layout) => layout.Actor.IsStaff
        && (layout.Path.StartsWith("/noi-bo", StringComparison.Ordinal) || layout.Path.StartsWith("/quan-tri", StringComparison.Ordinal));

    /// <param name="body">Markup that stands beneath the heading.</param>
    internal static string Frame(string title, string body, LayoutModel? layout = null) => $"""
        <!doctype html>
        <html lang="vi"{Chosen("contrast", layout?.Contrast)}{Chosen("theme", layout?.Theme)}>
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title}</title>
        <link rel="stylesheet" href="{Assets.Url("duoc.css")}"><link rel="icon" href="{Assets.Url("icon.svg")}" type="image/svg+xml">
        </head>
        <body class="{(layout is not null && IsDesk(layout) ? "face-desk" : "face-portal")}">
        {(layout is null ? Bare : Header(layout))}
        <main id="noi-dung">
        <h1>{title}</h1>
        {body}
        </main>
        </body></html>
        """;

    private static string Bare => $"""
        <header class="site-header"><div class="bar">
                <a class="brand" href="/">{RootArcTagHelper.Svg}<span class="brand__name">Về trang chủ</span></a></div></header>
        """;

    /// <summary>As the layouts write it, without the numbers beside the places: those are asked of the database.</summary>
    private static string Header(LayoutModel layout)
    {
        var desk = IsDesk(layout);
        var places = string.Concat(layout.Navigation(desk ? Face.Desk : Face.Portal).Select(place =>
            $"<li><a href=\"{place.Url}\">{IconTagHelper.Svg(place.Icon)}{Html.Encode(place.Text)}</a></li>"));
        var nav = places.Length == 0 ? "" : $"<nav aria-label=\"Chính\"><ul class=\"site-nav\">{places}</ul></nav>";
        var posts = desk && layout.Posts is { } held ? $" <small class=\"who__post\">{Html.Encode(held)}</small>" : "";
        var who = layout.Actor.IsSignedIn
            ? $"<a class=\"linklike\" href=\"/tai-khoan\">{IconTagHelper.Svg("user")}<span>{Html.Encode(layout.Actor.Name)}{posts}</span></a>"
            : $"<a class=\"linklike\" href=\"/dang-nhap\">{IconTagHelper.Svg("user")}Đăng nhập</a>";
        return $"""
            <header class="{(desk ? "desk-header" : "site-header")}"><div class="bar">
            <a class="brand" href="{(desk ? "/noi-bo" : "/")}">{RootArcTagHelper.Svg}<span class="brand__name">{Html.Encode(layout.Brand.ShortName)}</span></a>
            {(desk ? nav : "")}
            <div class="bar__end">{who}</div></div>
            {(desk ? "" : $"<div class=\"bar bar--nav\">{nav}</div>")}</header>
            """;
    }

    private static string Chosen(string name, string? value) => value is null ? "" : $" data-{name}=\"{value}\"";

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
