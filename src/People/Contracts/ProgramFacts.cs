using MotCua.Platform.Events;

namespace MotCua.People.Contracts;

/// <summary>Đề nghị chương trình kết nối: it gets in when another administrator has approved.</summary>
/// <param name="Scope">"file" or "desk".</param>
[Fact("program.proposed/1")]
public sealed record ProgramProposed(Guid AccountId, string ClientId, string AgencyCode, string Scope, DateOnly ValidTo);

/// <summary>Duyệt chương trình kết nối.</summary>
[Fact("program.approved/1")]
public sealed record ProgramApproved(Guid AccountId, Guid ProposedBy);

/// <summary>Cấp khóa cho chương trình, shown once to the actor.</summary>
[Fact("program.secret-made/1")]
public sealed record ProgramSecretMade(Guid AccountId, Guid SecretId);

/// <summary>Thu hồi khóa của chương trình.</summary>
/// <param name="LastDay">It opens until the end of that day; null: from now on it opens nothing.</param>
[Fact("program.secret-ended/1", Outlives = true)]
public sealed record ProgramSecretEnded(Guid AccountId, Guid SecretId, DateOnly? LastDay = null);
