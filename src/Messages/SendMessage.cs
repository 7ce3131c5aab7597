using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using MotCua.Platform.Events;
using Polly;
using Polly.Timeout;

namespace MotCua.Messages;

/// <summary>What became of one try.</summary>
internal abstract record Outcome(string? Problem)
{
    /// <summary>The gateway has it.</summary>
    public sealed record Taken() : Outcome((string?)null);

    /// <summary>The gateway answers that this one message cannot be sent: 400, 410, 413 or 422.</summary>
    public sealed record Refused(string Problem) : Outcome(Problem);

    /// <summary>The gateway is away, too busy, or does not know us: nothing that the message could help.</summary>
    public sealed record Away(string Problem, TimeSpan? RetryAfter = null) : Outcome(Problem);
}

/// <summary>One try to hand a message to the gateway. The gateway knows the id, so a reply that was lost costs a second try and not a second message.</summary>
internal sealed class SendMessage(IHttpClientFactory http, TimeProvider clock)
{
    public const string ClientName = "messages";

    private static readonly ResiliencePipeline<HttpResponseMessage> Patience = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(8) }).Build();

    /// <summary>Cổng tin nhắn of the province (SMS, e-mail, Zalo); null: none is configured, and messages wait.</summary>
    internal static string? Gateway(IConfiguration configuration) =>
        configuration["Messages:Gateway"] is { Length: > 0 } own ? own : configuration["Peers:Url"] is { Length: > 0 } peers ? peers : null;

    public async Task<Outcome> Try(string gateway, Message message)
    {
        var path = message.Channel == "email" ? "mail" : message.Channel;
        try
        {
            using var response = await Patience.ExecuteAsync(async stop => await http.CreateClient(ClientName).PostAsJsonAsync(
                $"{gateway.TrimEnd('/')}/{path}", new GatewayMessage(message.Id, message.Recipient, message.Text, message.Subject), EventLog.Json, stop));
            if (response.IsSuccessStatusCode) return new Outcome.Taken();
            var problem = $"Cổng tin nhắn trả lời {(int)response.StatusCode}";
            return response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Gone or HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.UnprocessableEntity
                ? new Outcome.Refused($"{problem}: không nhận tin này") : new Outcome.Away(problem, Wait(response.Headers.RetryAfter));
        }
        catch (Exception trouble) when (trouble is HttpRequestException or TimeoutRejectedException or TaskCanceledException)
        {
            return new Outcome.Away(trouble is HttpRequestException ? "Không nối được cổng tin nhắn" : "Cổng tin nhắn không trả lời trong 8 giây");
        }
    }

    private TimeSpan? Wait(RetryConditionHeaderValue? asked) => asked?.Delta ?? (asked?.Date is { } date ? date - clock.GetUtcNow() : null);

    private sealed record GatewayMessage(Guid Id, string To, string Text, string? Subject);
}
