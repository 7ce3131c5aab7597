using System.Text.Json;
using MotCua.Dossiers.Fill;
using MotCua.Platform.Events;
using Npgsql;

namespace MotCua.Dossiers.Submit;

/// <summary>A draft as it stands at the moment of filing, with its files, and the dossier when it has become one. One round trip.</summary>
internal sealed record FilingSnapshot(Guid Id, byte[] TokenHash, Guid? AccountId, Guid ProcedureVersionId, string FormCode, int FormVersion,
    string? OfficeCode, string Answers, DraftProgress Progress, DateTimeOffset ExpiresAt, int Version, IReadOnlyList<Attachment> Files, Submitted? Filed)
{
    public static async Task<FilingSnapshot?> Read(NpgsqlDataSource source, Guid draft)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("""
            select d.id, d.token_hash, d.account_id, d.procedure_version_id, d.form_code, d.form_version, d.office_code, d.answers, d.progress, d.expires_at,
                (select jsonb_agg(jsonb_build_object('id', a.id, 'paperKey', a.paper_key, 'sha256', a.sha256, 'fileName', a.file_name, 'mediaType',
                    a.media_type,
                    'size', a.size, 'pages', a.pages, 'origin', a.origin, 'uploadedAt', a.uploaded_at,
                    'signature', a.signature, 'signatureWords', a.signature_words)) from dossiers.attachment a where a.draft_id = d.id),
                f.code, f.short_code, f.tracking_token, d.version
            from dossiers.draft d left join dossiers.dossier f on f.draft_id = d.id
            where d.id = $1
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = draft });
        await command.PrepareAsync();
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync()) return null;
        return new FilingSnapshot(row.GetGuid(0), row.GetFieldValue<byte[]>(1), row.IsDBNull(2) ? null : row.GetGuid(2), row.GetGuid(3),
            row.GetString(4), row.GetInt32(5), row.IsDBNull(6) ? null : row.GetString(6), row.GetString(7), DraftProgress.Read(row.GetString(8)),
            row.GetFieldValue<DateTimeOffset>(9), row.GetInt32(14),
                row.IsDBNull(10) ? [] : JsonSerializer.Deserialize<List<Attachment>>(row.GetString(10), EventLog.Json)!,
            row.IsDBNull(11) ? null : new Submitted(row.GetString(11), row.GetString(12), row.GetString(13), true));
    }

    public bool IsOf(Guid? account, IReadOnlyList<string> tokens) => AccountId is { } owner
        ? owner == account
        : tokens.Any(token => DraftToken.Hash(token).AsSpan().SequenceEqual(TokenHash));
}
