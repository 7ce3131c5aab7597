using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Contracts;

/// <summary>Danh mục lý do in force today (rows of dossiers.reason).</summary>
public sealed class Reasons(Db db, TimeProvider clock)
{
    public async Task<IReadOnlyList<Reason>> Of(string kind)
    {
        var today = clock.Today();
        return await db.Database.SqlQuery<Reason>($"""
            select code, words from dossiers.reason where kind = {kind} and valid_from <= {today} and (valid_to is null or valid_to >= {today}) order by seq
            """).ToListAsync();
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
