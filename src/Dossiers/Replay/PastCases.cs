using System.Text.Json.Nodes;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Replay;

/// <summary>Which dossiers are played.</summary>
/// <param name="From">First moment at which they may have ended.</param>
internal sealed record PastSpan(string Procedure, DateTimeOffset From, DateTimeOffset Until, int Most);

/// <summary>
/// Hồ sơ đã có kết quả, the newest first, as a replay needs them. Four statements for each thousand, and no more than a thousand at once in memory. Of the
/// form only the answers are read, and only where conditions ask for them; nothing of the owner.
/// </summary>
internal sealed class PastCases(Db db, PastSteps steps, RuleSets sets, Calendars calendars, FormLibrary forms)
{
    private const int Batch = 1_000;
    private static readonly string[] WithResult = [DossierStatus.Done, DossierStatus.Returned];
    private static readonly string[] WithoutResult = [DossierStatus.Refused, DossierStatus.Withdrawn, DossierStatus.Stopped];

    /// <summary>Those that ended otherwise: broken off, they say nothing of the way.</summary>
    public async Task<int> BrokenOff(PastSpan span) => (await db.Ask($"""
        select count(*)::int from dossiers.dossier
        where procedure_code = {span.Procedure} and finished_at >= {span.From} and finished_at < {span.Until} and status = any({WithoutResult})
        """, row => row.GetInt32(0))).Single();

    public async IAsyncEnumerable<PastCase> Of(PastSpan span, bool withAnswers)
    {
        var (until, before, left) = (span.Until, Guid.Empty, span.Most);
        while (left > 0)
        {
            var rows = await db.Ask($"""
                select id, code, intake_office, intake_agency, competent_agency, received_at, due_at, finished_at, form_code, form_version,
                    case when {withAnswers} then answers::text end from dossiers.dossier
                where procedure_code = {span.Procedure} and (finished_at, id) < ({until}, {before}) and finished_at >= {span.From}
                    and status = any({WithResult}) and received_at is not null
                order by finished_at desc, id desc limit {Math.Min(left, Batch)}
                """, Row.Read);
            foreach (var past in await Whole(rows)) yield return past;
            if (rows.Count < Math.Min(left, Batch)) yield break;
            (until, before, left) = (rows[^1].FinishedAt!.Value, rows[^1].Id, left - rows.Count);
        }
    }

    /// <summary>One dossier, wherever it stands: what has happened to it until now.</summary>
    /// <returns>null: no such dossier of this procedure, or not received yet.</returns>
    public async Task<PastCase?> One(string procedure, string code) => (await Whole(await db.Ask($"""
        select id, code, intake_office, intake_agency, competent_agency, received_at, due_at, finished_at, form_code, form_version, answers::text
        from dossiers.dossier where code = {code} and procedure_code = {procedure} and received_at is not null
        """, Row.Read))).SingleOrDefault();

    private async Task<List<PastCase>> Whole(List<Row> rows)
    {
        var ids = rows.Select(row => row.Id).ToArray();
        var done = await steps.Of(ids);
        var clock = (await db.Ask($"""
            select dossier_id, seq, kind, at, cause, term_unit, term_value, cut_off, rule_set_id, until, corrects from dossiers.clock_entry
            where dossier_id = any({ids}) order by dossier_id, seq
            """, Line.Read)).ToLookup(one => one.Dossier);
        var asked = (await db.Ask($"""
            select dossier_id, asked_at, closed_at from dossiers.consultation where dossier_id = any({ids}) and closed_at is not null order by asked_at
            """, row => (Dossier: row.GetGuid(0), Wait: new PastWait(PastWait.Consultation, row.GetFieldValue<DateTimeOffset>(1),
                row.GetFieldValue<DateTimeOffset>(2), Stood: false)))).ToLookup(one => one.Dossier, one => one.Wait);
        var cases = new List<PastCase>(rows.Count);
        foreach (var row in rows)
        {
            var lines = clock[row.Id].ToList();
            cases.Add(new(row.Id, row.Code, row.IntakeAgency, row.CompetentAgency, row.ReceivedAt, await calendars.Of(row.IntakeOffice), await TermOf(lines),
                row.DueAt, row.FinishedAt, await Answers(row), [.. done[row.Id]], [.. Stood(lines).Concat(asked[row.Id]).OrderBy(wait => wait.From)]));
        }
        return cases;
    }

    private async Task<Func<string, object?>> Answers(Row row) =>
        row.Answers is { } answers && await forms.Get(row.FormCode, row.FormVersion) is { } form ? FormValues.Of(form, JsonNode.Parse(answers)!.AsObject())
            : _ => null;

    private async Task<PastTerm?> TermOf(List<Line> lines)
    {
        if (lines is not [{ TermUnit: { } unit, TermValue: { } value, RuleSet: { } id } start, ..]) return null;
        var rules = await sets.Get(id);
        return new(new Term(Enum.Parse<TermUnit>(unit, ignoreCase: true), value), start.CutOff, rules.Counting,
            [.. Valid(lines).Where(line => line is { Kind: ClockKind.Extend, Until: not null }).Select(line => (line.At, line.Until!.Value))],
            rules.EndsAt != DossierStatus.Done);
    }

    private static IEnumerable<PastWait> Stood(List<Line> lines)
    {
        Line? since = null;
        foreach (var line in Valid(lines))
        {
            if (line.Kind == ClockKind.Pause && since is null) since = line;
            if (line.Kind is not (ClockKind.Resume or ClockKind.Restart) || since is null) continue;
            var what = (since.Cause ?? PauseCause.Supplement) switch
            {
                PauseCause.Supplement => PastWait.Supplement, PauseCause.Payment => PastWait.Payment, PauseCause.Verification => PastWait.Confirmation,
                _ => null,
            };
            yield return new(what, since.At, line.At, Stood: true, line.Kind == ClockKind.Restart);
            since = null;
        }
    }

    /// <summary>Without those that were found wrong.</summary>
    private static IEnumerable<Line> Valid(List<Line> lines)
    {
        var wrong = lines.Select(line => line.Corrects).OfType<int>().ToHashSet();
        return wrong.Count == 0 ? lines : lines.Where(line => !wrong.Contains(line.Seq));
    }

    private sealed record Row(Guid Id, string Code, string IntakeOffice, string IntakeAgency, string CompetentAgency, DateTimeOffset ReceivedAt,
        DateTimeOffset? DueAt, DateTimeOffset? FinishedAt, string FormCode, int FormVersion, string? Answers)
    {
        public static Row Read(Npgsql.NpgsqlDataReader row) => new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4),
            row.GetFieldValue<DateTimeOffset>(5), Time(row, 6), Time(row, 7), row.GetString(8), row.GetInt32(9), row.IsDBNull(10) ? null : row.GetString(10));
    }

    private sealed record Line(Guid Dossier, int Seq, string Kind, DateTimeOffset At, string? Cause, string? TermUnit, decimal? TermValue, TimeOnly? CutOff,
        Guid? RuleSet, DateTimeOffset? Until, int? Corrects)
    {
        public static Line Read(Npgsql.NpgsqlDataReader row) => new(row.GetGuid(0), row.GetInt32(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3),
            row.IsDBNull(4) ? null : row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5), row.IsDBNull(6) ? null : row.GetDecimal(6),
            row.IsDBNull(7) ? null : row.GetFieldValue<TimeOnly>(7), row.IsDBNull(8) ? null : row.GetGuid(8), Time(row, 9),
            row.IsDBNull(10) ? null : row.GetInt32(10));
    }

    private static DateTimeOffset? Time(Npgsql.NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetFieldValue<DateTimeOffset>(at);
}
