using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Extend;
using MotCua.Dossiers.Supplement;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Dossiers;

/// <summary>
/// Hồ sơ. The rules of its life, as methods that refuse: pure, no database, no clock of their own. Which acts are possible
/// is decided here and nowhere else.
/// </summary>
internal sealed partial class Dossier
{
    public Guid Id { get; init; }
    public required string Code { get; init; }
    public required string ShortCode { get; init; }
    public required string TrackingToken { get; init; }
    public Guid? DraftId { get; init; }
    public required string ProcedureCode { get; init; }
    public Guid ProcedureVersionId { get; init; }
    public required string ProcedureName { get; init; }
    public required string Channel { get; init; }
    public required string Status { get; set; }
    public required string IntakeOffice { get; set; }
    public required string IntakeAgency { get; set; }
    public required string CompetentAgency { get; set; }
    public required string CompetentAgencyName { get; set; }
    /// <summary>Other agencies to whose steps its process has come; they read it until it ends.</summary>
    public string[] WorkingAgencies { get; set; } = [];
    /// <summary>Who decided when it was received, where another one does by now: figures of that time count by it.</summary>
    public string? CountedAgency { get; set; }
    public string? CountedOffice { get; set; }
    public required string HolderUnit { get; set; }
    public string? HolderName { get; set; }
    public Guid? SubmittedBy { get; init; }

    /// <summary>Chấm dứt ủy quyền: since then the account that filed has no part in it.</summary>
    public DateTimeOffset? MandateEndedAt { get; set; }

