using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using MotCua.Dossiers.Arrive;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Extend;
using MotCua.Dossiers.Hold;
using MotCua.Dossiers.Linked;
using MotCua.Dossiers.Process;
using MotCua.Dossiers.Read;
using MotCua.Dossiers.Receive;
using MotCua.Dossiers.Stop;
using MotCua.Dossiers.Supplement;
using MotCua.Dossiers.View;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Work;

[Face(Face.Desk)]
internal sealed class DossierPageModel(DossierDesk desk, DossierRules rules, DossierFiles files, WorkflowRuns workflow, Candidates candidates,
    FormSummaries summaries, WorkOnStep work, AskSupplement supplement, ProposeSupplement proposals, RefuseDossier refuse, WithdrawDossier withdraw,
    HoldDossier hold, ResumeDossier resume, StopDossier stop, ExtendDossier extend, Reasons reasons, ConsultationLists consultations,
    DossierReadings readings, VaultPages lent) : ActPageModel(desk)
{
    /// <summary>The other dossiers of the same declaration, and whether this official may open each.</summary>
    public IReadOnlyList<(LinkedMember Other, bool Opens)> Family { get; private set; } = [];

    /// <summary>What else its process waits for.</summary>
    public IReadOnlyList<Waiting> Waits { get; private set; } = [];

    /// <summary>What, from whom and until when; the name alone tells an official nothing to act on.</summary>
    public string WaitWords(Waiting wait)
    {
        var asked = wait.What == MoveOn.Consultation ? Consultations.Where(one => one.Asked.IsOpen).ToList() : [];
        return asked.Count > 0 ? "ý kiến của " + string.Join("; ", asked.Select(one => $"{one.Asked.AgencyName}, hạn {Vi.DateTime(one.Asked.DueAt)}"))
            : wait.Name + (wait.DueAt is { } until ? $", đến {Vi.DateTime(until)}" : "");
    }

    public IReadOnlyCollection<string> Ticked => [.. Request.Form["checked"].OfType<string>()];
    public StepOffer Offer { get; private set; } = new([], [], false, false, false, 1);
    public RemainingTime? Left { get; private set; }
    public DueReason? Why { get; private set; }
    public string TermWords { get; private set; } = "";
    public StatutoryLimit? Limit { get; private set; }
    public IReadOnlyList<SummarySection> Summary { get; private set; } = [];
    public IReadOnlyList<Attachment> Attachments { get; private set; } = [];
    public IReadOnlyList<Opinion> Opinions { get; private set; } = [];
    public IReadOnlyList<Arrival> Arrivals { get; private set; } = [];
    public IReadOnlyList<Candidate> Candidates { get; private set; } = [];
    public IReadOnlyList<ConsultationView> Consultations { get; private set; } = [];
    /// <summary>Of a step that several people end together: who has done their part.</summary>
    public IReadOnlyList<StepVoice> Voices { get; private set; } = [];
    public bool HasJoined => Voices.Any(voice => voice.AccountId == WorkOnStep.Speaker(Desk.Actor));
    /// <summary>Opinions are waited for after this step, and nobody was asked in it yet.</summary>
    public bool HasNotAsked => Offer.LeadsToOpinions && Task is { } task && Consultations.All(one => one.Asked.TaskId != task.Id);
    public bool MayConsult => Dossier.Status == DossierStatus.Processing && ConsultationPolicy.MayAsk(Task, Dossier, Desk.Actor);
    /// <summary>The papers page by page; empty where they are opened for a stated reason only.</summary>
    public Viewer Viewer { get; private set; } = new([]);
    public string? Opinion { get; private set; }
    public string? Done { get; private set; }

    /// <summary>The slip is to be printed now.</summary>
    public bool JustReceived { get; private set; }

    public bool HasSlips => Dossier.ReceivedAt is not null || Dossier.Supplements.Count > 0
        || Dossier.Status is DossierStatus.NotReceived or DossierStatus.Refused;

    public bool MayDo => Task is { } task && DossierPolicy.MayDo(task, Dossier, Desk.Actor);
    public bool MayLead => DossierPolicy.MayLead(Dossier, Desk.Actor) && Dossier.Status == "processing";
    public bool MayStop => DossierPolicy.MayLead(Dossier, Desk.Actor) && Dossier.ReceivedAt is not null && DossierStatus.IsOpen(Dossier.Status);
    /// <summary>Its step, and the agency decides.</summary>
    public bool MayDecide => Task is { } task && DossierPolicy.MayDecide(task, Dossier, Desk.Actor);
    public bool MayApologise => Dossier.DueAt is not null && (MayDecide || MayStop) && DossierStatus.IsOpen(Dossier.Status);
    public bool MayResume => Dossier.Status is DossierStatus.Payment or DossierStatus.Paused
        && (MayDecide || MayStop || (Dossier.Status == DossierStatus.Payment && MayServe));
    public Apology? Apology { get; private set; }
    public IReadOnlyList<Apology> Apologies { get; private set; } = [];
    /// <summary>A letter that came too late to move the due time; its day holds all the same.</summary>
    public DateTimeOffset? Rescheduled => DossierStatus.IsOpen(Dossier.Status)
        && Apologies.LastOrDefault(a => a is { State: "signed", Extends: false }) is { } letter && letter.NewDue > Dossier.DueAt ? letter.NewDue : null;
    /// <summary>Causes for which this official may stop the clock of this dossier.</summary>
    public IReadOnlyList<string> MayHoldFor { get; private set; } = [];
    public bool MayCorrect => Dossier.HasOwnResult && DossierPolicy.MayCorrect(Dossier, Desk.Actor);
    public IReadOnlyList<Reason> RefusalReasons { get; private set; } = [];
    public IReadOnlyList<Reason> StopReasons { get; private set; } = [];
    public bool MayServe => DossierPolicy.MayServe(Dossier, Desk.Actor);
    public bool MayWithdraw => MayServe && DossierStatus.IsOpen(Dossier.Status);
    public bool MayAssign => Dossier.Status == "processing" && Offer.People == 1 && Task is { } task && DossierPolicy.MayLead(task, Dossier, Desk.Actor);

    public async Task OnGet(string code, [FromQuery(Name = "xong")] string? done)
    {
        Done = DoneWords(done);
        await Show(code);
        JustReceived = done == "tiep-nhan" && Dossier.ReceivedAt is not null;
    }

    public Task<IActionResult> OnPostPassOn(string code, string? opinion, string? outcome)
    {
        Opinion = opinion;
        return Act(code, "chuyen", () => work.PassOn(code, Seen, new(opinion, outcome, [.. Request.Form["checked"].OfType<string>()])));
    }

    public Task<IActionResult> OnPostAssign(string code, Guid to) => Act(code, "giao", () => work.Assign(code, Seen, to));

    public Task<IActionResult> OnPostSendBack(string code, string? reason) => Act(code, "tra-lai", () => work.SendBack(code, Seen, reason ?? ""));

    public Task<IActionResult> OnPostRefuse(string code, string? reasonCode, string? reason) =>
        Act(code, "tu-choi", () => refuse.Execute(code, Seen, reasonCode ?? "", reason));

    public Task<IActionResult> OnPostWithdraw(string code, string? reason) => Act(code, "rut", () => withdraw.Execute(code, Seen, reason));

    public Task<IActionResult> OnPostSupplement(string code, string? other, string? reason, string? why) => Act(code, async () =>
    {
        var dossier = await Desk.Load(code, Seen);
        var (items, right) = (SupplementPosting.Read(Request.Form, dossier, other), SupplementPosting.Right(Request.Form, dossier));
        var handed = (await proposals.Of(dossier, await Desk.Step(dossier, Seen))).ToHand;
        if (handed) await proposals.Execute(code, Seen, items, reason, why, right);
        else await supplement.Execute(code, Seen, items, reason, right);
        return $"/noi-bo/ho-so/{code}?xong={(handed ? "trinh-bo-sung" : "bo-sung")}";
    });

    public Task<IActionResult> OnPostApproveSupplement(string code) => Act(code, "bo-sung", () => proposals.Approve(code, Seen));

    public Task<IActionResult> OnPostGiveBackSupplement(string code, string? note) => Act(code, "tra-de-nghi", () => proposals.GiveBack(code, Seen, note));

    public Task<IActionResult> OnPostHold(string code, string? cause, string? reason, string? basis) =>
        Act(code, "tam-dung", () => hold.Execute(code, Seen, cause, reason, basis));

    public Task<IActionResult> OnPostResume(string code, string? reason) => Act(code, "tinh-tiep", () => resume.Execute(code, Seen, reason));

    public Task<IActionResult> OnPostStop(string code, string? reasonCode, string? reason) =>
        Act(code, "dung", () => stop.Execute(code, Seen, reasonCode ?? "", reason));

    public Task<IActionResult> OnPostApology(string code, string? reason, string? newDue) => Act(code, $"/noi-bo/ho-so/{code}?xong=xin-loi",
        (Func<Task>)(() => extend.Draft(code, Seen, reason,
            DateOnly.TryParseExact(newDue, ["yyyy-MM-dd", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null)));

    public Task<IActionResult> OnPostSignApology(string code, string? password) => Act(code, "ky-xin-loi", () => extend.Sign(code, Seen, password));

    /// <summary>A file of a case that has ended, for a stated reason.</summary>
    public async Task<IActionResult> OnPostOpenFile(string code, Guid file, string? reason)
    {
        var sheet = await Desk.Open(code);
        var dossier = sheet.Dossier;
        var found = sheet.Files.FirstOrDefault(a => a.Id == file) ?? throw Refused.NotFound("Không tìm thấy tệp này trong hồ sơ");
        await readings.File(dossier, found.FileName, await readings.RequireCase(dossier, found.FileName, reason));
        return new SandboxedFile(await files.Open(found), found.MediaType, found.FileName);
    }

    /// <summary>The same, page by page.</summary>
    public async Task<IActionResult> OnPostLookThrough(string code, Guid file, string? reason)
    {
        var sheet = await Desk.Open(code);
        var found = sheet.Files.FirstOrDefault(a => a.Id == file) ?? throw Refused.NotFound("Không tìm thấy tệp này trong hồ sơ");
        await readings.BeginLook(sheet.Dossier, found.Id, found.FileName, reason);
        return Redirect($"/noi-bo/ho-so/{sheet.Dossier.Code}/xem/{found.Id}/1");
    }

    private Task<IActionResult> Act(string code, string done, Func<Task<Dossier>> act) => Act(code, $"/noi-bo/ho-so/{code}?xong={done}", (Func<Task>)act);

    protected override async Task Show(string code)
    {
        var sheet = await Desk.Open(code);
        (Dossier, Attachments, Opinions, Arrivals, Apologies) = (sheet.Dossier, sheet.Files, sheet.Opinions, sheet.Arrivals, sheet.Apologies);
        var (agencies, offices) = DossierPolicy.Places(Desk.Actor);
        Family = [.. (sheet.Family ?? []).Select(other => (other, agencies.Contains(other.CompetentAgency) || offices.Contains(other.IntakeOffice)))];
        if (!readings.NeedsReason(Dossier)) Viewer = Viewer.Of(Dossier, Attachments, await lent.Of(Dossier));
        var version = await rules.Version(Dossier);
        TermWords = version.TermWords;
        await FindStep();
        if (Task is not null) Offer = await workflow.Offer(Task);
        if (Offer.People > 1) Voices = await workflow.Voices(Task!);
        Waits = [.. (await workflow.Waits(Dossier.Id)).Where(wait => wait.Name.Length > 0)];
        Further = await proposals.Of(Dossier, Task);
        var calendar = await rules.Calendar(Dossier);
        // The words stop with the clock.
        Left = Dossier.DueAt is { } due
            ? RemainingTime.Words(Desk.Now, due, calendar, Dossier.ReceivedAt, Dossier.EndedAt, Dossier.PausedAt is not null) : null;
        var basis = await rules.Basis(Dossier);
        Why = DueReason.Of(Dossier.ReadClock(basis));
        Limit = StatutoryLimit.Of(version, Dossier.Ledger, basis, Desk.Now.Day());
        Summary = await summaries.Of(Dossier.FormCode, Dossier.FormVersion, Dossier.Answers);
        Consultations = await consultations.Of(sheet.Consultations);
        Apology = Apologies.FirstOrDefault(a => a.State == "draft");
        if (Dossier.Status == DossierStatus.Processing && (MayDecide || MayStop)) MayHoldFor = HoldDossier.Allowed(basis.Rules, version, MayDecide, MayStop);
        if (MayLead) RefusalReasons = await reasons.Of("refusal");
        if (MayStop) StopReasons = await reasons.Of("stop");
        if (MayAssign) Candidates = await candidates.For([Task!]);
    }

    private static string? DoneWords(string? done) => done switch
    {
        "chuyen" => "Đã chuyển hồ sơ sang bước tiếp theo.",
        "giao" => "Đã giao việc.",
        "tra-lai" => "Đã trả hồ sơ về bước trước.",
        "bo-sung" => "Đã gửi yêu cầu bổ sung; đồng hồ tạm dừng.",
        "trinh-bo-sung" => "Đã trình lãnh đạo yêu cầu bổ sung; người nộp chưa được báo gì.",
        "tra-de-nghi" => "Đã trả lại đề nghị cho người soạn; người nộp không được báo gì.",
        "tu-choi" => "Đã từ chối và báo người nộp.",
        "rut" => "Đã ghi nhận người nộp rút hồ sơ.",
        "tam-dung" => "Đã tạm dừng tính giờ và báo người nộp.",
        "tinh-tiep" => "Đồng hồ đã chạy lại; người nộp đã được báo hạn mới.",
        "dung" => "Đã dừng giải quyết và báo người nộp.",
        "xin-loi" => "Đã soạn văn bản xin lỗi, chờ lãnh đạo ký.",
        "ky-xin-loi" => "Đã ký xin lỗi và báo người nộp ngày hẹn mới.",
        "tiep-nhan" => "Đã tiếp nhận hồ sơ.",
        "tra" => "Đã trả kết quả.",
        _ => null,
    };
}
