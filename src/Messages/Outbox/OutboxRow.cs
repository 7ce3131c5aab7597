using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using MotCua.Platform.Data;

namespace MotCua.Messages.Outbox;

/// <summary>
/// What the testers' outbox shows: every message of the product, sent or not. Codes and links that have gone are read where they went, from the
/// simulated gateway: the product does not know them any longer.
/// </summary>
internal sealed record OutboxRow(Guid Id, string Channel, string Recipient, string? Subject, string Text, string Template, string? DossierCode,
    DateTimeOffset CreatedAt, string State, int Attempts, DateTimeOffset? SentAt, string? Problem)
{
    public static async Task<IReadOnlyList<OutboxRow>> Find(Db db, IHttpClientFactory http, IConfiguration configuration, string? to, string? dossier)
    {
        var rows = await db.Database.SqlQuery<OutboxRow>($"""
            select id, channel, recipient, subject, text, template, dossier_code, created_at, state, attempts, sent_at, problem
            from messages.message
            where ({to}::text is null or recipient = {to}) and ({dossier}::text is null or dossier_code = {dossier})
            order by created_at desc, id desc limit 200
            """).ToListAsync();
        if (configuration["Peers:Url"] is not { Length: > 0 } peers || !rows.Exists(IsBlanked)) return rows;
        var address = $"{peers.TrimEnd('/')}/received{(to is null ? "" : $"?to={Uri.EscapeDataString(to)}")}";
        try
        {
            var received = (await http.CreateClient(SendMessage.ClientName).GetFromJsonAsync<Received[]>(address) ?? []).ToLookup(one => one.Id);
            return [.. rows.Select(row => IsBlanked(row) && received[row.Id.ToString()].FirstOrDefault() is { } gone ? row with { Text = gone.Text } : row)];
        }
        catch (HttpRequestException) { return rows; }
    }

    private static bool IsBlanked(OutboxRow row) => row.Text.Contains(Message.Blanked, StringComparison.Ordinal);

    private sealed record Received(string Id, string Text);
}
