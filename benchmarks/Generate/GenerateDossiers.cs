using System.Threading.Channels;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;
using MotCua.Platform.Time;
using MotCua.Workflow.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Benchmarks.Generate;

/// <summary>
/// Adds N synthetic dossiers with plausible names, dates, procedures, steps and papers. About one in twenty is still open.
/// Repeatable for a seed; codes continue the counters of their unit and day and today is left out, so real ones never
/// collide. In the order of time, as they would have come: ids and codes then grow at the end of their indexes.
/// </summary>
internal sealed class GenerateDossiers(NpgsqlDataSource source, ProcedureCatalogue catalogue, OrganisationDirectory organisation, Calendars calendars,
    RuleSets rules, StartOptions options, TimeProvider clock, EventLog log, Db db)
{
    private const int BatchSize = 5_000;
    private static readonly DateOnly First = new(2021, 1, 4);

    /// <param name="progress">Called with the number written so far.</param>
    public async Task Run(int count, int seed, Action<int> progress, int writers = 2)
    {
        var procedures = await Procedures();
        var places = await Places();
        var processes = new Dictionary<GeneratedProcedure, GeneratedProcess>();
        foreach (var procedure in procedures)
        {
            processes[procedure] = await GeneratedRuns.Freeze(source, [.. procedure.Steps.Select(s =>
                new ProcessStep(s.Key, s.Name, s.Role, Enum.Parse<StepKind>(s.Kind, ignoreCase: true), s.Hours))]);
        }
        var people = new InventedPeople(Path.Combine(options.ReferenceData, "vietnamese-names.json"));
        var counters = new CodeCounters(await Counters());
        var numbering = counters.Reserve(count);
        var calendar = await calendars.Of();
        var time = new GeneratedTime(calendar, WorkingDays(calendar, clock.Today()), WorkingDays(calendar, clock.Today().AddDays(150)), []);
        foreach (var day in time.Days) time.RuleSets.Add((await rules.At(day)).Id);
        var random = new Random(seed);
        // Before the first of them: killed half way, there are fewer than were counted, never more.
        log.Record(RowsCovered.Stream, new DossiersGenerated(count));
        await db.Save();
        await BulkLoad.Run(options, [.. DossierCopy.Tables, .. GeneratedRuns.Tables], count, async () =>
        {
            await Write(count, writers, progress, processes, from => [.. Enumerable.Range(from, Math.Min(BatchSize, count - from))
                .Select(i => One(random, (i + 0.5) / count, numbering + i, procedures, places, people, counters, time))]);
            await Keep(counters);
        });

    }

    /// <param name="make">One batch, beginning at this number.</param>
    private async Task Write(int count, int writers, Action<int> progress, IReadOnlyDictionary<GeneratedProcedure, GeneratedProcess> processes,
        Func<int, List<GeneratedDossier>> make)
    {
        var queue = Channel.CreateBounded<List<GeneratedDossier>>(writers * 2);
        var written = 0;
        var writing = Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            await using var connection = await BulkLoad.Open(source, options);
            await foreach (var batch in queue.Reader.ReadAllAsync())
            {
                DossierCopy.Write(connection, batch, processes);
                progress(Interlocked.Add(ref written, batch.Count));
            }
        })).ToList();
        try
        {
            for (var from = 0; from < count && !writing.Any(task => task.IsFaulted); from += BatchSize) await queue.Writer.WriteAsync(make(from));
        }
        finally { queue.Writer.Complete(); }
        await Task.WhenAll(writing);
    }

    private static GeneratedDossier One(Random random, double place, long number, IReadOnlyList<GeneratedProcedure> procedures,
        IReadOnlyList<GeneratedPlace> offices,
        InventedPeople people, CodeCounters counters, GeneratedTime time)
    {
        var days = time.Days;
        var procedure = procedures[(int)(procedures.Count * random.NextDouble() * random.NextDouble())];
        var office = offices[random.Next(offices.Count)];
        // The last twentieth is of the last days and still open, the others are spread over the years.
        var recent = Math.Min(15, days.Length - 1);
        var open = place >= 0.95;
        var at = open ? days.Length - recent + (int)((place - 0.95) * 20 * recent) : (int)(place / 0.95 * (days.Length - recent));
        var submitted = VietnamTime.At(days[at], new TimeOnly(7, 0).AddMinutes(random.Next(390))).AddTicks(random.Next(10_000_000));
        var female = random.Next(2) == 1;
        var year = 50 + random.Next(56);
        var personal = $"096{(year >= 100 ? 2 : 0) + (female ? 1 : 0)}{year % 100:00}{random.Next(1_000_000):000000}";
        var waiting = open && random.Next(10) == 0;
        var received = waiting ? (DateTimeOffset?)null : submitted.AddMinutes(5 + random.Next(200));
        var late = random.Next(25) == 0;
        var due = received is null ? null : (DateTimeOffset?)VietnamTime.At(time.Ahead[at + procedure.Days], new TimeOnly(17, 0));
        var finished = open ? null : (DateTimeOffset?)(late ? due!.Value.AddDays(1 + random.Next(5)) : due!.Value.AddHours(-1 - random.Next(6)));
        var ready = finished is not null && at > days.Length - 40 && random.Next(4) == 0;
        var last = procedure.Steps.Count - 1;
        return new GeneratedDossier(Guid.CreateVersion7(submitted), counters.Next(office.UnitCode, days[at]), GeneratedShortCode.Of(number), office, procedure,
            waiting ? DossierStatus.Submitted : open ? DossierStatus.Processing : ready ? DossierStatus.Done : DossierStatus.Returned,
            people.Name(random, female), personal, $"09{random.Next(100_000_000):00000000}", submitted, received, due, finished,
            ready || finished is null ? null : finished.Value.AddHours(20), open ? Math.Min(last, 1 + random.Next(Math.Max(1, last - 1))) : last,
            time.RuleSets[at], time.Calendar.Version);
    }

    private static DateOnly[] WorkingDays(WorkingCalendar calendar, DateOnly today)
    {
        var days = new List<DateOnly>();
        for (var day = First; day < today; day = day.AddDays(1)) if (calendar.IsWorkingDay(day)) days.Add(day);
        return [.. days];
    }

    private async Task<IReadOnlyList<GeneratedProcedure>> Procedures()
    {
        var found = new List<GeneratedProcedure>();
        string? cursor = null;
        do
        {
            var page = await catalogue.Find(new ProcedureQuery(), cursor, 100);
            foreach (var row in page.Items.Where(item => !item.Withdrawn))
            {
                if (await catalogue.Get(row.Code) is not { } view || view.Process.Count < 2) continue;
                var days = view.Term is { Unit: TermUnit.WorkingDay or TermUnit.Day, Value: > 0 and < 60 } term ? (int)term.Value : 1;
                found.Add(new GeneratedProcedure(view.Code, view.VersionId, view.Name, view.FormCode, view.FormVersion, days, view.Fee.AmountVnd,
                    [.. view.Papers.Select(p => (p.Key, p.Name, p.PaperType, p.Required, p.Kind))],
                    [.. view.Process.Select(s => (s.Key, s.Name, s.Role, s.Kind, s.Hours))]));
            }
            cursor = page.NextCursor;
        } while (cursor is not null && found.Count < 400);
        return found.Count > 0 ? found : throw new InvalidOperationException("The catalogue is empty: load the reference data first.");
    }

    private async Task<IReadOnlyList<GeneratedPlace>> Places()
    {
        var today = clock.Today();
        var agencies = (await organisation.Agencies(today)).ToDictionary(a => a.Code);
        return [.. (await organisation.Offices(today)).Where(o => agencies.ContainsKey(o.AgencyCode))
            .Select(o => new GeneratedPlace(agencies[o.AgencyCode].UnitCode, o.Code, o.Name, o.AgencyCode, agencies[o.AgencyCode].Name))];
    }

    private async Task<Dictionary<(string, DateOnly), int>> Counters()
    {
        var counters = new Dictionary<(string, DateOnly), int>();
        await using var command = source.CreateCommand("select unit_code, day, last from dossiers.code_counter");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) counters[(reader.GetString(0), reader.GetFieldValue<DateOnly>(1))] = reader.GetInt32(2);
        return counters;
    }

    private async Task Keep(CodeCounters counters)
    {
        var rows = counters.Changed.ToList();
        await using var command = source.CreateCommand("""
            insert into dossiers.code_counter (unit_code, day, last) select * from unnest($1, $2, $3)
            on conflict (unit_code, day) do update set last = greatest(dossiers.code_counter.last, excluded.last)
            """);
        command.Parameters.Add(new() { Value = rows.Select(row => row.Key.Unit).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(row => row.Key.Day).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = rows.Select(row => row.Value).ToArray() });
        await command.ExecuteNonQueryAsync();
    }

    /// <param name="Days">Working days on which something was filed.</param>
    /// <param name="Ahead">The same and those to come, for due dates.</param>
    /// <param name="RuleSets">In force on each of <paramref name="Days"/>.</param>
    private sealed record GeneratedTime(WorkingCalendar Calendar, DateOnly[] Days, DateOnly[] Ahead, List<Guid> RuleSets);

    /// <summary>The counters of unit and day in memory while a load runs, and how many synthetic ones there have been.</summary>
    private sealed class CodeCounters(Dictionary<(string Unit, DateOnly Day), int> known)
    {
        private static readonly (string, DateOnly) Numbering = ("~generated", DateOnly.MinValue.AddYears(2000));
        private readonly HashSet<(string, DateOnly)> changed = [];

        public IEnumerable<KeyValuePair<(string Unit, DateOnly Day), int>> Changed => known.Where(pair => changed.Contains(pair.Key));

        public long Reserve(int count)
        {
            var start = known.GetValueOrDefault(Numbering);
            known[Numbering] = start + count;
            changed.Add(Numbering);
            return start + 1_000_003L;
        }

        public string Next(string unit, DateOnly day)
        {
            var number = known[(unit, day)] = known.GetValueOrDefault((unit, day)) + 1;
            changed.Add((unit, day));
            return $"{unit}-{day:yyMMdd}-{number:0000}";
        }
    }
}
