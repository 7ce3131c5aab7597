using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;

namespace MotCua.Vault.Read;

/// <param name="Next">Give it as <c>before</c> for the rows that follow; null at the end.</param>
internal sealed record AccessPage(IReadOnlyList<VaultAccess> Items, Guid? Next);

internal sealed record VaultPage(IReadOnlyList<VaultPaper> Items);

/// <summary>The bytes, and the vault for machines.</summary>
internal static class VaultEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/kho-giay-to/{id:guid}", Download).ExcludeFromDescription();
        var api = app.MapGroup("/api/v1/vault").WithTags("Kho giấy tờ");
        api.MapGet("", async (PersonalVault vault, CurrentActor actor) => new VaultPage(await vault.Items(actor.Value.Owner())))
            .WithSummary("Giấy tờ trong kho của chủ tài khoản");
        api.MapGet("/accesses", async (VaultReading reading, CurrentActor actor, int? limit, Guid? before) =>
        {
            var take = Math.Clamp(limit ?? 50, 1, 200);
            var rows = await reading.AccessesOf(actor.Value.Owner(), take + 1, before);
            return rows.Count > take ? new AccessPage([.. rows.Take(take)], rows[take - 1].Id) : new AccessPage(rows, null);
        }).WithSummary("Ai đã xem dữ liệu của tôi, mới nhất trước");
        api.MapPost("/grants/{id:guid}/withdrawal", async (Guid id, PersonalVault vault, Db db, CurrentActor actor) =>
        {
            await vault.Withdraw(id, actor.Value.Owner());
            await db.Save();
            return Results.NoContent();
        }).WithSummary("Thu hồi quyền dùng một giấy tờ");
    }

    // Staff say in which dossier they read; the policy asks whether that dossier carries a grant for this paper.
    private static async Task<IResult> Download(Guid id, Guid? hoSo, HttpContext http, VaultReading reading, Db db, FileStore files,
        CurrentActor actor, OrganisationDirectory directory, TimeProvider clock)
    {
        if (!actor.Value.IsSignedIn) return Results.Redirect($"/dang-nhap?tiep=/kho-giay-to/{id}");
        ReadingCase? because = null;
        if (actor.Value.IsStaff && hoSo is { } dossier)
        {
            var agency = actor.Value.Agencies.FirstOrDefault() is { } code ? await directory.Agency(code, clock.Today()) : null;
            because = new ReadingCase(dossier, null, "Giải quyết hồ sơ", agency?.Name ?? "Đơn vị chưa rõ");
        }
        var paper = await reading.Open(id, actor.Value.IsStaff ? "desk" : "portal", because);
        await db.Save();
        return new SandboxedFile(files.Open(paper.Sha256), paper.MediaType, paper.Title + Extension(paper.MediaType));
    }

    private static string Extension(string mediaType) => mediaType switch
    {
        "application/pdf" => ".pdf",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        _ => "",
    };
}
