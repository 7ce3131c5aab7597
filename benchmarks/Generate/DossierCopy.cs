using MotCua.Workflow.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Benchmarks.Generate;

/// <summary>
/// Writes a batch of synthetic dossiers with COPY, one transaction a batch. Blocking, on a thread of its own: awaiting each
/// of a hundred values a dossier would cost more than writing them.
/// </summary>
internal static class DossierCopy
{
    public static readonly IReadOnlyList<string> Tables =
        ["dossiers.dossier", "dossiers.component", "dossiers.clock_entry", "dossiers.hand_over", "dossiers.name_key"];

    public static void Write(NpgsqlConnection connection, IReadOnlyList<GeneratedDossier> batch,
        IReadOnlyDictionary<GeneratedProcedure, GeneratedProcess> processes)
    {
        using var transaction = connection.BeginTransaction();
        Dossiers(connection, batch);
        Components(connection, batch);
        Clocks(connection, batch);
        HandOvers(connection, batch);
        GeneratedRuns.Copy(connection, [.. batch.Where(d => d.ReceivedAt is not null).Select(d => new GeneratedRun(
            new TaskSubject(d.Id, d.Code, d.Procedure.Code, d.Procedure.Name, d.Name, d.DueAt), processes[d.Procedure], d.Step, d.FinishedAt is null,
            d.Place.Agency, d.Place.Office, d.Place.Agency, d.ReceivedAt!.Value, d.FinishedAt ?? d.ReceivedAt.Value))]);
        transaction.Commit();
    }

    private static void Dossiers(NpgsqlConnection connection, IReadOnlyList<GeneratedDossier> batch)
    {
        using var w = connection.BeginBinaryImport("""
            copy dossiers.dossier (id, code, short_code, tracking_token, procedure_code, procedure_version_id, procedure_name, channel, status,
                intake_office, intake_agency, competent_agency, competent_agency_name, holder_unit, owner_kind, owner_number, owner_name,
                submitter_name, submitter_number, phone, second_factors, form_code, form_version, answers, submitted_at, received_at, due_at,
                original_due_at, finished_at, returned_at, fee_vnd, rule_set_id) from stdin (format binary)
            """);
        foreach (var d in batch)
        {
            w.StartRow();
            w.Write(d.Id, NpgsqlDbType.Uuid);
            w.Write(d.Code, NpgsqlDbType.Text);
            w.Write(d.ShortCode, NpgsqlDbType.Text);
            w.Write(d.Id.ToString("n"), NpgsqlDbType.Text);
            w.Write(d.Procedure.Code, NpgsqlDbType.Text);
            w.Write(d.Procedure.VersionId, NpgsqlDbType.Uuid);
            w.Write(d.Procedure.Name, NpgsqlDbType.Text);
            w.Write(d.Channel, NpgsqlDbType.Text);
            w.Write(d.Status, NpgsqlDbType.Text);
            w.Write(d.Place.Office, NpgsqlDbType.Text);
            w.Write(d.Place.Agency, NpgsqlDbType.Text);
            w.Write(d.Place.Agency, NpgsqlDbType.Text);
            w.Write(d.Place.AgencyName, NpgsqlDbType.Text);
            w.Write(d.Place.OfficeName, NpgsqlDbType.Text);
            w.Write("person", NpgsqlDbType.Text);
            w.Write(d.PersonalId, NpgsqlDbType.Text);
            w.Write(d.Name, NpgsqlDbType.Text);
            w.Write(d.Name, NpgsqlDbType.Text);
            w.Write(d.PersonalId, NpgsqlDbType.Text);
            w.Write(d.Phone, NpgsqlDbType.Text);
            w.Write(new[] { d.PersonalId[^4..], d.Phone[^4..] }, NpgsqlDbType.Array | NpgsqlDbType.Text);
            w.Write(d.Procedure.FormCode, NpgsqlDbType.Text);
            w.Write(d.Procedure.FormVersion, NpgsqlDbType.Integer);
            w.Write(d.Answers, NpgsqlDbType.Jsonb);
            Time(w, d.SubmittedAt);
            Time(w, d.ReceivedAt);
            Time(w, d.DueAt);
            Time(w, d.DueAt);
            Time(w, d.FinishedAt);
            Time(w, d.ReturnedAt);
            if (d.Procedure.Fee is { } fee) w.Write(fee, NpgsqlDbType.Bigint);
            else w.WriteNull();
            if (d.ReceivedAt is null) w.WriteNull();
            else w.Write(d.RuleSetId, NpgsqlDbType.Uuid);
        }
        w.Complete();
    }

