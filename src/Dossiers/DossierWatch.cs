using System.Text.Json;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;

namespace MotCua.Dossiers;

/// <summary>What the log vouches for in a dossier: who, where, when, the promise, and the lines of its ledgers.</summary>
internal static class DossierWatch
{
    private const string Submitted = "dossier.submitted";

    public static readonly Watched<Dossier> Dossiers = new("dossiers.dossier/1", "Hồ sơ")
    {
        Birth = Submitted, Synthetic = DossiersGenerated.Name, Counted = true,
        Key = d => d.Id.ToString(), Stream = d => d.Stream, Title = d => d.Code, Secret = d => d.TrackingToken,
        Fields =
        [
            new("thủ tục", d => [d.ProcedureCode, d.ProcedureVersionId, d.ProcedureName]), new("kênh nộp", d => [d.Channel]),
                new("trạng thái", d => [d.Status]),
            new("nơi tiếp nhận", d => [d.IntakeOffice, d.IntakeAgency]), new("cơ quan giải quyết", d => [d.CompetentAgency, d.CompetentAgencyName]),
            new("nơi đang giữ", d => [d.HolderUnit, d.HolderName]), new("chủ hồ sơ", d => [d.OwnerKind, d.OwnerNumber, d.OwnerName]),
            new("người nộp", d => [d.SubmittedBy, d.SubmitterName, d.SubmitterNumber,
                new JsonText(d.Representative is { } acting ? JsonSerializer.Serialize(acting, EventLog.Json) : null)]),
            new("liên hệ", d => [d.Phone, d.Email, d.SecondFactors]), new("tờ khai", d => [d.FormCode, d.FormVersion, new JsonText(d.Answers)]),
            new("cách nhận kết quả", d => [d.ReturnMethod]), new("giờ nộp", d => [d.SubmittedAt]), new("giờ tiếp nhận", d => [d.ReceivedAt]),
            new("ngày hẹn đầu tiên", d => [d.OriginalDueAt]), new("giờ tạm dừng", d => [d.PausedAt]), new("giờ giải quyết xong", d => [d.FinishedAt]),
            new("giờ trả kết quả", d => [d.ReturnedAt]), new("người nhận kết quả", d => [d.ReturnedTo, d.ReturnedPaper, d.ReturnedHow, d.ReturnedBy]),
            new("lý do kết thúc", d => [d.ClosingReason, d.ClosingCode]), new("giờ đính chính", d => [d.CorrectedAt]),
                new("phí, lệ phí", d => [d.FeeVnd, d.FeeTakenVnd]),
            new("bộ quy định", d => [d.RuleSetId]),
        ],
        RowsOf = (db, owners) => db.Set<Dossier>().Where(d => owners.Contains(d.Id)),
        OwnersAfter = (db, after) => db.Set<Dossier>().Where(d => d.Id > after).OrderBy(d => d.Id).Select(d => d.Id),
        Old = [new($"{Submitted}/1", "dossierId", d => d.Id, ("mã hồ sơ", "code", d => d.Code), ("nơi tiếp nhận", "intakeOffice", d => d.IntakeOffice))],
    };

    /// <summary>Apart from the rest, as a new calendar moves it for many dossiers at once.</summary>
    public static readonly Watched<Dossier> Promises = new("dossiers.due/1", "Ngày hẹn của hồ sơ")
    {
        Birth = Submitted, Synthetic = DossiersGenerated.Name,
        Key = d => d.DueAt is null ? null : d.Id.ToString(), Stream = d => d.Stream, Title = d => d.Code,
        Fields = [new("ngày hẹn trả", d => [d.DueAt]), new("tạm tính", d => [d.DueProvisional])],
        RowsOf = (db, owners) => db.Set<Dossier>().Where(d => owners.Contains(d.Id)),
        OwnersAfter = (db, after) => db.Set<Dossier>().Where(d => d.Id > after).OrderBy(d => d.Id).Select(d => d.Id),
    };

