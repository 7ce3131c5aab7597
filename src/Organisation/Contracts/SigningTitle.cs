namespace MotCua.Organisation.Contracts;

/// <summary>Thẩm quyền ký (Nghị định 30/2020/NĐ-CP, Điều 13 and phụ lục I, mục II); the stored codes.</summary>
public static class SigningForm
{
    public const string Own = "own";
    public const string Acting = "acting";
    public const string Deputy = "deputy";
    public const string Order = "order";

    /// <summary>Of a delegation alone: no position signs so by itself.</summary>
    public const string Delegated = "delegated";

    /// <summary>Those that a position has, with their names on screen.</summary>
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Own] = "Ký với chức danh của mình (người đứng đầu)",
        [Acting] = "Q.: quyền cấp trưởng",
        [Deputy] = "KT.: cấp phó ký thay cấp trưởng",
        [Order] = "TL.: ký thừa lệnh người đứng đầu",
    };
}

/// <summary>Chức danh ký: what a position signs as, as it stands above the name.</summary>
/// <param name="Title">The official post of who signs: "Phó Chủ tịch". Under "Q." that of the head.</param>
/// <param name="Head">Whose place it takes, for KT., TL. and TUQ.: "Chủ tịch".</param>
/// <param name="Collective">For TM.: "Ủy ban nhân dân".</param>
public sealed record SigningTitle(string Form, string Title, string? Head = null, string? Collective = null)
{
    /// <summary>Người đứng đầu; only they may have others sign by delegation (Điều 13 khoản 3).</summary>
    public bool IsHead => Form is SigningForm.Own or SigningForm.Acting;

    /// <summary>As printed, a line each.</summary>
    public string Words => string.Join('\n', ((string?[])
    [
        Collective is null ? null : $"TM. {Collective}",
        Form switch { SigningForm.Deputy => $"KT. {Head}", SigningForm.Order => $"TL. {Head}", SigningForm.Delegated => $"TUQ. {Head}", _ => null },
        Form == SigningForm.Acting ? $"Q. {Title}" : Title,
    ]).OfType<string>());

    /// <summary>On one line, for screens.</summary>
    public string Line => Words.Replace("\n", " / ", StringComparison.Ordinal);

    /// <summary>The post alone, of what was printed: it stands in the certificate.</summary>
    public static string PostOf(string words) => words[(words.LastIndexOf('\n') + 1)..];
}

/// <summary>One line of the titles of a position.</summary>
public sealed record DatedTitle(Guid PositionId, SigningTitle Title, DateOnly ValidFrom, DateTimeOffset MadeAt);
