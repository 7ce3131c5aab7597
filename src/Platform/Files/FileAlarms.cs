using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;

namespace MotCua.Platform.Files;

/// <summary>A stored file is gone or holds other bytes than those that were judged.</summary>
/// <param name="What">missing or changed.</param>
[Fact("file.damaged/1")]
public sealed record FileDamaged(string Sha256, string What);

/// <summary>Báo động tệp lưu trữ: written for itself, because the act that found it is refused and leaves nothing.</summary>
public sealed class FileAlarms(IServiceScopeFactory scopes, TimeProvider clock, ILogger<FileAlarms> logger)
{
    private static readonly Counter<long> Found = new Meter("MotCua.Files")
        .CreateCounter<long>("motcua.files.damaged", "{reading}", "Readings of a stored file that was gone or changed");

    /// <summary>Counts every time; the first time is a fact, from which people are told.</summary>
    public async Task Raise(string sha256, string what)
    {
        Found.Add(1, new KeyValuePair<string, object?>("what", what));
        logger.LogError("Stored file {Sha256} is {What}", sha256, what);
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var now = clock.GetUtcNow();
        await using var transaction = await db.Begin();
        var times = await db.Database.SqlQuery<int>($"""
            insert into platform.damaged_file (sha256, what, found_at, last_at) values ({sha256}, {what}, {now}, {now})
            on conflict (sha256) do update set what = excluded.what, last_at = excluded.last_at, times = platform.damaged_file.times + 1
                returning times as "Value"
            """).ToListAsync();
        if (times is [1]) scope.ServiceProvider.GetRequiredService<EventLog>().Record($"file/{sha256}", new FileDamaged(sha256, what));
        await db.Commit(transaction);
    }
}