    /// <summary>Apart from the rest, as a later version began to watch it; a mandate that stands has no mark.</summary>
    private static readonly Watched<Dossier> Mandates = new("dossiers.mandate/1", "Ủy quyền nộp hồ sơ")
    {
        Birth = Submitted, Synthetic = DossiersGenerated.Name, Later = true,
        Key = d => d.MandateEndedAt is null ? null : d.Id.ToString(), Stream = d => d.Stream, Title = d => d.Code,
        Fields = [new("lúc chấm dứt ủy quyền", d => [d.MandateEndedAt])],
        RowsOf = (db, owners) => db.Set<Dossier>().Where(d => owners.Contains(d.Id)),
        OwnersAfter = (db, after) => db.Set<Dossier>().Where(d => d.Id > after).OrderBy(d => d.Id).Select(d => d.Id),
    };

    /// <summary>Apart from the rest, as a later version began to watch it: who is written in here reads the dossier.</summary>
    private static readonly Watched<Dossier> Workers = new("dossiers.working/1", "Cơ quan cùng làm hồ sơ")
    {
        Birth = Submitted, Synthetic = DossiersGenerated.Name, Later = true,
        Key = d => d.WorkingAgencies.Length == 0 ? null : d.Id.ToString(), Stream = d => d.Stream, Title = d => d.Code,
        Fields = [new("cơ quan cùng làm", d => [.. d.WorkingAgencies])],
        RowsOf = (db, owners) => db.Set<Dossier>().Where(d => owners.Contains(d.Id)),
        OwnersAfter = (db, after) => db.Set<Dossier>().Where(d => d.Id > after).OrderBy(d => d.Id).Select(d => d.Id),
    };

    public static readonly Watched<ClockEntry> Clock = new("dossiers.clock_entry/1", "Dòng sổ thời hạn")
    {
        Birth = Submitted, Synthetic = DossiersGenerated.Name,
        Key = e => Line(e.DossierId, e.Seq), Stream = e => $"dossier/{e.DossierId}", Title = e => $"số {e.Seq} của hồ sơ {e.DossierId}",
        Fields =
        [
            new("loại", e => [e.Kind]), new("thời điểm", e => [e.At]), new("hạn sau dòng này", e => [e.DueAt]),
                new("lý do", e => [e.Reason, e.LegalBasis, e.Cause]),
            new("người ghi", e => [e.ActorName]), new("thời hạn", e => [e.TermUnit?.ToString(), e.TermValue, e.CutOff, e.Until]),
                new("căn cứ tính", e => [e.RuleSetId, e.CalendarVersion]),
            new("đính chính dòng", e => [e.Corrects]),
        ],
        RowsOf = (db, owners) => db.Set<ClockEntry>().Where(e => owners.Contains(e.DossierId)),
        OwnersAfter = (db, after) => db.Set<ClockEntry>().Where(e => e.DossierId > after).Select(e => e.DossierId).Distinct().OrderBy(id => id),
    };

    public static readonly Watched<HandOver> HandOvers = new("dossiers.hand_over/1", "Lần bàn giao")
    {
        Birth = Submitted, Synthetic = DossiersGenerated.Name,
        Key = h => Line(h.DossierId, h.Seq), Stream = h => $"dossier/{h.DossierId}", Title = h => $"số {h.Seq} của hồ sơ {h.DossierId}",
        Fields =
        [
            new("thời điểm", h => [h.At]), new("bên giao", h => [h.FromName, h.FromUnit]), new("bên nhận", h => [h.ToName, h.ToUnit]),
            new("bước", h => [h.StepName, h.Outcome]), new("ghi chú", h => [h.Note]),
        ],
        RowsOf = (db, owners) => db.Set<HandOver>().Where(h => owners.Contains(h.DossierId)),
        OwnersAfter = (db, after) => db.Set<HandOver>().Where(h => h.DossierId > after).Select(h => h.DossierId).Distinct().OrderBy(id => id),
    };

