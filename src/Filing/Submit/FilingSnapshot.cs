using System.Text.Json;
using MotCua.Dossiers.Contracts;
using MotCua.Filing.Fill;
using MotCua.Platform.Events;
using Npgsql;

namespace MotCua.Filing.Submit;

/// <summary>A draft as it stands at the moment of filing, with its files, and the dossier when it has become one. One round trip.</summary>
internal sealed record FilingSnapshot(Guid Id, byte[] TokenHash, Guid? AccountId, Guid ProcedureVersionId, string FormCode, int FormVersion,
    string? OfficeCode, string Answers, DraftProgress Progress, DateTimeOffset ExpiresAt, int Version, IReadOnlyList<DraftFile> Files, Submitted? Filed,
    ForeignReference? Foreign)
{
    public static async Task<FilingSnapshot?> Read(NpgsqlDataSource source, SubmissionWriter submissions, Guid draft)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("""
            select d.id, d.token_hash, d.account_id, d.procedure_version_id, d.form_code, d.form_version, d.office_code, d.answers, d.progress, d.expires_at,
                (select json_agg(json_build_object('id', f.id, 'draftId', f.draft_id, 'paperKey', f.paper_key, 'sha256', f.sha256,
                    'fileName', f.file_name, 'mediaType', f.media_type, 'size', f.size, 'pages', f.pages, 'uploadedAt', f.uploaded_at,
                    'signature', f.signature, 'signatureWords', f.signature_words)) from filing.draft_file f where f.draft_id = d.id),
                d.version, d.dossier_id is not null, d.foreign_system, d.foreign_id
            from filing.draft d
            where d.id = $1
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = draft });
        await command.PrepareAsync();
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync()) return null;
        return new FilingSnapshot(row.GetGuid(0), row.GetFieldValue<byte[]>(1), row.IsDBNull(2) ? null : row.GetGuid(2), row.GetGuid(3),
            row.GetString(4), row.GetInt32(5), row.IsDBNull(6) ? null : row.GetString(6), row.GetString(7), DraftProgress.Read(row.GetString(8)),
            row.GetFieldValue<DateTimeOffset>(9), row.GetInt32(11),
            row.IsDBNull(10) ? [] : JsonSerializer.Deserialize<List<DraftFile>>(row.GetString(10), EventLog.Json)!,
            row.GetBoolean(12) ? await submissions.Earlier(draft) : null,
            ForeignReference.Of(row.IsDBNull(13) ? null : row.GetString(13), row.IsDBNull(14) ? null : row.GetString(14)));
    }

    public bool IsOf(Guid? account, IReadOnlyList<string> tokens) => AccountId is { } owner
        ? owner == account
        : tokens.Any(token => DraftToken.Hash(token).AsSpan().SequenceEqual(TokenHash));
}
