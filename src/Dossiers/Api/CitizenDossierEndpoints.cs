using System.Globalization;
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

internal sealed record WithdrawInput(string? Reason);

internal sealed record ActDone(string Code, string Status, string StatusWords, DateTimeOffset? DueAt = null);

/// <summary>Tra cứu, hồ sơ của tôi, bổ sung, rút: the applicant's acts for programs.</summary>
internal static class CitizenDossierEndpoints
{
    public static void MapCitizenDossiers(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").OpenTo(Face.Portal).WithTags("Hồ sơ của người nộp").DisableAntiforgery();
        api.MapGet("/tracking/{codeOrShort}", async (string codeOrShort, [FromQuery] string? last4, TrackDossier track, StatusMapping codes) =>
            await Shown(await track.ByCode(codeOrShort, last4), codes))
            .WithName("TrackDossier").WithSummary("Tra cứu bằng mã hồ sơ hoặc mã ngắn; thêm 4 số cuối để xem đầy đủ");
        api.MapGet("/tracking/{codeOrShort}/clock", async (string codeOrShort, [FromQuery] string? last4, TrackDossier track, ExplainClock explain) =>
            Told(await explain.Of((await track.ByCode(codeOrShort, last4)).Dossier.Id, last4 is null ? StoryFor.Anyone : StoryFor.Applicant)))
            .WithName("ExplainClock").WithSummary("Thời hạn tự giải thích: từng ngày, từng thay đổi, thời gian đã đi đâu; thêm 4 số cuối để xem lý do");
        api.MapPost("/tracking/{codeOrShort}/phone-code", async (string codeOrShort, PhoneCodes phones) =>
            Results.Accepted(value: new { request = await phones.Ask(codeOrShort) }))
            .WithName("AskPhoneCode").WithSummary("Gửi mã 6 số về điện thoại của hồ sơ; trả lời như nhau dù có hồ sơ hay không");
        api.MapPost("/tracking/phone-code/{request}", async (string request, PhoneCodeInput input, PhoneCodes phones,
            TrackDossier track, StatusMapping codes) =>
            await Shown(await track.Show(await phones.Use(request, input.Code), full: true, strong: true), codes))
            .WithName("UsePhoneCode").WithSummary("Xem đầy đủ bằng mã 6 số vừa nhận");
        api.MapGet("/dossiers", List).WithName("ListMyDossiers").WithSummary("Hồ sơ của tôi, mới nhất đứng trước");
        api.MapGet("/dossiers/{code}", async (string code, DossierDesk desk, TrackingQuery query, TrackDossier track, StatusMapping codes) =>
        {
            SignedIn(desk.Actor);
            var dossier = await desk.Load(code);
            var tracked = await track.Show((await query.ByCode(dossier.Code))!, full: true, strong: true);
            return new { tracking = await Shown(tracked, codes), answers = JsonNode.Parse(dossier.Answers) };
        }).WithName("GetMyDossier").WithSummary("Một hồ sơ của tôi: diễn tiến và điều đã khai");
        api.MapPost("/dossiers/{code}/supplement", Answer).WithName("AnswerSupplement").Accepts<IFormFile>("multipart/form-data")
            .WithSummary("Gửi bổ sung: mỗi tệp đặt tên theo paperKey, mục không phải giấy tờ là trường item-0, item-1…");
        api.MapPost("/dossiers/{code}/withdraw", async (string code, WithdrawInput input, WithdrawDossier withdraw, DossierDesk desk, Idempotency idempotency,
            HttpContext http) =>
        {
            var key = Idempotency.KeyOf(http);
            SignedIn(desk.Actor);
            return await idempotency.Once($"withdraw:{desk.Actor.AccountId}", key, new { code, input.Reason }, async () =>
            {
                var dossier = await withdraw.Execute(code, input.Reason);
                return new ActDone(dossier.Code, dossier.Status, DossierStatus.Words(dossier.Status));
            });
        }).WithName("WithdrawDossier").WithSummary("Rút hồ sơ khi chưa có kết quả");
    }

    private static void SignedIn(Actor actor)
    {
        if (!actor.IsSignedIn) throw new Refused(401, "Cần đăng nhập để làm việc này");
    }

