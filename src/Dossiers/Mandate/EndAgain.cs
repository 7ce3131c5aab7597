using MotCua.Dossiers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Outside;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Mandate;

/// <summary>Mandates that had ended when the database was put back end again, before who filed can read on.</summary>
internal static class EndAgain
{
    public static async Task Apply(Db db, EventLog log, Lost lost)
    {
        foreach (var (line, ended) in lost.Facts<MandateEnded>())
        {
            if (await db.Set<Dossier>().FindAsync(ended.DossierId) is not { MandateEndedAt: null } dossier) continue;
            dossier.MandateEndedAt = line.Written;
            dossier.Version++;
            log.Record(dossier.Stream, ended, $"Đối chiếu sau khi khôi phục: {line.Reason ?? "chủ hồ sơ đã chấm dứt ủy quyền"}");
            lost.Say("Dossiers", $"Đã chấm dứt lại ủy quyền nộp hồ sơ {dossier.Code}, như chủ hồ sơ đã làm lúc {Vi.DateTime(line.Written)}");
        }
    }
}
