using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Remind;
using MotCua.Dossiers.Reorganise;
using MotCua.Messages.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Consult;

/// <summary>
/// Who has to know of a request: the asked agency when it is asked or no longer has to answer, who takes its questions over, who asked when the answer
/// is there or none will come.
/// </summary>
internal static class TellConsultation
{
    public static readonly Subscription Subscription = new("dossiers.tell-consultation",
        ["dossier.consultation-asked/1", "dossier.consultation-moved/1", "dossier.consultation-answered/1", "dossier.consultation-withdrawn/1",
            "dossier.consultation-passed-over/1"], Tell);

    private static async Task Tell(IServiceProvider services, Event happened)
    {
        var id = happened.As<Named>().ConsultationId;
        var db = services.GetRequiredService<Db>();
        var asked = await db.Set<Consultation>().AsNoTracking().Include(c => c.Entries).SingleOrDefaultAsync(c => c.Id == id);
        if (asked is null) return;
        var dossier = await db.Set<Dossier>().AsNoTracking().SingleAsync(d => d.Id == asked.DossierId);
        var about = $"hồ sơ {ShortCode.Display(dossier.ShortCode)} ({dossier.ProcedureName})";
        var chased = services.GetRequiredService<Chased>();
        var officials = await chased.Answering(asked.Agency, happened.At);
        if (happened.Kind == "dossier.consultation-moved/1")
        {
            // Ended meanwhile, or only named anew: nothing has come to anybody. Who still has the first notice unread gets no second one.
            if (asked.IsOpen && happened.As<ConsultationMoved>() is var moved && moved.Before != moved.After)
                await services.GetRequiredService<StaffNotices>().TellOnce(officials, $"Lấy ý kiến về {about} chuyển đến {asked.AgencyName} theo sắp xếp "
                    + $"đơn vị. Trả lời trước {Vi.DateTime(asked.DueAt)}", Page(asked), dossier.Code);
            return;
        }
        IEnumerable<StaffNotice> notices = happened.Kind switch
        {
            "dossier.consultation-asked/1" => officials.Select(account => new StaffNotice(account, dossier.Code,
                $"{dossier.CompetentAgencyName} lấy ý kiến {asked.AgencyName} về {about}. Trả lời trước {Vi.DateTime(asked.DueAt)}", Page(asked))),
            "dossier.consultation-answered/1" => (await chased.Asking(asked, happened.At)).Select(asker => new StaffNotice(asker, dossier.Code,
                $"{asked.AgencyName} đã trả lời lấy ý kiến về {about}: {Stance.Words(asked.Outcome!.Stance!).ToLowerInvariant()}",
                $"/noi-bo/ho-so/{dossier.Code}/lay-y-kien")),
            _ => officials.Select(account => new StaffNotice(account, dossier.Code,
                $"{asked.AgencyName} không cần trả lời nữa về {about}: {asked.Outcome?.Text}", Page(asked))),
        };
        // Nobody among those who asked has ended it.
        if (asked.Outcome is { Kind: ConsultationState.Withdrawn, ActorName: MoveDossiers.Actor } outcome)
            notices = notices.Concat((await chased.Asking(asked, happened.At)).Except(officials).Select(asker => new StaffNotice(asker, dossier.Code,
                $"Lần lấy ý kiến về {about} đã tự kết thúc. {outcome.Text}", $"/noi-bo/ho-so/{dossier.Code}/lay-y-kien")));
        await db.Send([services.GetRequiredService<StaffNotices>().Statement([.. notices])]);
    }

    public static string Page(Consultation asked) => $"/noi-bo/phoi-hop/{asked.Id}";

    private sealed record Named(Guid ConsultationId);
}

/// <summary>A dossier that has ended takes its open questions with it.</summary>
internal static class CloseConsultations
{
    public static readonly Subscription Subscription =
        new("dossiers.close-consultations", ["dossier.refused/1", "dossier.withdrawn/1", "dossier.stopped/1"], async (services, happened) =>
    {
        var (db, log) = (services.GetRequiredService<Db>(), services.GetRequiredService<EventLog>());
        var (id, code) = (happened.As<Ended>().DossierId, happened.As<Ended>().Code);
        var open = await db.Set<Consultation>().Include(c => c.Entries).Where(c => c.DossierId == id && c.ClosedAt == null).ToListAsync();
        foreach (var asked in open)
        {
            var reason = happened.Kind switch
            {
                "dossier.withdrawn/1" => "Người nộp đã rút hồ sơ", "dossier.stopped/1" => "Hồ sơ đã dừng giải quyết", _ => "Hồ sơ đã bị từ chối"
            };
            asked.Withdraw(happened.At, reason, null, "Hệ thống");
            log.Record($"dossier/{id}", new ConsultationWithdrawn(id, code, asked.Id, asked.Agency), reason);
        }
        await db.Save();
        if (open.Count > 0) await Dossier.Raise(db, id);
    });

    private sealed record Ended(Guid DossierId, string Code);
}
