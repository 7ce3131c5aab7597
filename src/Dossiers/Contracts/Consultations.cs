using MotCua.Platform.Events;

namespace MotCua.Dossiers.Contracts;

/// <summary>Lấy ý kiến: another agency was asked, with a term of its own.</summary>
/// <param name="Papers">Papers (paperKey) of the dossier that the agency may see.</param>
/// <param name="Form">It may see the declaration too.</param>
[Fact("dossier.consultation-asked/1")]
public sealed record ConsultationAsked(Guid DossierId, string Code, Guid ConsultationId, string Agency, DateTimeOffset DueAt, IReadOnlyList<string> Papers,
    bool Form);

/// <summary>Cơ quan được hỏi đã trả lời.</summary>
/// <param name="Stance">agree, disagree or opinion.</param>
/// <param name="Late">After the term.</param>
[Fact("dossier.consultation-answered/1")]
public sealed record ConsultationAnswered(Guid DossierId, string Code, Guid ConsultationId, string Agency, string Stance, bool Late);

/// <summary>Yêu cầu lấy ý kiến đã rút; the reason stands beside the fact.</summary>
[Fact("dossier.consultation-withdrawn/1")]
public sealed record ConsultationWithdrawn(Guid DossierId, string Code, Guid ConsultationId, string Agency);

/// <summary>Quá hạn không trả lời, không chờ nữa; the reason stands beside the fact.</summary>
/// <param name="SilenceAgrees">By the rule that the official named.</param>
[Fact("dossier.consultation-passed-over/1")]
public sealed record ConsultationPassedOver(Guid DossierId, string Code, Guid ConsultationId, string Agency, bool SilenceAgrees);

/// <summary>Cơ quan khác trả lời từ nay, after a reorganisation; the term stays.</summary>
/// <param name="Number">Of the plan.</param>
[Fact("dossier.consultation-moved/1")]
public sealed record ConsultationMoved(Guid DossierId, string Code, Guid ConsultationId, string Before, string After, int Number);

/// <summary>Hạn trả lời được tính lại theo lịch làm việc mới.</summary>
/// <param name="Version">Of the calendar.</param>
[Fact("dossier.consultation-recounted/1")]
public sealed record ConsultationRecounted(Guid DossierId, string Code, Guid ConsultationId, DateTimeOffset Before, DateTimeOffset After, int Version);
