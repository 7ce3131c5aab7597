using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Contracts;

/// <summary>Danh mục lý do in force today (rows of dossiers.reason).</summary>
public sealed class Reasons(Db db, TimeProvider clock)
{
    private List<ReasonRow>? known;

    /// <summary>What may be chosen today.</summary>
    public async Task<IReadOnlyList<Reason>> Of(string kind)
    {
        var today = clock.Today();
        return [.. (await Rows()).Where(row => row.Kind == kind && row.IsOn(today)).Select(row => row.Reason)];
    }

    /// <summary>As they were called on the day of an act: what was chosen then keeps its words, whatever the list says today.</summary>
    public async Task<IReadOnlyList<Reason>> Of(string kind, DateTimeOffset at)
    {
        var day = at.Day();
        return [.. (await Rows()).Where(row => row.Kind == kind).GroupBy(row => row.Code)
            .Select(rows => (rows.Where(row => row.ValidFrom <= day).MaxBy(row => row.ValidFrom) ?? rows.MinBy(row => row.ValidFrom)!).Reason)];
    }

    /// <summary>The words of a reason: those of the list, and what the official adds.</summary>
    /// <param name="code">Empty: none was chosen. Null, from a program that knows no list: "other".</param>
    /// <param name="act">What the reason is for, as in "Chọn lý do từ chối".</param>
    /// <exception cref="Refused">400 reasonCode, reason.</exception>
    public async Task<Said> Say(string kind, string? code, string? text, string act)
    {
        var (chosen, words) = (code ?? Other, TypedText.Within(text, Longest, "Lý do", "reason"));
        var known = (await Of(kind)).FirstOrDefault(reason => reason.Code == chosen)
            ?? throw new Refused(400, $"Chọn lý do {act} trong danh mục", "reasonCode");
        if (chosen != Other) return new(chosen, words.Length == 0 ? known.Words : $"{known.Words}. {words}");
        return words.Length > 0 ? new(chosen, words) : throw new Refused(400, $"Nhập lý do {act} để người nộp biết cách làm tiếp", "reason");
    }

    /// <summary>Asked once in a scope: the page of a dossier shows up to three lists of them. "Lý do khác" comes last.</summary>
    internal async Task<IReadOnlyList<ReasonRow>> Rows() => known ??= await db.Ask($"""
        select kind, code, words, legal_basis, valid_from, valid_to from dossiers.reason order by kind, code = {Other}, seq, valid_from
        """, row => new ReasonRow(row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3),
            row.GetFieldValue<DateOnly>(4), row.IsDBNull(5) ? null : row.GetFieldValue<DateOnly>(5)));

    /// <summary>Signs of the words of any reason, as the boxes allow; a longer one is refused, never cut.</summary>
    public const int Longest = 2_000;

    /// <summary>Programs that know no list give it: it never ends.</summary>
    internal const string Other = "other";
}

/// <summary>A reason as it was given: its code can be counted, its words are read.</summary>
public sealed record Said(string Code, string Words);

/// <param name="LegalBasis">Căn cứ of the list, where the official names no article.</param>
public sealed record Reason(string Code, string Words, string? LegalBasis = null);

/// <summary>One row of the list with its days.</summary>
internal sealed record ReasonRow(string Kind, string Code, string Words, string? LegalBasis, DateOnly ValidFrom, DateOnly? ValidTo)
{
    public Reason Reason => new(Code, Words, LegalBasis);

    public bool IsOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || ValidTo >= day);
}
