using MotCua.Platform.Events;

namespace MotCua.Messages.Contracts;

/// <summary>Soạn hoặc sửa lời của một tin. Nothing is sent so before somebody else has approved.</summary>
/// <param name="Event">"dossier.received".</param>
/// <param name="Channel">sms, email, zalo or inApp.</param>
[Fact("message-text.drafted/1")]
public sealed record MessageTextDrafted(Guid Id, string Event, string Channel, DateOnly ValidFrom, string? Subject, string Text);

/// <summary>Duyệt lời của một tin, by somebody who has not written it: messages from that day on have these words.</summary>
[Fact("message-text.approved/1")]
public sealed record MessageTextApproved(Guid Id, string Event, string Channel, DateOnly ValidFrom);

/// <summary>Rút lời của một tin, before its day.</summary>
[Fact("message-text.withdrawn/1")]
public sealed record MessageTextWithdrawn(Guid Id, string Event, string Channel);
