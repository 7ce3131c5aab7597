using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Correct;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Read;
using MotCua.Dossiers.Desk;
using MotCua.Dossiers.Extend;
using MotCua.Dossiers.Hold;
using MotCua.Dossiers.Process;
using MotCua.Dossiers.Receive;
using MotCua.Dossiers.Resolve;
using MotCua.Dossiers.Return;
using MotCua.Dossiers.Stop;
using MotCua.Dossiers.Supplement;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Api;

/// <summary>
/// The officials' acts for machines: the same use cases as the pages. An act with the version that was looked at in
/// <c>If-Match</c> happens at most once: sent again, or on a dossier that changed meanwhile, it is refused with 409. Who signs
/// must send it.
/// </summary>
internal static class DeskEndpoints
{
    public static void MapDeskApi(this IEndpointRouteBuilder app)
    {
        var desk = app.MapGroup("/api/v1/desk").WithTags("Bàn một cửa").OpenTo(Face.Desk).AddEndpointFilter(TellVersion);
        desk.MapGet("/arrivals", async (string? after, DeskLists lists, CurrentActor current) =>
            Page<DeskRow>.Of(await lists.Arrivals(current.Value, 50, Cursor.After(after)), 50, row => (row.SubmittedAt, row.Id)))
            .WithName("ListArrivals").WithSummary("Hồ sơ trực tuyến chờ tiếp nhận");
        desk.MapGet("/ready", async (string? after, DeskLists lists, CurrentActor current) =>
            Page<DeskRow>.Of(await lists.Ready(current.Value, 50, Cursor.After(after)), 50, row => (row.FinishedAt!.Value, row.Id)))
            .WithName("ListReady").WithSummary("Kết quả chờ trả");
        desk.MapGet("/search", async (string q, DeskLists lists, CurrentActor current) => await lists.Search(current.Value, q, 20))
            .WithName("SearchDossiers").WithSummary("Tìm theo mã, mã ngắn hoặc họ tên không dấu");
        desk.MapGet("/tasks", async (string? after, TaskLists lists, CurrentActor current, DossierReadings readings) =>
            Page<TaskRow>.Of(await Listed(await lists.Mine(current.Value, 20, Cursor.After(after)), readings), 20, row => (row.ShownDueAt, row.Id)))
            .WithName("ListMyTasks").WithSummary("Việc của tôi, ít thời gian còn lại đứng trước");
        desk.MapGet("/tasks/finished", async (string? after, TaskLists lists, CurrentActor current, DossierReadings readings) =>
            Page<TaskRow>.Of(await Listed(await lists.Finished(current.Value, 20, Cursor.After(after)), readings), 20, row => (row.DoneAt!.Value, row.Id)))
            .WithName("ListFinishedTasks").WithSummary("Việc tôi đã làm xong, mới nhất đứng trước");
        desk.MapGet("/tasks/{id:guid}", OneTask)
            .WithName("GetTask").WithSummary("Một việc, đang mở hay đã xong, của hồ sơ tôi được xem");
        desk.MapGet("/statistics", async (DateOnly from, DateOnly to, Statistics statistics) => await statistics.Of(from, to))
            .WithName("GetStatistics").WithSummary("Số liệu giải quyết của cơ quan tôi theo thủ tục, hồ sơ tiếp nhận từ ngày đến ngày; tối đa 92 ngày");
        desk.MapGet("/dossiers", async ([AsParameters] DossierQuery asked, DossierViews dossiers, TimeProvider clock) => Page<DossierView>.Of(
            await dossiers.List(asked.Narrow(clock.GetUtcNow()), 50, Cursor.After(asked.After)), 50, row => (row.SubmittedAt, row.Id)).Shown())
            .WithName("ListDeskDossiers").WithSummary("Hồ sơ tôi được xem, lọc theo thủ tục, chủ hồ sơ, trạng thái, lúc thay đổi, mã của hệ thống ngoài")
            .WithDescription("Cần ít nhất owner, changedSince (trong 31 ngày) hoặc system và foreignId. changedSince theo giờ của cơ sở dữ liệu; "
                + "thay đổi đang ghi chưa thấy, nên hỏi lùi lại vài phút.");
        desk.MapGet("/dossiers/{code}", View)
            .WithName("GetDeskDossier").WithSummary("Hồ sơ dưới mắt cán bộ");
        desk.MapPost("/dossiers/{code}/receive", async (string code, ReceiveInput input, Seen seen, ReceiveDossier act) =>
            DeskDone.Of(await act.Execute(code, seen, input.Papers)))
            .WithName("ReceiveDossier").WithSummary("Tiếp nhận: kiểm tra giấy tờ, hẹn ngày trả");
        desk.MapPost("/dossiers/{code}/supplement", async (string code, SupplementInput input, Seen seen, AskSupplement act) =>
            DeskDone.Of(await act.Execute(code, seen, input.Items, input.Reason, input.Right)))
            .WithName("AskSupplement").WithSummary("Yêu cầu bổ sung, hoàn thiện hồ sơ");
        desk.MapPost("/dossiers/{code}/supplement/proposal", async (string code, ProposalInput input, Seen seen, ProposeSupplement act) =>
            DeskDone.Of(await act.Execute(code, seen, input.Items, input.Reason, input.Why, input.Right)))
            .WithName("ProposeSupplement").WithSummary("Trình lãnh đạo một lần yêu cầu bổ sung thêm");
        desk.MapPost("/dossiers/{code}/supplement/proposal/approve", async (string code, Seen seen, ProposeSupplement act) =>
            DeskDone.Of(await act.Approve(code, seen.Require())))
            .WithName("ApproveSupplement").WithSummary("Duyệt đề nghị và gửi yêu cầu bổ sung thêm cho người nộp");
        desk.MapPost("/dossiers/{code}/supplement/proposal/give-back", async (string code, NoteInput input, Seen seen, ProposeSupplement act) =>
            DeskDone.Of(await act.GiveBack(code, seen.Require(), input.Note)))
            .WithName("GiveBackSupplement").WithSummary("Trả lại đề nghị yêu cầu bổ sung thêm cho người soạn, có lý do");
        desk.MapPost("/dossiers/{code}/refuse", async (string code, ReasonInput input, Seen seen, RefuseDossier act) =>
            DeskDone.Of(await act.Execute(code, seen, input.ReasonCode, input.Reason)))
            .WithName("RefuseDossier").WithSummary("Từ chối tiếp nhận hoặc giải quyết, có lý do");
        desk.MapPost("/dossiers/{code}/withdraw", async (string code, ReasonInput input, Seen seen, WithdrawDossier act) =>
            DeskDone.Of(await act.Execute(code, seen, input.Reason)))
            .WithName("RecordWithdrawal").WithSummary("Ghi nhận tại quầy: người nộp rút hồ sơ");
        desk.MapPost("/dossiers/{code}/stop", async (string code, ReasonInput input, Seen seen, StopDossier act) =>
            DeskDone.Of(await act.Execute(code, seen, input.ReasonCode, input.Reason)))
            .WithName("StopDossier").WithSummary("Dừng giải quyết, có lý do");
        desk.MapPost("/dossiers/{code}/hold", async (string code, HoldInput input, Seen seen, HoldDossier act) =>
            DeskDone.Of(await act.Execute(code, seen, input.Cause, input.Reason, input.LegalBasis)))
            .WithName("HoldDossier").WithSummary("Tạm dừng tính giờ: payment, verification, forceMajeure");
        desk.MapPost("/dossiers/{code}/resume", async (string code, ReasonInput input, Seen seen, ResumeDossier act) =>
            DeskDone.Of(await act.Execute(code, seen, input.Reason)))
            .WithName("ResumeDossier").WithSummary("Cho tính giờ tiếp");
        desk.MapPost("/dossiers/{code}/apology", async (string code, ApologyInput input, Seen seen, ExtendDossier act) =>
            await act.Draft(code, seen, input.Reason, input.NewDue))
            .WithName("DraftApology").WithSummary("Soạn văn bản xin lỗi và hẹn lại");
        desk.MapPost("/dossiers/{code}/apology/sign", async (string code, ProofInput? input, Seen seen, ExtendDossier act) =>
            DeskDone.Of(await act.Sign(code, seen.Require(), input?.Password)))
            .WithName("SignApology").WithSummary("Ký xin lỗi và hẹn lại; trước hạn thì gia hạn");
        desk.MapPost("/dossiers/{code}/clock/correct",
            async (string code, CorrectInput input, Seen seen, CorrectClock act) => DeskDone.Of(await act.Execute(code, seen, input.Entry, input.Reason ?? "")))
            .WithName("CorrectClock").WithSummary("Đính chính một dòng của sổ tính thời hạn");
        desk.MapPost("/dossiers/{code}/assign", async (string code, AssignInput input, Seen seen, WorkOnStep act) =>
            DeskDone.Of(await act.Assign(code, seen, input.To)))
            .WithName("AssignDossier").WithSummary("Phân công người xử lý");
        desk.MapPost("/dossiers/{code}/pass-on", async (string code, PassOnInput input, Seen seen, WorkOnStep act) =>
            DeskDone.Of(await act.PassOn(code, seen, new(input.Opinion, input.Outcome, input.Checked, input.NextAssignee))))
            .WithName("PassOnDossier").WithSummary("Chuyển bước tiếp theo, kèm ý kiến");
        desk.MapPost("/dossiers/{code}/send-back", async (string code, ReasonInput input, Seen seen, WorkOnStep act) =>
            DeskDone.Of(await act.SendBack(code, seen, input.Reason)))
            .WithName("SendBackDossier").WithSummary("Trả lại bước trước, có lý do");
        desk.MapPost("/dossiers/{code}/draft", async (string code, Seen seen, ResolveDossier act, HttpContext http) =>
            await act.Draft(code, seen, http.SiteUrl()))
            .WithName("DraftResult").WithSummary("Soạn dự thảo kết quả từ mẫu");
        desk.MapPost("/dossiers/{code}/sign", async (string code, ProofInput? input, Seen seen, ResolveDossier act) =>
            DeskDone.Of(await act.Sign(code, seen.Require(), input?.Password)))
            .WithName("SignResult").WithSummary("Cấp số và ký số kết quả");
        desk.MapPost("/dossiers/{code}/recall", async (string code, ReasonInput input, Seen seen, RecallResult act) =>
            DeskDone.Of(await act.Execute(code, seen, input.Reason)))
            .WithName("RecallResult").WithSummary("Thu hồi kết quả đã ký, chưa phát hành");
        desk.MapPost("/dossiers/{code}/register", async (string code, Seen seen, ResolveDossier act) => DeskDone.Of(await act.Register(code, seen)))
            .WithName("RegisterResult").WithSummary("Vào sổ, phát hành");
        desk.MapPost("/dossiers/{code}/return", async (string code, ReturnInput input, Seen seen, ReturnDossier act) =>
            DeskDone.Of(await act.Execute(code, seen, input.Method, input.Receiver, input.PaperShown)))
            .WithName("ReturnResult").WithSummary("Trả kết quả");
        desk.MapPost("/dossiers/{code}/correction", async (string code, CorrectionInput input, Seen seen, CorrectResult act, HttpContext http) =>
                await act.Draft(code, seen, input.ReasonCode, input.Reason, input.Values, http.SiteUrl()))
            .WithName("DraftCorrection").WithSummary("Soạn bản đính chính kết quả đã phát hành");
        desk.MapPost("/dossiers/{code}/correction/sign", async (string code, ProofInput? input, Seen seen, CorrectResult act) =>
            DeskDone.Of(await act.Sign(code, seen.Require(), input?.Password)))
            .WithName("SignCorrection").WithSummary("Ký và phát hành bản đính chính");
        desk.MapPost("/dossiers/{code}/correction/drop", async (string code, Seen seen, CorrectResult act) => DeskDone.Of(await act.Drop(code, seen)))
            .WithName("DropCorrection").WithSummary("Bỏ bản đính chính chưa ký");
    }

