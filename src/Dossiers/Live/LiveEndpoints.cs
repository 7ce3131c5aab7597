using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Live;

/// <summary>
/// Tin ngay: server-sent events to an open page. A line lives a minute; then the browser comes back by itself, and with that the power of its session
/// is read again, as at every request.
/// </summary>
internal static class LiveEndpoints
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        // A line of a minute says nothing about how fast the house is.
        var app = routes.MapGroup("").OpenTo(Face.Desk).ExcludeFromDescription().DisableHttpMetrics();
        app.MapGet("/noi-bo/viec/dong", async (string? nhom, string? tu, HttpContext http, DeskPulse pulse, CurrentActor current) =>
        {
            var from = LogPlace.Read(http.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? tu);
            var list = nhom is "tiep-nhan" or "don-vi" ? nhom : "can-lam";
            Listening(http);
            var (id, listener) = await pulse.Open(current.Value, list, null, from);
            await Stream(http, pulse, id, listener, _ => Task.CompletedTask);
        });
        app.MapGet("/noi-bo/ho-so/{code}/dong", async (string code, HttpContext http, DeskPulse pulse, CurrentActor current, Db db,
            IServiceScopeFactory scopes) =>
        {
            var actor = current.Value;
            var dossier = await db.Set<Dossier>().AsNoTracking().Where(DossierPolicy.Readable(actor)).Where(d => d.Code == code)
                .Select(d => (Guid?)d.Id).SingleOrDefaultAsync() ?? throw Refused.NotFound("Không tìm thấy hồ sơ này. Kiểm tra lại mã hồ sơ");
            Listening(http);
            var (id, listener) = await pulse.Open(actor, null, dossier, null);
            await Stream(http, pulse, id, listener, async gone =>
            {
                await using var scope = scopes.CreateAsyncScope();
                var presence = scope.ServiceProvider.GetRequiredService<Presence>();
                if (gone) await presence.Gone(dossier, actor.AccountId!.Value);
                else await presence.Here(dossier, actor);
            });
        });
    }

    /// <summary>Whoever does not ask for a stream would wait a minute for its end.</summary>
    private static void Listening(HttpContext http)
    {
        if (!http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.Ordinal))
            throw new Refused(406, "Địa chỉ này chỉ dành cho trang đang mở (Accept: text/event-stream)");
    }

    /// <param name="beat">At the beginning, with each heartbeat, and (true) when the page was closed.</param>
    private static async Task Stream(HttpContext http, DeskPulse pulse, Guid id, Listener listener, Func<bool, Task> beat)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted,
            http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        stop.CancelAfter(Longest);
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await beat(false);
            await http.Response.WriteAsync("retry: 2000\n\n", stop.Token);
            await http.Response.Body.FlushAsync(stop.Token);
            var (said, next) = ("", Environment.TickCount64 + (long)Presence.Beat.TotalMilliseconds);
            while (!stop.IsCancellationRequested)
            {
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                wait.CancelAfter(TimeSpan.FromMilliseconds(Math.Max(1, next - Environment.TickCount64)));
                Told? told = null;
                try { told = await listener.Line.Reader.ReadAsync(wait.Token); }
                catch (OperationCanceledException) when (!stop.IsCancellationRequested) { /* time for a heartbeat */ }
                if (told is null)
                {
                    next = Environment.TickCount64 + (long)Presence.Beat.TotalMilliseconds;
                    await beat(false);
                    // The place goes along, so that a line that comes back does not begin where the page was drawn an hour ago.
                    await http.Response.WriteAsync(listener.List is not null && pulse.Reached is { } place ? $"id: {place}\n\n" : ":\n\n", stop.Token);
                }
                // Who is there is told only when it is otherwise than it was told.
                else if (told.Place is not null || told.Data != said)
                {
                    if (told.Place is null) said = told.Data!;
                    await http.Response.WriteAsync($"{(told.Place is null ? "" : $"id: {told.Place}\n")}data: {told.Data}\n\n", stop.Token);
                }
                else continue;
                await http.Response.Body.FlushAsync(stop.Token);
            }
        }
        catch (OperationCanceledException) { /* closed by the page, by its minute, or with the house */ }
        catch (ChannelClosedException) { /* whoever holds it may see other lists now */ }
        finally
        {
            pulse.Close(id);
            if (http.RequestAborted.IsCancellationRequested) await beat(true);
        }
    }
}
