using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Loading;
using MotCua.Platform.Time;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Catalogue;

/// <summary>Publishes a new version of each procedure whose published content differs from its present version; touches no other.</summary>
internal sealed class CataloguePublisher(Db db, NpgsqlDataSource source, OrganisationDirectory organisation, EventLog log, FoundProcedures found,
    TimeProvider clock)
{
    private const int MostNotes = 200;

    /// <param name="trial">What the files of a trial would put in place of what is kept; null: for good.</param>
    public async Task<FileReport> Publish(IReadOnlyDictionary<string, ProcedureOverlay>? trial = null)
    {
        var today = clock.Today();
        var all = await Read();
        var overlays = (await db.Database.SqlQuery<string>($"""select content::text as "Value" from catalogue.procedure_overlay""").ToListAsync())
            .Select(json => JsonSerializer.Deserialize<ProcedureOverlay>(json, EventLog.Json)!).ToDictionary(overlay => overlay.Code, StringComparer.Ordinal);
        foreach (var (code, overlay) in trial ?? new Dictionary<string, ProcedureOverlay>()) overlays[code] = overlay;
        var agencies = await Agencies(all.Procedures.Select(procedure => procedure.SectorAgency), today);
        var known = (await db.Database.SqlQuery<KnownVersion>($"""
            select distinct on (code) code, id, number, checksum from catalogue.procedure_version order by code, number desc
            """).ToListAsync()).ToDictionary(version => version.Code, StringComparer.Ordinal);
        var listed = new List<Listed>();
        var fresh = new List<Fresh>();
        foreach (var procedure in all.Procedures)
        {
            var overlay = overlays.GetValueOrDefault(procedure.Code);
            var agency = procedure.SectorAgency is { } code ? agencies.GetValueOrDefault(code) : null;
            var view = VersionBuilder.Build(procedure, all, agency, overlay, Guid.Empty, default);
            var checksum = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(view, EventLog.Json)));
            var last = known.GetValueOrDefault(procedure.Code);
            var id = last?.Checksum == checksum ? last.Id : Guid.CreateVersion7();
            if (last?.Id != id)
                fresh.Add(new Fresh(id, procedure.Code, (last?.Number ?? 0) + 1, checksum, view with { VersionId = id, ValidFrom = today }));
            listed.Add(new Listed(id, procedure, view, overlay));
        }
        var changes = await Changes([.. fresh.Where(version => version.Number > 1)]);
        if (trial is null) await Write(fresh, listed, changes, today);
        return new FileReport("Phiên bản thủ tục", listed.Count, fresh.Count, listed.Count - fresh.Count, 0, [])
        {
            Notes = [.. changes.Take(MostNotes).Select(change => $"{change.Code}: phiên bản {change.Number}, đổi {string.Join(", ", change.Changed)}")],
        };
    }

    /// <summary>Which parts of each differ from the version before.</summary>
    private async Task<List<ProcedureVersionPublished>> Changes(List<Fresh> fresh)
    {
        string[] codes = [.. fresh.Select(version => version.Code)];
        var before = (await db.Database.SqlQuery<KnownContent>($"""
            select distinct on (code) code, content::text as content from catalogue.procedure_version where code = any({codes}) order by code, number desc
            """).ToListAsync()).ToDictionary(known => known.Code, known => JsonNode.Parse(known.Content)!.AsObject(), StringComparer.Ordinal);
        return [.. fresh.Select(version =>
        {
            var (old, now) = (before[version.Code], JsonSerializer.SerializeToNode(version.View, EventLog.Json)!.AsObject());
            var parts = old.Select(part => part.Key).Union(now.Select(part => part.Key)).Where(part => part is not ("versionId" or "validFrom")
                && !JsonNode.DeepEquals(old[part], now[part]));
            return new ProcedureVersionPublished(version.Id, version.Code, version.Number, version.Checksum, [.. parts]);
        })];
    }

    private async Task<SourceCatalogue> Read()
    {
        var procedures = await db.Database.SqlQuery<SourceProcedure>($"""
            select code, name, field, field_group, priority, level_2026 as level2026, sector_agency, executing_agency, time_value, time_unit, fee_kind, fee_vnd,
                   fee_confidence, online_level, submission_modes, applicants, result_name, result_paper_code, publish_decision, source, source_date
            from catalogue.procedure_source order by code
            """).ToListAsync();
        var papers = await db.Database.SqlQuery<SourcePaper>($"""
            select procedure_code, as_of, seq, case_name, paper_name, kind, originals, copies, form_reference from catalogue.procedure_paper
                where procedure_code <> ''
            """).ToListAsync();
        var steps = await db.Database.SqlQuery<SourceStep>($"""
            select process_id, procedure_code, also_applies_to, case_name, step_no, role_unit, content, time_hours, province, decision
            from catalogue.process_step order by process_id, step_no
            """).ToListAsync();
        var replacements = await db.Database.SqlQuery<SourceReplacement>($"""
            select procedure_code, paper_replaced, database, legal_document, legal_clause from catalogue.paper_replacement order by no
            """).ToListAsync();
        var byCode = steps.SelectMany(step => CodesOf(step).Select(code => (code, step)))
            .ToLookup(pair => pair.code, pair => pair.step, StringComparer.Ordinal);
        return new SourceCatalogue(procedures, papers.ToLookup(paper => paper.ProcedureCode, StringComparer.Ordinal), byCode,
            replacements.ToLookup(replacement => replacement.ProcedureCode, StringComparer.Ordinal));
    }

    private static IEnumerable<string> CodesOf(SourceStep step) =>
        new[] { step.ProcedureCode }.Concat((step.AlsoAppliesTo ?? "").Split([',', ';', '|', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Where(code => !string.IsNullOrEmpty(code)).Distinct().Select(code => code!);

    private async Task<Dictionary<string, string>> Agencies(IEnumerable<string?> sectors, DateOnly today)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var sector in sectors.Where(sector => !string.IsNullOrEmpty(sector)).Distinct())
        {
            if (await organisation.Successor(sector!, today) is { } agency) found[sector!] = agency.Code;
        }
        return found;
    }

    private async Task Write(List<Fresh> fresh, List<Listed> listed, List<ProcedureVersionPublished> changes, DateOnly today)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var now = clock.GetUtcNow().ToUniversalTime();
        await using (var import = await connection.BeginBinaryImportAsync(
            "copy catalogue.procedure_version (id, code, number, valid_from, published_at, checksum, content) from stdin (format binary)"))
        {
            foreach (var version in fresh)
            {
                await import.StartRowAsync();
                await import.WriteAsync(version.Id, NpgsqlDbType.Uuid);
                await import.WriteAsync(version.Code, NpgsqlDbType.Text);
                await import.WriteAsync(version.Number, NpgsqlDbType.Integer);
                await import.WriteAsync(today, NpgsqlDbType.Date);
                await import.WriteAsync(now, NpgsqlDbType.TimestampTz);
                await import.WriteAsync(version.Checksum, NpgsqlDbType.Text);
                await import.WriteAsync(JsonSerializer.Serialize(version.View, EventLog.Json), NpgsqlDbType.Jsonb);
            }
            await import.CompleteAsync();
        }
        await Execute(connection, """
            create temp table incoming (code text, alias text, version_id uuid, name text, plain_title text, field text, field_group text, priority int,
                levels text, term_words text, fee_words text, fee_free boolean, channels text, applicants text, online boolean, everyday text) on commit drop
            """);
        await using (var import = await connection.BeginBinaryImportAsync("copy incoming from stdin (format binary)"))
        {
            foreach (var row in listed)
            {
                await import.StartRowAsync();
                foreach (object? value in row.Cells())
                {
                    if (value is null) await import.WriteNullAsync();
                    else await import.WriteAsync(value, value switch
                    {
                        Guid => NpgsqlDbType.Uuid, int => NpgsqlDbType.Integer, bool => NpgsqlDbType.Boolean, _ => NpgsqlDbType.Text,
                    });
                }
            }
            await import.CompleteAsync();
        }
        // What is the same is left out first: a row that meets its conflict has had its search words folded already, a second for all of them.
        await Execute(connection, """
            insert into catalogue.procedure as p (code, alias, version_id, name, plain_title, field, field_group, priority, levels, term_words, fee_words,
                fee_free, channels, applicants, online, everyday)
            select i.* from incoming i
            where not exists (select from catalogue.procedure p where p.code = i.code
                and (p.alias, p.version_id, p.name, p.plain_title, p.field, p.field_group, p.priority, p.levels, p.term_words, p.fee_words, p.fee_free,
                    p.channels, p.applicants, p.online, p.everyday)
                is not distinct from (i.alias, i.version_id, i.name, i.plain_title, i.field, i.field_group, i.priority, i.levels, i.term_words, i.fee_words,
                    i.fee_free, i.channels, i.applicants, i.online, i.everyday))
            on conflict (code) do update set alias = excluded.alias, version_id = excluded.version_id, name = excluded.name, plain_title = excluded.plain_title,
                field = excluded.field, field_group = excluded.field_group, priority = excluded.priority, levels = excluded.levels,
                term_words = excluded.term_words, fee_words = excluded.fee_words, fee_free = excluded.fee_free, channels = excluded.channels,
                applicants = excluded.applicants, online = excluded.online, everyday = excluded.everyday
            """);
        if (changes.Count > 0)
        {
            await using var facts = new NpgsqlBatch(connection, transaction);
            facts.BatchCommands.Add(log.Statement([.. changes.Select(change =>
                ($"procedure/{change.Code}", (object)change, Array.Empty<(string, string?)>()))]));
            await facts.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync(CancellationToken.None);
        found.Forget();
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record KnownContent(string Code, string Content);

    private sealed record KnownVersion(string Code, Guid Id, int Number, string Checksum);

    private sealed record Fresh(Guid Id, string Code, int Number, string Checksum, ProcedureVersionView View);

    private sealed record Listed(Guid Id, SourceProcedure Source, ProcedureVersionView View, ProcedureOverlay? Overlay)
    {
        public object?[] Cells() =>
        [
            Source.Code, View.Alias, Id, View.Name, View.PlainTitle, View.Field, Source.FieldGroup, Source.Priority, View.CompetentLevel, View.TermWords,
                View.Fee.Words,
            View.Fee.AmountVnd == 0, Source.SubmissionModes ?? "direct", Source.Applicants ?? "",
                Source.OnlineLevel is "full" or "partial" or "online_unspecified",
            string.Join(" | ", Overlay?.EverydayWords ?? []),
        ];
    }
}
