using System.Text;
using System.Text.RegularExpressions;
using MotCua.Catalogue.Contracts;
using MotCua.Catalogue.Find;
using MotCua.Catalogue.Words;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Catalogue;

/// <summary>The search behind the list, the suggestions and the API: what was asked, page by page.</summary>
internal sealed partial class ProcedureSearch(ProcedureIndex index, EverydayTerms terms)
{
    public ProcedurePage Run(ProcedureQuery query, string? cursor, int take)
    {
        var offset = Offset(cursor);
        if (take is < 1 or > 100) throw new Refused(400, $"limit từ 1 đến 100, đang ghi {take}", "limit");
        var words = string.Join(' ', (query.Words ?? "").Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (TypedText.TooLong(words, 200, "Từ cần tìm") is { } problem) throw new Refused(400, problem, "q");
        var composed = index.Knows(words) ? null : RawKeystrokes.Recompose(words) is { } rescued && index.Knows(rescued) ? rescued : null;
        var found = index.Find(composed ?? words, terms, row => Wanted(row, query));
        var next = offset + take < found.Count ? Cursor(offset + take) : null;
        return new ProcedurePage([.. found.Skip(offset).Take(take).Select(row => row.Shown)], found.Count, next, found.Count > 0 ? composed : null);
    }

    private static bool Wanted(IndexedProcedure row, ProcedureQuery query) =>
        (query.FieldGroup is null || row.Shown.FieldGroup == query.FieldGroup)
        && (query.Level is null || row.Levels == query.Level)
        && (!query.OnlineOnly || row.Online) && (!query.FreeOnly || row.Free)
        && (row.Applicants.Length == 0 || query.Applicant switch
        {
            "person" => Person().IsMatch(row.Applicants), "organisation" => Organisation().IsMatch(row.Applicants), _ => true,
        });

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

    [GeneratedRegex("công dân|người|cá nhân|cán bộ", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Person();

    [GeneratedRegex("doanh nghiệp|tổ chức|hợp tác xã", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Organisation();
}