    public static readonly Watched<ConsultationEntry> Consultations = new("dossiers.consultation_entry/1", "Dòng sổ lấy ý kiến")
    {
        Birth = Submitted, Synthetic = DossiersGenerated.Name,
        Key = e => Line(e.ConsultationId, e.Seq), Stream = e => $"dossier/{e.DossierId}", Title = e => $"số {e.Seq} của hồ sơ {e.DossierId}",
        Fields =
        [
            new("loại", e => [e.Kind]), new("thời điểm", e => [e.At]), new("hạn trả lời", e => [e.DueAt, e.CalendarVersion]),
                new("ý kiến", e => [e.Stance, e.Text, e.SilenceAgrees, e.LegalBasis]),
            new("người ghi", e => [e.ActorId, e.ActorName]),
        ],
        RowsOf = (db, owners) => db.Set<ConsultationEntry>().Where(e => owners.Contains(e.ConsultationId)),
        OwnersAfter = (db, after) => db.Set<ConsultationEntry>().Where(e => e.ConsultationId > after).Select(e => e.ConsultationId).Distinct().OrderBy(id =>
            id),
    };

    /// <summary>From the filing on; in a draft a file comes and goes. The bytes are held against their hash where they are read.</summary>
    public static readonly Watched<Attachment> Attachments = new("dossiers.attachment/1", "Tệp của hồ sơ")
    {
        Birth = Submitted, Synthetic = DossiersGenerated.Name, Later = true,
        Key = a => a.DossierId is { } dossier ? $"{dossier}/{a.Id}" : null, Stream = a => $"dossier/{a.DossierId}",
        Title = a => $"“{a.FileName}” của hồ sơ {a.DossierId}",
        // The name of a file can be a personal number: nobody guesses it from the log without the row's own size and microsecond.
        Secret = a => $"{a.Size}/{a.UploadedAt.UtcTicks / TimeSpan.TicksPerMicrosecond}",
        Fields =
        [
            new("nội dung tệp", a => [a.Sha256]), new("tên tệp", a => [a.FileName]), new("giấy tờ", a => [a.PaperKey]),
            new("loại tệp, số trang", a => [a.MediaType, a.Pages]), new("tệp từ đâu", a => [a.Origin]),
            new("mã giấy tờ", a => [a.PaperId, a.PaperCode]), new("kết luận chữ ký số", a => [a.Signature, a.SignatureWords]),
        ],
        RowsOf = (db, owners) => db.Set<Attachment>().Where(a => a.DossierId != null && owners.Contains(a.DossierId.Value)),
        OwnersAfter = (db, after) => db.Set<Attachment>().Where(a => a.DossierId > after).Select(a => a.DossierId!.Value).Distinct().OrderBy(id => id),
        Old = [new("dossier.paper-digitised/1", "paperId", a => a.PaperId ?? Guid.Empty,
            ("nội dung tệp", "sha256", a => a.Origin == "scan" ? a.Sha256 : null), ("mã giấy tờ", "paperCode", a => a.PaperCode))],
    };

    public static readonly IReadOnlyList<Watched> All = [Dossiers, Promises, Mandates, Workers, Clock, HandOvers, Consultations, Attachments];

    /// <summary>For a hand that writes the promise alone.</summary>
    public static (string Key, string? Mark) Promise(Guid dossier, (DateTimeOffset? Due, bool Provisional) before,
        (DateTimeOffset Due, bool Provisional) after) =>
        Marks.Of(Promises, Promised(dossier, after.Due, after.Provisional), before.Due is null ? null : Promised(dossier, before.Due, before.Provisional));

    private static Dossier Promised(Guid dossier, DateTimeOffset? due, bool provisional) => new()
    {
        Id = dossier, DueAt = due, DueProvisional = provisional, Code = "", ShortCode = "", TrackingToken = "", ProcedureCode = "", ProcedureName = "",
            Channel = "", Status = "",
        IntakeOffice = "", IntakeAgency = "", CompetentAgency = "", CompetentAgencyName = "", HolderUnit = "", OwnerKind = "", OwnerName = "",
            SubmitterName = "", FormCode = "", Answers = "{}",
    };

    private static string Line(Guid owner, int seq) => $"{owner}/{seq}";
}
