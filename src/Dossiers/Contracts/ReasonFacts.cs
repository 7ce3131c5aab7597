using MotCua.Platform.Events;

namespace MotCua.Dossiers.Contracts;

/// <summary>Đề nghị thêm, đổi lời hoặc thôi dùng một lý do. Officials choose as before until somebody else has approved.</summary>
/// <param name="List">supplement, refusal, stop or correction.</param>
/// <param name="Act">add, change or end.</param>
/// <param name="From">Of an end: the first day without the reason.</param>
/// <param name="Before">The words of today; null for a new reason.</param>
/// <param name="After">The words from that day on; null for an end.</param>
[Fact("reason.proposed/1")]
public sealed record ReasonProposed(Guid Id, string List, string Code, string Act, DateOnly From, string? Before, string? After, string? Basis);

/// <summary>Duyệt đề nghị về một lý do, by somebody who has not written it: officials choose by it from that day on.</summary>
[Fact("reason.approved/1")]
public sealed record ReasonApproved(Guid Id, string List, string Code, string Act, DateOnly From);

/// <summary>Rút đề nghị về một lý do, before its day.</summary>
[Fact("reason.withdrawn/1")]
public sealed record ReasonWithdrawn(Guid Id, string List, string Code);
