using System.Text.Json;

namespace MotCua.Peers;

public sealed record OutgoingMessage(string Id, string To, string Text);

public sealed record ReceivedMessage(string Channel, string Id, string To, string Text, DateTimeOffset At, int Deliveries);

/// <summary>Every message that came in, kept in the data folder.</summary>
internal sealed class ReceivedMessages
{
    private readonly Lock gate = new();
    private readonly string path;
    private readonly Dictionary<(string Channel, string Id), ReceivedMessage> all = [];

    public ReceivedMessages(string folder)
    {
        path = Path.Combine(folder, "received.jsonl");
        foreach (var message in File.Exists(path) ? File.ReadLines(path).Select(l => JsonSerializer.Deserialize<ReceivedMessage>(l)!) : [])
        {
            all[(message.Channel, message.Id)] = message;
        }
    }

    /// <summary>The same id again is the same message: false, and nothing is delivered.</summary>
    public bool Take(string channel, OutgoingMessage message, int deliveries)
    {
        lock (gate)
        {
            var received = new ReceivedMessage(channel, message.Id, message.To, message.Text, DateTimeOffset.UtcNow, deliveries);
            if (!all.TryAdd((channel, message.Id), received))
            {
                return false;
            }

            File.AppendAllText(path, JsonSerializer.Serialize(received) + "\n");
            return true;
        }
    }

    public IReadOnlyList<ReceivedMessage> List(string? channel, string? to)
    {
        lock (gate)
        {
            return [.. all.Values.Where(m => (channel ?? m.Channel) == m.Channel && (to ?? m.To) == m.To).OrderBy(m => m.At)];
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            all.Clear();
            File.Delete(path);
        }
    }
}

/// <summary>SMS, Zalo and mail gateway: POST /sms, /zalo, /mail {id, to, text}; idempotent by id; GET /received?channel=&amp;to=.</summary>
internal static class MessageGateway
{
    public static void Map(WebApplication app)
    {
        foreach (var channel in new[] { "sms", "zalo", "mail" })
        {
            app.MapGroup("").AddEndpointFilter(FaultDial.Filter(_ => channel))
                .MapPost($"/{channel}", (OutgoingMessage message, ReceivedMessages received, FaultDial dial) =>
                string.IsNullOrWhiteSpace(message.Id) || string.IsNullOrWhiteSpace(message.To) || string.IsNullOrWhiteSpace(message.Text)
                    ? Results.BadRequest("id, to and text are required")
                    : Results.Json(new
                    {
                        message.Id, Accepted = true, New = received.Take(channel, message, dial[channel].Mode == FaultMode.Duplicate ? 2 : 1)
                    }));
        }

        app.MapGet("/received", (string? channel, string? to, ReceivedMessages received) => received.List(channel, to));
        app.MapDelete("/received", (ReceivedMessages received) =>
        {
            received.Clear();
            return Results.NoContent();
        });
    }
}
