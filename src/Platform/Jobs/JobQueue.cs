using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Platform.Jobs;

/// <summary>Work that must happen after this transaction. Enqueued in the same transaction, so it exists exactly when its cause does.</summary>
public sealed class JobQueue(Db db, TimeProvider clock)
{
    public void Enqueue(string kind, object payload, DateTimeOffset? dueAt = null) =>
        db.Set<JobRow>().Add(new JobRow
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            Payload = JsonSerializer.Serialize(payload, EventLog.Json),
            DueAt = dueAt ?? clock.GetUtcNow(),
            CreatedAt = clock.GetUtcNow(),
        });
}

/// <summary>Does one kind of job, on a lane of its own. Run is called in its own scope; it must be safe to run twice.</summary>
public sealed record JobHandler(string Kind, Func<IServiceProvider, JsonElement, Task> Run);

/// <summary>Work that comes back. Declared in the room's module, asserted as a whole in docs/schedule.txt.</summary>
public sealed record RecurringJob(string Name, TimeSpan Every, Func<IServiceProvider, CancellationToken, Task> Run);

internal sealed class JobRow
{
    public Guid Id { get; init; }
    public required string Kind { get; init; }
    public required string Payload { get; init; }
    public DateTimeOffset DueAt { get; set; }
    public int Attempts { get; set; }
    public string State { get; set; } = "waiting";
    public string? Problem { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    public static void Map(ModelBuilder model)
    {
        var row = model.Entity<JobRow>().ToTable("job", "platform");
        row.Property(job => job.Payload).HasColumnType("jsonb");
    }
}
