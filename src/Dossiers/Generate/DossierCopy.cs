using MotCua.Workflow.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Dossiers.Generate;

/// <summary>Writes a batch of synthetic dossiers with COPY, one transaction a batch.</summary>
internal static class DossierCopy
{
    public static async Task Write(NpgsqlConnection connection, IReadOnlyList<GeneratedDossier> batch, IReadOnlyDictionary<GeneratedProcedure, IReadOnlyList<ProcessStep>> steps)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await Dossiers(connection, batch);
        await Components(connection, batch);
        await Clocks(connection, batch);
        await HandOvers(connection, batch);
        await GeneratedRuns.Copy(connection, [.. batch.Where(d => d.ReceivedAt is not null).Select(d => new GeneratedRun(
            new TaskSubject(d.Id, d.Code, d.Procedure.Code, d.Procedure.Name, d.Name, d.DueAt), steps[d.Procedure], d.Step, d.FinishedAt is null,
            d.Place.Agency, d.Place.Office, d.Place.Agency, d.ReceivedAt!.Value, d.FinishedAt ?? d.ReceivedAt.Value))]);
        await transaction.CommitAsync();
    }

    private static async Task Dossiers(NpgsqlConnection connection, IReadOnlyList<GeneratedDossier> batch)
    {
        await using var w = await connection.BeginBinaryImportAsync("""
            copy dossiers.dossier (id, code, short_code, tracking_token, procedure_code, procedure_version_id, procedure_name, channel, status,
                intake_office, intake_agency, competent_agency, competent_agency_name, holder_unit, owner_kind, owner_number, owner_name,
                submitter_name, submitter_number, phone, second_factors, form_code, form_version, answers, submitted_at, received_at, due_at,
                original_due_at, finished_at, returned_at, fee_vnd) from stdin (format binary)
            """);
        foreach (var d in batch)
        {
            await w.StartRowAsync();
            await w.WriteAsync(d.Id, NpgsqlDbType.Uuid);
            await w.WriteAsync(d.Code, NpgsqlDbType.Text);
            await w.WriteAsync(d.ShortCode, NpgsqlDbType.Text);
            await w.WriteAsync(Guid.NewGuid().ToString("n"), NpgsqlDbType.Text);
            await w.WriteAsync(d.Procedure.Code, NpgsqlDbType.Text);
            await w.WriteAsync(d.Procedure.VersionId, NpgsqlDbType.Uuid);
            await w.WriteAsync(d.Procedure.Name, NpgsqlDbType.Text);
            await w.WriteAsync(d.Channel, NpgsqlDbType.Text);
            await w.WriteAsync(d.Status, NpgsqlDbType.Text);
            await w.WriteAsync(d.Place.Office, NpgsqlDbType.Text);
            await w.WriteAsync(d.Place.Agency, NpgsqlDbType.Text);
            await w.WriteAsync(d.Place.Agency, NpgsqlDbType.Text);
            await w.WriteAsync(d.Place.AgencyName, NpgsqlDbType.Text);
            await w.WriteAsync(d.Place.OfficeName, NpgsqlDbType.Text);
            await w.WriteAsync("person", NpgsqlDbType.Text);
            await w.WriteAsync(d.PersonalId, NpgsqlDbType.Text);
            await w.WriteAsync(d.Name, NpgsqlDbType.Text);
            await w.WriteAsync(d.Name, NpgsqlDbType.Text);
            await w.WriteAsync(d.PersonalId, NpgsqlDbType.Text);
            await w.WriteAsync(d.Phone, NpgsqlDbType.Text);
            await w.WriteAsync(new[] { d.PersonalId[^4..], d.Phone[^4..] }, NpgsqlDbType.Array | NpgsqlDbType.Text);
            await w.WriteAsync(d.Procedure.FormCode, NpgsqlDbType.Text);
            await w.WriteAsync(d.Procedure.FormVersion, NpgsqlDbType.Integer);
            await w.WriteAsync(d.Answers, NpgsqlDbType.Jsonb);
            await Time(w, d.SubmittedAt);
            await Time(w, d.ReceivedAt);
            await Time(w, d.DueAt);
            await Time(w, d.DueAt);
            await Time(w, d.FinishedAt);
            await Time(w, d.ReturnedAt);
            if (d.Procedure.Fee is { } fee) await w.WriteAsync(fee, NpgsqlDbType.Bigint);
            else await w.WriteNullAsync();
        }
        await w.CompleteAsync();
    }

    private static async Task Components(NpgsqlConnection connection, IReadOnlyList<GeneratedDossier> batch)
    {
        await using var w = await connection.BeginBinaryImportAsync(
            "copy dossiers.component (id, dossier_id, seq, paper_key, name, paper_type, required, kind, state) from stdin (format binary)");
        foreach (var d in batch)
        {
            for (var i = 0; i < Math.Min(2, d.Procedure.Papers.Count); i++)
            {
                var paper = d.Procedure.Papers[i];
                await w.StartRowAsync();
                await w.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
                await w.WriteAsync(d.Id, NpgsqlDbType.Uuid);
                await w.WriteAsync(i + 1, NpgsqlDbType.Integer);
                await w.WriteAsync(paper.Key, NpgsqlDbType.Text);
                await w.WriteAsync(paper.Name, NpgsqlDbType.Text);
                if (paper.Type is null) await w.WriteNullAsync();
                else await w.WriteAsync(paper.Type, NpgsqlDbType.Text);
                await w.WriteAsync(paper.Required, NpgsqlDbType.Boolean);
                await w.WriteAsync(paper.Kind, NpgsqlDbType.Text);
                await w.WriteAsync("have", NpgsqlDbType.Text);
            }
        }
        await w.CompleteAsync();
    }

    private static async Task Clocks(NpgsqlConnection connection, IReadOnlyList<GeneratedDossier> batch)
    {
        await using var w = await connection.BeginBinaryImportAsync(
            "copy dossiers.clock_entry (id, dossier_id, seq, kind, at, due_at, actor_name) from stdin (format binary)");
        foreach (var d in batch)
        {
            if (d.ReceivedAt is { } received) await Clock(w, d, 1, "start", received);
            if (d.FinishedAt is { } finished) await Clock(w, d, 2, "stop", finished);
        }
        await w.CompleteAsync();
    }

    private static async Task Clock(NpgsqlBinaryImporter w, GeneratedDossier d, int seq, string kind, DateTimeOffset at)
    {
        await w.StartRowAsync();
        await w.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
        await w.WriteAsync(d.Id, NpgsqlDbType.Uuid);
        await w.WriteAsync(seq, NpgsqlDbType.Integer);
        await w.WriteAsync(kind, NpgsqlDbType.Text);
        await Time(w, at);
        await Time(w, d.DueAt);
        await w.WriteAsync("Dữ liệu sinh thử", NpgsqlDbType.Text);
    }

    private static async Task HandOvers(NpgsqlConnection connection, IReadOnlyList<GeneratedDossier> batch)
    {
        await using var w = await connection.BeginBinaryImportAsync(
            "copy dossiers.hand_over (id, dossier_id, seq, at, from_name, from_unit, to_unit, step_name, outcome) from stdin (format binary)");
        foreach (var d in batch)
        {
            if (d.ReceivedAt is not { } received) continue;
            await w.StartRowAsync();
            await w.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
            await w.WriteAsync(d.Id, NpgsqlDbType.Uuid);
            await w.WriteAsync(1, NpgsqlDbType.Integer);
            await Time(w, received);
            await w.WriteAsync("Dữ liệu sinh thử", NpgsqlDbType.Text);
            await w.WriteAsync(d.Place.OfficeName, NpgsqlDbType.Text);
            await w.WriteAsync(d.Place.AgencyName, NpgsqlDbType.Text);
            await w.WriteAsync("Tiếp nhận", NpgsqlDbType.Text);
            await w.WriteAsync("received", NpgsqlDbType.Text);
        }
        await w.CompleteAsync();
    }

    private static async Task Time(NpgsqlBinaryImporter writer, DateTimeOffset? at)
    {
        if (at is { } value) await writer.WriteAsync(value.UtcDateTime, NpgsqlDbType.TimestampTz);
        else await writer.WriteNullAsync();
    }
}
