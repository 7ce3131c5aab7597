using System.Data;
using System.Data.Common;
using System.Text.Json;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Linked;
using MotCua.Forms.Contracts;
using MotCua.Platform.Events;
using MotCua.Workflow.Contracts;
using Npgsql;

namespace MotCua.Dossiers.Track;

/// <summary>What tracking shows of a dossier. Names and papers are only for who knows a second factor.</summary>
internal sealed record TrackedDossier
{
    public Guid Id { get; init; }
    public required string Code { get; init; }
    public required string ShortCode { get; init; }
    public required string TrackingToken { get; init; }
    public required string ProcedureCode { get; init; }
    public Guid ProcedureVersionId { get; init; }
    public required string ProcedureName { get; init; }
    public required string Status { get; init; }
    public required string IntakeOffice { get; init; }
    public required string CompetentAgency { get; init; }
    public required string CompetentAgencyName { get; init; }
    public required string HolderUnit { get; init; }
    public required string OwnerName { get; init; }
    public required string SubmitterName { get; init; }
    public Representative? Representative { get; init; }
    public string? SupportPointName { get; init; }
    public required string[] SecondFactors { get; init; }
    public required string ReturnMethod { get; init; }
    public DateTimeOffset SubmittedAt { get; init; }
    public DateTimeOffset? ReceivedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public bool DueProvisional { get; init; }
    public DateTimeOffset? PausedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public DateTimeOffset? ReturnedAt { get; init; }
    public string? ClosingReason { get; init; }
    public string? ReturnedHow { get; init; }
    public Guid? RuleSetId { get; init; }
    public DateTimeOffset? CorrectedAt { get; init; }
    public IReadOnlyList<ClockEntry> Clock { get; init; } = [];
    public IReadOnlyList<TrackedHandOver> HandOvers { get; init; } = [];
    public IReadOnlyList<TrackedSupplement> Supplements { get; init; } = [];
    public IReadOnlyList<TrackedPaper> Papers { get; init; } = [];
    /// <summary>Signed letters, oldest first.</summary>
    public IReadOnlyList<TrackedApology> Apologies { get; init; } = [];
    /// <summary>The letter that names the day to come for, while the dossier is open and its clock runs.</summary>
    public TrackedApology? Apology => DossierStatus.IsOpen(Status) && PausedAt is null ? Apologies.LastOrDefault(letter => letter.Holds(DueAt)) : null;
    /// <summary>When somebody was chased for it, oldest first.</summary>
    public IReadOnlyList<TrackedChase> Chases { get; init; } = [];
    /// <summary>Where it stands in its process, for <see cref="WalkedWays"/>; null: not received yet.</summary>
    public string? Stand { get; init; }
    /// <summary>Agencies whose opinion is waited for, the first asked first.</summary>
    public IReadOnlyList<TrackedOpinion> Opinions { get; init; } = [];
    /// <summary>The other dossiers of the same declaration, the filed one first.</summary>
    public IReadOnlyList<LinkedMember> Family { get; init; } = [];

    /// <summary>It signs nothing itself: its results are those of the linked dossiers.</summary>
    public bool EndedByLinked => ReturnedHow == Dossier.HowLinked;

    public bool HasOwnResult => DossierStatus.HasResult(Status) && !EndedByLinked;

    public (string Words, string Chip) StatusWords => DossierStatus.Of(Status);
}

internal sealed record TrackedHandOver(DateTimeOffset At, string FromUnit, string? FromName, string ToUnit, string? ToName, string StepName, string Outcome);

internal sealed record TrackedSupplement(int No, IReadOnlyList<SupplementItem> Items, string Reason, DateTimeOffset RequestedAt, DateTimeOffset? AnsweredAt);

