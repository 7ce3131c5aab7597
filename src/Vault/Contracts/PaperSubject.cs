using System.Text;

namespace MotCua.Vault.Contracts;

/// <summary>Người (hoặc tổ chức) mà giấy tờ nói về, who need not be whose vault it lies in: a grandchild's extract is not the grandmother's.</summary>
/// <param name="Number">Personal number or tax code, where the form that it came with knew one.</param>
/// <param name="Born">A day, or a year alone (ISO), as the form said it.</param>
public sealed record PaperSubject(string Name, string? Number = null, string? Born = null)
{
    /// <summary>
    /// Numbers decide where both are known: the same name with another number is another person, a new name with the same number is not. Without
    /// them name and birth must both be known and agree.
    /// </summary>
    public bool IsSame(PaperSubject other) => Number is { } number && other.Number is { } theirs
        ? number == theirs
        : Plain(Name) == Plain(other.Name) && Born is { Length: >= 4 } born && other.Born is { Length: >= 4 } birth
            && (born.StartsWith(birth, StringComparison.Ordinal) || birth.StartsWith(born, StringComparison.Ordinal));

    private static string Plain(string name) =>
        string.Join(' ', name.Normalize(NormalizationForm.FormC).ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
