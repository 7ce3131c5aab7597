using MotCua.Platform.Events;

namespace MotCua.Dossiers.Contracts;

/// <summary>Chủ hồ sơ chấm dứt ủy quyền của người nộp thay.</summary>
[Fact("dossier.mandate-ended/1", Outlives = true)]
public sealed record MandateEnded(Guid DossierId, string Code, Guid Filer);

/// <summary>Hồ sơ đã nộp.</summary>
[Fact("dossier.submitted/1")]
public sealed record DossierSubmitted(Guid DossierId, string Code, string ProcedureCode, string Channel, string IntakeOffice, string CompetentAgency, int Files,
    string AnswersSha256);

/// <summary>Hồ sơ được tiếp nhận; the clock has started.</summary>
[Fact("dossier.received/1")]
public sealed record DossierReceived(Guid DossierId, string Code, string Office, DateTimeOffset? DueAt, bool Provisional);

/// <summary>Đã thu phí, lệ phí tại quầy.</summary>
[Fact("dossier.fee-taken/1")]
public sealed record FeeTaken(Guid DossierId, string Code, string Office, long AmountVnd);

/// <summary>Yêu cầu bổ sung, hoàn thiện hồ sơ (form 02); the clock is paused.</summary>
[Fact("dossier.supplement-requested/1")]
public sealed record SupplementRequested(Guid DossierId, string Code, int No, IReadOnlyList<string> Items);

/// <summary>Người nộp đã bổ sung; the clock runs again.</summary>
[Fact("dossier.supplement-answered/1")]
public sealed record SupplementAnswered(Guid DossierId, string Code, int No, DateTimeOffset? DueAt);

/// <summary>Từ chối tiếp nhận (form 03) or từ chối giải quyết.</summary>
/// <param name="SignerTitle">Chức danh ký of the leader who refused what had been taken in; its notice bears it.</param>
[Fact("dossier.refused/1")]
public sealed record DossierRefused(Guid DossierId, string Code, bool BeforeReception, string? ReasonCode = null, string? SignerTitle = null);

/// <summary>Rút hồ sơ.</summary>
[Fact("dossier.withdrawn/1")]
public sealed record DossierWithdrawn(Guid DossierId, string Code);

/// <summary>Chuyển, bàn giao: from one step to another.</summary>
[Fact("dossier.handed-over/1")]
public sealed record DossierHandedOver(Guid DossierId, string Code, string FromUnit, string? FromName, string ToUnit, string? ToName, string Step,
    string Outcome);

/// <summary>Chuyển sang đơn vị kế tục sau sắp xếp.</summary>
/// <param name="Reorganisation">Number of the plan.</param>
[Fact("dossier.moved/1")]
public sealed record DossierMoved(Guid DossierId, string Code, string FromAgency, string ToAgency, string FromOffice, string ToOffice, int Reorganisation);

/// <summary>Phân công xử lý.</summary>
[Fact("dossier.assigned/1")]
public sealed record DossierAssigned(Guid DossierId, string Code, Guid To, string ToName);

/// <summary>Một người làm xong phần của mình ở bước nhiều người cùng làm; the step goes on.</summary>
/// <param name="Left">How many are still needed.</param>
[Fact("dossier.step-joined/1")]
public sealed record DossierStepJoined(Guid DossierId, string Code, string Step, int Left);

/// <summary>Thôi phân công: nobody holds the step.</summary>
/// <param name="Name">Who held it.</param>
[Fact("dossier.unassigned/1")]
public sealed record DossierUnassigned(Guid DossierId, string Code, string Name);

/// <summary>Lãnh đạo đã đọc dự thảo và đồng ý ký.</summary>
/// <param name="Version">Of the dossier that was read.</param>
[Fact("dossier.draft-agreed/1")]
public sealed record DraftAgreed(Guid DossierId, string Code, int Version);

/// <summary>Mở hồ sơ liên thông.</summary>
/// <param name="DossierId">The one whose process has opened it.</param>
[Fact("dossier.linked-opened/1")]
public sealed record LinkedOpened(Guid DossierId, string Code, Guid LinkedId, string LinkedCode, string ProcedureCode);

/// <summary>Hồ sơ liên thông đã xong.</summary>
/// <param name="Outcome">"done" with a result, "none" without.</param>
[Fact("dossier.linked-ended/1")]
public sealed record LinkedEnded(Guid DossierId, string Code, Guid LinkedId, string LinkedCode, string Outcome);

/// <summary>Kết thúc hồ sơ chỉ gồm các hồ sơ liên thông: their results are its result.</summary>
/// <param name="Results">So many of them came to a result.</param>
[Fact("dossier.group-ended/1")]
public sealed record GroupEnded(Guid DossierId, string Code, int Results, int Linked);

/// <summary>Chuyển hồ sơ đang giải quyết sang một bản khác của quy trình.</summary>
/// <param name="Process">The version that it walks from now on.</param>
/// <param name="Version">Its number.</param>
[Fact("dossier.process-changed/1")]
public sealed record DossierProcessChanged(Guid DossierId, string Code, Guid Process, int Version);

/// <summary>Trình lãnh đạo một lần yêu cầu bổ sung thêm.</summary>
/// <param name="No">Which request it would be.</param>
[Fact("dossier.supplement-proposed/1")]
public sealed record SupplementProposed(Guid DossierId, string Code, int No, IReadOnlyList<string> Items);

