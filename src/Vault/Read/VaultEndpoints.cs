using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
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
        app.MapGet("/kho-giay-to/{id:guid}", Download).OpenTo(Face.Portal).ExcludeFromDescription();
        var api = app.MapGroup("/api/v1/vault").OpenTo(Face.Mine).WithTags("Kho giấy tờ");
        api.MapGet("", async (PersonalVault vault, CurrentActor actor) => new VaultPage(await vault.Items(actor.Value.Owner())))
            .WithSummary("Giấy tờ trong kho của chủ tài khoản");
        api.MapGet("/accesses", async (VaultReading reading, CurrentActor actor, int? limit, Guid? before) =>
        {
            var take = limit is null or >= 1 and <= 200 ? limit ?? 50 : throw new Refused(400, $"limit từ 1 đến 200, đang ghi {limit}", "limit");
            var rows = await reading.AccessesOf(actor.Value.Owner(), take + 1, before);
            return rows.Count > take ? new AccessPage([.. rows.Take(take)], rows[take - 1].Id) : new AccessPage(rows, null);
        }).WithSummary("Ai đã xem dữ liệu của tôi, mới nhất trước");
        api.MapPost("/grants/{id:guid}/withdrawal", async (Guid id, PersonalVault vault, Db db, CurrentActor actor) =>
        {
            await vault.Withdraw(id, actor.Value.Owner());
            await db.Save();
            return Results.NoContent();
        }).WithSummary("Thu hồi quyền dùng một giấy tờ").Produces(204);
    }

    // Which dossiers an official may read is not known here: officials open a paper from the dossier, under its policy.
    private static async Task<IResult> Download(Guid id, VaultReading reading, Db db, FileStore files, CurrentActor actor)
    {
        if (!actor.Value.IsSignedIn) return Results.Redirect($"/dang-nhap?tiep=/kho-giay-to/{id}");
        var paper = await reading.Open(id, actor.Value.IsStaff ? "desk" : "portal");
        await db.Save();
        return new SandboxedFile(await files.Open(paper.Sha256), paper.MediaType, paper.Title);
    }
}
