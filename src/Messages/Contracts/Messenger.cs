using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Time;
using Npgsql;

namespace MotCua.Messages.Contracts;

/// <summary>Người nhận tin: what is known decides the channels. Phone gets an SMS, Email a letter, Owner a line on /thong-bao.</summary>
/// <param name="Zalo">Phone of a Zalo user who agreed to be written to there.</param>
public sealed record Recipient(string? Phone = null, string? Email = null, OwnerIdentity? Owner = null, string? Zalo = null);

/// <summary>One of many messages; see <see cref="Messenger.Statements"/>.</summary>
public sealed record Letter(string Template, Recipient To, IReadOnlyDictionary<string, string> Fields, string? DossierCode = null);

/// <summary>
/// Gửi tin. Adds messages to what the caller saves, so a message exists exactly when its cause does.
/// </summary>
public sealed class Messenger
{
    /// <summary>Codes, as their templates say.</summary>
    private static readonly TimeSpan CodeLasts = TimeSpan.FromMinutes(10);

    /// <summary>A link that somebody has asked for and waits for, also at night; the day after it is of no use.</summary>
    private static readonly TimeSpan LinkLasts = TimeSpan.FromDays(1);

    private readonly Db db;
    private readonly TimeProvider clock;
    private readonly IConfiguration configuration;
    private readonly QuietHours quiet;
    private (DateOnly Day, string[] Events, ILookup<string, TemplateRow> Rows)? known;

    internal Messenger(Db db, TimeProvider clock, IConfiguration configuration, QuietHours quiet) =>
        (this.db, this.clock, this.configuration, this.quiet) = (db, clock, configuration, quiet);

    /// <param name="template">Event name: dossier.submitted, dossier.received, dossier.supplement, dossier.refused,
    /// dossier.resolved, reminder.…, draft.link, account.code; or any other with rows in messages.template.</param>
    /// <param name="fields">
    /// Values of {short}, {code}, {procedure}, {due}, {reason}, {count}, {link}. {link}, when not given, is "page" (a path of the site) or the look-up page.
    /// </param>
    /// <returns>How many messages were added; 0 when the event has no template or the recipient no address.</returns>
    public Task<int> Queue(string template, Recipient recipient, IReadOnlyDictionary<string, string> fields, string? dossierCode = null) =>
        Queue(new Letter(template, recipient, fields, dossierCode));

    /// <inheritdoc cref="Queue(string, Recipient, IReadOnlyDictionary{string, string}, string?)"/>
    public async Task<int> Queue(Letter letter)
    {
        var now = clock.GetUtcNow();
        var written = Write(letter, (await Templates([letter.Template], now))[letter.Template], now).ToList();
        db.AddRange(written);
        return written.Count;
    }

    /// <summary>Very many at once: statements for the caller's batch, in the transaction of the cause. None when nobody can be reached.</summary>
    public async Task<IReadOnlyList<NpgsqlBatchCommand>> Statements(IReadOnlyCollection<Letter> letters)
    {
        if (letters.Count == 0) return [];
        var now = clock.GetUtcNow();
        var templates = await Templates([.. letters.Select(letter => letter.Template).Distinct()], now);
        var written = letters.SelectMany(letter => Write(letter, templates[letter.Template], now)).ToList();
        if (written.Count == 0) return [];
        return [Message.Statement(written)];
    }

    /// <summary>The gateway has not taken the last message of this channel, so that what is written now waits.</summary>
    /// <param name="channel">sms, email or zalo.</param>
    public async Task<bool> IsAway(string channel) => (await db.Ask($"""
        select exists (select from messages.channel where channel = {channel} and away_since is not null)
        """, row => row.GetBoolean(0))).Single();

    private async Task<ILookup<string, TemplateRow>> Templates(string[] events, DateTimeOffset now)
    {
        var today = now.Day();
        // Asked once in a scope: one act, or one run of many batches.
        if (known is { } kept && kept.Day == today && events.All(kept.Events.Contains)) return kept.Rows;
        var rows = (await db.Ask($"""
            select distinct on (event, channel) event, channel, subject, text from messages.template
            where event = any({events}) and valid_from <= {today} order by event, channel, change_id is not null desc, valid_from desc
            """, row => new TemplateRow(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetString(3))))
            .ToLookup(row => row.Event);
        known = (today, events, rows);
        return rows;
    }

    private IEnumerable<Message> Write(Letter letter, IEnumerable<TemplateRow> templates, DateTimeOffset now)
    {
        var (recipient, fields) = (letter.To, letter.Fields);
        TimeSpan? lasts = letter.Template switch { "account.code" => CodeLasts, "draft.link" => LinkLasts, _ => null };
        var secret = letter.Template switch { "account.code" => fields.GetValueOrDefault("code"), "draft.link" => fields.GetValueOrDefault("link"), _ => null };
        var urgent = lasts is not null;
        var due = quiet.Next(now, urgent);
        var link = (configuration["Site:Url"] ?? "").TrimEnd('/') + fields.GetValueOrDefault("page", "/tra-cuu");
        foreach (var row in templates)
        {
            var to = row.Channel switch
            {
                "sms" => recipient.Phone, "email" => recipient.Email, "zalo" => recipient.Zalo, _ => recipient.Owner?.Number,
            };
            var inApp = row.Channel == "inApp";
            // The page of a dossier says what was told, to owners without a number as well.
            if (string.IsNullOrWhiteSpace(to) && !(inApp && letter.DossierCode is not null)) continue;
            yield return new Message
            {
                Id = Guid.CreateVersion7(), Channel = row.Channel, Recipient = to ?? "",
                Subject = row.Subject is null ? null : Wording.Fill(row.Subject, fields, link),
                Text = row.Channel == "sms" ? Wording.Sms(row.Text, fields, link) : Wording.Fill(row.Text, fields, link), Template = letter.Template,
                    DossierCode = letter.DossierCode,
                OwnerKind = recipient.Owner?.Kind, OwnerNumber = recipient.Owner?.Number, CreatedAt = now,
                // A line on the page has arrived as soon as it is written.
                State = inApp ? "sent" : "waiting", SentAt = inApp ? now : null,
                DueAt = inApp || due <= now ? null : due, UseUntil = now + lasts, Secret = inApp ? null : secret,
            };
        }
    }

    private sealed record TemplateRow(string Event, string Channel, string? Subject, string Text);
}
