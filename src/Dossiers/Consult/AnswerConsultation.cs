using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Process;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Consult;

/// <summary>Trả lời lấy ý kiến, by an official of the asked agency.</summary>
internal sealed class AnswerConsultation(DossierDesk desk, Db db, MoveOn moves)
{
    public const int LongestAnswer = 4_000;

    /// <summary>A request to one of the actor's agencies with its ledger, or a 404.</summary>
    public async Task<Consultation> Load(Guid id)
    {
        var agencies = ConsultationPolicy.Agencies(desk.Actor);
        return await db.Set<Consultation>().Include(c => c.Entries).SingleOrDefaultAsync(c => c.Id == id && agencies.Contains(c.Agency))
            ?? throw Refused.NotFound("Không tìm thấy yêu cầu lấy ý kiến này. Mở lại từ danh sách phối hợp");
    }

    /// <summary>The dossier behind a loaded request. What of it may be shown, the request says.</summary>
    public Task<Dossier> DossierOf(Consultation consultation) =>
        db.Set<Dossier>().AsNoTracking().Include(d => d.Components.OrderBy(c => c.Seq)).SingleAsync(d => d.Id == consultation.DossierId);

    /// <summary>Files of the papers that the asked agency needs, as long as it is asked.</summary>
    public async Task<IReadOnlyList<Attachment>> Files(Consultation consultation)
    {
        if (!consultation.IsOpen) return [];
        var papers = consultation.Papers;
        return await db.Set<Attachment>().AsNoTracking().Where(a => a.DossierId == consultation.DossierId && papers.Contains(a.PaperKey))
            .OrderBy(a => a.UploadedAt).ToListAsync();
    }

    public async Task<Consultation> Execute(Guid id, string? stance, string? text)
    {
        var consultation = await Load(id);
        var dossier = await DossierOf(consultation);
        if (!DossierStatus.IsOpen(dossier.Status)) throw Refused.WrongState("Hồ sơ này đã kết thúc, không cần ý kiến nữa");
        text = TypedText.Within(text, LongestAnswer, "Ý kiến", "text");
        consultation.Answer(desk.Now, stance, text, desk.Actor.AccountId, desk.Actor.Name);
        desk.Record(dossier, new ConsultationAnswered(dossier.Id, dossier.Code, consultation.Id, consultation.Agency, stance!, desk.Now > consultation.DueAt),
            text is { Length: > 0 } said ? said : null);
        await using var transaction = await db.Begin();
        await desk.Save();
        if (!await moves.Heard(dossier.Id, "consultation", $"ý kiến {consultation.AgencyName}")) await Dossier.Raise(db, dossier.Id);
        await transaction.CommitAsync(CancellationToken.None);
        return consultation;
    }
}
