using MotCua.Platform.Events;

namespace MotCua.Organisation.Contracts;

/// <summary>Giao vị trí công tác.</summary>
[Fact("position.granted/1")]
public sealed record PositionGranted(Guid PositionId, Guid AccountId, string AgencyCode, string? OfficeCode, string Role, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>Thôi giữ vị trí công tác; the last day it holds.</summary>
[Fact("position.ended/1")]
public sealed record PositionEnded(Guid PositionId, Guid AccountId, DateOnly ValidTo);
