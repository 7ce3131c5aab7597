using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Filing.Fill;
using MotCua.Filing.Submit;
using MotCua.Forms.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using Npgsql;

namespace MotCua.Filing.Api;

/// <summary>
/// Bản nháp for programs: the same use cases as the pages. A draft opens with its key in <c>X-Draft-Token</c>, or for the
/// signed-in account that owns it.
/// </summary>
internal static class DraftEndpoints
{
    public static void MapDrafts(this IEndpointRouteBuilder app)
    {
        var all = app.MapGroup("/api/v1/drafts").OpenTo(Face.Portal).WithTags("Nộp hồ sơ").DisableAntiforgery();
        var drafts = all.MapGroup("").TakesHeader(DraftToken.Header, KeyOfDraft);
        all.MapPost("", Start).WithName("StartDraft").WithSummary("Bắt đầu một bản nháp; khóa của bản nháp chỉ trả về lần này");
        all.MapGet("", async (string? system, string? foreignId, DraftDesk desk, CurrentActor current) =>
        {
            if (!current.Value.IsSignedIn) throw new Refused(401, "Cần đăng nhập để làm việc này");
            if (system is null != foreignId is null)
                throw new Refused(400, "Mã tham chiếu cần cả system và foreignId", system is null ? "system" : "foreignId");
            return (await desk.Mine(ForeignReference.Of(system, foreignId))).Select(DraftLine.Of).ToList();
        }).WithName("ListDrafts").WithSummary("Bản nháp chưa nộp của tôi, tối đa 50, lưu sau cùng đứng trước; lọc theo mã của hệ thống ngoài");
        drafts.MapGet("/{id:guid}", async (Guid id, DraftDesk desk, DraftFiles files, DraftTasks tasks, HttpContext http) =>
        {
            var draft = await Open(desk, id, http);
            var version = (await desk.VersionOf(draft))!;
            var progress = DraftProgress.Read(draft.Progress);
            return new DraftAnswer(draft.Id, draft.ProcedureCode, draft.FormCode, draft.FormVersion, progress.Unit, draft.OfficeCode, progress.Support?.Code,
                draft.SavedAt, draft.ExpiresAt, draft.DossierId is not null, ForeignReference.Of(draft.ForeignSystem, draft.ForeignId),
                [.. (await tasks.Of(version, draft)).Select(t => new TaskAnswer(t.Group, t.Title, t.State))],
                [.. PaperNeed.Of(version, await files.Of(draft.Id), progress).Select(PaperAnswer.Of)]);
        }).WithName("GetDraft").WithSummary("Bản nháp: việc còn lại, giấy tờ, hạn giữ");
        drafts.MapDelete("/{id:guid}", async (Guid id, DraftDesk desk, HttpContext http) =>
        {
            await desk.Delete(await Open(desk, id, http));
            return TypedResults.NoContent();
        }).WithName("DeleteDraft").WithSummary("Xóa bản nháp ngay");
        drafts.MapGet("/{id:guid}/answers", async (Guid id, DraftDesk desk, HttpContext http) => DraftDesk.AnswersOf(await Open(desk, id, http)))
            .WithName("GetAnswers").WithSummary("Câu trả lời đã lưu");
        drafts.MapPut("/{id:guid}/answers", PutAnswers).WithName("PutAnswers").Accepts<JsonObject>("application/json")
            .WithSummary("Lưu toàn bộ câu trả lời; trả về các mục còn cần xem lại");
        drafts.MapPut("/{id:guid}/place", async (Guid id, PlaceChoice choice, DraftDesk desk, FilingPlaces places, HttpContext http) =>
        {
            var draft = await Open(desk, id, http);
            return await Place(desk, places, draft, choice);
        }).WithName("PutPlace").WithSummary("Chọn xã, phường giải quyết, bộ phận tiếp nhận và điểm hỗ trợ");
        drafts.MapPost("/{id:guid}/files", Upload).WithName("AddFile")
            .WithSummary("Thêm tệp cho một giấy tờ (multipart, hoặc nội dung thô kèm X-File-Name); mỗi tệp dưới 20 MB")
            .TakesFile().TakesHeader("X-File-Name", "Tên tệp, mã hóa phần trăm, khi gửi nội dung thô");
        drafts.MapGet("/{id:guid}/files", async (Guid id, DraftDesk desk, DraftFiles files, HttpContext http) =>
            (await files.Of((await Open(desk, id, http)).Id)).Select(DraftFileAnswer.Of).ToList())
            .WithName("ListDraftFiles").WithSummary("Tệp của bản nháp");
        drafts.MapGet("/{id:guid}/files/{file:guid}", async (Guid id, Guid file, DraftDesk desk, DraftFiles files, FileStore store, HttpContext http) =>
        {
            var found = (await files.Of((await Open(desk, id, http)).Id)).FirstOrDefault(one => one.Id == file)
                ?? throw Refused.NotFound("Không tìm thấy tệp này");
            return new SandboxedFile(await store.Open(found.Sha256), found.MediaType, found.FileName);
        }).WithName("GetDraftFile").WithSummary("Nội dung một tệp của bản nháp").Produces<byte[]>(200, "application/pdf", "image/jpeg", "image/png");
        drafts.MapDelete("/{id:guid}/files/{file:guid}", async (Guid id, Guid file, DraftDesk desk, DraftFiles files, HttpContext http) =>
        {
            await files.Remove(await Open(desk, id, http), file);
            return TypedResults.NoContent();
        }).WithName("RemoveFile").WithSummary("Xóa một tệp của bản nháp");
        drafts.MapGet("/{id:guid}/vault-offers", async (Guid id, DraftDesk desk, DraftVault vault, HttpContext http) =>
        {
            var draft = await Open(desk, id, http);
            var version = (await desk.VersionOf(draft))!;
            return (await vault.Offers(version, draft)).Select(o => OfferAnswer.Of(o.Key, o.Value, version)).ToList();
        }).WithName("ListVaultOffers").WithSummary("Giấy tờ trong kho dùng được cho bản nháp này");
        drafts.MapPost("/{id:guid}/vault/{paperKey}",
            async (Guid id, string paperKey, VaultConsent consent, DraftDesk desk, DraftVault vault, HttpContext http) =>
        {
            var draft = await Open(desk, id, http);
            await vault.Consent(draft, (await desk.VersionOf(draft))!, paperKey, consent.ItemId);
            return TypedResults.NoContent();
        }).WithName("ConsentVaultPaper").WithSummary("Đồng ý dùng một giấy tờ trong kho");
        app.MapPost("/api/v1/dossiers", Submit).OpenTo(Face.Portal).WithTags("Nộp hồ sơ").DisableAntiforgery().WithName("SubmitDossier")
            .TakesHeader(DraftToken.Header, KeyOfDraft)
            .WithSummary("Nộp hồ sơ từ bản nháp; nộp lại cùng bản nháp trả về đúng hồ sơ đã có");
        app.MapGet("/nop/tep/{id:guid}", async (Guid id, DraftDesk desk, FileStore files, HttpContext http) =>
        {
            var file = await desk.File(id, DraftToken.Of(http.Request)) ?? throw Refused.NotFound("Không tìm thấy tệp này");
            return new SandboxedFile(await files.Open(file.Sha256), file.MediaType, file.FileName);
        }).OpenTo(Face.Portal).ExcludeFromDescription();
        // The address is the file's own random id; page one alone, for the list of what was sent.
        app.MapGet("/nop/tep/{id:guid}/anh", async (Guid id, DraftDesk desk, PagePictures pictures, HttpContext http) =>
        {
            var file = await desk.File(id, DraftToken.Of(http.Request)) ?? throw Refused.NotFound("Không tìm thấy tệp này");
            return await PageAnswer.Of(http, pictures, file.Sha256, file.MediaType, file.FileName, 1, PageSize.Tiny);
        }).OpenTo(Face.Portal).ExcludeFromDescription();
        drafts.MapDelete("/{id:guid}/vault/{paperKey}", async (Guid id, string paperKey, DraftDesk desk, DraftVault vault, HttpContext http) =>
        {
            await vault.Withdraw(await Open(desk, id, http), paperKey);
            return TypedResults.NoContent();
        }).WithName("WithdrawVaultPaper").WithSummary("Thu hồi đồng ý trước khi nộp");
    }

