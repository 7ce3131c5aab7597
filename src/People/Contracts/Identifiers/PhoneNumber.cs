using MotCua.Platform.Ui;

namespace MotCua.People.Contracts.Identifiers;

/// <summary>Số điện thoại: 10 digits of a mobile (03, 05, 07, 08, 09) or 10–11 of a land line (02); stored with the leading 0.</summary>
public sealed record PhoneNumber
{
    private PhoneNumber(string digits) => Digits = digits;

    public string Digits { get; }

    /// <summary>+84, 84, 0084, blanks, dots, dashes and brackets are understood.</summary>
    public static PhoneNumber? Read(string? text, out string? problem)
    {
        var bare = string.Concat(PersonalId.Strip(text).Where(c => c is not ('(' or ')')));
        if (bare.StartsWith("+84", StringComparison.Ordinal)) bare = Local(bare[3..]);
        else if (bare.StartsWith("0084", StringComparison.Ordinal)) bare = Local(bare[4..]);
        else if (bare.StartsWith("84", StringComparison.Ordinal) && bare.Length >= 11) bare = Local(bare[2..]);
        var right = bare.Length is 10 or 11 && bare.All(char.IsAsciiDigit) && bare[0] == '0'
            && (bare[1] == '2' || (bare.Length == 10 && bare[1] is '3' or '5' or '7' or '8' or '9'));
        problem = right ? null : "Nhập số điện thoại 10 chữ số, ví dụ 0912 345 678";
        return right ? new PhoneNumber(bare) : null;
    }

    /// <summary>0912 345 678</summary>
    public string Shown => Vi.Phone(Digits);

    public override string ToString() => Digits;

    private static string Local(string rest) => rest.StartsWith('0') ? rest : "0" + rest;
}
