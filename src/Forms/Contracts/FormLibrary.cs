using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;

namespace MotCua.Forms.Contracts;

/// <summary>Thư viện biểu mẫu: published versions, which never change.</summary>
public sealed class FormLibrary(Db db, KnownForms known, TimeProvider clock)
{
    private static readonly ConcurrentDictionary<(string Code, int Version, string Digest), FormDefinition> Read = new();

    /// <summary>One version; null when it was never published.</summary>
    public async Task<FormDefinition?> Get(string code, int version)
    {
        if (known.TryGetValue((code, version), out var form)) return form;
        form = Parsed(await db.Database.SqlQuery<Row>($"""
            select code, version, definition::text as definition, digest from forms.form_version where code = {code} and version = {version}
            """).SingleOrDefaultAsync());
        // What a transaction has just published may still be taken back.
        if (form is not null && db.Database.CurrentTransaction is null) known[(code, version)] = form;
        return form;
    }

    /// <summary>The newest version; null when there is none.</summary>
    public async Task<FormDefinition?> Latest(string code) => Parsed(await db.Database.SqlQuery<Row>($"""
        select code, version, definition::text as definition, digest from forms.form_version where code = {code} order by version desc limit 1
        """).SingleOrDefaultAsync());

    /// <summary>Number of the newest version, without reading it; null when there is none.</summary>
    public async Task<int?> LatestVersion(string code) => await db.Database.SqlQuery<int?>($"""
        select max(version) as "Value" from forms.form_version where code = {code}
        """).SingleAsync();

    /// <summary>Newest version of every published form, and of those in the folder that are not published yet (a trial of a load).</summary>
    public async Task<IReadOnlyDictionary<string, int>> Known(string folder)
    {
        var known = (await db.Database.SqlQuery<Newest>($"select code, max(version) as version from forms.form_version group by code").ToListAsync())
            .ToDictionary(form => form.Code, form => form.Version, StringComparer.Ordinal);
        foreach (var form in FormFiles.Read(folder, _ => { })) known.TryAdd(form.Code, 1);
        return known;
    }

    /// <summary>The forms that lie in a folder of reference files, by code; those that cannot be read are left out.</summary>
    public IReadOnlyDictionary<string, FormDefinition> In(string folder) =>
        FormFiles.Read(folder, _ => { }).GroupBy(form => form.Code, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Last(),
            StringComparer.Ordinal);

    /// <summary>Whether <see cref="Publish"/> would give it a new number.</summary>
    public async Task<bool> Differs(FormDefinition form) =>
        (await db.Database.SqlQuery<string>($"""
            select digest as "Value" from forms.form_version where code = {form.Code} order by version desc limit 1
            """).ToListAsync()).SingleOrDefault() != Digest(form).Digest;

    private static (string Json, string Digest) Digest(FormDefinition form)
    {
        var json = FormDefinition.Parse((form with { Version = 0 }).ToJson()).ToJson();
        return (json, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(json))));
    }

    /// <summary>Publishes when it differs from the newest version. Returns the definition with its number.</summary>
    public async Task<FormDefinition> Publish(FormDefinition form)
    {
        var (json, digest) = Digest(form);
        // Two starting servers must not number the same change twice.
        var open = db.Database.CurrentTransaction is null ? await db.Begin() : null;
        await using (open)
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('forms.form_version'))");
            await db.Database.ExecuteSqlAsync($"""
                insert into forms.form_version (code, version, definition, digest, published_at)
                select {form.Code}, coalesce(max(version), 0) + 1, {json}::jsonb, {digest}, {clock.GetUtcNow()}
                from forms.form_version where code = {form.Code}
                having coalesce((array_agg(digest order by version desc))[1], '') <> {digest}
                """);
            if (open is not null) await db.Commit(open);
        }
        // A reset of the demonstration begins to count again at one.
        known.Clear();
        return (await Latest(form.Code))!;
    }

    private static FormDefinition? Parsed(Row? row) => row is null ? null
        : Read.GetOrAdd((row.Code, row.Version, row.Digest), _ => FormDefinition.Parse(JsonNode.Parse(row.Definition)!) with { Version = row.Version });

    private sealed record Newest(string Code, int Version);

    private sealed record Row(string Code, int Version, string Definition, string Digest);
}

/// <summary>Versions that were asked for since the start; what is published does not change.</summary>
public sealed class KnownForms : ConcurrentDictionary<(string Code, int Version), FormDefinition>;