    private static async Task<IReadOnlyList<TaskRow>> Listed(IReadOnlyList<TaskRow> rows, DossierReadings readings)
    {
        await readings.Listed(rows.Select(row => row.DossierId));
        return rows;
    }

    private static async Task<TaskRow> OneTask(Guid id, TaskLists lists, DossierDesk desk)
    {
        const string absent = "Không tìm thấy việc này";
        var task = await lists.Get(id) ?? throw Refused.NotFound(absent);
        try { await desk.Read(task.DossierCode); }
        catch (Refused hidden) when (hidden.Status == 404) { throw Refused.NotFound(absent); }
        return task;
    }

    private static async Task<DeskDossier> View(string code, DossierDesk desk, DossierRules rules, WorkflowRuns runs, PersonalVault vault)
    {
        var sheet = await desk.Open(code);
        var dossier = sheet.Dossier;
        var calendar = await rules.Calendar(dossier);
        var limit = dossier.DueAt is null ? StatutoryLimit.Of(await rules.Version(dossier), dossier.Ledger, await rules.Basis(dossier), desk.Now.Day()) : null;
        var open = await runs.Open(dossier.Id);
        var lent = new Dictionary<string, string>();
        foreach (var component in dossier.Components.Where(c => c is { State: "vault", GrantId: not null }))
            if (await vault.ItemOf(component.GrantId!.Value) is { } item) lent[component.PaperKey] = $"/noi-bo/ho-so/{dossier.Code}/kho/{item}";
        var signed = sheet.Files.Where(a => a.Signature is not null);
        return new DeskDossier(dossier.Version, dossier.Code, dossier.ShortCode, dossier.ProcedureCode, dossier.ProcedureName, dossier.Status,
            DossierStatus.Words(dossier.Status), dossier.OwnerName, dossier.SubmitterName, dossier.Representative, dossier.IntakeAgency,
            dossier.CompetentAgency, dossier.SupportPoint, dossier.Channel, dossier.HolderUnit, dossier.HolderName, dossier.SubmittedAt, dossier.ReceivedAt,
            dossier.DueAt, dossier.FinishedAt, dossier.DueAt is { } due
                ? RemainingTime.Words(desk.Now, due, calendar, dossier.ReceivedAt, dossier.FinishedAt, dossier.PausedAt is not null).Text : null,
            LimitAnswer.Of(limit), ForeignReference.Of(dossier.ForeignSystem, dossier.ForeignId),
            [.. dossier.Components.OrderBy(c => c.Seq).Select(c => new DeskPaper(c.PaperKey, c.Name, c.Required, c.State, lent.GetValueOrDefault(c.PaperKey)))],
            [.. signed.Select(a => new DeskSignature(a.Id, a.PaperKey, a.FileName, a.Verdict()))],
            [.. dossier.HandOvers.OrderBy(h => h.Seq)
                .Select(h => new DeskHandOver(h.At, h.FromName, h.FromUnit, h.ToName, h.ToUnit, h.StepName, h.Outcome))],
            desk.Choose(open, dossier), open, [.. (sheet.Family ?? []).Select(LinkedAnswer.Of)]);
    }

