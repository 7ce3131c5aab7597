using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;

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

    /// <summary>Many new messages by one statement.</summary>
    public static Task Insert(Db db, IReadOnlyCollection<Message> messages)
    {
        T[] Each<T>(Func<Message, T> value) => [.. messages.Select(value)];
        var (ids, channels, recipients, subjects) = (Each(m => m.Id), Each(m => m.Channel), Each(m => m.Recipient), Each(m => m.Subject));
        var (texts, templates, codes, kinds, numbers) = (Each(m => m.Text), Each(m => m.Template), Each(m => m.DossierCode), Each(m => m.OwnerKind), Each(m => m.OwnerNumber));
        var (created, states, sent) = (Each(m => m.CreatedAt), Each(m => m.State), Each(m => m.SentAt));
        return db.Database.ExecuteSqlAsync($"""
            insert into messages.message (id, channel, recipient, subject, text, template, dossier_code, owner_kind, owner_number, created_at, state, sent_at)
            select * from unnest({ids}, {channels}, {recipients}, {subjects}, {texts}, {templates}, {codes}, {kinds}, {numbers}, {created}, {states}, {sent})
            """);
    }

    public static string ChannelName(string channel) => channel switch
    {
        "sms" => "Tin nhắn SMS", "email" => "Thư điện tử", "zalo" => "Zalo", _ => "Trên trang này",
    };

    public static string StateName(string state) => state switch { "sent" => "Đã gửi", "failed" => "Gửi không được", _ => "Đang chờ gửi" };
}
