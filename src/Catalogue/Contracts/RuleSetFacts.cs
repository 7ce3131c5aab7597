using MotCua.Platform.Events;

namespace MotCua.Catalogue.Contracts;

/// <summary>Lập bộ quy định mới từ một bộ cũ.</summary>
[Fact("ruleset.made/1")]
public sealed record RuleSetMade(Guid Id, string Code, int Version, string Name, Guid BasedOn);

/// <summary>Hẹn ngày áp dụng bộ quy định; chưa duyệt.</summary>
/// <param name="Closes">The one whose period ends the day before, when it is approved.</param>
/// <param name="Checksum">SHA-256 of the rules.</param>
[Fact("ruleset.scheduled/1")]
public sealed record RuleSetScheduled(Guid Id, string Code, int Version, DateOnly ValidFrom, DateOnly? ValidTo, Guid? Closes, string Checksum);

/// <summary>Duyệt bộ quy định: from that day receptions pin it.</summary>
/// <param name="Closed">The one whose period now ends the day before.</param>
/// <param name="Checksum">SHA-256 of the rules, the same as when it was scheduled.</param>
[Fact("ruleset.approved/1")]
public sealed record RuleSetApproved(Guid Id, string Code, int Version, DateOnly ValidFrom, DateOnly? ValidTo, Guid? Closed, string Checksum);

/// <summary>Rút bộ quy định trước khi có hiệu lực.</summary>
/// <param name="State">What it was: draft, scheduled or approved.</param>
/// <param name="Reopened">The one whose period goes on instead.</param>
[Fact("ruleset.withdrawn/1")]
public sealed record RuleSetWithdrawn(Guid Id, string Code, int Version, string State, Guid? Reopened);
