using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Messages.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Remind;

/// <summary>Quá hạn trả lời lấy ý kiến: who is chased, and what everybody concerned is told.</summary>
internal sealed record LateConsultation(string Agency, IReadOnlyList<StaffNotice> Notices);

/// <summary>Finds what there is to say of questions that other agencies have not answered in time.</summary>
internal sealed class LateConsultations(Db db, Chased chased)
{
    /// <returns>By what the timer is about; only what is still open.</returns>
    public async Task<IReadOnlyDictionary<string, LateConsultation>> Of(IReadOnlyCollection<DueRow> due, DateTimeOffset now)
    {
        var late = new Dictionary<string, LateConsultation>(StringComparer.Ordinal);
        var rows = due.Where(row => row.Kind == ReminderKind.ConsultationLate && DossierStatus.IsOpen(row.Status)).DistinctBy(row => row.DossierId)
            .ToDictionary(row => row.DossierId, row => row.Dossier);
        if (rows.Count == 0) return late;
        var ids = rows.Keys.ToArray();
        foreach (var asked in await db.Set<Consultation>().AsNoTracking().Where(c => ids.Contains(c.DossierId) && c.ClosedAt == null).ToListAsync())
            late[TimerAbout.Consultation(asked.Id, asked.DueAt)] = await Say(asked, rows[asked.DossierId], now);
        return late;
    }

    private async Task<LateConsultation> Say(Consultation asked, ChasedDossier dossier, DateTimeOffset now)
    {
        var text = $"Hồ sơ {ShortCode.Display(dossier.ShortCode)}: quá hạn trả lời lấy ý kiến lúc {Vi.DateTime(asked.DueAt)}, đang đôn đốc {asked.AgencyName}";
        var officials = await chased.Answering(asked.Agency, now);
        var notices = officials.Select(account => new StaffNotice(account, dossier.Code, text, TellConsultation.Page(asked))).ToList();
        if (officials.Count == 0)
            notices.AddRange((await chased.Staffers(now))
            .Select(account => new StaffNotice(account, dossier.Code, $"{text}. Ở đó chưa phân công ai trả lời: cần cử người", "/noi-bo/nhac-viec")));
        notices.AddRange((await chased.Asking(asked, now)).Except(officials)
            .Select(asker => new StaffNotice(asker, dossier.Code, text, $"/noi-bo/ho-so/{dossier.Code}/lay-y-kien")));
        return new LateConsultation(asked.AgencyName, notices);
    }
}
