using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MotCua.Dossiers.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;
using MotCua.Platform.Outside;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Dossiers.Submit;

/// <summary>A dossier about to be written, whole: what the draft became.</summary>
/// <param name="DraftVersion">The version of the draft that was judged; null: there is no row of a draft, its id is only the key.</param>
internal sealed record NewDossier(
    Guid Id, Guid? DraftId, int? DraftVersion, string UnitCode, string ShortCode, string TrackingToken,
    string ProcedureCode, Guid ProcedureVersionId, string ProcedureName, string Channel,
    string IntakeOffice, string IntakeOfficeName, string IntakeAgency, string CompetentAgency, string CompetentAgencyName,
    Guid? SubmittedBy, DossierParties Parties, SupportPoint? Support, string FormCode, int FormVersion, string Answers, string ReturnMethod, long? FeeVnd,
    IReadOnlyList<NewComponent> Components, IReadOnlyList<Attachment> Files);

internal sealed record NewComponent(string PaperKey, string Name, string? PaperType, bool Required, string Kind, string State, Guid? GrantId);

/// <summary>Chủ hồ sơ, người nộp and how to reach them, as they stood at filing.</summary>
internal sealed record DossierParties(string OwnerKind, string? OwnerNumber, string OwnerName, string SubmitterName, string? SubmitterNumber, string? Phone,
    string? Email, Representative? Representative)
{
    public static DossierParties Of(DeclaredParty party) => new(party.Owner?.Kind ?? OwnerIdentity.Person, party.Owner?.Number, party.OwnerName,
        party.SubmitterName, party.SubmitterNumber, party.Phone, party.Email, party.Representative);

    /// <summary>Last four digits that open the details of tracking.</summary>
    public string[] SecondFactors => [.. new[] { OwnerNumber, SubmitterNumber, Phone }
        .Where(value => value is { Length: >= 4 }).Select(value => value![^4..]).Distinct()];
}

/// <summary>What the applicant gets: the codes and the token of the receipt.</summary>
/// <param name="Earlier">The draft had become this dossier before; nothing was written now.</param>
internal sealed record Submitted(string Code, string ShortCode, string TrackingToken, bool Earlier);

/// <summary>
/// Writes a submission in one round trip and one transaction: code, dossier, components, draft, attachments and fact.
/// The hot path of the house, so its SQL is written by hand, and it stays one round trip.
/// </summary>
internal sealed class SubmissionWriter(NpgsqlDataSource source, EventLog log, TimeProvider clock, Journal journal)
{
    /// <summary>Raised by dossiers.take_draft.</summary>
    private const string DraftChanged = "MC001";

    /// <returns>The new dossier; the earlier one when this draft had become a dossier already.</returns>
    /// <exception cref="Refused">409: the draft changed after it was judged.</exception>
    public async Task<Submitted> Write(NewDossier dossier)
    {
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        return Tell(await Write(dossier, connection, null, null));
    }

    /// <summary>The same together with what another room writes, in one transaction of the context.</summary>
    /// <param name="also">Gets the code of the new dossier; not called when the draft had become a dossier already.</param>
    public async Task<Submitted> Write(NewDossier dossier, Db db, Func<string, Task> also)
    {
        await using var transaction = await db.Begin();
        var (submitted, given) = await Write(dossier, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction(), also);
        if (!submitted.Earlier) await db.Commit(transaction);
        return Tell((submitted, given));
    }

    /// <summary>The codes are in the journal, beside the database, before anybody sees them.</summary>
    private Submitted Tell((Submitted Submitted, JournalLine? Given) written)
    {
        if (written.Given is { } line) journal.Write([line], durable: false);
        return written.Submitted;
    }

