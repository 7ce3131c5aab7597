using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Process;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Consult;

/// <summary>Rút yêu cầu, hoặc quá hạn thì bỏ qua, each with a reason: without it the result is not signed.</summary>
internal sealed class EndConsultation(DossierDesk desk, Db db, MoveOn moves)
{
    public async Task<Dossier> Withdraw(string code, Seen seen, Guid id, string? reason)
    {
        var (dossier, consultation) = await Load(code, seen, id);
        reason = TypedText.Within(reason, Reasons.Longest, "Lý do", "reason");
        consultation.Withdraw(desk.Now, reason, desk.Actor.AccountId, desk.Actor.Name);
        desk.Record(dossier, new ConsultationWithdrawn(dossier.Id, dossier.Code, consultation.Id, consultation.Agency), reason);
        await moves.Heard(dossier, "consultation", $"rút yêu cầu lấy ý kiến {consultation.AgencyName}");
        await desk.Save();
        return dossier;
    }

    /// <param name="silence">"agrees": silence is agreement by the named rule; "without": resolved without this opinion.</param>
    public async Task<Dossier> PassOver(string code, Seen seen, Guid id, string? silence, string? legalBasis, string? reason)
    {
        var (dossier, consultation) = await Load(code, seen, id);
        bool? agrees = silence switch { "agrees" => true, "without" => false, _ => null };
        reason = TypedText.Within(reason, Reasons.Longest, "Lý do", "reason");
        legalBasis = TypedText.Within(legalBasis, 500, "Căn cứ", "basis");
        consultation.PassOver(desk.Now, agrees, legalBasis, reason, desk.Actor.AccountId, desk.Actor.Name);
        desk.Record(dossier, new ConsultationPassedOver(dossier.Id, dossier.Code, consultation.Id, consultation.Agency, agrees!.Value), reason);
        await moves.Heard(dossier, "consultation", $"bỏ qua ý kiến {consultation.AgencyName}");
        await desk.Save();
        return dossier;
    }

    private async Task<(Dossier, Consultation)> Load(string code, Seen seen, Guid id)
    {
        var dossier = await desk.Load(code, seen);
        var consultation = await db.Set<Consultation>().Include(c => c.Entries).SingleOrDefaultAsync(c => c.Id == id && c.DossierId == dossier.Id)
            ?? throw new Refused(400, "Không có yêu cầu lấy ý kiến này trong hồ sơ");
        if (!ConsultationPolicy.MayEnd(consultation, await desk.Step(dossier, seen), dossier, desk.Actor))
            throw new Refused(403, "Chỉ người đã hỏi, người đang giữ bước hoặc lãnh đạo rút, bỏ qua được yêu cầu này");
        // Whoever signs must know that this opinion is no longer waited for.
        dossier.Version++;
        return (dossier, consultation);
    }
}
