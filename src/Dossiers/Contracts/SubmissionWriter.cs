using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MotCua.Dossiers.Submit;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;
using MotCua.Platform.Outside;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Dossiers.Contracts;

/// <summary>
/// Writes a submission in one round trip and one transaction: the caller's claim, code, dossier, components, files and fact.
/// The hot path of the house, so its SQL is written by hand, and it stays one round trip.
/// </summary>
public sealed class SubmissionWriter(NpgsqlDataSource source, EventLog log, TimeProvider clock, Journal journal)
{
    /// <summary>SQLSTATE that a claim raises when what was judged is not there any more as it was judged.</summary>
    public const string Changed = "MC001";

    /// <param name="claim">
    /// The caller's own statement, which goes first and holds what the dossier is made of until the commit; raises <see cref="Changed"/>. It answers with
    /// one result. Made anew for each try.
    /// </param>
    /// <returns>The new dossier; the earlier one when its key had become a dossier already.</returns>
    /// <exception cref="Refused">409: what is filed changed after it was judged.</exception>
    public async Task<Submitted> Write(NewDossier dossier, Func<NpgsqlBatchCommand>? claim = null)
    {
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        return Tell(await Write(dossier, claim, connection, null, null));
    }

    /// <summary>The same together with what another room writes, in one transaction of the context.</summary>
    /// <param name="also">Gets the code of the new dossier; not called when its key had become a dossier already.</param>
    public async Task<Submitted> Write(NewDossier dossier, Func<NpgsqlBatchCommand>? claim, Db db, Func<string, Task> also)
    {
        await using var transaction = await db.Begin();
        var (submitted, given) = await Write(dossier, claim, (NpgsqlConnection)db.Database.GetDbConnection(),
            (NpgsqlTransaction)transaction.GetDbTransaction(), also);
        if (!submitted.Earlier) await db.Commit(transaction);
        return Tell((submitted, given));
    }

    /// <summary>The codes are in the journal, beside the database, before anybody sees them.</summary>
    private Submitted Tell((Submitted Submitted, JournalLine? Given) written)
    {
        if (written.Given is { } line) journal.Write([line], durable: false);
        return written.Submitted;
    }