    private async Task<(Submitted Submitted, JournalLine? Given)> Write(NewDossier dossier, NpgsqlConnection connection,
        NpgsqlTransaction? transaction, Func<string, Task>? also)
    {
        for (var tries = 0; ; tries++)
        {
            if (transaction is not null) await transaction.SaveAsync("filing", CancellationToken.None);
            try
            {
                var (code, position) = await Execute(dossier, connection, transaction);
                if (also is not null) await also(code);
                return (new Submitted(code, dossier.ShortCode, dossier.TrackingToken, false), GivenCode.Line(dossier, code, position));
            }
            catch (PostgresException conflict) when (conflict is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "dossier_short_code_key" }
                && tries < 5)
            {
                // One in a hundred of ten million: another code, the same dossier.
                if (transaction is not null) await transaction.RollbackAsync("filing", CancellationToken.None);
                dossier = dossier with { ShortCode = ShortCode.New() };
            }
            catch (PostgresException conflict) when (conflict is
            {
                SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "dossier_draft_id_key"
            } or { SqlState: DraftChanged })
            {
                // Back, refresh, double click or a lost reply: the draft is the key, and it has had its effect.
                if (transaction is not null) await transaction.RollbackAsync("filing", CancellationToken.None);
                return (await Earlier(dossier.DraftId!.Value, connection, transaction)
                    ?? throw Refused.WrongState("Bản nháp vừa thay đổi trong lúc nộp, chưa có gì được nộp. Xem lại rồi nộp lần nữa"), null);
            }
        }
    }

    private static async Task<Submitted?> Earlier(Guid draft, NpgsqlConnection connection, NpgsqlTransaction? transaction)
    {
        await using var earlier = new NpgsqlCommand("select code, short_code, tracking_token from dossiers.dossier where draft_id = $1", connection,
            transaction)
        { Parameters = { new() { Value = draft } } };
        await using var row = await earlier.ExecuteReaderAsync(CancellationToken.None);
        return await row.ReadAsync(CancellationToken.None) ? new Submitted(row.GetString(0), row.GetString(1), row.GetString(2), true) : null;
    }

    private async Task<(string Code, long Position)> Execute(NewDossier dossier, NpgsqlConnection connection, NpgsqlTransaction? transaction)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        Fill(batch, dossier);
        // Planned once a connection; costs nothing from the second time on.
        await batch.PrepareAsync(CancellationToken.None);
        // Never cancellable: see Db.Save.
        await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
        if (dossier.DraftVersion is not null) await reader.NextResultAsync(CancellationToken.None);
        await reader.ReadAsync(CancellationToken.None);
        var code = reader.GetString(0);
        long position = 0;
        // An error of a later statement shows only here. The fact comes last, and answers with where it stands.
        while (await reader.NextResultAsync(CancellationToken.None))
            if (reader.GetName(0) == "position" && await reader.ReadAsync(CancellationToken.None)) position = reader.GetInt64(0);
        return (code, position);
    }

    /// <summary>Adds the statements to a batch, so that a caller may put more into the same transaction.</summary>
    public void Fill(NpgsqlBatch batch, NewDossier dossier)
    {
        var now = clock.GetUtcNow();
        var day = now.Day();
        // First, for it holds the draft: no file comes in or goes between here and the commit.
        if (dossier is { DraftId: { } taken, DraftVersion: { } judged })
            batch.BatchCommands.Add(Command("select dossiers.take_draft($1, $2, $3, $4)", taken, judged, dossier.Id, now));
        batch.BatchCommands.Add(Insert(dossier, now, day));
        if (dossier.Components.Count > 0) batch.BatchCommands.Add(Components(dossier));
        if (dossier is { DraftId: { } draft, Files.Count: > 0 })
            batch.BatchCommands.Add(Command("update dossiers.attachment set dossier_id = $1 where draft_id = $2", dossier.Id, draft));
        var fact = new DossierSubmitted(dossier.Id, "", dossier.ProcedureCode, dossier.Channel, dossier.IntakeOffice, dossier.CompetentAgency,
            dossier.Files.Count, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dossier.Answers))));
        batch.BatchCommands.Add(log.Statement($"dossier/{dossier.Id}", fact, "code", "(select code from dossiers.dossier where id = $7)", dossier.Id,
            [Marks.Of(DossierWatch.Dossiers, Row(dossier, now)), .. dossier.Files.Select(file => DossierWatch.Filed(dossier.Id, file))]));
    }

    // As the row will be read; its code, which the database gives, stands in the fact itself.
    private static Dossier Row(NewDossier d, DateTimeOffset now) => new()
    {
        Id = d.Id, Code = "", ShortCode = d.ShortCode, TrackingToken = d.TrackingToken, DraftId = d.DraftId, ProcedureCode = d.ProcedureCode,
        ProcedureVersionId = d.ProcedureVersionId, ProcedureName = d.ProcedureName, Channel = d.Channel, Status = DossierStatus.Submitted,
        IntakeOffice = d.IntakeOffice, IntakeAgency = d.IntakeAgency, CompetentAgency = d.CompetentAgency, CompetentAgencyName = d.CompetentAgencyName,
        HolderUnit = d.IntakeOfficeName, SubmittedBy = d.SubmittedBy, OwnerKind = d.Parties.OwnerKind, OwnerNumber = d.Parties.OwnerNumber,
        OwnerName = d.Parties.OwnerName, SubmitterName = d.Parties.SubmitterName, SubmitterNumber = d.Parties.SubmitterNumber,
        Representative = d.Parties.Representative, SupportPoint = d.Support?.Code, SupportPointName = d.Support?.Name, Phone = d.Parties.Phone,
        Email = d.Parties.Email, SecondFactors = d.Parties.SecondFactors, FormCode = d.FormCode, FormVersion = d.FormVersion, Answers = d.Answers,
        ReturnMethod = d.ReturnMethod, SubmittedAt = now, FeeVnd = d.FeeVnd,
    };

    private static NpgsqlBatchCommand Insert(NewDossier d, DateTimeOffset now, DateOnly day) => new("""
        with number as (
            insert into dossiers.code_counter (unit_code, day, last) values ($2, $3, 1)
            on conflict (unit_code, day) do update set last = dossiers.code_counter.last + 1
            returning last)
        insert into dossiers.dossier (id, code, short_code, tracking_token, draft_id, procedure_code, procedure_version_id, procedure_name,
            channel, status, intake_office, intake_agency, competent_agency, competent_agency_name, holder_unit, submitted_by,
            owner_kind, owner_number, owner_name, submitter_name, submitter_number, phone, email, second_factors,
            form_code, form_version, answers, return_method, submitted_at, fee_vnd, representative, support_point, support_point_name)
        select $1, $2 || '-' || to_char($3::date, 'YYMMDD') || '-' || lpad(last::text, greatest(4, length(last::text)), '0'), $4, $5, $6, $7, $8, $9,
            $10, 'submitted', $11, $12, $13, $14, $15, $16,
            $17, $18, $19, $20, $21, $22, $23, $24,
            $25, $26, $27::jsonb, $28, $29, $30, $31::jsonb, $32, $33
        from number
        returning code
        """)
    {
        Parameters =
        {
            new() { Value = d.Id }, new() { Value = d.UnitCode }, new() { Value = day }, new() { Value = d.ShortCode }, new() { Value = d.TrackingToken },
            Null(d.DraftId, NpgsqlDbType.Uuid), new() { Value = d.ProcedureCode }, new() { Value = d.ProcedureVersionId }, new() { Value = d.ProcedureName },
            new() { Value = d.Channel }, new() { Value = d.IntakeOffice }, new() { Value = d.IntakeAgency },
            new() { Value = d.CompetentAgency }, new() { Value = d.CompetentAgencyName }, new() { Value = d.IntakeOfficeName },
            Null(d.SubmittedBy, NpgsqlDbType.Uuid),
            new() { Value = d.Parties.OwnerKind }, Null(d.Parties.OwnerNumber, NpgsqlDbType.Text), new() { Value = d.Parties.OwnerName },
            new() { Value = d.Parties.SubmitterName }, Null(d.Parties.SubmitterNumber, NpgsqlDbType.Text),
            Null(d.Parties.Phone, NpgsqlDbType.Text), Null(d.Parties.Email, NpgsqlDbType.Text), new() { Value = d.Parties.SecondFactors },
            new() { Value = d.FormCode }, new() { Value = d.FormVersion }, new() { Value = d.Answers }, new() { Value = d.ReturnMethod },
            new() { Value = now }, Null(d.FeeVnd, NpgsqlDbType.Bigint),
            Null(d.Parties.Representative is { } acting ? JsonSerializer.Serialize(acting, EventLog.Json) : null, NpgsqlDbType.Text),
            Null(d.Support?.Code, NpgsqlDbType.Text), Null(d.Support?.Name, NpgsqlDbType.Text),
        },
    };

    private static NpgsqlBatchCommand Components(NewDossier d) => new("""
        insert into dossiers.component (id, dossier_id, seq, paper_key, name, paper_type, required, kind, state, grant_id)
        select gen_random_uuid(), $1, row_number() over (), u.* from unnest($2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::text[],
            $8::uuid[])
            as u(paper_key, name, paper_type, required, kind, state, grant_id)
        """)
    {
        Parameters =
        {
            new() { Value = d.Id },
            new() { Value = d.Components.Select(c => c.PaperKey).ToArray() },
            new() { Value = d.Components.Select(c => c.Name).ToArray() },
            new() { Value = d.Components.Select(c => c.PaperType).ToArray() },
            new() { Value = d.Components.Select(c => c.Required).ToArray() },
            new() { Value = d.Components.Select(c => c.Kind).ToArray() },
            new() { Value = d.Components.Select(c => c.State).ToArray() },
            new() { Value = d.Components.Select(c => c.GrantId).ToArray() },
        },
    };

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    private static NpgsqlParameter Null<T>(T? value, NpgsqlDbType type) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = type };
}