    private static async Task<object> List([FromQuery] string? after, DossierViews dossiers, CurrentActor current)
    {
        SignedIn(current.Value);
        if (after is not null && Cursor.Read(after) is null) throw new Refused(400, "Con trỏ trang không đúng. Lấy lại từ trang trước", "after");
        var rows = await dossiers.List(new DossierFilter(), 20, Cursor.Read(after));
        return new
        {
            items = rows.Select(r => new
            {
                r.Code, shortCode = ShortCode.Display(r.ShortCode), r.ProcedureName, r.Status, statusWords = DossierStatus.Words(r.Status),
                r.OwnerName, r.HolderUnit, r.SubmittedAt, r.ReceivedAt, r.DueAt, r.FinishedAt, needsMe = r.NeedsApplicant,
            }),
            next = rows.Count == 20 ? Cursor.Write(rows[^1].SubmittedAt, rows[^1].Id) : null,
        };
    }

    private static object Told(ClockStory story) => new
    {
        term = story.TermWords, ruleSet = story.RuleSetName, startedAt = story.Clock.StartedAt, originalDue = story.Clock.OriginalDue, due = story.Clock.Due,
        provisional = story.Clock.Provisional, pausedSince = story.Clock.PausedSince, pausedFor = story.Clock.PausedFor, stoppedAt = story.Clock.StoppedAt,
            days = story.Clock.Days,
        ledger = story.Lines.Select(line => new { line.Seq, line.Kind, line.Words, line.At, line.DueAt, line.Reason, line.LegalBasis, line.Voided }),
        statutoryMax = Limit(story.Limit),
        elapsed = story.Elapsed, shares = story.Shares.Select(share => new { share.Of, share.Name, share.Time, share.Words, percent = story.PercentOf(share) }),
    };

    /// <summary>Null: a date is promised, or no law names a maximum.</summary>
    private static object? Limit(StatutoryLimit? limit) =>
        limit is null ? null : new { term = limit.Term.Words, limit.Basis, latest = limit.At, limit.Provisional, limit.Words };

    private static async Task<object> Shown(Tracking t, StatusMapping codes)
    {
        var d = t.Dossier;
        return new
        {
            d.Code, shortCode = t.KnowsShortCode ? ShortCode.Display(d.ShortCode) : null,
            d.ProcedureCode, d.ProcedureName, d.Status, statusWords = d.StatusWords.Words,
            nationalStatus = int.Parse(await codes.Of("national", d.Status) ?? "0", CultureInfo.InvariantCulture), sentence = t.Sentence, holder = d.HolderUnit,
                competentAgency = d.CompetentAgencyName,
            d.SubmittedAt, d.ReceivedAt, d.DueAt, d.DueProvisional, d.FinishedAt, d.ReturnedAt, term = t.TermWords, remaining = t.Remaining?.Text,
                statutoryMax = Limit(t.Limit), full = t.Full,
            timeline = t.Timeline.Select(i => new { state = i.State, i.Title, i.Meta, i.Detail }),
            countedDays = t.Days,
            ownerName = t.Full ? d.OwnerName : null, submitterName = t.Full ? d.SubmitterName : null,
                representative = t.Full && d.Representative is { } acting ? new { kind = acting.KindWords, acting.Name, acting.Paper } : null,
                supportPoint = d.SupportPointName,
            papers = t.Full ? d.Papers : null,
            handOvers = t.Full ? d.HandOvers.Select(h => new { h.At, h.FromUnit, h.ToUnit, h.StepName, h.Outcome }) : null,
            supplements = t.Full ? d.Supplements : null,
        };
    }

    [RequestSizeLimit(Uploads.MaxPostBytes)]
    private static async Task<object> Answer(string code, [FromQuery] string? last4, SupplementAnswering answering, TrackDossier track, DossierDesk desk,
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
        return await idempotency.Once($"supplement:{dossier.Id}:{desk.Actor.AccountId?.ToString() ?? "code"}", key,
            new { words, files = files.Select(file => new { file.PaperKey, file.FileName, file.Sha256 }) }, async () =>
            {
                await answering.Send(dossier, words, files);
                return new ActDone(dossier.Code, dossier.Status, DossierStatus.Words(dossier.Status), dossier.DueAt);
            });
    }
}