    private async Task<(Submitted Submitted, JournalLine? Given)> Write(NewDossier dossier, Func<NpgsqlBatchCommand>? claim,
        NpgsqlConnection connection, NpgsqlTransaction? transaction, Func<string, Task>? also)
    {
        for (var tries = 0; ; tries++)
        {
            if (transaction is not null) await transaction.SaveAsync("filing", CancellationToken.None);
            try
            {
                var (code, position) = await Execute(dossier, claim?.Invoke(), connection, transaction);
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
            } or { SqlState: Changed })
            {
                // Back, refresh, double click or a lost reply: the key has had its effect.
                if (transaction is not null) await transaction.RollbackAsync("filing", CancellationToken.None);
                return (await Earlier(dossier.Key!.Value, connection, transaction)
                    ?? throw Refused.WrongState("Bản nháp vừa thay đổi trong lúc nộp, chưa có gì được nộp. Xem lại rồi nộp lần nữa"), null);
            }
        }
    }

    /// <summary>The dossier that was made of this key; null when there is none yet.</summary>
    public async Task<Submitted?> Earlier(Guid key)
    {
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        return await Earlier(key, connection, null);
    }

    private static async Task<Submitted?> Earlier(Guid key, NpgsqlConnection connection, NpgsqlTransaction? transaction)
    {
        await using var earlier = new NpgsqlCommand("select code, short_code, tracking_token from dossiers.dossier where draft_id = $1", connection,
            transaction)
        { Parameters = { new() { Value = key } } };
        await using var row = await earlier.ExecuteReaderAsync(CancellationToken.None);
        return await row.ReadAsync(CancellationToken.None) ? new Submitted(row.GetString(0), row.GetString(1), row.GetString(2), true) : null;
    }

    private async Task<(string Code, long Position)> Execute(NewDossier dossier, NpgsqlBatchCommand? claim, NpgsqlConnection connection,
        NpgsqlTransaction? transaction)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        // First, for it holds what is filed: no file comes in or goes between here and the commit.
        if (claim is not null) batch.BatchCommands.Add(claim);
        Fill(batch, dossier);
        // Planned once a connection; costs nothing from the second time on.
        await batch.PrepareAsync(CancellationToken.None);
        // Never cancellable: see Db.Save.
        await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
        if (claim is not null) await reader.NextResultAsync(CancellationToken.None);
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
        batch.BatchCommands.Add(Insert(dossier, now, day));
        if (dossier.Components.Count > 0) batch.BatchCommands.Add(Components(dossier));
        var files = dossier.Files.Select(file => Attachment.Of(dossier, file)).ToList();
        if (files.Count > 0) batch.BatchCommands.Add(Attachments(dossier.Id, files));
        var fact = new DossierSubmitted(dossier.Id, "", dossier.ProcedureCode, dossier.Channel, dossier.IntakeOffice, dossier.CompetentAgency,
            dossier.Files.Count, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dossier.Answers))));
        batch.BatchCommands.Add(log.Statement($"dossier/{dossier.Id}", fact, "code", "(select code from dossiers.dossier where id = $7)", dossier.Id,
            [Marks.Of(DossierWatch.Dossiers, Row(dossier, now)), .. files.Select(file => Marks.Of(DossierWatch.Attachments, file))]));
    }

    // As the row will be read; its code, which the database gives, stands in the fact itself.
    private static Dossier Row(NewDossier d, DateTimeOffset now) => new()
    {
        Id = d.Id, Code = "", ShortCode = d.ShortCode, TrackingToken = d.TrackingToken, DraftId = d.Key, ProcedureCode = d.ProcedureCode,
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
            form_code, form_version, answers, return_method, submitted_at, fee_vnd, representative, support_point, support_point_name,
            foreign_system, foreign_id)
        select $1, $2 || '-' || to_char($3::date, 'YYMMDD') || '-' || lpad(last::text, greatest(4, length(last::text)), '0'), $4, $5, $6, $7, $8, $9,
            $10, 'submitted', $11, $12, $13, $14, $15, $16,
            $17, $18, $19, $20, $21, $22, $23, $24,
            $25, $26, $27::jsonb, $28, $29, $30, $31::jsonb, $32, $33, $34, $35
        from number
        returning code
        """)
    {
        Parameters =
        {
            new() { Value = d.Id }, new() { Value = d.UnitCode }, new() { Value = day }, new() { Value = d.ShortCode }, new() { Value = d.TrackingToken },
            Null(d.Key, NpgsqlDbType.Uuid), new() { Value = d.ProcedureCode }, new() { Value = d.ProcedureVersionId }, new() { Value = d.ProcedureName },
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
            Null(d.Foreign?.System, NpgsqlDbType.Text), Null(d.Foreign?.Id, NpgsqlDbType.Text),
        },
    };

    private static NpgsqlBatchCommand Components(NewDossier d) => new("""
        insert into dossiers.component (id, dossier_id, seq, paper_key, name, paper_type, required, kind, state, grant_id)
        select u.id, $1, u.seq, u.paper_key, u.name, u.paper_type, u.required, u.kind, u.state, u.grant_id
        from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[], $9::uuid[]) with ordinality
            as u(id, paper_key, name, paper_type, required, kind, state, grant_id, seq)
        """)
    {
        Parameters =
        {
            new() { Value = d.Id },
            new() { Value = d.Components.Select(_ => Guid.CreateVersion7()).ToArray() },
            new() { Value = d.Components.Select(c => c.PaperKey).ToArray() },
            new() { Value = d.Components.Select(c => c.Name).ToArray() },
            new() { Value = d.Components.Select(c => c.PaperType).ToArray() },
            new() { Value = d.Components.Select(c => c.Required).ToArray() },
            new() { Value = d.Components.Select(c => c.Kind).ToArray() },
            new() { Value = d.Components.Select(c => c.State).ToArray() },
            new() { Value = d.Components.Select(c => c.GrantId).ToArray() },
        },
    };

    private static NpgsqlBatchCommand Attachments(Guid dossier, List<Attachment> files) => new("""
        insert into dossiers.attachment (id, draft_id, dossier_id, origin, paper_key, sha256, file_name, media_type, size, pages, uploaded_at, signature,
            signature_words)
        select u.id, $1, $2, u.origin, u.paper_key, u.sha256, u.file_name, u.media_type, u.size, u.pages, u.uploaded_at, u.signature, u.signature_words
        from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::int[], $10::timestamptz[], $11::text[], $12::text[],
            $13::text[]) as u(id, paper_key, sha256, file_name, media_type, size, pages, uploaded_at, signature, signature_words, origin)
        """)
    {
        Parameters =
        {
            Null(files[0].HolderId, NpgsqlDbType.Uuid), new() { Value = dossier },
            new() { Value = files.Select(f => f.Id).ToArray() },
            new() { Value = files.Select(f => f.PaperKey).ToArray() },
            new() { Value = files.Select(f => f.Sha256).ToArray() },
            new() { Value = files.Select(f => f.FileName).ToArray() },
            new() { Value = files.Select(f => f.MediaType).ToArray() },
            new() { Value = files.Select(f => f.Size).ToArray() },
            new() { Value = files.Select(f => f.Pages).ToArray() },
            new() { Value = files.Select(f => f.UploadedAt).ToArray() },
            new() { Value = files.Select(f => f.Signature).ToArray() },
            new() { Value = files.Select(f => f.SignatureWords).ToArray() },
            new() { Value = files.Select(f => f.Origin).ToArray() },
        },
    };

    private static NpgsqlParameter Null<T>(T? value, NpgsqlDbType type) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = type };
}
