using MotCua.Workflow.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Benchmarks.Generate;

/// <summary>Steps that are kept once for all synthetic runs.</summary>
internal sealed record GeneratedProcess(Guid Id, IReadOnlyList<ProcessStep> Steps);

/// <summary>One synthetic run: all steps up to <paramref name="Step"/> are done; that step is open unless the dossier is finished.</summary>
internal readonly record struct GeneratedRun(TaskSubject Subject, GeneratedProcess Process, int Step, bool Open, string CompetentAgency,
    string IntakeOffice, string IntakeAgency, DateTimeOffset StartedAt, DateTimeOffset EndedAt);

/// <summary>Loads synthetic runs and tasks by COPY, in the caller's transaction. Only the last two steps become rows, as many as lists need.</summary>
internal static class GeneratedRuns
{
    /// <summary>What <see cref="Copy"/> fills.</summary>
    public static readonly IReadOnlyList<string> Tables = ["workflow.run", "workflow.task"];

    /// <summary>Keeps the steps that the runs will point at.</summary>
    public static async Task<GeneratedProcess> Freeze(NpgsqlDataSource source, IReadOnlyList<ProcessStep> steps)
    {
        var drawing = Drawing.Of(steps, step => step);
        await using var command = source.CreateCommand("insert into workflow.process (id, drawing) values ($1, $2) on conflict (id) do nothing");
        command.Parameters.Add(new() { Value = drawing.Id });
        command.Parameters.Add(new() { Value = drawing.Xml });
        await command.ExecuteNonQueryAsync();
        return new GeneratedProcess(drawing.Id, steps);
    }

    public static void Copy(NpgsqlConnection connection, IReadOnlyCollection<GeneratedRun> runs)
    {
        using (var writer = connection.BeginBinaryImport(
            "copy workflow.run (dossier_id, process_id, competent_agency, intake_office, finished_at) from stdin (format binary)"))
        {
            foreach (var run in runs)
            {
                writer.StartRow();
                writer.Write(run.Subject.DossierId, NpgsqlDbType.Uuid);
                writer.Write(run.Process.Id, NpgsqlDbType.Uuid);
                writer.Write(run.CompetentAgency, NpgsqlDbType.Text);
                writer.Write(run.IntakeOffice, NpgsqlDbType.Text);
                if (run.Open) writer.WriteNull();
                else writer.Write(run.EndedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
            }
            writer.Complete();
        }
        using var tasks = connection.BeginBinaryImport("""
            copy workflow.task (id, dossier_id, seq, step_no, step_key, step_name, step_kind, role, agency_code, office_code, state,
                opened_at, due_at, done_at, outcome, dossier_code, procedure_code, procedure_name, owner_name, owner_find,
                dossier_due_at) from stdin (format binary)
            """);
        foreach (var run in runs)
        {
            for (var no = Math.Max(0, run.Step - 1); no <= run.Step; no++) Write(tasks, run, no);
        }
        tasks.Complete();
    }

    private static void Write(NpgsqlBinaryImporter writer, GeneratedRun run, int no)
    {
        var step = run.Process.Steps[no];
        var open = run.Open && no == run.Step;
        writer.StartRow();
        writer.Write(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
        writer.Write(run.Subject.DossierId, NpgsqlDbType.Uuid);
        writer.Write(no + 1, NpgsqlDbType.Integer);
        writer.Write(no, NpgsqlDbType.Integer);
        writer.Write(step.Key, NpgsqlDbType.Text);
        writer.Write(step.Name, NpgsqlDbType.Text);
        writer.Write(step.Kind.ToString(), NpgsqlDbType.Text);
        writer.Write(step.Role, NpgsqlDbType.Text);
        writer.Write(step.AtOffice ? run.IntakeAgency : run.CompetentAgency, NpgsqlDbType.Text);
        if (step.AtOffice) writer.Write(run.IntakeOffice, NpgsqlDbType.Text);
        else writer.WriteNull();
        writer.Write(open ? "open" : "done", NpgsqlDbType.Text);
        writer.Write(run.StartedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
        writer.Write((run.Subject.DueAt ?? run.EndedAt).UtcDateTime, NpgsqlDbType.TimestampTz);
        if (open)
        {
            writer.WriteNull();
            writer.WriteNull();
        }
        else
        {
            writer.Write(run.EndedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
            writer.Write("done", NpgsqlDbType.Text);
        }
        writer.Write(run.Subject.DossierCode, NpgsqlDbType.Text);
        writer.Write(run.Subject.ProcedureCode, NpgsqlDbType.Text);
        writer.Write(run.Subject.ProcedureName, NpgsqlDbType.Text);
        writer.Write(run.Subject.OwnerName, NpgsqlDbType.Text);
        writer.Write(MotCua.Platform.Text.SearchFold.Of(run.Subject.OwnerName), NpgsqlDbType.Text);
        if (run.Subject.DueAt is { } due) writer.Write(due.UtcDateTime, NpgsqlDbType.TimestampTz);
        else writer.WriteNull();
    }
}
