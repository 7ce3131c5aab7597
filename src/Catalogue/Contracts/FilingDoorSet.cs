using MotCua.Platform.Events;

namespace MotCua.Catalogue.Contracts;

/// <summary>Đổi cửa nộp của một thủ tục: here, nationalPortal or both, from that day on.</summary>
[Fact("procedure.filing-door-set/1")]
public sealed record FilingDoorSet(string ProcedureCode, string Door, DateOnly ValidFrom);
