using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Live;

/// <summary>An open page that wants to hear. Its list, or the one dossier that it shows.</summary>
internal sealed record Listener(Actor Actor, string? List, Guid? Dossier)
{
    /// <summary>What is to be told; a page that does not take it is told the newest when it does.</summary>
    public Channel<Told> Line { get; } = Channel.CreateBounded<Told>(new BoundedChannelOptions(50) { FullMode = BoundedChannelFullMode.DropOldest });
}

/// <param name="Place">Where the log stood; the browser brings it back after its line was cut.</param>
/// <param name="Data">JSON; null: nothing but the place.</param>
internal sealed record Told(LogPlace? Place, string? Data);

/// <summary>
/// Nhịp của bàn làm việc: one look at the log for all open pages of this server, and none while nobody has one open (decisions 0036, 0046). What
/// came is asked about once and told to each page whose list holds it now.
/// </summary>
internal sealed class DeskPulse(IServiceScopeFactory scopes, LogTail tail) : BackgroundService
{
    public const int MostOfAccount = 12;

    /// <summary>Kinds after which a list may hold a row that it did not.</summary>
    private static readonly string[] Kinds =
    [
        "dossier.submitted/1", "dossier.received/1", "dossier.handed-over/1", "dossier.assigned/1", "dossier.unassigned/1", "dossier.resumed/1",
        "dossier.supplement-answered/1", "dossier.moved/1", "reorganisation.applied/1",
    ];

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1.5), Rest = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Guid, Listener> open = new();
    private readonly SemaphoreSlim woken = new(0, 1);
    private readonly Lock gate = new();
    private volatile Looked? last;
    /// <summary>Since somebody has a page open: the first look has been taken.</summary>
    private TaskCompletionSource looked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where the log stands for a page that is drawn now; asked only when nobody has looked in the last seconds.</summary>
    public async Task<LogPlace> Place() => last is { } known && Environment.TickCount64 - known.At < 3_000 ? known.Place : (await tail.Since(null, Kinds)).Now;

    /// <exception cref="Refused">429: more open pages than a person looks at; 503: the log could not be looked at.</exception>
    public async Task<(Guid Id, Listener Line)> Open(Actor actor, string? list, Guid? dossier, LogPlace? from)
    {
        if (open.Values.Count(other => other.Actor.AccountId == actor.AccountId) >= MostOfAccount) throw Refused.TooMany(TimeSpan.FromMinutes(1));
        var (id, listener) = (Guid.NewGuid(), new Listener(actor, list, dossier));
        Task first;
        lock (gate) (open[id], first) = (listener, looked.Task);
        try { woken.Release(); }
        catch (SemaphoreFullException) { /* not heard yet */ }
        if (list is null || from is null) return (id, listener);
        try
        {
            // The pulse looks first: what comes between both looks is told twice, never not at all.
            try { await first.WaitAsync(Rest); }
            catch (TimeoutException) { throw new Refused(503, "Máy chủ đang bận nên chưa báo được hồ sơ mới. Tải lại trang để xem") { RetryAfter = Rest }; }
            // What came between the drawing of the page, or the cut of its line, and now; told twice it is counted once.
            var (now, dossiers, _) = await tail.Since(from, Kinds);
            await Tell([listener], now, dossiers);
        }
        catch { Close(id); throw; }
        return (id, listener);
    }

    /// <summary>All below it has been told to the pages that hang here; null: nobody has looked yet.</summary>
    public LogPlace? Reached => last?.Place;

    public void Close(Guid id) => open.TryRemove(id, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (Rests()) await woken.WaitAsync(stoppingToken);
                await Turn();
                looked.TrySetResult();
                await Task.Delay(Look, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception problem) when (problem is Npgsql.NpgsqlException or TimeoutException or InvalidOperationException or DbUpdateException)
            {
                // The database is away: pages go on without being told, and look again by themselves.
                try { await Task.Delay(Rest, stoppingToken); } catch (OperationCanceledException) { return; }
            }
        }
    }

    /// <summary>Who opens a page at this moment either keeps the pulse awake or waits for its next first look.</summary>
    private bool Rests()
    {
        lock (gate)
        {
            if (!open.IsEmpty) return false;
            last = null;
            if (looked.Task.IsCompleted) looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    private async Task Turn()
    {
        var lists = open.Values.Where(one => one.List is not null).ToList();
        var (now, dossiers, reorganised) = await tail.Since(last?.Place, Kinds);
        // Positions are others now: each page comes back with those of today, from the last place that it was told, and hears what moves.
        if (reorganised) foreach (var one in lists) one.Line.Writer.TryComplete();
        await Tell(lists, now, dossiers);
        last = new Looked(now, Environment.TickCount64);
        var looking = open.Values.Where(one => one.Dossier is not null).ToList();
        if (looking.Count > 0) await TellPresent(looking);
    }

    /// <summary>Three statements, however many pages are open; none where nothing came.</summary>
    private async Task Tell(IReadOnlyList<Listener> lists, LogPlace now, IReadOnlyList<Guid> ids)
    {
        if (lists.Count == 0 || ids.Count == 0) return;
        await using var scope = scopes.CreateAsyncScope();
        var (db, tasks) = (scope.ServiceProvider.GetRequiredService<Db>(), scope.ServiceProvider.GetRequiredService<TaskLists>());
        var came = await db.Set<Dossier>().AsNoTracking().Where(d => ids.Contains(d.Id))
            .Select(d => new Came(d.Id, d.Code, d.Status, d.IntakeOffice)).ToListAsync();
        var current = await tasks.Current([.. came.Where(d => d.Status == DossierStatus.Processing).Select(d => d.Id)]);
        foreach (var one in lists)
        {
            var codes = came.Where(d => Holds(one, d, current[d.Id])).Select(d => d.Code).ToArray();
            if (codes.Length > 0) one.Line.Writer.TryWrite(new Told(now, JsonSerializer.Serialize(codes)));
        }
    }

    /// <summary>As the lists themselves decide: DeskLists.Arrivals, TaskLists.Mine, and what a leader sees of the whole agency.</summary>
    private static bool Holds(Listener one, Came dossier, IEnumerable<CurrentTask> open) => one.List switch
    {
        "tiep-nhan" => dossier.Status == DossierStatus.Submitted
            && one.Actor.Positions.Any(p => p.Role == Roles.ReceivingOfficer && p.IsIn(dossier.IntakeOffice)),
        _ => open.Any(task => !task.Paused && Holds(one, task)),
    };

    private static bool Holds(Listener one, CurrentTask task) => one.List switch
    {
        "don-vi" => task.OfficeCode is null && one.Actor.Positions.Any(p => p.Role == Roles.Leader && p.IsAt(task.AgencyCode)),
        _ => task.AssigneeId is { } assignee ? assignee == (one.Actor.ActsFor?.AccountId ?? one.Actor.AccountId)
            : one.Actor.Positions.Any(p => p.Role == task.Role
                && (task.OfficeCode is null ? p.IsAt(task.AgencyCode) : p.IsIn(task.OfficeCode))),
    };

    private async Task TellPresent(List<Listener> looking)
    {
        await using var scope = scopes.CreateAsyncScope();
        var present = (await scope.ServiceProvider.GetRequiredService<Presence>().Of([.. looking.Select(one => one.Dossier!.Value).Distinct()]))
            .ToLookup(one => one.DossierId);
        foreach (var one in looking)
            one.Line.Writer.TryWrite(new Told(null, JsonSerializer.Serialize(present[one.Dossier!.Value].Where(other => other.AccountId != one.Actor.AccountId)
                .Select(other => $"{other.Name} ({other.Role})"))));
    }

    private sealed record Looked(LogPlace Place, long At);

    private sealed record Came(Guid Id, string Code, string Status, string IntakeOffice);
}
