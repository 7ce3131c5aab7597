using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Messages.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Track;

/// <summary>
/// Dò mã từ nhiều nơi: many addresses, each below its own budget. What they miss together is counted where no restart forgives it; what they
/// find together, too. Over the measure administrators are told, once in the window, and the fact stands in the log.
/// </summary>
internal sealed class HarvestWatch(GuessBudget tries, Budgets budgets, IServiceScopeFactory scopes)
{
    /// <summary>Codes that belong to nobody, of everybody together.</summary>
    public static readonly Budget Misses = new("HarvestMisses", 200, 0, TimeSpan.FromHours(1));

    /// <summary>Codes that were right, of everybody without an account together: a whole province looks up some hundreds an hour.</summary>
    public static readonly Budget Finds = new("HarvestFinds", 6000, 0, TimeSpan.FromHours(1));

    private static readonly Budget Alarm = new("HarvestAlarm", 1, 0, TimeSpan.FromHours(1));

    public async Task Missed()
    {
        if (await tries.Take(Misses, "all") is not null) await Tell("wrong", tries.Of(Misses).Limit);
    }

    public async Task Seen()
    {
        if (!budgets.Allows(tries.Of(Finds), "all")) await Tell("right", tries.Of(Finds).Limit);
    }

    private async Task Tell(string which, int limit)
    {
        if (await tries.Take(Alarm, which) is not null) return;
        // Of its own: the guess that set it off is refused, and saves nothing.
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentActor>().Value = Actor.System;
        var (db, now) = (services.GetRequiredService<Db>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var words = which == "wrong" ? $"Tra cứu sai mã quá {limit} lần trong một giờ, từ nhiều nơi. Có thể có người dò mã hồ sơ."
            : $"Tra cứu quá {limit} lần trong một giờ, từ nhiều nơi. Có thể có người thu thập dữ liệu hồ sơ.";
        var told = await services.GetRequiredService<Staffing>().HoldersAnywhere(Roles.Administrator, now);
        await using var transaction = await db.Begin();
        services.GetRequiredService<EventLog>().Record("tracking/harvest", new HarvestSuspected(which, limit));
        await db.Save();
        var notices = told.Select(account => new StaffNotice(account, null, words, "/quan-tri/nhat-ky")).ToList();
        await db.Send([services.GetRequiredService<StaffNotices>().Statement(notices)]);
        await db.Commit(transaction);
        services.GetRequiredService<ILoggerFactory>().CreateLogger("Harvest").LogWarning("Tracking: more than {Limit} {Which} codes in an hour.", limit, which);
    }
}
