using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using MotCua.Platform.Events;

namespace MotCua.Platform.Evidence;

/// <summary>Một dòng đã đổi mà không có sự kiện nào của đối tượng ấy: the mark needs a fact to stand in.</summary>
[Fact("row.kept/1")]
public sealed record RowKept;

/// <summary>Puts the marks of the rows that a commit writes into its facts, under the name "@rows": kind and key → mark; null when the row goes.</summary>
public static class Marks
{
    public const string Property = "@rows";

    /// <summary>For a hot path that writes by hand: the fact's data with the marks of what is written beside it.</summary>
    public static string Into(string data, IReadOnlyCollection<(string Key, string? Mark)> rows)
    {
        if (rows.Count == 0) return data;
        var text = new StringBuilder(data, 0, data.LastIndexOf('}'), data.Length + 256);
        text.Append(data.AsSpan().Trim() is "{}" ? "" : ",").Append('"').Append(Property).Append("\":{");
        var first = true;
        foreach (var (key, mark) in rows)
        {
            text.Append(first ? "" : ",").Append('"').Append(key).Append("\":").Append(mark is null ? "null" : $"\"{mark}\"");
            first = false;
        }
        return text.Append("}}").ToString();
    }

    /// <summary>The mark of one row, for <see cref="Into"/>; with the row as it was before, when it was there before.</summary>
    public static (string Key, string? Mark) Of<T>(Watched<T> kind, T row, T? before = null) where T : class =>
        ($"{kind.Name} {kind.Key(row)}", Following(kind.Mark(row), before is null ? null : kind.Mark(before)));

    /// <summary>A mark names the beginning of the one before it: a fact that is taken away between two others leaves a gap.</summary>
    private static string Following(string mark, string? before) => before is null ? mark : $"{mark}{Link}{before[..LinkLength]}";

    internal const char Link = '<';
    private const int LinkLength = 12;

    internal static void Vouch(ChangeTracker tracker, ModuleSet modules)
    {
        var changed = tracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .SelectMany(entry => Of(entry, modules)).ToList();
        if (changed.Count == 0) return;
        var facts = tracker.Entries<EventRow>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity).ToLookup(fact => fact.Stream);
        foreach (var stream in changed.GroupBy(mark => mark.Stream))
        {
            var fact = facts[stream.Key].LastOrDefault();
            if (fact is null)
            {
                fact = new EventRow
                {
                    Stream = stream.Key, Kind = EventLog.KindOf(typeof(RowKept)), At = TimeProvider.System.GetUtcNow(),
                    ActorName = Security.Actor.System.Name, Data = "{}",
                };
                tracker.Context.Add(fact);
            }
            fact.Data = Into(fact.Data, [.. stream.Select(mark => (mark.Key, mark.Mark))]);
        }
    }

    private static IEnumerable<Marked> Of(EntityEntry entry, ModuleSet modules)
    {
        var kinds = modules.WatchedAs(entry.Entity.GetType());
        if (!kinds.Any()) return [];
        var before = entry.State == EntityState.Added ? null : entry.OriginalValues.ToObject();
        return kinds.Select(kind => Mark(kind, entry, before)).OfType<Marked>();
    }

    private static Marked? Mark(Watched kind, EntityEntry entry, object? before)
    {
        var now = entry.State == EntityState.Deleted ? null : kind.KeyOf(entry.Entity);
        if (now is null) return before is null || kind.KeyOf(before) is not { } gone ? null : new Marked(kind.StreamOf(before), $"{kind.Name} {gone}", null);
        var mark = kind.MarkOf(entry.Entity);
        var earlier = before is not null && kind.KeyOf(before) == now ? kind.MarkOf(before) : null;
        return earlier == mark ? null : new Marked(kind.StreamOf(entry.Entity), $"{kind.Name} {now}", Following(mark, earlier));
    }

    private sealed record Marked(string Stream, string Key, string? Mark);
}