    public required string OwnerKind { get; init; }
    public string? OwnerNumber { get; init; }
    public required string OwnerName { get; init; }
    public required string SubmitterName { get; init; }
    public string? SubmitterNumber { get; init; }
    /// <summary>Who acts for the owner; null: the owner.</summary>
    public Representative? Representative { get; init; }
    /// <summary>Điểm hỗ trợ where the person was helped to file; neither takes in nor decides.</summary>
    public string? SupportPoint { get; init; }
    public string? SupportPointName { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    /// <summary>Last four digits of the phone and of the identity numbers: any one opens the details of tracking.</summary>
    public string[] SecondFactors { get; init; } = [];
    public required string FormCode { get; init; }
    public int FormVersion { get; init; }
    [JsonConverter(typeof(RawJson))]
    public required string Answers { get; set; }
    public string ReturnMethod { get; init; } = "counter";
    public DateTimeOffset SubmittedAt { get; init; }
    public DateTimeOffset? ReceivedAt { get; set; }
    public DateTimeOffset? DueAt { get; set; }
    public DateTimeOffset? OriginalDueAt { get; set; }
    public bool DueProvisional { get; set; }
    public DateTimeOffset? PausedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    public DateTimeOffset? ReturnedAt { get; set; }
    public string? ClosingReason { get; set; }
    /// <summary>Of the list of reasons; <see cref="ClosingReason"/> are the words.</summary>
    public string? ClosingCode { get; set; }
    public string? ReturnedTo { get; set; }
    /// <summary>Giấy ủy quyền that the receiver showed.</summary>
    public string? ReturnedPaper { get; set; }
    /// <summary>How it was given; <see cref="ReturnMethod"/> is how it was wanted.</summary>
    public string? ReturnedHow { get; set; }
    public string? ReturnedBy { get; set; }
    public DateTimeOffset? CorrectedAt { get; set; }
    public long? FeeVnd { get; init; }
    /// <summary>Taken at the counter at reception; null when not.</summary>
    public long? FeeTakenVnd { get; set; }
    /// <summary>Bộ quy định of the day of reception; null before it.</summary>
    public Guid? RuleSetId { get; set; }
    public int Version { get; set; }
    /// <summary>What the filing system calls it.</summary>
    public string? ForeignSystem { get; init; }
    public string? ForeignId { get; init; }
    /// <summary>Last change of the row, written by the database.</summary>
    public DateTimeOffset ChangedAt { get; init; }
    public List<Component> Components { get; init; } = [];
    public List<ClockEntry> Clock { get; init; } = [];
    public List<HandOver> HandOvers { get; init; } = [];
    public List<SupplementRequest> Supplements { get; init; } = [];
    /// <summary>What other agencies were asked; not loaded by an act that does not need it.</summary>
    public List<Consultation> Consultations { get; init; } = [];

    /// <summary>Somebody else than who stands on the form brought it: authorised, or a guardian.</summary>
    public bool FiledByHelper => Representative is { IsHelper: true };

    /// <summary>Of the one who filed; of the form, where they filed for themselves.</summary>
    public string? SubmitterPhone => FiledByHelper ? Representative!.Phone : Phone;

    public string Stream => $"dossier/{Id}";

    /// <summary>Who did what last, for one who has looked at it before that; null when nothing was done yet.</summary>
    public string? LastChange => Changes.Select(change => $"{change.Words} lúc {Platform.Ui.Vi.DateTime(change.At)}").LastOrDefault();

    public DateTimeOffset? LastChangeAt => Changes.Select(change => (DateTimeOffset?)change.At).LastOrDefault();

    private IEnumerable<(DateTimeOffset At, string Words)> Changes =>
        Clock.Select(c => (c.At, Words: $"{ClockKind.Words(c.Kind)}{(c.ActorName.Length > 0 ? $", {c.ActorName}" : "")}"))
        .Concat(Supplements.Select(s => (At: s.RequestedAt, Words: $"yêu cầu bổ sung, {s.RequestedBy}")))
        .Concat(HandOvers.Select(h => (h.At,
            Words: h.Outcome == HandOver.Reorganised ? h.StepName : $"{h.FromName} xong bước “{h.StepName}”")))
        .OrderBy(change => change.At);

    /// <summary>Tiếp nhận: starts the clock. Every required paper must be there, on paper, uploaded or from the vault.</summary>
    /// <param name="term">Null: theo quy định, no date is promised.</param>
    /// <param name="cutOff">Of the procedure; null = that of the rule set.</param>
    public void Receive(DateTimeOffset at, Term? term, TimeOnly? cutOff, ClockBasis basis, string actor)
    {
        Require(DossierStatus.Submitted, "Hồ sơ này đã được tiếp nhận hoặc đã kết thúc");
        var missing = Components.Where(c => c.Required && c.State == "missing").Select(c => c.Name).ToList();
        if (missing.Count > 0)
            throw Refused.WrongState($"Còn thiếu giấy tờ bắt buộc: {string.Join("; ", missing)}. Bổ sung, hoặc yêu cầu người nộp bổ sung");
        Status = DossierStatus.Processing;
        (ReceivedAt, RuleSetId) = (at, basis.Rules.Id);
        Start(at, term, cutOff, basis, actor);
        OriginalDueAt = DueAt;
        Touch();
    }

    /// <summary>Thu phí, lệ phí tại quầy, with the reception and once.</summary>
    public void TakeFee(long amount)
    {
        if (FeeTakenVnd is not null) throw Refused.WrongState("Phí của hồ sơ này đã thu rồi");
        FeeTakenVnd = amount;
        Touch();
    }

    /// <summary>Yêu cầu bổ sung: names every item at once and pauses the clock when it runs.</summary>
    public SupplementRequest AskSupplement(DateTimeOffset at, IReadOnlyList<SupplementItem> items, string reason, string actor, bool approved,
        ClockBasis? basis)
    {
        if (Status is not (DossierStatus.Submitted or DossierStatus.Processing))
            throw Refused.WrongState("Chỉ yêu cầu bổ sung khi hồ sơ đang chờ tiếp nhận hoặc đang giải quyết");
        if (items.Count == 0) throw new Refused(400, "Chọn ít nhất một giấy tờ hoặc nội dung cần bổ sung", "items");
        if (string.IsNullOrWhiteSpace(reason)) throw new Refused(400, "Nhập lý do yêu cầu bổ sung", "reason");
        reason = TypedText.Within(reason, Reasons.Longest, "Lý do", "reason");
        // Another request needs approval: the applicant must not be sent back five times.
        if (!approved) throw new Refused(403, $"Hồ sơ đã được yêu cầu bổ sung {Supplements.Count} lần. Lần tiếp theo phải trình lãnh đạo duyệt");
        var request = new SupplementRequest
        {
            Id = Guid.CreateVersion7(), DossierId = Id, No = Supplements.Count + 1, Items = SupplementItem.Write(items),
            Reason = reason.Trim(), RequestedAt = at, RequestedBy = actor,
        };
        Supplements.Add(request);
        if (Status == DossierStatus.Processing && basis!.Rules.Pauses.Any(p => p is { Cause: PauseCause.Supplement, When: not PauseWhen.Never }))
            Pause(at, PauseCause.Supplement, reason.Trim(), null, basis, actor);
        Status = DossierStatus.Supplement;
        Touch();
        return request;
    }

    /// <summary>Người nộp bổ sung xong. The clock goes on, or begins again, when the dossier had been received.</summary>
    /// <param name="basis">Null before reception.</param>
    public SupplementRequest AnswerSupplement(DateTimeOffset at, ClockBasis? basis, string actor)
    {
        Require(DossierStatus.Supplement, "Hồ sơ này không chờ bổ sung");
        var request = Supplements.OrderBy(s => s.No).Last();
        request.AnsweredAt = at;
        if (ReceivedAt is null) Status = DossierStatus.Submitted;
        else
        {
            Status = DossierStatus.Processing;
            GoOn(at, basis!.Rules.Supplements.After == AfterSupplement.Restart, "Đã nhận đủ phần bổ sung", basis, actor);
        }
        Touch();
        return request;
    }

    /// <summary>Từ chối tiếp nhận (before reception) or từ chối giải quyết; two different outcomes, both with a reason.</summary>
    public bool Refuse(DateTimeOffset at, string reason, string actor)
    {
        if (Status is not (DossierStatus.Submitted or DossierStatus.Processing or DossierStatus.Supplement))
            throw Refused.WrongState("Hồ sơ này đã kết thúc nên không từ chối được nữa");
        if (string.IsNullOrWhiteSpace(reason)) throw new Refused(400, "Nhập lý do từ chối để người nộp biết cách làm tiếp", "reason");
        var before = ReceivedAt is null;
        Close(before ? DossierStatus.NotReceived : DossierStatus.Refused, at, reason.Trim(), actor);
        return before;
    }

    /// <summary>Rút hồ sơ, by the applicant, as long as there is no result.</summary>
    public void Withdraw(DateTimeOffset at, string reason, string actor)
    {
        if (!DossierStatus.IsOpen(Status)) throw Refused.WrongState("Hồ sơ đã có kết quả hoặc đã kết thúc nên không rút được");
        Close(DossierStatus.Withdrawn, at, reason, actor);
    }

    /// <summary>Dừng giải quyết, after reception and by decision.</summary>
    public void Stop(DateTimeOffset at, string reason, string actor)
    {
        if (ReceivedAt is null || !DossierStatus.IsOpen(Status)) throw Refused.WrongState("Chỉ dừng giải quyết hồ sơ đã tiếp nhận và chưa có kết quả");
        Close(DossierStatus.Stopped, at, Reasoned(reason, "dừng giải quyết"), actor);
    }

    /// <summary>Tạm dừng tính giờ for money, verification elsewhere or force majeure.</summary>
    public void Hold(DateTimeOffset at, string cause, string reason, string? legalBasis, ClockBasis basis, string actor)
    {
        Require(DossierStatus.Processing, "Chỉ tạm dừng hồ sơ đang giải quyết");
        Pause(at, cause, Reasoned(reason, "tạm dừng"), legalBasis, basis, actor);
        Status = cause == PauseCause.Payment ? DossierStatus.Payment : DossierStatus.Paused;
        Touch();
    }

    /// <summary>Cho tính tiếp: what was waited for has come.</summary>
    public void GoOn(DateTimeOffset at, string reason, ClockBasis basis, string actor)
    {
        if (Status is not (DossierStatus.Payment or DossierStatus.Paused)) throw Refused.WrongState("Hồ sơ này không ở trạng thái tạm dừng");
        GoOn(at, whole: false, Reasoned(reason, "tính tiếp"), basis, actor);
        Status = DossierStatus.Processing;
        Touch();
    }

    /// <summary>Đã xử lý xong: the signed result exists. The clock stops here, unless the rule set lets it run until the paper is handed over.</summary>
    public void Resolve(DateTimeOffset at, RuleSet rules, string actor)
    {
        Require(DossierStatus.Processing, "Chỉ kết thúc hồ sơ đang giải quyết");
        Status = DossierStatus.Done;
        (FinishedAt, WorkingAgencies) = (at, []);
        if (rules.EndsAt == DossierStatus.Done) End(at, "Đã có kết quả", actor);
        Touch();
    }

    /// <summary>When the clock stopped, for the words of time; null while it runs, also with a result that waits to be returned.</summary>
    public DateTimeOffset? EndedAt => Status == DossierStatus.Done && Clock.Count > 0 && Clock.TrueForAll(entry => entry.Kind != ClockKind.Stop)
        ? null : FinishedAt;

    /// <summary>Trả kết quả. Lateness never blocks it.</summary>
    public void ReturnResult(DateTimeOffset at, string how, string receiver, string? paperShown, string actor)
    {
        Require(DossierStatus.Done, "Hồ sơ chưa có kết quả để trả, hoặc đã trả rồi");
        if (EndedAt is null)
        {
            FinishedAt = at;
            End(at, "Đã trả kết quả", actor);
        }
        Status = DossierStatus.Returned;
        (ReturnedAt, ReturnedHow, ReturnedTo, ReturnedPaper, ReturnedBy) = (at, how, receiver, paperShown, actor);
        Touch();
    }

    /// <summary>How a result was given that the dossier has none of its own of: with the linked dossiers.</summary>
    public const string HowLinked = "linked";

    /// <summary>A signed paper of its own was released.</summary>
    public bool HasOwnResult => DossierStatus.HasResult(Status) && ReturnedHow != HowLinked;

    /// <summary>Có kết quả bằng các hồ sơ liên thông: nothing is handed over here; it is returned when the last of them is.</summary>
    public void EndByLinked(DateTimeOffset at, RuleSet rules, string actor)
    {
        Resolve(at, rules, actor);
        ReturnedHow = HowLinked;
        HeldBy(CompetentAgencyName, null);
    }

    /// <summary>Đính chính kết quả: the dossier keeps its outcome and its dates, only its result is another one.</summary>
    public void Correct(DateTimeOffset at)
    {
        if (!HasOwnResult) throw Refused.WrongState("Chỉ đính chính kết quả đã phát hành");
        CorrectedAt = at;
        Touch();
    }

    /// <summary>Chuyển, bàn giao hồ sơ: who held it, who holds it now.</summary>
    public HandOver Hand(DateTimeOffset at, string fromName, string toUnit, string? toName, string step, string outcome, string? note)
    {
        var row = new HandOver
        {
            DossierId = Id, Seq = HandOvers.Count + 1, At = at, FromName = fromName, FromUnit = HolderUnit,
            ToName = toName, ToUnit = toUnit, StepName = step, Outcome = outcome, Note = note,
        };
        HandOvers.Add(row);
        (HolderUnit, HolderName) = (toUnit, toName);
        Touch();
        return row;
    }

    /// <summary>Who has it now, where several steps are open beside each other or none is.</summary>
    public void HeldBy(string unit, string? name)
    {
        (HolderUnit, HolderName) = (unit, name);
        Touch();
    }

    /// <summary>Chuyển theo sắp xếp đơn vị: other agencies and offices have it from now on. The time that was promised stays.</summary>
    /// <param name="agency">Null: who decides stays.</param>
    /// <param name="office">Null: who received it stays.</param>
    public void MoveTo(DateTimeOffset at, MovedAgency? agency, MovedOffice? office, string by, string step)
    {
        if (ReceivedAt is not null)
        {
            if (agency is not null && agency.Heir != CompetentAgency) CountedAgency ??= CompetentAgency;
            if (office is not null && office.Heir != IntakeOffice) CountedOffice ??= IntakeOffice;
        }
        var unit = HolderUnit == agency?.Name ? agency.HeirName : HolderUnit == office?.Name ? office.HeirName : HolderUnit;
        if (agency is not null) (CompetentAgency, CompetentAgencyName) = (agency.Heir, agency.HeirName);
        if (office is not null) (IntakeOffice, IntakeAgency) = (office.Heir, office.Agency);
        Hand(at, by, unit, HolderName, step, HandOver.Reorganised, null);
    }

    private void Close(string status, DateTimeOffset at, string? reason, string actor)
    {
        Status = status;
        (FinishedAt, ClosingReason, PausedAt, WorkingAgencies) = (at, reason, null, []);
        if (ReceivedAt is not null) End(at, reason, actor);
        Touch();
    }

    private void Require(string status, string otherwise)
    {
        if (Status != status) throw Refused.WrongState(otherwise);
    }

    private void Touch() => Version++;

    /// <summary>With all parts that an act decides by.</summary>
    public static IQueryable<Dossier> Whole(IQueryable<Dossier> dossiers) => dossiers
        .Include(d => d.Components.OrderBy(c => c.Seq)).Include(d => d.Clock.OrderBy(c => c.Seq))
        .Include(d => d.HandOvers.OrderBy(h => h.Seq)).Include(d => d.Supplements.OrderBy(s => s.No)).AsSplitQuery();

    /// <summary>
    /// Another version: what officials look at has changed by somebody who does not act on the dossier itself. Never refused
    /// itself; whoever looked at it before is. In the transaction of the change, after it.
    /// </summary>
    public static Task Raise(Db db, Guid dossier) => db.Database.ExecuteSqlAsync($"update dossiers.dossier set version = version + 1 where id = {dossier}");

    public static void Map(ModelBuilder model)
    {
        var dossier = model.Entity<Dossier>().ToTable("dossier", "dossiers");
        dossier.Property(d => d.Answers).HasColumnType("jsonb");
        dossier.Property(d => d.Version).IsConcurrencyToken();
        dossier.Property(d => d.ChangedAt).ValueGeneratedOnAddOrUpdate();
        dossier.Property(d => d.Representative).HasColumnType("jsonb").HasConversion(
            acting => JsonSerializer.Serialize(acting, EventLog.Json), text => JsonSerializer.Deserialize<Representative>(text, EventLog.Json));
        dossier.Ignore(d => d.Stream).Ignore(d => d.LastChange).Ignore(d => d.LastChangeAt).Ignore(d => d.EndedAt).Ignore(d => d.FiledByHelper)
            .Ignore(d => d.SubmitterPhone).Ignore(d => d.Ledger).Ignore(d => d.HasOwnResult);
        dossier.HasMany(d => d.Components).WithOne().HasForeignKey(c => c.DossierId);
        dossier.HasMany(d => d.Clock).WithOne().HasForeignKey(c => c.DossierId);
        dossier.HasMany(d => d.HandOvers).WithOne().HasForeignKey(c => c.DossierId);
        dossier.HasMany(d => d.Supplements).WithOne().HasForeignKey(c => c.DossierId);
        model.Entity<Component>().ToTable("component", "dossiers").Property(c => c.Id).ValueGeneratedNever();
        MapClock(model);
        model.Entity<HandOver>().ToTable("hand_over", "dossiers").HasKey(c => new { c.DossierId, c.Seq });
        var supplement = model.Entity<SupplementRequest>().ToTable("supplement_request", "dossiers");
        supplement.Property(s => s.Id).ValueGeneratedNever();
        supplement.Property(s => s.Items).HasColumnType("jsonb");
        model.Entity<Attachment>().ToTable("attachment", "dossiers").Property(a => a.HolderId).HasColumnName("draft_id");
        Apology.Map(model);
        SupplementProposal.Map(model);
        Arrive.Arrival.Map(model);
        dossier.HasMany(d => d.Consultations).WithOne().HasForeignKey(c => c.DossierId);
        Consultation.Map(model);
        Linked.LinkedDossier.Map(model);
        model.Entity<Opinion>().ToTable("opinion", "dossiers");
        Work.SavedView.Map(model.Entity<Work.SavedView>());
        model.Entity<Sign.AgreedDraft>().ToTable("draft_agreed", "dossiers").HasKey(agreed => new { agreed.AccountId, agreed.DossierId });
    }
}
