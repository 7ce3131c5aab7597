using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;

namespace MotCua.Messages.Outbox;

/// <summary>What the testers' outbox shows: every message of the product, sent or not.</summary>
internal sealed record OutboxRow(Guid Id, string Channel, string Recipient, string? Subject, string Text, string Template, string? DossierCode,
    DateTimeOffset CreatedAt, string State, int Attempts, DateTimeOffset? SentAt, string? Problem)
{
    public static async Task<IReadOnlyList<OutboxRow>> Find(Db db, string? to, string? dossier) =>
        await db.Database.SqlQuery<OutboxRow>($"""
            select id, channel, recipient, subject, text, template, dossier_code, created_at, state, attempts, sent_at, problem
            from messages.message
            where ({to}::text is null or recipient = {to}) and ({dossier}::text is null or dossier_code = {dossier})
            order by created_at desc, id desc limit 200
            """).ToListAsync();
}
