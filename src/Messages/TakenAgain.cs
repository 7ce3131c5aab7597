using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Outside;
using MotCua.Platform.Ui;
using Npgsql;

namespace MotCua.Messages;

/// <summary>A message that the gateway took, in the journal: its id, and a print of what a reader would call the same message.</summary>
internal sealed record TakenMessage(Guid Id, string Print)
{
    public const string Kind = "message.taken";

    /// <summary>A subscriber that is fed again writes the message anew, under another id.</summary>
    public static TakenMessage Of(Message m) => new(m.Id, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', m.Template, m.Channel, m.Recipient, m.DossierCode, m.Subject, m.Text)))));
}

/// <summary>Tin đã đi rồi thì không đi nữa: what the gateway took after the minute to which the database was put back.</summary>
internal static class TakenAgain
{
    public static async Task Keep(Db db, Lost lost)
    {
        var taken = lost.Of<TakenMessage>(TakenMessage.Kind).DistinctBy(one => one.Data.Id).ToList();
        if (taken.Count == 0) return;
        Guid[] ids = [.. taken.Select(one => one.Data.Id)];
        string[] prints = [.. taken.Select(one => one.Data.Print)];
        DateTimeOffset[] times = [.. taken.Select(one => one.Line.Written.ToUniversalTime())];
        await using var command = new NpgsqlCommand("""
            insert into messages.taken (message_id, print, taken_at) select t.* from unnest($1, $2, $3) as t (id, print, at)
            where not exists (select from messages.message m where m.id = t.id and m.state = 'sent') on conflict do nothing
            """, (NpgsqlConnection)db.Database.GetDbConnection());
        foreach (var value in new object[] { ids, prints, times }) command.Parameters.Add(new() { Value = value });
        var count = await command.ExecuteNonQueryAsync();
        if (count > 0) lost.Say("Messages", $"{Vi.Number(count)} tin cổng tin nhắn đã nhận sẽ không được gửi lại");
    }

    /// <summary>Whether there is anything of the kind; only a database that was put back has it.</summary>
    public static async Task<bool> Any(Db db) => (await db.Ask($"select exists (select from messages.taken)", row => row.GetBoolean(0))).Single();

    /// <summary>When the gateway took it, or one that reads the same; null: it has not gone yet. One that went stands for one, not for all.</summary>
    public static async Task<DateTimeOffset?> When(Db db, Message message)
    {
        var print = TakenMessage.Of(message).Print;
        return (await db.Database.SqlQuery<DateTimeOffset>($"""
            update messages.taken t set stands_for = {message.Id}
            where t.message_id = (
                select message_id from messages.taken
                where (message_id = {message.Id} or print = {print}) and (stands_for is null or stands_for = {message.Id})
                order by message_id = {message.Id} desc, message_id limit 1 for update skip locked)
            returning taken_at as "Value"
            """).ToListAsync()) is [var at] ? at : null;
    }
}