    /// <summary>What the next act must show in If-Match.</summary>
    internal static async ValueTask<object?> TellVersion(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (answer switch { DeskDone done => done.Version, DeskDossier shown => shown.Version, _ => (int?)null } is { } now)
            context.HttpContext.Response.Headers.ETag = $"\"{now}\"";
        return answer;
    }

    internal sealed record ReceiveInput(IReadOnlyList<CheckedPaper> Papers);

    /// <param name="Right">Papers (paperKey) that were looked at and are right; with the asked ones it must be the whole list.</param>
    internal sealed record SupplementInput(IReadOnlyList<SupplementItem> Items, string Reason, IReadOnlyList<string>? Right);

    /// <param name="Why">For the approver alone: why it was not asked the time before.</param>
    /// <param name="Right">As for a request that is sent at once.</param>
    internal sealed record ProposalInput(IReadOnlyList<SupplementItem>? Items, string? Reason, string? Why, IReadOnlyList<string>? Right);

    internal sealed record NoteInput(string? Note);

    /// <param name="ReasonCode">Of the list of reasons, for a refusal and a stop; without it the words are taken as "other".</param>
    internal sealed record ReasonInput(string Reason, string? ReasonCode = null);

    /// <param name="Password">Of the signer, once more before each signature.</param>
    internal sealed record ProofInput(string? Password);

    internal sealed record HoldInput(string? Cause, string? Reason, string? LegalBasis);

    /// <param name="NewDue">Ngày hẹn trả mới, "2026-05-08".</param>
    internal sealed record ApologyInput(string? Reason, DateOnly? NewDue);

    /// <param name="Values">The right value by the name of the template field, for example "answers.child.name".</param>
    internal sealed record CorrectionInput(string? ReasonCode, string? Reason, IReadOnlyDictionary<string, string?>? Values);

    internal sealed record CorrectInput(int Entry, string? Reason);

    internal sealed record AssignInput(Guid To);

    /// <param name="Outcome">How the step ends, where it can end in several ways.</param>
    /// <param name="Checked">What of the step's checklist was looked at.</param>
    internal sealed record PassOnInput(string? Opinion, Guid? NextAssignee, string? Outcome = null, IReadOnlyList<string>? Checked = null);

    internal sealed record ReturnInput(string Method, string Receiver, string? PaperShown);
}
