using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Messages.Notices;

/// <param name="Next">Give it as <c>after</c> for the rows that follow; null at the end.</param>
internal sealed record NoticePage(IReadOnlyList<NoticeRow> Items, Guid? Next);

internal static class NoticeEndpoints
{
    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/desk/notices", async (string? after, MyNotices notices) => await Page(after, notices))
            .OpenTo(Face.Desk).WithTags("Bàn một cửa").WithName("ListMyNotices").WithSummary("Nhắc việc của tôi, mới nhất đứng trước");

    private static async Task<NoticePage> Page(string? after, MyNotices notices)
    {
        Guid? last = after is null ? null : Guid.TryParse(after, out var id)
            ? id : throw new Refused(400, "Con trỏ trang không đúng. Lấy lại từ trang trước", "after");
        var rows = await notices.Page(PageSize, last);
        return new NoticePage(rows, rows.Count == PageSize ? rows[^1].Id : null);
    }
}