    private const string KeyOfDraft = "Khóa của bản nháp, nếu bản nháp không thuộc tài khoản đang dùng";

    // Stored answers of repeated requests are sealed under this name: it stays.
    private const string Purpose = "MotCua.Dossiers.DraftToken";

    private static async Task<Created<DossierFiled>> Submit(SubmitInput input, SubmitDossier submit, HttpContext http)
    {
        // The draft itself is the key that counts: sent again under whatever key, it gives the same dossier.
        Idempotency.KeyOf(http);
        var done = await submit.Execute(input.DraftId, DraftToken.Of(http.Request));
        return TypedResults.Created($"/api/v1/dossiers/{done.Code}", DossierFiled.Of(done));
    }

    private static Task<Draft> Open(DraftDesk desk, Guid id, HttpContext http) => desk.Load(id, DraftToken.Of(http.Request));

    private static async Task<Created<DraftMade>> Start(NewDraft input, DraftDesk desk, Db db, FilingPlaces places, Idempotency idempotency,
        CurrentActor current, IDataProtectionProvider protection, HttpContext http)
    {
        var key = Idempotency.KeyOf(http);
        if (input.Token is { } chosen && !RandomKey.Is(chosen))
            throw new Refused(400, "Khóa bản nháp là 22 ký tự base64url, tạo từ 128 bit ngẫu nhiên", "token");
        // The answer is kept for a repeated request, but the key of a draft is never stored readable.
        var sealer = protection.CreateProtector(Purpose);
        var foreign = ForeignReference.Judged(input.Foreign);
        async Task Begin(Action<DraftMade> done)
        {
            var version = await desk.Procedure(input.Procedure ?? "");
            if (input.Unit is not null) await places.Find(version, input.Unit, input.Office);
            var (draft, token) = desk.Begin(version, input.Office, input.Unit, input.Token, foreign);
            done(new DraftMade(draft.Id, sealer.Protect(token), version.Code, draft.ExpiresAt));
            await db.Save();
        }
        var scope = current.Value.AccountId is { } account ? $"drafts:{account}"
            : input.Token is { } secret ? $"drafts:{Convert.ToHexStringLower(DraftToken.Hash(secret))}" : null;
        try
        {
            DraftMade made = null!;
            // A key belongs to the account or to the secret. Who has neither begins something new each time: behind one address sit many.
            if (scope is null) await Begin(begun => made = begun);
            else made = await idempotency.Once<DraftMade>(scope, key, input, Begin);
            return TypedResults.Created($"/api/v1/drafts/{made.DraftId}", made with { Token = sealer.Unprotect(made.Token) });
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { ConstraintName: "draft_token_hash_key" })
        {
            throw new Refused(409, "Khóa bản nháp này đã dùng. Tạo khóa ngẫu nhiên khác rồi gửi lại", "token");
        }
    }

