using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Dossiers.Submit;

/// <summary>
/// Tin báo đã nộp. Behind the submission and not in it: filing stays one round trip, and a message that cannot be written
/// never costs a dossier.
/// </summary>
internal static class TellSubmission
{
    public static readonly Subscription Subscription = new("dossiers.tell-submission", ["dossier.submitted/1"], Tell);

    private static async Task Tell(IServiceProvider services, Event happened)
    {
        var fact = JsonSerializer.Deserialize<DossierSubmitted>(happened.Data, EventLog.Json)!;
        // At the counter the applicant gets the receipt itself.
        if (fact.Channel != "online") return;
        var dossier = await services.GetRequiredService<Db>().Set<Dossier>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == fact.DossierId);
        // What went on meanwhile has its own message.
        if (dossier is { Status: DossierStatus.Submitted }) await services.GetRequiredService<Notices>().Tell(dossier, "dossier.submitted");
    }
}
