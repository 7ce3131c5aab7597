using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Messages.Outbox;

internal static class OutboxEndpoint
{
    public static void Map(IEndpointRouteBuilder app)
    {
        if (!app.ServiceProvider.GetRequiredService<StartOptions>().Demo) return;
        app.MapGet("/api/test/outbox", async (string? to, string? dossier, Db db, IHttpClientFactory http, IConfiguration configuration) =>
            await OutboxRow.Find(db, http, configuration, to, dossier)).OpenTo(Face.Portal).ExcludeFromDescription();
    }
}