/// <param name="Extends">False: it came too late to move the term, which stays late; the new date holds all the same.</param>
internal sealed record TrackedApology(int No, string Reason, DateTimeOffset OldDue, DateTimeOffset NewDue, bool Extends, DateTimeOffset SignedAt)
{
    /// <summary>Not any more when the clock was moved on or corrected after it.</summary>
    public bool Holds(DateTimeOffset? due) => Extends ? NewDue == due : NewDue > due;
}

internal sealed record TrackedOpinion(string Agency, DateTimeOffset DueAt);

internal sealed record TrackedChase(string Kind, DateTimeOffset At);

internal sealed record TrackedPaper(string Name, string State, int Files);

/// <summary>What must be known before a dossier may be shown, asked in the same round trip.</summary>
internal sealed record AskedFirst(NpgsqlBatchCommand Question, Func<NpgsqlDataReader, Task> Hear);

/// <summary>
/// Tra cứu: one round trip whatever the key, each over its own unique index. The parts come as JSON in the same row, so
/// the time does not depend on how many dossiers there are.
/// </summary>
internal sealed class TrackingQuery(NpgsqlDataSource source)
{
    private static readonly string Select = $"""
        select d.id, d.code, d.short_code, d.tracking_token, d.procedure_code, d.procedure_version_id, d.procedure_name, d.status,
            d.intake_office, d.competent_agency, d.competent_agency_name, d.holder_unit, d.owner_name, d.submitter_name, d.second_factors, d.return_method,
            d.submitted_at, d.received_at, d.due_at, d.due_provisional, d.paused_at, d.finished_at, d.returned_at, d.closing_reason,
            (select json_agg(json_build_object('at', h.at, 'fromUnit', h.from_unit, 'fromName', h.from_name, 'toUnit', h.to_unit,
                'toName', h.to_name, 'stepName', h.step_name, 'outcome', h.outcome) order by h.seq) from dossiers.hand_over h where h.dossier_id = d.id)
                as hand_overs,
            (select json_agg(json_build_object('no', s.no, 'items', s.items, 'reason', s.reason, 'requestedAt', s.requested_at,
                'answeredAt', s.answered_at) order by s.no) from dossiers.supplement_request s where s.dossier_id = d.id) as supplements,
            (select json_agg(json_build_object('name', c.name, 'state', c.state, 'files',
                (select count(*) from dossiers.attachment a where a.dossier_id = d.id and a.paper_key = c.paper_key)) order by c.seq)
             from dossiers.component c where c.dossier_id = d.id) as papers,
            d.rule_set_id,
            (select json_agg(json_build_object('seq', e.seq, 'kind', e.kind, 'at', e.at, 'dueAt', e.due_at, 'reason', e.reason, 'legalBasis', e.legal_basis,
                'actorName', e.actor_name, 'cause', e.cause, 'termUnit', e.term_unit, 'termValue', e.term_value, 'cutOff', e.cut_off,
                'calendarVersion', e.calendar_version, 'until', e.until, 'corrects', e.corrects) order by e.seq) from dossiers.clock_entry e
                    where e.dossier_id = d.id) as clock,
            d.corrected_at, d.representative, d.support_point_name,
            (select json_agg(json_build_object('no', a.no, 'reason', a.reason, 'oldDue', a.old_due, 'newDue', a.new_due, 'extends', a.extends,
                'signedAt', a.signed_at) order by a.no) from dossiers.apology a where a.dossier_id = d.id and a.state = 'signed') as apologies,
            (select json_agg(json_build_object('kind', t.kind, 'at', t.fired_at) order by t.fired_at) from dossiers.timer t
             where t.dossier_id = d.id and t.fired_at is not null and t.kind in ('unansweredLong', 'stepSilent', 'stepLate', 'overdue', 'still',
                'statutoryOver')) as chases,
            d.returned_how, {LinkedMember.Family} as family,
            (select json_agg(json_build_object('agency', c.agency_name, 'dueAt', c.due_at) order by c.no) from dossiers.consultation c
             where c.dossier_id = d.id and c.closed_at is null) as opinions,
            {WalkedWay.Stand} as stand
        from dossiers.dossier d where 
        """;

