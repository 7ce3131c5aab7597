using MotCua.Platform.Events;

namespace MotCua.Workflow.Contracts;

/// <summary>Lập một bản quy trình của thủ tục: a draft that nothing follows yet.</summary>
/// <param name="Source">Where the drawing came from, in words.</param>
[Fact("process.made/1")]
public sealed record ProcessMade(Guid Id, string ProcedureCode, int Version, string Source, Guid? BasedOn);

/// <summary>Đề nghị duyệt bản quy trình.</summary>
/// <param name="ValidFrom">The day that was asked for; null: from the approval on.</param>
/// <param name="Checksum">SHA-256 of the drawing.</param>
[Fact("process.proposed/1")]
public sealed record ProcessProposed(Guid Id, string ProcedureCode, int Version, DateOnly? ValidFrom, string Checksum);

/// <summary>Trả bản quy trình lại để sửa, instead of approving it.</summary>
[Fact("process.reopened/1")]
public sealed record ProcessReopened(Guid Id, string ProcedureCode, int Version);

/// <summary>Nhận sửa tiếp bản đang soạn, while somebody else was changing it.</summary>
/// <param name="From">Name of whoever had it.</param>
[Fact("process.taken/1")]
public sealed record ProcessTaken(Guid Id, string ProcedureCode, int Version, string From);

/// <summary>Duyệt bản quy trình: dossiers received from then on follow it.</summary>
/// <param name="Closed">The one whose time ends at that moment.</param>
/// <param name="Checksum">SHA-256 of the drawing, the same as when it was proposed.</param>
[Fact("process.approved/1")]
public sealed record ProcessApproved(Guid Id, string ProcedureCode, int Version, DateTimeOffset From, Guid? Closed, string Checksum);

/// <summary>Rút bản quy trình before it is in force.</summary>
/// <param name="State">What it was: draft, proposed or approved.</param>
/// <param name="Reopened">The one whose time goes on instead.</param>
[Fact("process.withdrawn/1")]
public sealed record ProcessWithdrawn(Guid Id, string ProcedureCode, int Version, string State, Guid? Reopened);
