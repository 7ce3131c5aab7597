using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;

namespace MotCua.Platform.Evidence;

/// <summary>
/// Loại dòng được canh giữ: a kind of row whose content the log vouches for. Each change of such a row leaves its mark
/// (<see cref="RowMark"/>) in a fact of the same commit; whoever rewrites the row past the acts no longer agrees with its newest mark.
/// </summary>
public abstract class Watched(string name, string words, Type row)
{
    /// <summary>Stable, with a version: "room.table/1". Other fields need another version.</summary>
    public string Name => name;

    /// <summary>What a row of it is called: "Kết quả".</summary>
    public string Words => words;

    public Type Row => row;

    /// <summary>The first fact of a stream whose rows were all written under this watch, without its version; null: whatever comes first.</summary>
    public string? Birth { get; init; }

    /// <summary>Name of the fact that counts rows written without facts of their own: synthetic ones, to try things out.</summary>
    public string? Synthetic { get; init; }

    /// <summary>Each row stands for one of those that <see cref="Synthetic"/> counts.</summary>
    public bool Counted { get; init; }

    /// <summary>A later version began to watch it: the log says from where (<see cref="RowsCovered"/> with its name).</summary>
    public bool Later { get; init; }

    /// <summary>Begins with the id of its owner (itself, or what it is a line of); null: not watched yet, like a draft.</summary>
    internal abstract string? KeyOf(object row);

    internal abstract string StreamOf(object row);

    internal abstract string TitleOf(object row);

    internal abstract string MarkOf(object row);

    /// <summary>The words of what differs from the mark.</summary>
    internal abstract IReadOnlyList<string> Differences(object row, string mark);

    /// <summary>What contradicts a fact of before there were marks; nothing when the fact does not speak of this row.</summary>
    internal abstract IReadOnlyList<string> Contradictions(object row, string kind, JsonElement fact);

    internal abstract IReadOnlyList<string> OldFacts { get; }

    internal abstract Task<IReadOnlyList<object>> Rows(Db db, Guid[] owners);

    /// <summary>The next ids of those whose rows these are, in order.</summary>
    public abstract Task<IReadOnlyList<Guid>> Owners(Db db, Guid after, int take);

    /// <summary>What its bytes say against the row; files are opened, so it is asked where that is meant.</summary>
    internal abstract Task<IReadOnlyList<string>> Examine(IServiceProvider services, object row);
}

/// <summary>One thing of a row, in the words in which its change is told. Values: text, numbers, times, lists; <see cref="JsonText"/> for jsonb.</summary>
public sealed record WatchedField<T>(string Words, Func<T, object?[]> Values);

/// <summary>What a fact of an older shape says of a row: the fact, where it names the row, and where it names the value.</summary>
public sealed record OldFact<T>(string Kind, string IdProperty, Func<T, Guid> Id,
    params IReadOnlyList<(string Words, string Property, Func<T, string?> Value)> Values);

public sealed class Watched<T>(string name, string words) : Watched(name, words, typeof(T)) where T : class
{
    public required Func<T, string?> Key { get; init; }

    public required Func<T, string> Stream { get; init; }

    public required Func<T, string> Title { get; init; }

    public required IReadOnlyList<WatchedField<T>> Fields { get; init; }

    /// <summary>Kept in the row and nowhere else: without it nobody can guess a personal number from the log, and once the row is gone the mark says
    /// nothing.</summary>
    public Func<T, string?>? Secret { get; init; }

    public required Func<Db, Guid[], IQueryable<T>> RowsOf { get; init; }

    /// <summary>Ids of owners after this one, in order.</summary>
    public required Func<Db, Guid, IQueryable<Guid>> OwnersAfter { get; init; }

    public IReadOnlyList<OldFact<T>> Old { get; init; } = [];

    public Func<IServiceProvider, T, Task<IReadOnlyList<string>>>? Bytes { get; init; }

    internal override string? KeyOf(object row) => Key((T)row);

    internal override string StreamOf(object row) => Stream((T)row);

    internal override string TitleOf(object row) => Title((T)row);

    internal override IReadOnlyList<string> OldFacts => [.. Old.Select(fact => fact.Kind)];

    internal override string MarkOf(object row) => Mark((T)row);

    public string Mark(T row) => RowMark.Of($"{Name} {Key(row)}", Secret?.Invoke(row), Fields.Select(field => (field.Words, field.Values(row))));

    internal override IReadOnlyList<string> Differences(object row, string mark) =>
        RowMark.Differences(MarkOf(row), mark, [.. Fields.Select(field => field.Words)]);

    internal override IReadOnlyList<string> Contradictions(object row, string kind, JsonElement fact) =>
        [.. Old.Where(old => old.Kind == kind && Text(fact, old.IdProperty) == old.Id((T)row).ToString())
            .SelectMany(old => old.Values.Where(value => Text(fact, value.Property) != value.Value((T)row)).Select(value => value.Words)).Distinct()];

    internal override async Task<IReadOnlyList<object>> Rows(Db db, Guid[] owners) => await RowsOf(db, owners).AsNoTracking().ToListAsync();

    public override async Task<IReadOnlyList<Guid>> Owners(Db db, Guid after, int take) => await OwnersAfter(db, after).Take(take).ToListAsync();

    internal override Task<IReadOnlyList<string>> Examine(IServiceProvider services, object row) =>
        Bytes?.Invoke(services, (T)row) ?? Task.FromResult<IReadOnlyList<string>>([]);

    private static string? Text(JsonElement fact, string property) => fact.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null
        ? value.ToString() : null;
}
