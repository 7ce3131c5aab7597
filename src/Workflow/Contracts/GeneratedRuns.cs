using System.Text.Json;
using MotCua.Platform.Events;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Workflow.Contracts;

/// <summary>One synthetic run: all steps up to <paramref name="Step"/> are done; that step is open unless the dossier is finished.</summary>
public readonly record struct GeneratedRun(TaskSubject Subject, IReadOnlyList<ProcessStep> Steps, int Step, bool Open, string CompetentAgency,
    string IntakeOffice, string IntakeAgency, DateTimeOffset StartedAt, DateTimeOffset EndedAt);

/// <summary>Loads synthetic runs and tasks by COPY, in the caller's transaction. Only the last two steps become rows, as many as lists need.</summary>
public static class GeneratedRuns
{
    public static async Task Copy(NpgsqlConnection connection, IReadOnlyCollection<GeneratedRun> runs)
    {
        var steps = new Dictionary<object, string>(ReferenceEqualityComparer.Instance);
        await using (var writer = await connection.BeginBinaryImportAsync(
            "copy workflow.run (dossier_id, steps, competent_agency, intake_office, finished_at) from stdin (format binary)"))
        {
            foreach (var run in runs)
            {
                if (!steps.TryGetValue(run.Steps, out var json)) steps[run.Steps] = json = JsonSerializer.Serialize(run.Steps, EventLog.Json);
                await writer.StartRowAsync();
                await writer.WriteAsync(run.Subject.DossierId, NpgsqlDbType.Uuid);
                await writer.WriteAsync(json, NpgsqlDbType.Jsonb);
                await writer.WriteAsync(run.CompetentAgency, NpgsqlDbType.Text);
                await writer.WriteAsync(run.IntakeOffice, NpgsqlDbType.Text);
                if (run.Open) await writer.WriteNullAsync();
                else await writer.WriteAsync(run.EndedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
            }
            await writer.CompleteAsync();
        }
        await using var tasks = await connection.BeginBinaryImportAsync("""
            copy workflow.task (id, dossier_id, seq, step_no, step_key, step_name, step_kind, role, agency_code, office_code, state,
                opened_at, due_at, done_at, outcome, dossier_code, procedure_code, procedure_name, owner_name, dossier_due_at) from stdin (format binary)
            """);
        foreach (var run in runs)
        {
            for (var no = Math.Max(0, run.Step - 1); no <= run.Step; no++) await Write(tasks, run, no);
        }
        await tasks.CompleteAsync();
    }

    private static async Task Write(NpgsqlBinaryImporter writer, GeneratedRun run, int no)
    {
        var step = run.Steps[no];
        var open = run.Open && no == run.Step;
        await writer.StartRowAsync();
        await writer.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
        await writer.WriteAsync(run.Subject.DossierId, NpgsqlDbType.Uuid);
        await writer.WriteAsync(no + 1, NpgsqlDbType.Integer);
        await writer.WriteAsync(no, NpgsqlDbType.Integer);
        await writer.WriteAsync(step.Key, NpgsqlDbType.Text);
        await writer.WriteAsync(step.Name, NpgsqlDbType.Text);
        await writer.WriteAsync(step.Kind.ToString(), NpgsqlDbType.Text);
        await writer.WriteAsync(step.Role, NpgsqlDbType.Text);
        await writer.WriteAsync(step.AtOffice ? run.IntakeAgency : run.CompetentAgency, NpgsqlDbType.Text);
        if (step.AtOffice) await writer.WriteAsync(run.IntakeOffice, NpgsqlDbType.Text);
        else await writer.WriteNullAsync();
        await writer.WriteAsync(open ? "open" : "done", NpgsqlDbType.Text);
        await writer.WriteAsync(run.StartedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
        await writer.WriteAsync((run.Subject.DueAt ?? run.EndedAt).UtcDateTime, NpgsqlDbType.TimestampTz);
        if (open)
        {
            await writer.WriteNullAsync();
            await writer.WriteNullAsync();
        }
        else
        {
            await writer.WriteAsync(run.EndedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
            await writer.WriteAsync("done", NpgsqlDbType.Text);
        }
        await writer.WriteAsync(run.Subject.DossierCode, NpgsqlDbType.Text);
        await writer.WriteAsync(run.Subject.ProcedureCode, NpgsqlDbType.Text);
        await writer.WriteAsync(run.Subject.ProcedureName, NpgsqlDbType.Text);
        await writer.WriteAsync(run.Subject.OwnerName, NpgsqlDbType.Text);
        if (run.Subject.DueAt is { } due) await writer.WriteAsync(due.UtcDateTime, NpgsqlDbType.TimestampTz);
        else await writer.WriteNullAsync();
    }
}
