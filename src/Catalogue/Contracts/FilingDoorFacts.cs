using MotCua.Platform.Events;

namespace MotCua.Catalogue.Contracts;

/// <summary>Đề nghị mở cửa nộp tại đây, from that day on: nothing opens before another officer has approved.</summary>
[Fact("procedure.filing-door-asked/1")]
public sealed record FilingDoorAsked(string ProcedureCode, string Door, DateOnly ValidFrom);

/// <summary>Rút đề nghị mở cửa nộp.</summary>
[Fact("procedure.filing-door-withdrawn/1")]
public sealed record FilingDoorWithdrawn(string ProcedureCode);

/// <summary>Đổi cửa nộp của một thủ tục: here, nationalPortal or both, from that day on.</summary>
[Fact("procedure.filing-door-set/1")]
public sealed record FilingDoorSet(string ProcedureCode, string Door, DateOnly ValidFrom);
