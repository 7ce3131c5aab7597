using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Receive;
using MotCua.Dossiers.Supplement;
using MotCua.Dossiers.Track;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Api;

/// <param name="Code">Six digits of the message.</param>
internal sealed record PhoneCodeInput(string? Code);

/// <param name="Request">Give it with the code that came by message.</param>
internal sealed record PhoneCodeAsked(string Request);

internal sealed record MyDossierAnswer(TrackingAnswer Tracking, JsonObject Answers, ForeignReference? Foreign);

internal sealed record WithdrawInput(string? Reason);

internal sealed record ActDone(string Code, string Status, string StatusWords, DateTimeOffset? DueAt = null);

/// <summary>Tra cứu, hồ sơ của tôi, bổ sung, rút: the applicant's acts for programs.</summary>
internal static class CitizenDossierEndpoints
{
    public static void MapCitizenDossiers(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").OpenTo(Face.Portal).WithTags("Hồ sơ của người nộp").DisableAntiforgery();
        api.MapGet("/tracking/{codeOrShort}", async (string codeOrShort, [FromQuery] string? last4, TrackDossier track, StatusMapping codes) =>
            await TrackingAnswer.Of(await track.ByCode(codeOrShort, last4), codes))
            .WithName("TrackDossier").WithSummary("Tra cứu bằng mã hồ sơ hoặc mã ngắn; thêm 4 số cuối để xem đầy đủ");
        api.MapGet("/tracking/{codeOrShort}/clock", async (string codeOrShort, [FromQuery] string? last4, TrackDossier track, ExplainClock explain) =>
            ClockAnswer.Of(await explain.Of((await track.ByCode(codeOrShort, last4)).Dossier.Id, last4 is null ? StoryFor.Anyone : StoryFor.Applicant)))
            .WithName("ExplainClock").WithSummary("Thời hạn tự giải thích: từng ngày, từng thay đổi, thời gian đã đi đâu; thêm 4 số cuối để xem lý do");
        api.MapPost("/tracking/{codeOrShort}/phone-code", async (string codeOrShort, PhoneCodes phones) =>
            TypedResults.Accepted((string?)null, new PhoneCodeAsked(await phones.Ask(codeOrShort))))
            .WithName("AskPhoneCode").WithSummary("Gửi mã 6 số về điện thoại của hồ sơ; trả lời như nhau dù có hồ sơ hay không");
        api.MapPost("/phone-codes/{request}", async (string request, PhoneCodeInput input, PhoneCodes phones,
            TrackDossier track, StatusMapping codes) =>
            await TrackingAnswer.Of(await track.Show(await phones.Use(request, input.Code), full: true, strong: true), codes))
            .WithName("UsePhoneCode").WithSummary("Xem đầy đủ bằng mã 6 số vừa nhận");
        api.MapGet("/dossiers", async ([AsParameters] DossierQuery asked, DossierViews dossiers, CurrentActor current) =>
        {
            SignedIn(current.Value);
            return Page<DossierView>.Of(await dossiers.List(asked.Filter(), 20, Cursor.After(asked.After)), 20, row => (row.SubmittedAt, row.Id)).Shown();
        }).WithName("ListMyDossiers").WithSummary("Hồ sơ của tôi, mới nhất đứng trước");
        api.MapGet("/dossiers/{code}/files", async (string code, DossierDesk desk) =>
        {
            SignedIn(desk.Actor);
            return (await desk.Open(code)).Files.Select(FileAnswer.Of).ToList();
        }).WithName("ListFiles").WithSummary("Tệp của một hồ sơ mà người hỏi được xem");
        api.MapGet("/dossiers/{code}/files/{id:guid}", CitizenFileEndpoints.File).WithName("GetFile").WithSummary("Nội dung một tệp của hồ sơ")
            .Produces<byte[]>(200, "application/pdf", "image/jpeg", "image/png");
        api.MapGet("/dossiers/{code}", async (string code, DossierDesk desk, TrackingQuery query, TrackDossier track, StatusMapping codes) =>
        {
            SignedIn(desk.Actor);
            var dossier = await desk.Read(code);
            var tracked = await track.Show((await query.ByCode(dossier.Code))!, full: true, strong: true);
            return new MyDossierAnswer(await TrackingAnswer.Of(tracked, codes), JsonNode.Parse(dossier.Answers)!.AsObject(),
                ForeignReference.Of(dossier.ForeignSystem, dossier.ForeignId));
        }).WithName("GetMyDossier").WithSummary("Một hồ sơ của tôi: diễn tiến và điều đã khai");
        api.MapPost("/dossiers/{code}/supplement", Answer).WithName("AnswerSupplement").TakesForm()
            .WithSummary("Gửi bổ sung: mỗi tệp đặt tên theo paperKey, mục không phải giấy tờ là trường item-0, item-1…");
        api.MapPost("/dossiers/{code}/withdraw", async (string code, WithdrawInput input, WithdrawDossier withdraw, CurrentActor current,
            Idempotency idempotency, HttpContext http) =>
        {
            var key = Idempotency.KeyOf(http);
            SignedIn(current.Value);
            return await idempotency.Once($"withdraw:{current.Value.AccountId}", key, new { code, input.Reason }, async () =>
            {
                var dossier = await withdraw.Execute(code, Seen.Nothing, input.Reason);
                return new ActDone(dossier.Code, dossier.Status, DossierStatus.Words(dossier.Status));
            });
        }).WithName("WithdrawDossier").WithSummary("Rút hồ sơ khi chưa có kết quả");
    }

    private static void SignedIn(Actor actor)
    {
        if (!actor.IsSignedIn) throw new Refused(401, "Cần đăng nhập để làm việc này");
    }

    [RequestSizeLimit(Uploads.MaxPostBytes)]
    private static async Task<ActDone> Answer(string code, [FromQuery] string? last4, SupplementAnswering answering, TrackDossier track, CurrentActor current,
        Idempotency idempotency, HttpContext http)
    {
        var key = Idempotency.KeyOf(http);
        var dossier = await answering.Open(code, http);
        if (dossier is null && last4 is not null) dossier = await answering.Opened((await track.ByCode(code, last4)).Dossier.Id);
        if (dossier is null) throw Refused.NotFound("Không tìm thấy hồ sơ này. Kiểm tra lại mã hồ sơ và 4 số cuối");
        if (!http.Request.HasFormContentType) throw new Refused(415, "Gửi phần bổ sung dạng multipart/form-data");
        var form = await http.Request.GatedForm();
        form.RefuseBroken();
        var words = AnswerPageModel.Numbered(form, "item-");
        var files = await answering.Prepare(dossier, form.Files);
        // All or nothing, and the key with it: a request that broke off has left no file that the next one would send twice.
        return await idempotency.Once($"supplement:{dossier.Id}:{current.Value.AccountId?.ToString() ?? "code"}", key,
            new { words, files = files.Select(file => new { file.PaperKey, file.FileName, file.Sha256 }) }, async () =>
            {
                await answering.Send(dossier, words, files);
                return new ActDone(dossier.Code, dossier.Status, DossierStatus.Words(dossier.Status), dossier.DueAt);
            });
    }
}
