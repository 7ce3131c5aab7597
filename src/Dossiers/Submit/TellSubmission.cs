using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Contracts;
using MotCua.Messages.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Dossiers.Submit;

/// <summary>
/// Tin báo đã nộp. Behind the submission and not in it: filing stays one round trip, and a message that cannot be written
/// never costs a dossier.
/// </summary>
internal static class TellSubmission
{
    public static readonly Subscription Subscription = Subscription.ToMany("dossiers.tell-submission", ["dossier.submitted/1"], Tell);

    private static async Task Tell(IServiceProvider services, IReadOnlyList<Event> told)
    {
        // At the counter the applicant gets the receipt itself.
        Guid[] ids = [.. told.Select(happened => happened.As<DossierSubmitted>())
            .Where(fact => fact.Channel == "online").Select(fact => fact.DossierId)];
        if (ids.Length == 0) return;
        // What went on meanwhile has its own message.
        var db = services.GetRequiredService<Db>();
        var waiting = await db.Set<Dossier>().AsNoTracking()
            .Where(d => ids.Contains(d.Id) && d.Status == DossierStatus.Submitted).OrderBy(d => d.Id)
            .Select(d => new Told(d.Code, d.ShortCode, d.ProcedureName, d.Phone, d.Email, d.OwnerKind, d.OwnerNumber, d.DueAt, d.DueProvisional))
            .ToListAsync();
        await db.Send(await services.GetRequiredService<Messenger>().Statements([.. waiting.Select(one => Notices.Letter(one, "dossier.submitted"))]));
    }
}
