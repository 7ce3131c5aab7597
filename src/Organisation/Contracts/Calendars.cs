using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using EventLog = MotCua.Platform.Events.EventLog;

namespace MotCua.Organisation.Contracts;

/// <summary>
/// Lịch làm việc theo bộ phận và phiên bản. A version never changes; which one is newest is asked once a minute, so a
/// calendar published by another process is seen soon, and at once by the process that published it.
/// </summary>
public sealed class Calendars(NpgsqlDataSource source)
{
    /// <summary>So long may another process not know of a new version.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Office, int Version), WorkingCalendar> known = [];
    private readonly ConcurrentDictionary<int, CalendarContent> contents = [];
    private (int Version, long At)? newest;

    /// <param name="officeCode">null = the usual office hours.</param>
    public async ValueTask<WorkingCalendar> Of(string? officeCode = null) => await Of(officeCode, await Newest());

    /// <summary>The calendar as it was in that version; version 0 knows weekends only.</summary>
    public async ValueTask<WorkingCalendar> Of(string? officeCode, int version)
    {
        var key = (officeCode ?? "", version);
        if (known.TryGetValue(key, out var kept)) return kept;
        var content = await Content(version);
        return known.GetOrAdd(key, content.For(key.Item1, version));
    }

    /// <summary>Number of the newest version; 0 when none was published.</summary>
    public async ValueTask<int> Newest()
    {
        return newest is { } kept && Stopwatch.GetElapsedTime(kept.At) < Kept ? kept.Version : await Fresh();
    }

    /// <summary>The same, asked now.</summary>
    public async ValueTask<int> Fresh()
    {
        await using var command = source.CreateCommand("select coalesce(max(version), 0) from organisation.calendar_version");
        var version = (int)(await command.ExecuteScalarAsync())!;
        newest = (version, Stopwatch.GetTimestamp());
        return version;
    }

    /// <summary>
    /// All that the versions after the first one named changed, each by the one before it: what one of them took back may already have been counted.
    /// </summary>
    public async Task<CalendarChange> Changes(int since, int until)
    {
        var (from, offices, before) = ((DateOnly?)null, new SortedSet<string>(StringComparer.Ordinal), await Content(since));
        foreach (var version in await Versions(since, until))
        {
            var content = await Content(version);
            if (content.ChangeFrom(before) is { } change)
            {
                if (change.From < (from ?? DateOnly.MaxValue)) from = change.From;
                offices.UnionWith(change.Offices);
            }
            before = content;
        }
        return new CalendarChange(from, [.. offices]);
    }

    /// <summary>Numbers of the versions from one to another, ascending; numbers may be missing.</summary>
    public async Task<IReadOnlyList<int>> Versions(int from, int until)
    {
        await using var command = source.CreateCommand("select version from organisation.calendar_version where version between $1 and $2 order by version");
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = until });
        await using var reader = await command.ExecuteReaderAsync();
        var versions = new List<int>();
        while (await reader.ReadAsync()) versions.Add(reader.GetInt32(0));
        return versions;
    }

    public async ValueTask<CalendarContent> Content(int version)
    {
        if (version == 0) return CalendarContent.Empty;
        if (contents.TryGetValue(version, out var kept)) return kept;
        await using var command = source.CreateCommand("select content::text from organisation.calendar_version where version = $1");
        command.Parameters.Add(new() { Value = version });
        var json = await command.ExecuteScalarAsync() as string ?? throw new InvalidOperationException($"There is no calendar version {version}.");
        return contents.GetOrAdd(version, JsonSerializer.Deserialize<CalendarContent>(json, EventLog.Json)!);
    }

    /// <summary>Why the version was published: its document, or what was loaded.</summary>
    public async ValueTask<string?> Reason(int version)
    {
        await using var command = source.CreateCommand("select reason from organisation.calendar_version where version = $1");
        command.Parameters.Add(new() { Value = version });
        return await command.ExecuteScalarAsync() as string;
    }

    public void Reload()
    {
        newest = null;
        // A reset of the demonstration begins to count again at one.
        known.Clear();
        contents.Clear();
    }
}

/// <summary>Nội dung một phiên bản lịch, for all offices.</summary>
/// <param name="Years">Years whose notice is official.</param>
/// <param name="ProvisionalYears">Years that are only a projection; any other year is unknown.</param>
/// <param name="Hours">By office code.</param>
public sealed record CalendarContent(IReadOnlyList<SpecialDay> Days, IReadOnlyList<int> Years, IReadOnlyList<int> ProvisionalYears,
    IReadOnlyDictionary<string, IReadOnlyList<OfficeHours>> Hours)
{
    /// <summary>Days off that the law fixes; none in versions from before they were known.</summary>
    public IReadOnlyList<StatutoryDay> Statutory { get; init; } = [];

    public static readonly CalendarContent Empty = new([], [], [], new Dictionary<string, IReadOnlyList<OfficeHours>>());

    public WorkingCalendar For(string office, int version) => new(Days, Years, Hours.GetValueOrDefault(office))
    {
        Version = version, Statutory = Statutory.Count == 0 ? null : new StatutoryDays(Statutory, Years.Concat(ProvisionalYears)),
    };

    /// <summary>The first date that another version sees otherwise, and the offices whose hours differ; null when nothing differs.</summary>
    public CalendarChange? ChangeFrom(CalendarContent before)
    {
        var dates = Days.Except(before.Days).Concat(before.Days.Except(Days)).Select(day => day.Date)
            .Concat(Years.Except(before.Years).Concat(before.Years.Except(Years)).Select(year => new DateOnly(year, 1, 1)))
            // What the law fixes speaks only in years without a notice.
            .Concat(Statutory.SequenceEqual(before.Statutory) ? [] : [new DateOnly(Unannounced(), 1, 1)]).ToList();
        var offices = Hours.Keys.Union(before.Hours.Keys).Where(office => !Same(Hours.GetValueOrDefault(office), before.Hours.GetValueOrDefault(office)))
            .ToList();
        return dates.Count == 0 && offices.Count == 0
            ? null : new CalendarChange(dates.Count == 0 ? null : dates.Min(), [.. offices.Order(StringComparer.Ordinal)]);
    }

    /// <summary>The first year after all that have a notice.</summary>
    private int Unannounced() => Years.Concat(ProvisionalYears).DefaultIfEmpty(2020).Max() + 1;

    private static bool Same(IReadOnlyList<OfficeHours>? one, IReadOnlyList<OfficeHours>? other) =>
        JsonSerializer.Serialize(one ?? [], EventLog.Json) == JsonSerializer.Serialize(other ?? [], EventLog.Json);
}

/// <param name="From">First date that differs; null when only office hours do.</param>
public sealed record CalendarChange(DateOnly? From, IReadOnlyList<string> Offices);
