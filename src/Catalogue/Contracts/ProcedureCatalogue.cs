using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Find;
using MotCua.Catalogue.Words;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Time;

namespace MotCua.Catalogue.Contracts;

/// <summary>Danh mục thủ tục: find by everyday words, get what is in force today, get the version a dossier was filed under.</summary>
public sealed class ProcedureCatalogue(Db db, FoundProcedures found, TimeProvider clock)
{
    public const int PageSize = 20;

    // Versions never change once published.
    private static readonly ConcurrentDictionary<Guid, ProcedureVersionView> Versions = [];

    /// <summary>The procedure in force today by national code (with or without an agency suffix) or alias, any case; null when unknown.</summary>
    public async Task<ProcedureVersionView?> Get(string codeOrAlias)
    {
        var key = codeOrAlias.Trim();
        if (key.Length is 0 or > 60) return null;
        var national = key.Split('.') is [var head, var tail, ..] ? $"{head}.{tail}" : key;
        var alias = key.ToUpperInvariant();
        var today = clock.Today();
        var current = (await db.Ask($"""
            select p.version_id, p.withdrawn, p.withdrawn_reason, coalesce(d.door, 'both') as door
            from catalogue.procedure p
            left join catalogue.filing_door d on d.code = p.code and d.valid_from <= {today} and (d.valid_to is null or d.valid_to >= {today})
            where p.code = {key} or p.code = {national} or p.alias = {alias}
            order by p.code = {key} desc limit 1
            """, row => new Current(row.GetGuid(0), row.GetBoolean(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetString(3)))).SingleOrDefault();
        if (current is null || await GetVersion(current.VersionId) is not { } version) return null;
        return version with
        {
            Withdrawn = current.Withdrawn, WithdrawnReason = current.WithdrawnReason,
            Door = current.Door switch { "here" => FilingDoor.Here, "nationalPortal" => FilingDoor.NationalPortal, _ => FilingDoor.Both },
        };
    }

    /// <summary>A version as it was published, whatever is in force now; null when there is none.</summary>
    public async Task<ProcedureVersionView?> GetVersion(Guid id)
    {
        if (Versions.TryGetValue(id, out var known)) return known;
        var content = await db.Database.SqlQuery<string>($"""select content::text as "Value" from catalogue.procedure_version where id = {id}""")
            .SingleOrDefaultAsync();
        return content is null ? null : Versions.GetOrAdd(id, JsonSerializer.Deserialize<ProcedureVersionView>(content, EventLog.Json)!);
    }

    /// <summary>
    /// Ranked: code, then how much of what was asked a procedure holds and how much of its title that is, marks or not; a word
    /// with one sign wrong and the beginning of a word count too. Words that look like raw keystrokes of Telex or VNI are recomposed.
    /// </summary>
    /// <exception cref="Platform.Web.Refused">400: a cursor that was not handed out here.</exception>
    public Task<ProcedurePage> Find(ProcedureQuery query, string? cursor = null, int take = PageSize) =>
        found.Get((query, cursor, take), async () => new ProcedureSearch(await Index(), await Terms()).Run(query, cursor, take), page => page.Items.Count);

    /// <summary>All procedures with what finds them; as old as any answer may be.</summary>
    internal async Task<ProcedureIndex> Index() => await found.Get(nameof(Index), async () => new ProcedureIndex(await db.Ask($"""
        select p.code, p.alias, p.plain_title, p.name, p.field, p.field_group, p.term_words, p.fee_words, p.channels, p.withdrawn, v.valid_from, p.everyday,
               p.priority, p.levels, p.online, p.fee_free, p.applicants
        from catalogue.procedure p join catalogue.procedure_version v on v.id = p.version_id
        """, row => new IndexedProcedure(
            new ProcedureFound(row.GetString(0), row.IsDBNull(1) ? row.GetString(0) : row.GetString(1).ToLowerInvariant(), row.GetString(2), row.GetString(3),
                row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8).Split('|'), row.GetBoolean(9),
                row.GetFieldValue<DateOnly>(10)),
            row.IsDBNull(1) ? null : row.GetString(1), row.GetString(11), row.GetInt32(12), row.GetString(13), row.GetBoolean(14),
            row.GetBoolean(15), row.GetString(16)))), index => index.Count);

    /// <summary>Field groups with the number of procedures in each.</summary>
    public async Task<IReadOnlyList<FieldGroupCount>> FieldGroups() => await found.Get(nameof(FieldGroups),
        () => db.Database.SqlQuery<FieldGroupCount>($"""
            select field_group as code, count(*)::int as procedures from catalogue.procedure where not withdrawn group by 1 order by 2 desc, 1
            """).ToListAsync(), groups => groups.Count);

    /// <summary>Everyday titles by procedure code, for lists; a procedure that is no longer in the catalogue has none.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PlainTitles() => await found.Get(nameof(PlainTitles), async () =>
        (await db.Ask($"select code, plain_title from catalogue.procedure", row => (Code: row.GetString(0), Title: row.GetString(1))))
            .ToDictionary(row => row.Code, row => row.Title), titles => titles.Count);

    /// <summary>Everyday words in use, in the order in which they were made.</summary>
    internal async Task<EverydayTerms> Terms() => await found.Get(nameof(Terms), async () => new EverydayTerms(
        await db.Ask($"select said, law from catalogue.everyday_term where ended_at is null order by seq", row => (row.GetString(0), row.GetString(1)))),
        terms => terms.Count);

    /// <summary>Name of a paper type (our short code or a national result code); null when unknown.</summary>
    public async Task<string?> PaperTypeName(string code) =>
        await db.Database.SqlQuery<string>($"""
            select name as "Value" from catalogue.paper_type where code = {code}
            union all select paper_name from catalogue.result_paper_code where paper_code = {code} limit 1
            """).SingleOrDefaultAsync();

    private sealed record Current(Guid VersionId, bool Withdrawn, string? WithdrawnReason, string Door);
}

/// <summary>Nhóm lĩnh vực.</summary>
public sealed record FieldGroupCount(string Code, int Procedures);
