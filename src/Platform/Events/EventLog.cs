using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Evidence;
using MotCua.Platform.Outside;
using MotCua.Platform.Security;
using Npgsql;

namespace MotCua.Platform.Events;

/// <summary>Names a fact in the log for ever: "dossier.submitted/1". The name, not the class, is stored.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FactAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>Also written into the journal outside the database, before the act is answered: it takes a right away, or says what was given out.</summary>
    public bool Outlives { get; set; }
}

/// <summary>
/// Nhật ký sự kiện. A fact is added in the same transaction as its effect, and can never be changed: the application's
/// database role has no UPDATE and no DELETE on the table.
/// </summary>
public sealed class EventLog(Db db, CurrentActor actor, TimeProvider clock)
{
    /// <summary>Adds the fact to what the next <see cref="Db.Save"/> writes.</summary>
    /// <param name="stream">What it happened to, for example "dossier/018f…".</param>
    /// <param name="fact">A record with <see cref="FactAttribute"/>.</param>
    /// <param name="reason">Lý do, when the law or the user gives one.</param>
    public void Record(string stream, object fact, string? reason = null) =>
        db.Set<EventRow>().Add(new EventRow
        {
            Stream = stream,
            Kind = KindOf(fact.GetType()),
            At = clock.GetUtcNow(),
            ActorId = actor.Value.AccountId,
            ActorName = actor.Value.Name,
            Reason = reason,
            Data = JsonSerializer.Serialize(fact, fact.GetType(), Json),
            Outlives = fact.GetType().GetCustomAttribute<FactAttribute>()!.Outlives,
        });

    /// <summary>
    /// The same as <see cref="Record"/> for a hot path that writes by hand: a statement for the caller's batch, which must
    /// be one transaction with the effect.
    /// </summary>
    /// <param name="path">Where in the fact a value that only the database knows is put; see <paramref name="valueSql"/>.</param>
    /// <param name="valueSql">
    /// A scalar SQL expression over $7, for example "(select code from … where id = $7)". Written by us and always the same, so that the statement is planned
    /// once.
    /// </param>
    /// <param name="valueKey">$7.</param>
    /// <param name="rows">Marks of watched rows that are written beside it.</param>
    /// <returns>Its one row is the position of the fact.</returns>
    public NpgsqlBatchCommand Statement(string stream, object fact, string path, string valueSql, Guid valueKey, params (string Key, string? Mark)[] rows) =>
        new(
        $"insert into platform.event (stream, kind, at, actor_id, actor_name, data) "
        + $"values ($1, $2, $3, $4, $5, jsonb_set($6::jsonb, '{{{path}}}', to_jsonb({valueSql}))) returning position")
    {
        Parameters =
        {
            new() { Value = stream },
            new() { Value = KindOf(fact.GetType()) },
            new() { Value = clock.GetUtcNow() },
            new() { Value = (object?)actor.Value.AccountId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
            new() { Value = actor.Value.Name },
            new() { Value = Marks.Into(JsonSerializer.Serialize(fact, fact.GetType(), Json), rows) },
            new() { Value = valueKey },
        },
    };

    /// <summary>The same for many facts at once, each with the marks of its rows.</summary>
    public NpgsqlBatchCommand Statement(IReadOnlyCollection<(string Stream, object Fact, (string Key, string? Mark)[] Rows)> facts) => new(
        "insert into platform.event (stream, kind, at, actor_id, actor_name, data) select n.stream, n.kind, $4, $5, $6, n.data::jsonb "
        + "from unnest($1::text[], $2::text[], $3::text[]) as n (stream, kind, data)")
    {
        Parameters =
        {
            new() { Value = facts.Select(one => one.Stream).ToArray() },
            new() { Value = facts.Select(one => KindOf(one.Fact.GetType())).ToArray() },
            new() { Value = facts.Select(one => Marks.Into(JsonSerializer.Serialize(one.Fact, one.Fact.GetType(), Json), one.Rows)).ToArray() },
            new() { Value = clock.GetUtcNow() },
            new() { Value = (object?)actor.Value.AccountId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
            new() { Value = actor.Value.Name },
        },
    };

    /// <summary>
    /// What happened last of this kind; null when it never did. For a paper that must name who acted and as what, where the room keeps only the outcome.
    /// </summary>
    /// <typeparam name="T">A record with <see cref="FactAttribute"/>.</typeparam>
    public async Task<Event?> Last<T>(string stream)
    {
        var kind = KindOf(typeof(T));
        return await db.Set<EventRow>().AsNoTracking().Where(e => e.Stream == stream && e.Kind == kind).OrderByDescending(e => e.Position)
            .Select(e => new Event(e.Position, e.Stream, e.Kind, e.At, e.ActorId, e.ActorName, e.Reason, e.Data)).FirstOrDefaultAsync();
    }

    /// <summary>What happened to it, newest first: the history that a page shows beside what is kept now.</summary>
    public async Task<IReadOnlyList<Event>> Told(string stream, int most) =>
        await db.Set<EventRow>().AsNoTracking().Where(e => e.Stream == stream).OrderByDescending(e => e.Position).Take(most)
            .Select(e => new Event(e.Position, e.Stream, e.Kind, e.At, e.ActorId, e.ActorName, e.Reason, e.Data)).ToListAsync();

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string KindOf(Type fact) => Kinds.GetOrAdd(fact, static type => type.GetCustomAttribute<FactAttribute>()?.Name
        ?? throw new InvalidOperationException($"{type.Name} has no [Fact] name."));

    private static readonly ConcurrentDictionary<Type, string> Kinds = [];
}

/// <summary>One row of the log as a subscriber sees it.</summary>
public sealed record Event(long Position, string Stream, string Kind, DateTimeOffset At, Guid? ActorId, string ActorName, string? Reason, string Data)
{
    public T As<T>() => JsonSerializer.Deserialize<T>(Data, EventLog.Json)!;
}

internal sealed class EventRow : IOutlive
{
    public long Position { get; private set; }
    public required string Stream { get; init; }
    public required string Kind { get; init; }
    public required DateTimeOffset At { get; init; }
    public Guid? ActorId { get; init; }
    public required string ActorName { get; init; }
    public string? Reason { get; init; }
    public required string Data { get; set; }

    internal bool Outlives { get; init; }

    JournalLine? IOutlive.Line() => !Outlives ? null
        : new(TimeProvider.System.GetUtcNow(), Kind, JsonSerializer.Deserialize<JsonElement>(Data), Stream, Position, ActorName, Reason);

    public static void Map(ModelBuilder model)
    {
        var row = model.Entity<EventRow>().ToTable("event", "platform");
        row.HasKey(e => e.Position);
        row.Property(e => e.Position).UseIdentityAlwaysColumn();
        row.Property(e => e.Data).HasColumnType("jsonb");
    }
}
