using MotCua.Platform.Events;

namespace MotCua.Vault.Contracts;

// Facts name items, never owners: the log is kept for ever, a personal ID in it could not be taken out again.

/// <summary>Giấy tờ đã vào kho.</summary>
/// <param name="Origin">"result" or "accepted".</param>
/// <param name="Assurance">"asked": whoever handed it in was not proven to be the owner; null: proven.</param>
[Fact("vault.paper-deposited/1")]
public sealed record PaperDeposited(Guid ItemId, string PaperType, Guid PaperId, string Sha256, string Origin, Guid? SourceDossierId, Guid? Replaces,
    string? Assurance = null);

/// <summary>Chủ kho đã nhận giấy tờ, hoặc báo không phải của mình.</summary>
[Fact("vault.paper-answered/1")]
public sealed record PaperAnswered(Guid ItemId, bool Mine);

/// <summary>Đã đồng ý cho dùng một giấy tờ vào một hồ sơ.</summary>
/// <param name="Basis">"owner" or "counter".</param>
[Fact("vault.consent-given/1")]
public sealed record ConsentGiven(Guid GrantId, Guid ItemId, Guid DraftId, string ProcedureCode, string Basis);

/// <summary>Đã thu hồi quyền dùng giấy tờ.</summary>
[Fact("vault.consent-withdrawn/1", Outlives = true)]
public sealed record ConsentWithdrawn(Guid GrantId, Guid ItemId, Guid DraftId);

/// <summary>Giấy tờ đã được tái sử dụng: one paper that nobody had to bring again.</summary>
[Fact("vault.paper-reused/1")]
public sealed record PaperReused(Guid ItemId, Guid GrantId, Guid DossierId, string DossierCode, string PaperType, string Unit);

/// <summary>Một giấy tờ trong kho đã được mở, hoặc bị từ chối.</summary>
/// <param name="Outcome">"allowed" or "refused".</param>
[Fact("vault.item-read/1")]
public sealed record ItemRead(Guid ItemId, string Channel, string? Purpose, Guid? DossierId, string Outcome);
