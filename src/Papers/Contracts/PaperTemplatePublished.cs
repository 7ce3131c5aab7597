using MotCua.Platform.Events;

namespace MotCua.Papers.Contracts;

/// <summary>Ban hành một phiên bản mẫu giấy tờ, in force from that day.</summary>
[Fact("paper-template.published/1")]
public sealed record PaperTemplatePublished(Guid TemplateId, string FormSet, string Kind, int Version, DateOnly ValidFrom, string Sha256);