    /// <summary>22 signs without a dot, as only the token of the QR has them.</summary>
    public static bool IsToken(string key) => key.Length == 22 && !key.Contains('.', StringComparison.Ordinal);

    public Task<TrackedDossier?> ByShortCode(string code, AskedFirst? first = null) => Find(Select + " d.short_code = $1", code, first);

    public Task<TrackedDossier?> ByToken(string token) => Find(Select + " d.tracking_token = $1", token);

    public Task<TrackedDossier?> ByCode(string code, AskedFirst? first = null) => Find(Select + " d.code = $1", code, first);

    public Task<TrackedDossier?> ById(Guid id) => Find(Select + " d.id = $1", id);

    private async Task<TrackedDossier?> Find<T>(string sql, T key, AskedFirst? first = null)
    {
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection);
        if (first is not null) batch.BatchCommands.Add(first.Question);
        batch.BatchCommands.Add(new(sql) { Parameters = { new NpgsqlParameter<T> { TypedValue = key } } });
        await batch.PrepareAsync();
        await using var row = await batch.ExecuteReaderAsync();
        if (first is not null)
        {
            await first.Hear(row);
            await row.NextResultAsync();
        }
        if (!await row.ReadAsync()) return null;
        return new TrackedDossier
        {
            Id = row.GetGuid("id"), Code = row.GetString("code"), ShortCode = row.GetString("short_code"), TrackingToken = row.GetString("tracking_token"),
            ProcedureCode = row.GetString("procedure_code"), ProcedureVersionId = row.GetGuid("procedure_version_id"),
            ProcedureName = row.GetString("procedure_name"), Status = row.GetString("status"), IntakeOffice = row.GetString("intake_office"),
            CompetentAgency = row.GetString("competent_agency"), CompetentAgencyName = row.GetString("competent_agency_name"),
            HolderUnit = row.GetString("holder_unit"), OwnerName = row.GetString("owner_name"), SubmitterName = row.GetString("submitter_name"),
            Representative = Json<Representative>(row, "representative"), SupportPointName = Text(row, "support_point_name"),
            SecondFactors = row.GetFieldValue<string[]>("second_factors"), ReturnMethod = row.GetString("return_method"),
            SubmittedAt = row.GetFieldValue<DateTimeOffset>("submitted_at"), ReceivedAt = Time(row, "received_at"), DueAt = Time(row, "due_at"),
            DueProvisional = row.GetBoolean("due_provisional"), PausedAt = Time(row, "paused_at"), FinishedAt = Time(row, "finished_at"),
            ReturnedAt = Time(row, "returned_at"), ClosingReason = Text(row, "closing_reason"),
            RuleSetId = row.IsDBNull("rule_set_id") ? null : row.GetGuid("rule_set_id"), CorrectedAt = Time(row, "corrected_at"),
            Clock = Json<List<ClockEntry>>(row, "clock") ?? [], HandOvers = Json<List<TrackedHandOver>>(row, "hand_overs") ?? [],
            Supplements = Json<List<TrackedSupplement>>(row, "supplements") ?? [], Papers = Json<List<TrackedPaper>>(row, "papers") ?? [],
            Apologies = Json<List<TrackedApology>>(row, "apologies") ?? [], Chases = Json<List<TrackedChase>>(row, "chases") ?? [],
            ReturnedHow = Text(row, "returned_how"), Family = LinkedMember.Read(Text(row, "family")),
            Opinions = Json<List<TrackedOpinion>>(row, "opinions") ?? [], Stand = Text(row, "stand"),
        };
    }

    private static DateTimeOffset? Time(DbDataReader row, string column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    private static string? Text(DbDataReader row, string column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static T? Json<T>(DbDataReader row, string column) where T : class =>
        Text(row, column) is { } json ? JsonSerializer.Deserialize<T>(json, EventLog.Json) : null;
}
