using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Messages.Notices;

internal static class NoticeEndpoints
{
    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/desk/notices", async (string? after, MyNotices notices) => await Page(after, notices))
            .OpenTo(Face.Desk).WithTags("Bàn một cửa").WithName("ListMyNotices").WithSummary("Nhắc việc của tôi, mới nhất đứng trước");

    private static async Task<object> Page(string? after, MyNotices notices)
    {
        Guid? last = after is null ? null : Guid.TryParse(after, out var id)
            ? id : throw new Refused(400, "Con trỏ trang không đúng. Lấy lại từ trang trước", "after");
        var rows = await notices.Page(PageSize, last);
        return new { items = rows, next = rows.Count == PageSize ? rows[^1].Id : (Guid?)null };
    }
}
