using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Messages.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Platform.Outside;
using Polly;
using Polly.Timeout;

namespace MotCua.Messages;

/// <summary>
/// One try to hand a message to the gateway. The gateway knows the id, so a reply that was lost costs a second try and not
/// a second message. Throws to make the job runner try later.
/// </summary>
internal sealed class SendMessage(Db db, IHttpClientFactory http, IConfiguration configuration, TimeProvider clock, Journal journal)
{
    public const string ClientName = "messages";

    /// <summary>As many as the job runner tries.</summary>
    private const int MostAttempts = 5;

    private static readonly ResiliencePipeline<HttpResponseMessage> Patience = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(8) }).Build();

    public static async Task Run(IServiceProvider services, JsonElement payload) =>
        await services.GetRequiredService<SendMessage>().Send(payload.Deserialize<SendPayload>(EventLog.Json)!.Id);

    /// <summary>Messages written while no gateway was configured are sent when there is one.</summary>
    public static async Task SendUntried(IServiceProvider services, CancellationToken stop)
    {
        if (Gateway(services.GetRequiredService<IConfiguration>()) is null) return;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (services.GetRequiredService<QuietHours>().Next(now, urgent: false) > now) return;
        var db = services.GetRequiredService<Db>();
        var before = now.AddMinutes(-2);
        var untried = await db.Database.SqlQuery<Guid>($"""
            select id as "Value" from messages.message
            where state = 'waiting' and attempts = 0 and created_at < {before} order by created_at limit 200
            """).ToListAsync(stop);
        foreach (var id in untried)
        {
            try { await services.GetRequiredService<SendMessage>().Send(id); }
            catch (HttpRequestException)
            {
                // The first try is used up; from here the job runner backs off. The others wait for the next round.
                services.GetRequiredService<JobQueue>().Enqueue(Messenger.SendJob, new SendPayload(id), now.AddMinutes(1));
                await db.Save();
                return;
            }
        }
    }

    /// <summary>Cổng tin nhắn of the province (SMS, e-mail, Zalo); null: none is configured, and messages wait.</summary>
    internal static string? Gateway(IConfiguration configuration) =>
        configuration["Messages:Gateway"] is { Length: > 0 } own ? own : configuration["Peers:Url"] is { Length: > 0 } peers ? peers : null;

    private async Task Send(Guid id)
    {
        var message = await db.Set<Message>().SingleOrDefaultAsync(message => message.Id == id);
        if (message is not { State: "waiting" }) return;
        // Without a gateway nothing was sent, and nothing may look sent.
        if (Gateway(configuration) is not { } gateway) return;
        if (await TakenAgain.When(db, message) is { } taken)
        {
            (message.State, message.SentAt, message.Problem) = ("sent", taken, "Cổng tin nhắn đã nhận trước khi khôi phục; không gửi lại");
            await db.Save();
            return;
        }
        message.Attempts++;
        var path = message.Channel == "email" ? "mail" : message.Channel;
        string problem;
        var final = message.Attempts >= MostAttempts;
        try
        {
            using var response = await Patience.ExecuteAsync(async stop => await http.CreateClient(ClientName).PostAsJsonAsync(
                $"{gateway.TrimEnd('/')}/{path}", new GatewayMessage(message.Id, message.Recipient, message.Text, message.Subject), EventLog.Json, stop));
            if (response.IsSuccessStatusCode)
            {
                journal.Write([JournalLine.Of(TakenMessage.Kind, TakenMessage.Of(message))], durable: false);
                (message.State, message.SentAt, message.Problem) = ("sent", clock.GetUtcNow(), null);
                await db.Save();
                return;
            }
            var status = (int)response.StatusCode;
            problem = $"Cổng tin nhắn trả lời {status}";
            final |= status is >= 400 and < 500 and not 408 and not 429;
        }
        catch (Exception trouble) when (trouble is HttpRequestException or TimeoutRejectedException or TaskCanceledException)
        {
            problem = trouble is HttpRequestException ? "Không nối được cổng tin nhắn" : "Cổng tin nhắn không trả lời trong 8 giây";
        }
        message.Problem = problem;
        if (final) message.State = "failed";
        await db.Save();
        if (!final) throw new HttpRequestException(problem);
    }

    private sealed record GatewayMessage(Guid Id, string To, string Text, string? Subject);
}
