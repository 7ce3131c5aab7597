using System.Globalization;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;

namespace MotCua.People.Contracts.Identifiers;

/// <summary>
/// Số định danh cá nhân/CCCD: 12 digits (3 place of birth registration, 1 century and sex, 2 year of birth, 6 random; Nghị định
/// 137/2015/NĐ-CP, Điều 13). No check digit. The place is a historical code and is never checked.
/// </summary>
public sealed record PersonalId
{
    private PersonalId(string digits) => Digits = digits;

    public string Digits { get; }

    /// <summary>Blanks, dots and dashes do not count.</summary>
    /// <param name="problem">The sentence for the person when the result is null.</param>
    public static PersonalId? Read(string? text, out string? problem)
    {
        var bare = Strip(text);
        problem = bare.Length == 0 ? "Nhập số định danh cá nhân/CCCD gồm 12 chữ số"
            : !bare.All(char.IsAsciiDigit) ? "Số định danh chỉ gồm chữ số, ví dụ 096 167 001 234"
            : bare.Length == 9 ? "Số có 9 chữ số là số CMND cũ. Nhập số định danh 12 chữ số"
            : bare.Length != 12 ? $"Số định danh cần đủ 12 chữ số, hiện có {bare.Length}"
            : null;
        return problem is null ? new PersonalId(bare) : null;
    }

    /// <summary>The year of birth that the digits suggest; only for a soft hint, old registers hold mistakes.</summary>
    public int BirthYear => 1900 + (Digits[3] - '0') / 2 * 100 + int.Parse(Digits.AsSpan(4, 2), CultureInfo.InvariantCulture);

    /// <summary>"male" or "female" by the digits; a soft hint too.</summary>
    public string Sex => (Digits[3] - '0') % 2 == 0 ? "male" : "female";

    /// <summary>096 167 001 234</summary>
    public string Grouped => Vi.PersonalId(Digits);

    /// <summary>Only the last four digits, for public screens.</summary>
    public string Masked => Vi.PersonalIdMasked(Digits);

    public override string ToString() => Digits;

    internal static string Strip(string? text) =>
        string.Concat(TypedText.Strict(text ?? "").Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('.' or '-')));
}

/// <summary>Số giấy tờ cũ: the former 9-digit identity card. Kept beside the personal ID, never instead of it.</summary>
public static class OldIdentityNumber
{
    public static string? Read(string? text, out string? problem)
    {
        var bare = PersonalId.Strip(text);
        problem = bare.Length == 9 && bare.All(char.IsAsciiDigit) ? null : $"Số CMND cũ cần đủ 9 chữ số, hiện có {bare.Count(char.IsAsciiDigit)}";
        return problem is null ? bare : null;
    }
}
