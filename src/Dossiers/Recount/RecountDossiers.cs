using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;
using MotCua.Platform.Time;
using MotCua.Workflow.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Dossiers.Recount;

/// <summary>How a new calendar moved the promises.</summary>
internal sealed record Recounted(int Seen, int Later, int Earlier);

/// <summary>
/// Tính lại hạn khi lịch làm việc đổi: every open dossier that a new calendar version may touch is counted again by it. What
/// moved gets a line in its ledger and a fact with before and after; the applicant is told behind. Safe to run twice: what
/// has moved already does not move again.
/// </summary>
internal sealed class RecountDossiers(NpgsqlDataSource source, Calendars calendars, RuleSets rules, EventLog log, TimeProvider clock)
{
    public const int Batch = 2_000;
    private const string Actor = "Lịch làm việc";

    /// <summary>
    /// The last version before this one that nothing is left of to count; the oldest there is, where none is known. What came
    /// after it may have been left to this one.
    /// </summary>
    public async Task<int> Since(int version)
    {
        await using var command = source.CreateCommand("select max(calendar_version) from dossiers.recount where settled_at is not null and calendar_version "
            + "< $1");
        command.Parameters.Add(new() { Value = version });
        return await command.ExecuteScalarAsync() as int? ?? (await calendars.Versions(0, version))[0];
    }

    /// <param name="since">Of <see cref="Since"/>.</param>
    /// <returns>Null: a newer calendar is there, and what it sets off does all.</returns>
    public async Task<Recounted?> Run(int version, int since, int batch = Batch)
    {
        await Begin(version);
        var (sum, after) = (new Recounted(0, 0, 0), Guid.Empty);
        var change = await calendars.Changes(since, version);
        var (from, offices) = OpenDossiers.Reach(change.From, change.Offices);
        var reason = await calendars.Reason(version) is { Length: > 0 } why
            ? $"Lịch làm việc phiên bản {version}: {why}" : $"Lịch làm việc phiên bản {version}";
        while (true)
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var rows = await OpenDossiers.Read(connection, from, offices, after, batch);
            // Asked behind the locks: what sets off a newer one cannot have passed these rows unseen.
            if (await calendars.Fresh() != version) return null;
            if (rows.Count == 0) break;
            after = rows[^1].Id;
            var moved = new List<Moved>();
            foreach (var row in rows) if (await Count(row, version) is { } one) moved.Add(one);
            sum = new Recounted(sum.Seen + rows.Count, sum.Later + moved.Count(m => m.After > m.Row.Due), sum.Earlier + moved.Count(m => m.After < m.Row.Due));
            if (moved.Count > 0) await Write(connection, moved, version, reason);
            await transaction.CommitAsync(CancellationToken.None);
        }
        await End(version, sum);
        return sum;
    }

    /// <summary>Nothing is left that was counted by an older version.</summary>
    public async Task Settle(int version)
    {
        await using var command = source.CreateCommand("update dossiers.recount set settled_at = $2 where calendar_version = $1");
        foreach (object value in new object[] { version, clock.GetUtcNow().UtcDateTime }) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<Moved?> Count(OpenDossier row, int version)
    {
        if (row.Entries is not [{ Kind: ClockKind.Start }, ..] || row.RuleSetId is not { } set) return null;
        if (row.Entries.Max(entry => entry.CalendarVersion) > version) return null;
        var seen = row.Entries.Exists(entry => entry.Kind == ClockKind.Calendar && entry.CalendarVersion == version);
        row.Entries.Add(new ClockEntry
        {
            DossierId = row.Id, Seq = row.Entries.Count + 1, Kind = ClockKind.Calendar, At = clock.GetUtcNow(), ActorName = Actor, CalendarVersion = version,
        });
        var read = DossierClock.Read(row.Entries, await calendars.Basis(row.Office, await rules.Get(set), row.Entries));
        if (read.Due is not { } due) return null;
        // The day of a signed letter does not move; that the office is closed on it is said once for each calendar.
        var closed = !seen && read.Promised is { } promised ? (await calendars.Of(row.Office, version)).WhyNot(promised.Day()) : null;
        return due != row.Due || read.Provisional != row.Provisional || closed is not null ? new Moved(row, due, read.Provisional, closed) : null;
    }

    private async Task Write(NpgsqlConnection connection, List<Moved> moved, int version, string reason)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (ids, dues) = (moved.Select(m => m.Row.Id).ToArray(), moved.Select(m => m.After.UtcDateTime).ToArray());
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            update dossiers.dossier d set due_at = n.due, due_provisional = n.provisional, version = d.version + 1
            from unnest($1, $2, $3) as n (id, due, provisional) where d.id = n.id
            """)
        {
            Parameters = { new() { Value = ids }, Times(dues), new() { Value = moved.Select(m => m.Provisional).ToArray() } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            insert into dossiers.clock_entry (dossier_id, seq, kind, at, due_at, actor_name, calendar_version, reason)
            select n.id, n.seq, 'calendar', $4, n.due, $5, $6, $7 from unnest($1, $2, $3) as n (id, seq, due)
            """)
        {
            Parameters =
            {
                new() { Value = ids }, new() { Value = moved.Select(m => m.Row.Entries.Count).ToArray() }, Times(dues),
                new() { Value = now }, new() { Value = Actor }, new() { Value = version }, new() { Value = reason },
            },
        });
        batch.BatchCommands.Add(TaskDues.Set(ids, dues));
        batch.BatchCommands.Add(log.Statement([.. moved.Select(m => ($"dossier/{m.Row.Id}", m.ClosedBy is { } why
            ? new DossierLetterDayClosed(m.Row.Id, m.Row.Code, m.After, why, version)
            : (object)new DueRecounted(m.Row.Id, m.Row.Code, m.Row.Due, m.After, version), Marked(m, now, version, reason)))]));
        await batch.ExecuteNonQueryAsync();
    }

    // As the rows above are read again.
    private static (string, string?)[] Marked(Moved m, DateTime now, int version, string reason) =>
    [
        DossierWatch.Promise(m.Row.Id, (m.Row.Due, m.Row.Provisional), (m.After, m.Provisional)),
        Marks.Of(DossierWatch.Clock, new ClockEntry
        {
            DossierId = m.Row.Id, Seq = m.Row.Entries.Count, Kind = ClockKind.Calendar, At = now, DueAt = m.After, ActorName = Actor,
                CalendarVersion = version, Reason = reason,
        }),
    ];

    private async Task Begin(int version)
    {
        await using var command = source.CreateCommand("""
            insert into dossiers.recount (calendar_version, started_at) values ($1, $2) on conflict (calendar_version) do nothing
            """);
        foreach (object value in new object[] { version, clock.GetUtcNow().UtcDateTime }) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private async Task End(int version, Recounted sum)
    {
        // A second run adds to the first: what had moved before the interruption is not seen as moving again.
        await using var command = source.CreateCommand("""
            update dossiers.recount set finished_at = coalesce(finished_at, $2), seen = greatest(seen, $3), later = later + $4, earlier = earlier + $5
                where calendar_version = $1
            """);
        foreach (object value in new object[] { version, clock.GetUtcNow().UtcDateTime, sum.Seen, sum.Later, sum.Earlier })
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter Times(DateTime[] times) =>
        new NpgsqlParameter { Value = times, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    /// <param name="ClosedBy">The day off on which a signed letter had promised the result.</param>
    private sealed record Moved(OpenDossier Row, DateTimeOffset After, bool Provisional, string? ClosedBy);
}
