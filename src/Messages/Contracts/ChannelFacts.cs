using MotCua.Platform.Events;

namespace MotCua.Messages.Contracts;

/// <summary>Chọn kênh nhận tin, by the account itself.</summary>
/// <param name="Off">Channels on which it wants no messages of dossiers: sms, email.</param>
[Fact("account.channels-chosen/1")]
public sealed record ChannelsChosen(Guid AccountId, IReadOnlyList<string> Off);
