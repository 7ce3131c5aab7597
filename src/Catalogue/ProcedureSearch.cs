using System.Text;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Catalogue.Words;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Catalogue;

/// <summary>The search behind the list, the suggestions and the API: one statement over folded columns.</summary>
internal sealed class ProcedureSearch(Db db, EverydayTerms terms)
{
    public async Task<ProcedurePage> Run(ProcedureQuery query, string? cursor, int take)
    {
        var offset = Offset(cursor);
        if (take is < 1 or > 100) throw new Refused(400, $"limit từ 1 đến 100, đang ghi {take}", "limit");
        var words = string.Join(' ', (query.Words ?? "").Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (TypedText.TooLong(words, 200, "Từ cần tìm") is { } problem) throw new Refused(400, problem, "q");
        var page = await Ask(query, words, offset, take, null);
        if (page.Total > 0 || words.Length == 0 || RawKeystrokes.Recompose(words) is not { } composed) return page;
        var rescued = await Ask(query, composed, offset, take, composed);
        return rescued.Total > 0 ? rescued : page;
    }

    // Likeness reads every text of the catalogue, a hundred times the work of finding words: only when the words are nowhere.
    private async Task<ProcedurePage> Ask(ProcedureQuery query, string words, int offset, int take, string? shownFor) =>
        await Ask(query, words, offset, take, shownFor, alike: false) is var found && (found.Total > 0 || words.Length == 0)
            ? found : await Ask(query, words, offset, take, shownFor, alike: true);

    private async Task<ProcedurePage> Ask(ProcedureQuery query, string words, int offset, int take, string? shownFor, bool alike)
    {
        var exact = words.ToLowerInvariant();
        var folded = SearchFold.Of(words);
        var variants = terms.Variants(folded).ToArray();
        var patterns = variants.Select(Like).ToArray();
        var tokens = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Like).ToArray();
        var law = variants.Length > 1 ? variants[^1] : folded;
        var alias = exact.ToUpperInvariant();
        var rows = await db.Database.SqlQuery<Row>($"""
            select code, coalesce(lower(alias), code) as slug, plain_title as title, name, field, field_group, term_words, fee_words, channels, withdrawn,
                   (select v.valid_from from catalogue.procedure_version v where v.id = found.version_id) as valid_from, count(*) over ()::int as total
            from (
                select p.*, case
                    when {words} = '' then 0
                    when p.code = {exact} or p.alias = {alias} then 100
                    when lower(p.plain_title) = {exact} then 95
                    when {exact} <> {folded} and position({exact} in p.title_exact) > 0 then 90
                    when p.title_folded = any({variants}) then 85
                    when p.everyday_folded like {Like(folded)} then 80
                    when p.title_folded like {Like(folded)} then 75
                    when p.title_folded like any({patterns}) then 70
                    when p.search_folded like any({patterns}) then 60
                    when p.search_folded like all({tokens}) then 50
                    else 40 * word_similarity({folded}, p.search_folded) end as score
                from catalogue.procedure p
                where ({words} = '' or p.search_folded like any({patterns}) or p.search_folded like all({tokens})
                       or ({alike} and word_similarity({folded}, p.search_folded) >= 0.72))
                  and ({query.FieldGroup}::text is null or p.field_group = {query.FieldGroup})
                  and ({query.Level}::text is null or p.levels = {query.Level})
                  and (not {query.OnlineOnly} or p.online)
                  and (not {query.FreeOnly} or p.fee_free)
                  and ({query.Applicant}::text is null or p.applicants = ''
                       or ({query.Applicant} = 'person' and p.applicants ~* 'công dân|người|cá nhân|cán bộ')
                       or ({query.Applicant} = 'organisation' and p.applicants ~* 'doanh nghiệp|tổ chức|hợp tác xã'))
            ) found
            order by withdrawn, score desc, (alias is not null) desc, case when {words} = '' then 0 else word_similarity({law}, title_folded) end desc,
                priority desc, length(plain_title), code
            offset {offset} limit {take}
            """).ToListAsync();
        var total = rows.Count > 0 ? rows[0].Total : 0;
        var next = offset + rows.Count < total ? Cursor(offset + rows.Count) : null;
        return new ProcedurePage([.. rows.Select(row => new ProcedureFound(row.Code, row.Slug, row.Title, row.Name, row.Field, row.FieldGroup,
            row.TermWords, row.FeeWords, row.Channels.Split('|'), row.Withdrawn, row.ValidFrom))], total, next, shownFor);
    }

    private static string Like(string text) =>
        "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal) + "%";

    private static string Cursor(int offset) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"o{offset}")).TrimEnd('=');

    private static int Offset(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return 0;
        try
        {
            var text = Encoding.ASCII.GetString(Convert.FromBase64String(cursor.PadRight((cursor.Length + 3) / 4 * 4, '=')));
            if (text.StartsWith('o') && int.TryParse(text[1..], out var offset) && offset is > 0 and < 1_000_000) return offset;
        }
        catch (FormatException) { /* answered below */ }
        throw new Refused(400, "Con trỏ trang này không dùng được. Xem lại từ trang đầu", "cursor");
    }

    private sealed record Row(string Code, string Slug, string Title, string Name, string Field, string FieldGroup, string TermWords, string FeeWords,
        string Channels, bool Withdrawn, DateOnly ValidFrom, int Total);
}
