using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Contracts;
using MotCua.Messages.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Vault.Contracts;

namespace MotCua.Dossiers.Read;

/// <summary>
/// Mở – xem – rút: a case that is begun, read and then dropped is how data is looked up without a case. Once it happens to everybody;
/// of an official to whom it happens often administrators are told.
/// </summary>
internal static class ReadingWatch
{
    /// <summary>Cases of one official that were read and came to nothing.</summary>
    public static readonly Budget Dropped = new("ReadAndDropped", 3, 0, TimeSpan.FromDays(7));

    private static readonly Budget Told = new("ReadAndDroppedTold", 1, 0, TimeSpan.FromDays(1));

    public static readonly Subscription Withdrawals = new("dossiers.watch-readings", ["dossier.withdrawn/1"], async (services, happened) =>
    {
        var dossier = happened.As<DossierWithdrawn>().DossierId;
        foreach (var (id, name) in await services.GetRequiredService<DataReading>().ReadersOf(dossier)) await Count(services, id, name);
    });

    /// <summary>Receptions begun two hours ago and more of which no dossier has come.</summary>
    public static readonly RecurringJob Abandoned = new("dossiers.watch-begun-receptions", TimeSpan.FromMinutes(30), async (services, _) =>
    {
        var (db, now) = (services.GetRequiredService<Db>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var before = now.AddHours(-2);
        var dropped = await db.Database.SqlQuery<Officer>($"""
            update dossiers.begun_reception b set judged_at = {now} where judged_at is null and begun_at < {before}
            returning officer_id, officer_name, exists (select from dossiers.dossier d where d.draft_id = b.key) as came
            """).ToListAsync();
        foreach (var officer in dropped.Where(one => !one.Came)) await Count(services, officer.OfficerId, officer.OfficerName);
    });

    private static async Task Count(IServiceProvider services, Guid officer, string name)
    {
        var tries = services.GetRequiredService<GuessBudget>();
        if (await tries.Take(Dropped, officer.ToString("n")) is null || await tries.Take(Told, officer.ToString("n")) is not null) return;
        var (db, now) = (services.GetRequiredService<Db>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var limit = tries.Of(Dropped).Limit;
        var words = $"{name}: hơn {limit} hồ sơ đã mở, đã xem rồi bỏ hoặc rút trong 7 ngày. Kiểm tra việc xem dữ liệu.";
        var told = await services.GetRequiredService<Staffing>().HoldersAnywhere(Roles.Administrator, now);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Begin() : null;
        services.GetRequiredService<EventLog>().Record($"account/{officer}", new ReadingSuspected(officer, limit));
        await db.Save();
        var notices = told.Select(account => new StaffNotice(account, null, words, "/quan-tri/nhat-ky")).ToList();
        await db.Send([services.GetRequiredService<StaffNotices>().Statement(notices)]);
        if (transaction is not null) await db.Commit(transaction);
    }

    private sealed record Officer(Guid OfficerId, string OfficerName, bool Came);
}