/// <summary>Lãnh đạo trả lại đề nghị yêu cầu bổ sung.</summary>
/// <param name="ProposedBy">The account that proposed it.</param>
[Fact("dossier.supplement-given-back/1")]
public sealed record SupplementGivenBack(Guid DossierId, string Code, int No, Guid ProposedBy);

/// <summary>Đề nghị yêu cầu bổ sung không còn cần duyệt: the dossier went on by another act.</summary>
/// <param name="ProposedBy">The account that proposed it.</param>
[Fact("dossier.supplement-lapsed/1")]
public sealed record SupplementLapsed(Guid DossierId, string Code, int No, Guid ProposedBy);

/// <summary>Thu hồi kết quả đã ký, chưa phát hành.</summary>
/// <param name="Sha256">Of the signed file, which is kept.</param>
[Fact("dossier.result-recalled/1")]
public sealed record ResultRecalled(Guid DossierId, string Code, Guid ResultId, string Number, string Sha256);

/// <summary>Giấy tờ đã số hóa và gắn vào hồ sơ.</summary>
[Fact("dossier.paper-digitised/1")]
public sealed record PaperDigitised(Guid DossierId, string Code, string PaperKey, Guid PaperId, string PaperCode, string Sha256);

/// <summary>Đã xử lý xong: the result exists and the clock has stopped.</summary>
[Fact("dossier.resolved/1", Outlives = true)]
public sealed record DossierResolved(Guid DossierId, string Code, Guid ResultId, string ResultNumber, string Sha256);

/// <summary>Đã trả kết quả.</summary>
[Fact("dossier.returned/1")]
public sealed record ResultReturned(Guid DossierId, string Code, string Method, string ReceiverName);

/// <summary>Hạn trả được tính lại theo lịch làm việc mới.</summary>
/// <param name="Version">Of the calendar.</param>
[Fact("dossier.due-recounted/1")]
public sealed record DueRecounted(Guid DossierId, string Code, DateTimeOffset Before, DateTimeOffset After, int Version);

/// <summary>Ngày hẹn trong văn bản đã ký nay là ngày nghỉ: the promise stands until a new letter.</summary>
/// <param name="Why">Name of the day off.</param>
/// <param name="Version">Of the calendar that closed it.</param>
[Fact("dossier.letter-day-closed/1")]
public sealed record DossierLetterDayClosed(Guid DossierId, string Code, DateTimeOffset Promised, string Why, int Version);

/// <summary>Dừng giải quyết.</summary>
/// <param name="SignerTitle">Chức danh ký of who stopped it; the notice bears it.</param>
[Fact("dossier.stopped/1")]
public sealed record DossierStopped(Guid DossierId, string Code, string? ReasonCode = null, string? SignerTitle = null);

/// <summary>Đính chính kết quả: a new one took the place of the old one.</summary>
[Fact("dossier.result-corrected/1")]
public sealed record ResultCorrected(Guid DossierId, string Code, Guid OldResultId, string OldNumber, Guid NewResultId, string NewNumber, string Sha256,
    string ReasonCode);

/// <summary>Tạm dừng tính giờ: the clock stands for this cause (nghĩa vụ tài chính, xác minh, bất khả kháng).</summary>
[Fact("dossier.held/1")]
public sealed record DossierHeld(Guid DossierId, string Code, string Cause);

/// <summary>Tin từ bên ngoài về hồ sơ; its words are the reason of the event.</summary>
[Fact("dossier.message-arrived/1")]
public sealed record MessageArrived(Guid DossierId, string Code, string Kind, string Reference);

/// <summary>Thêm tệp vào hồ sơ.</summary>
[Fact("dossier.file-attached/1")]
public sealed record FileAttached(Guid DossierId, string Code, string PaperKey, Guid FileId, string Sha256);

/// <summary>Tính giờ tiếp.</summary>
[Fact("dossier.resumed/1")]
public sealed record DossierResumed(Guid DossierId, string Code, DateTimeOffset? DueAt);

/// <summary>Văn bản xin lỗi và hẹn lại đã ký.</summary>
/// <param name="Extends">The term was extended; false: the letter only informs.</param>
[Fact("dossier.apologised/1")]
public sealed record DossierApologised(Guid DossierId, string Code, int No, DateTimeOffset OldDue, DateTimeOffset NewDue, bool Extends);

/// <summary>Đính chính sổ tính thời hạn.</summary>
/// <param name="Entry">Number of the line that no longer counts.</param>
[Fact("dossier.clock-corrected/1")]
public sealed record ClockCorrected(Guid DossierId, string Code, int Entry, DateTimeOffset? DueAt);

/// <summary>Nghi có người dò mã tra cứu từ nhiều nơi.</summary>
/// <param name="Which">"wrong": codes that belong to nobody; "right": more look-ups than people make.</param>
[Fact("tracking.harvest-suspected/1")]
public sealed record HarvestSuspected(string Which, int Limit);

/// <summary>
/// Bắt đầu tiếp nhận tại quầy, with the person present; the reason says how they were recognised. It names no owner: the log is kept for ever.
/// </summary>
[Fact("dossier.reception-begun/1")]
public sealed record ReceptionBegun(Guid Key, string Office, string ProcedureCode);

/// <summary>Nghi có cán bộ mở hồ sơ để xem dữ liệu rồi bỏ.</summary>
/// <param name="Limit">So many cases in a week and more.</param>
[Fact("dossier.reading-suspected/1")]
public sealed record ReadingSuspected(Guid Official, int Limit);