    private static void Components(NpgsqlConnection connection, IReadOnlyList<GeneratedDossier> batch)
    {
        using var w = connection.BeginBinaryImport(
            "copy dossiers.component (id, dossier_id, seq, paper_key, name, paper_type, required, kind, state) from stdin (format binary)");
        foreach (var d in batch)
        {
            for (var i = 0; i < Math.Min(2, d.Procedure.Papers.Count); i++)
            {
                var paper = d.Procedure.Papers[i];
                w.StartRow();
                w.Write(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
                w.Write(d.Id, NpgsqlDbType.Uuid);
                w.Write(i + 1, NpgsqlDbType.Integer);
                w.Write(paper.Key, NpgsqlDbType.Text);
                w.Write(paper.Name, NpgsqlDbType.Text);
                if (paper.Type is null) w.WriteNull();
                else w.Write(paper.Type, NpgsqlDbType.Text);
                w.Write(paper.Required, NpgsqlDbType.Boolean);
                w.Write(paper.Kind, NpgsqlDbType.Text);
                w.Write("have", NpgsqlDbType.Text);
            }
        }
        w.Complete();
    }

    private static void Clocks(NpgsqlConnection connection, IReadOnlyList<GeneratedDossier> batch)
    {
        using var w = connection.BeginBinaryImport(
            "copy dossiers.clock_entry (dossier_id, seq, kind, at, due_at, actor_name, term_unit, term_value, rule_set_id, calendar_version) from stdin "
                + "(format binary)");
        foreach (var d in batch)
        {
            if (d.ReceivedAt is { } received) Clock(w, d, 1, "start", received);
            if (d.FinishedAt is { } finished) Clock(w, d, 2, "stop", finished);
        }
        w.Complete();
    }

    private static void Clock(NpgsqlBinaryImporter w, GeneratedDossier d, int seq, string kind, DateTimeOffset at)
    {
        w.StartRow();
        w.Write(d.Id, NpgsqlDbType.Uuid);
        w.Write(seq, NpgsqlDbType.Integer);
        w.Write(kind, NpgsqlDbType.Text);
        Time(w, at);
        Time(w, d.DueAt);
        w.Write("Dữ liệu sinh thử", NpgsqlDbType.Text);
        if (kind == "start")
        {
            w.Write("workingDay", NpgsqlDbType.Text);
            w.Write((decimal)d.Procedure.Days, NpgsqlDbType.Numeric);
            w.Write(d.RuleSetId, NpgsqlDbType.Uuid);
            w.Write(d.CalendarVersion, NpgsqlDbType.Integer);
        }
        else for (var i = 0; i < 4; i++) w.WriteNull();
    }

    private static void HandOvers(NpgsqlConnection connection, IReadOnlyList<GeneratedDossier> batch)
    {
        using var w = connection.BeginBinaryImport(
            "copy dossiers.hand_over (dossier_id, seq, at, from_name, from_unit, to_unit, step_name, outcome) from stdin (format binary)");
        foreach (var d in batch)
        {
            if (d.ReceivedAt is not { } received) continue;
            w.StartRow();
            w.Write(d.Id, NpgsqlDbType.Uuid);
            w.Write(1, NpgsqlDbType.Integer);
            Time(w, received);
            w.Write("Dữ liệu sinh thử", NpgsqlDbType.Text);
            w.Write(d.Place.OfficeName, NpgsqlDbType.Text);
            w.Write(d.Place.AgencyName, NpgsqlDbType.Text);
            w.Write("Tiếp nhận", NpgsqlDbType.Text);
            w.Write("received", NpgsqlDbType.Text);
        }
        w.Complete();
    }

    private static void Time(NpgsqlBinaryImporter writer, DateTimeOffset? at)
    {
        if (at is { } value) writer.Write(value.UtcDateTime, NpgsqlDbType.TimestampTz);
        else writer.WriteNull();
    }
}
