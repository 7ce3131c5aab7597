using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Catalogue.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Find;

/// <summary>The catalogue for machines, under /api/v1/procedures.</summary>
internal static class FindEndpoint
{
    public static void MapFind(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/procedures").OpenTo(Face.Portal).WithTags("Thủ tục").WithMetadata(new DoorAttribute("Search"));
        api.MapGet("", List).WithSummary("Danh mục thủ tục, tìm theo từ thường dùng").Produces<ProcedureList>();
        api.MapGet("suggest", Suggest).WithSummary("Gợi ý khi gõ").Produces<IReadOnlyList<Suggestion>>();
        api.MapGet("{code}", Get).WithSummary("Một thủ tục theo mã quốc gia hoặc mã ngắn").Produces<ProcedureVersionView>().ProducesProblem(404);
        api.MapGet("{code}/form", Form).WithSummary("Biểu mẫu điện tử của thủ tục dưới dạng JSON Schema 2020-12")
            .Produces<System.Text.Json.Nodes.JsonObject>(contentType: "application/schema+json").ProducesProblem(404);
    }

    private static async Task<IResult> List(ProcedureCatalogue catalogue, string? q, string? group, string? level, string? cursor, int? limit)
    {
        var page = await catalogue.Find(new ProcedureQuery(q, FieldGroup: group, Level: level), cursor, limit ?? ProcedureCatalogue.PageSize);
        return Results.Ok(new ProcedureList(page.Items, page.Total, page.NextCursor, page.ShownFor));
    }

    private static async Task<IResult> Suggest(ProcedureCatalogue catalogue, string? q)
    {
        if (string.IsNullOrWhiteSpace(q)) return Results.Ok(Array.Empty<Suggestion>());
        var page = await catalogue.Find(new ProcedureQuery(q), null, 8);
        return Results.Ok(page.Items.Where(item => !item.Withdrawn)
            .Select(item => new Suggestion(item.Title, $"{item.TermWords} · {item.Field}", $"/thu-tuc/{item.Slug}", item.Code)));
    }

    private static async Task<IResult> Get(ProcedureCatalogue catalogue, string code) =>
        Results.Ok(await catalogue.Get(code) ?? throw Refused.NotFound("Không có thủ tục mang mã này"));

    private static async Task<IResult> Form(ProcedureCatalogue catalogue, FormLibrary forms, string code)
    {
        var version = await catalogue.Get(code) ?? throw Refused.NotFound("Không có thủ tục mang mã này");
        var form = await forms.Get(version.FormCode, version.FormVersion) ?? throw Refused.NotFound("Thủ tục này chưa có biểu mẫu điện tử");
        return Results.Json(FormSchema.Of(form), contentType: "application/schema+json");
    }

    /// <summary>One page; hand nextCursor back as cursor.</summary>
    internal sealed record ProcedureList(IReadOnlyList<ProcedureFound> Items, int Total, string? NextCursor, string? ShownFor);

    internal sealed record Suggestion(string Text, string Hint, string Url, string Value);
}
