using Microsoft.EntityFrameworkCore;

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
    public string? Problem { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<Message>().ToTable("message", "messages");

    public static string ChannelName(string channel) => channel switch
    {
        "sms" => "Tin nhắn SMS", "email" => "Thư điện tử", "zalo" => "Zalo", _ => "Trên trang này",
    };

    public static string StateName(string state) => state switch { "sent" => "Đã gửi", "failed" => "Gửi không được", _ => "Đang chờ gửi" };
}
