using MotCua.Platform.Data;
using Npgsql;

namespace MotCua.Messages.Contracts;

/// <summary>Một tin: one event, told once in words, on one channel or several.</summary>
/// <param name="Words">As on /thong-bao; where that line was not written, as the letter or the SMS said it.</param>
public sealed record ToldMessage(string? DossierCode, DateTimeOffset At, string? Subject, string Words, IReadOnlyList<ToldChannel> Channels);

/// <param name="To">Last signs of the number or address, without the rest; empty for the page itself.</param>
public sealed record ToldChannel(string Name, string To, string State, bool Failed);

/// <summary>Tin đã báo: what people were told, for whoever may read all of the dossier, or is the one who was told.</summary>
public sealed class ToldMessages
{
    /// <summary>The newest; more than a dossier is ever told.</summary>
    private const int Most = 300;

    private readonly Db db;

    internal ToldMessages(Db db) => this.db = db;

    /// <returns>Newest first: what happened to the dossier, and neither codes nor what its owner is asked about papers of the vault.</returns>
    public async Task<IReadOnlyList<ToldMessage>> Of(string dossierCode) => Told(await db.Ask($"""
        select template, dossier_code, created_at, channel, recipient, subject, text, state, problem from messages.message
        where dossier_code = {dossierCode} and (template like 'dossier.%' or template like 'reminder.%') order by created_at desc, id desc limit {Most}
        """, Line.Read));

    /// <returns>Newest first: of all dossiers of this person, and what belongs to none.</returns>
    public async Task<IReadOnlyList<ToldMessage>> OfOwner(string kind, string number) => Told(await db.Ask($"""
        select template, dossier_code, created_at, channel, recipient, subject, text, state, problem from messages.message
        where owner_kind = {kind} and owner_number = {number} order by created_at desc, id desc limit {Most}
        """, Line.Read));

    /// <summary>The channels of one event were written in the same moment.</summary>
    private static List<ToldMessage> Told(List<Line> lines) => [.. lines.GroupBy(line => (line.Template, line.DossierCode, line.At)).Select(told =>
    {
        var said = told.MinBy(line => line.Channel switch { "inApp" => 0, "email" => 1, _ => 2 })!;
        return new ToldMessage(said.DossierCode, said.At, said.Subject, said.Text, [.. told.OrderBy(line => line.Channel == "inApp" ? 0 : 1).Select(Channel)]);
    })];

    private static ToldChannel Channel(Line line) => new(Message.ChannelName(line.Channel),
        line.Channel == "inApp" ? "" : line.Recipient.Length > 4 ? "…" + line.Recipient[^4..] : line.Recipient,
        Message.StateName(line.State, line.Problem), line.State == "failed");

    private sealed record Line(string Template, string? DossierCode, DateTimeOffset At, string Channel, string Recipient, string? Subject, string Text,
        string State, string? Problem)
    {
        public static Line Read(NpgsqlDataReader row) => new(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1),
            row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5), row.GetString(6),
            row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8));
    }
}
