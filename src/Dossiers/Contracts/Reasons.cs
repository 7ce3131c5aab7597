using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Contracts;

/// <summary>Danh mục lý do in force today (rows of dossiers.reason).</summary>
public sealed class Reasons(Db db, TimeProvider clock)
{
    private (DateOnly Day, ILookup<string, Reason> Kinds)? known;

    /// <summary>Asked once in a scope: the page of a dossier shows up to three lists of them.</summary>
    public async Task<IReadOnlyList<Reason>> Of(string kind)
    {
        var today = clock.Today();
        if (known is not { } kept || kept.Day != today)
            known = kept = (today, (await db.Ask($"""
                select kind, code, words from dossiers.reason where valid_from <= {today} and (valid_to is null or valid_to >= {today}) order by kind, seq
                """, row => (Kind: row.GetString(0), Reason: new Reason(row.GetString(1), row.GetString(2))))).ToLookup(row => row.Kind, row => row.Reason));
        return [.. kept.Kinds[kind]];
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

    /// <summary>Signs of the words of any reason, as the boxes allow; a longer one is refused, never cut.</summary>
    public const int Longest = 2_000;

    private const string Other = "other";
}

/// <summary>A reason as it was given: its code can be counted, its words are read.</summary>
public sealed record Said(string Code, string Words);

public sealed record Reason(string Code, string Words);