    private static async Task<AnswersSaved> PutAnswers(Guid id, JsonElement body, DraftDesk desk, DraftForms forms, HttpContext http)
    {
        var draft = await Open(desk, id, http);
        var answers = FormAnswers.Read(body);
        if (answers.ToJsonString().Length > 256 * 1024) throw new Refused(413, "Nội dung khai dài quá 256 KB. Rút ngắn rồi gửi lại");
        await desk.PutAnswers(draft, answers);
        var read = FormAnswers.Validate(await forms.Get(draft.FormCode, draft.FormVersion), answers, await forms.Context());
        return new AnswersSaved(draft.SavedAt, read.Problems, read.Warnings);
    }

    private static async Task<FilingPlace> Place(DraftDesk desk, FilingPlaces places, Draft draft, PlaceChoice choice)
    {
        var version = (await desk.VersionOf(draft))!;
        var place = await places.Find(version, choice.Unit, choice.Office);
        var support = await places.Support(choice.Support);
        await desk.Change(draft, () =>
        {
            draft.OfficeCode = choice.Office;
            draft.Progress = (DraftProgress.Read(draft.Progress) with { Unit = choice.Unit, Support = support }).WithDone(DraftTasks.Place, true).Write();
        });
        return place;
    }

    [RequestSizeLimit(Uploads.MaxPostBytes)]
    private static async Task<Created<FileAdded>> Upload(Guid id, [FromQuery] string paper, DraftDesk desk, DraftFiles files, HttpContext http)
    {
        var key = Idempotency.KeyOf(http);
        var draft = await Open(desk, id, http);
        var version = (await desk.VersionOf(draft))!;
        var name = Uri.UnescapeDataString(http.Request.Headers["X-File-Name"].ToString());
        if (!http.Request.HasFormContentType)
            return Answer(draft, await files.Attach(draft, version, paper, name, http.Request.Body, http.Request.ContentLength, key));
        var form = await http.Request.GatedForm();
        if (form.Files is not [var file]) throw new Refused(400, "Gửi kèm đúng một tệp, mỗi tệp một khóa", "file");
        await using var content = file.OpenReadStream();
        return Answer(draft, await files.Attach(draft, version, paper, file.FileName, content, file.Length, key));
    }

    private static Created<FileAdded> Answer(Draft draft, DraftFile file) =>
        TypedResults.Created($"/api/v1/drafts/{draft.Id}/files/{file.Id}", FileAdded.Of(file));
}
