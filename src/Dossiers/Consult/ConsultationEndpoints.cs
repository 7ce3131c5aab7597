using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Dossiers.Api;
using MotCua.Dossiers.Read;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Consult;

/// <summary>Lấy ý kiến cho chương trình, and the papers that an asked agency may open.</summary>
internal static class ConsultationEndpoints
{
    public static void MapConsultations(this IEndpointRouteBuilder routes)
    {
        var app = routes.MapGroup("").OpenTo(Face.Desk);
        app.MapGet("/noi-bo/phoi-hop/{id:guid}/tep/{file:guid}", async (Guid id, Guid file, AnswerConsultation answer, Db db, FileStore files,
            DossierReadings readings) =>
        {
            var found = (await answer.Files(await answer.Load(id))).FirstOrDefault(one => one.Id == file)
                ?? throw Refused.NotFound("Không tìm thấy tệp này trong yêu cầu lấy ý kiến");
            if (found.DossierId is { } asked && await db.Set<Dossier>().FindAsync(asked) is { } dossier)
                await readings.File(dossier, found.FileName, DossierReadings.Asked);
            return new SandboxedFile(await files.Open(found.Sha256), found.MediaType, found.FileName);
        });
        var api = app.MapGroup("/api/v1/desk").WithTags("Lấy ý kiến, phối hợp").OpenTo(Face.Desk).AddEndpointFilter(DeskEndpoints.TellVersion);
        api.MapGet("/consultations", async (string? after, ConsultationLists lists, CurrentActor current) => Page<ConsultationRow>.Of(
            await lists.Waiting(current.Value, 50, Cursor.After(after)), 50, row => (row.DueAt, row.Id)))
            .WithName("ListConsultations").WithSummary("Yêu cầu lấy ý kiến đang chờ cơ quan tôi trả lời, quá hạn đứng trước");
        api.MapGet("/dossiers/{code}/consultations", async (string code, ConsultationLists lists, DossierDesk desk) =>
            (await lists.Of((await desk.Open(code)).Consultations)).Select(ConsultationAnswer.Of).ToList())
            .WithName("ListConsultationsOfDossier").WithSummary("Những lần lấy ý kiến của một hồ sơ, với hạn và kết quả");
        api.MapPost("/dossiers/{code}/consultations",
            async (string code, AskInput input, Seen seen, AskConsultation act, ConsultationLists lists) => (await lists.Of(await act.Execute(code, seen,
                new Question(input.Agencies, input.Question, input.LegalBasis, input.Term?.ToString(System.Globalization.CultureInfo.InvariantCulture),
                input.Unit, input.Papers, input.ShowsForm)))).Select(ConsultationAnswer.Of).ToList())
            .WithName("AskConsultation").WithSummary("Lấy ý kiến một hoặc nhiều cơ quan; unit: workingDay hoặc hour");
        api.MapPost("/dossiers/{code}/consultations/{id:guid}/withdraw",
            async (string code, Guid id, EndInput input, Seen seen, EndConsultation act, ConsultationLists lists) =>
            (await lists.Of(await act.Withdraw(code, seen, id, input.Reason))).Select(ConsultationAnswer.Of).ToList()).WithName("WithdrawConsultation")
            .WithSummary("Rút một yêu cầu lấy ý kiến, có lý do");
        api.MapPost("/dossiers/{code}/consultations/{id:guid}/pass-over",
            async (string code, Guid id, EndInput input, Seen seen, EndConsultation act, ConsultationLists lists) =>
            (await lists.Of(await act.PassOver(code, seen, id, input.Silence, input.LegalBasis, input.Reason))).Select(ConsultationAnswer.Of).ToList())
            .WithName("PassOverConsultation").WithSummary("Quá hạn không trả lời, không chờ nữa; silence: agrees (theo căn cứ) hoặc without");
        api.MapPost("/consultations/{id:guid}/answer", async (Guid id, AnswerInput input, AnswerConsultation act) =>
        {
            var asked = await act.Execute(id, input.Stance, input.Text);
            return new ConsultationDone(asked.Id, asked.State, asked.ClosedAt);
        }).WithName("AnswerConsultation").WithSummary("Trả lời lấy ý kiến: agree, disagree, opinion");
    }

    /// <param name="Term">In <paramref name="Unit"/>: workingDay or hour.</param>
    /// <param name="Papers">Papers (paperKey) of the dossier to show.</param>
    internal sealed record AskInput(IReadOnlyList<string?>? Agencies, string? Question, string? LegalBasis, decimal? Term, string? Unit,
        IReadOnlyList<string?>? Papers, bool ShowsForm = false);

    internal sealed record EndInput(string? Reason, string? Silence = null, string? LegalBasis = null);

    internal sealed record AnswerInput(string? Stance, string? Text);

    internal sealed record ConsultationDone(Guid Id, string State, DateTimeOffset? ClosedAt);

    internal sealed record ConsultationLine(int Seq, string Kind, DateTimeOffset At, DateTimeOffset? DueAt, string ActorName);

    /// <summary>One agency that was asked, with the story of its clock.</summary>
    internal sealed record ConsultationAnswer(Guid Id, int No, string Agency, string AgencyName, string Question, string? LegalBasis, string Term,
        string StepName, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset DueAt, string Remaining, string State, string StateWords,
        DateTimeOffset? ClosedAt, string? Stance, bool? SilenceAgrees, string? Text, IReadOnlyList<string> Papers, bool ShowsForm,
        IReadOnlyList<ConsultationLine> Ledger)
    {
        public static ConsultationAnswer Of(ConsultationView view)
        {
            var (asked, left) = (view.Asked, view.Left);
            return new ConsultationAnswer(asked.Id, asked.No, asked.Agency, asked.AgencyName, asked.Question, asked.LegalBasis, asked.Term.Words,
                asked.StepName, asked.AskedBy, asked.AskedAt, asked.DueAt, left.Text, asked.State, ConsultationState.Words(asked.State), asked.ClosedAt,
                asked.Outcome?.Stance, asked.Outcome?.SilenceAgrees, asked.Outcome?.Text, asked.Papers, asked.ShowsForm,
                [.. asked.Entries.Select(entry => new ConsultationLine(entry.Seq, entry.Kind, entry.At, entry.DueAt, entry.ActorName))]);
        }
    }
}
