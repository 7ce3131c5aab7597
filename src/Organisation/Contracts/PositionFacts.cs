using MotCua.Platform.Events;

namespace MotCua.Organisation.Contracts;

/// <summary>Giao vị trí công tác.</summary>
[Fact("position.granted/1")]
public sealed record PositionGranted(Guid PositionId, Guid AccountId, string AgencyCode, string? OfficeCode, string Role, DateOnly ValidFrom,
    DateOnly? ValidTo);

/// <summary>Thôi giữ vị trí công tác; the last day it holds.</summary>
[Fact("position.ended/1", Outlives = true)]
public sealed record PositionEnded(Guid PositionId, Guid AccountId, DateOnly ValidTo);

/// <summary>Ghi chức danh ký của một vị trí, from that day on. Form: <see cref="SigningForm"/>.</summary>
[Fact("position.titled/1")]
public sealed record PositionTitled(Guid PositionId, Guid AccountId, string Form, string Title, string? Head, string? Collective, DateOnly ValidFrom);

/// <summary>Ủy quyền xử lý thay. The last day is counted.</summary>
[Fact("delegation.granted/1")]
public sealed record DelegationGranted(Guid DelegationId, Guid PositionId, Guid AccountId, Guid DelegateId, string Role, string AgencyCode, string? OfficeCode,
    DateOnly ValidFrom, DateOnly ValidTo, string Basis);

/// <summary>Thu hồi ủy quyền, before its last day.</summary>
[Fact("delegation.ended/1", Outlives = true)]
public sealed record DelegationEnded(Guid DelegationId, Guid AccountId, Guid DelegateId);
