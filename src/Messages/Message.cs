using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MotCua.Messages;

/// <summary>Tin nhắn gửi đi and what became of it. "sent" is only written after the gateway has accepted it.</summary>
internal sealed class Message
{
    public Guid Id { get; init; }
    public required string Channel { get; init; }
    public required string Recipient { get; init; }
    public string? Subject { get; init; }
    public required string Text { get; init; }
    public required string Template { get; init; }
    public string? DossierCode { get; init; }
    public string? OwnerKind { get; init; }
    public string? OwnerNumber { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string State { get; set; } = "waiting";
    public int Attempts { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? UseUntil { get; init; }
    public DateTimeOffset? TriedAt { get; init; }
    public int Faults { get; init; }

    /// <summary>The code or link in the text that opens something. The database blanks it with the statement that notes that the message has gone.</summary>
    public string? Secret { get; init; }
    public string? Problem { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<Message>().ToTable("message", "messages");

    /// <summary>Many new messages: a statement for the caller's batch.</summary>
    public static NpgsqlBatchCommand Statement(IReadOnlyCollection<Message> messages)
    {
        NpgsqlParameter Each<T>(Func<Message, T> value) => new NpgsqlParameter<T[]> { TypedValue = [.. messages.Select(value)] };
        return new("""
            insert into messages.message (id, channel, recipient, subject, text, template, dossier_code, owner_kind, owner_number, created_at, state, sent_at,
                due_at, use_until, secret)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """)
        {
            Parameters =
            {
                Each(m => m.Id), Each(m => m.Channel), Each(m => m.Recipient), Each(m => m.Subject), Each(m => m.Text), Each(m => m.Template),
                Each(m => m.DossierCode), Each(m => m.OwnerKind), Each(m => m.OwnerNumber), Each(m => m.CreatedAt), Each(m => m.State), Each(m => m.SentAt),
                    Each(m => m.DueAt), Each(m => m.UseUntil), Each(m => m.Secret),
            },
        };
    }

    public static string ChannelName(string channel) => channel switch
    {
        "sms" => "Tin nhắn SMS", "email" => "Thư điện tử", "zalo" => "Zalo", _ => "Trên trang này",
    };

    /// <summary>What stands where a secret stood, also in the trigger.</summary>
    public const string Blanked = "******";

    /// <summary>Why it was not sent: its recipient has turned the channel off.</summary>
    public const string NotWanted = "Người nhận đã tắt kênh này";

    public static string StateName(string state, string? problem = null) => state switch
    {
        "sent" => "Đã gửi", "failed" => "Gửi không được", "dropped" when problem == NotWanted => "Không gửi, người nhận đã tắt kênh này",
        "dropped" => "Hết hạn, không gửi", _ => "Đang chờ gửi",
    };
}
