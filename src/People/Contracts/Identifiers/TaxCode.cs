namespace MotCua.People.Contracts.Identifiers;

/// <summary>
/// Mã số thuế: 10 digits with a check digit, 13 with the number of a branch, or the 12-digit personal ID that stands in for
/// persons and household businesses since 01/07/2025 (Thông tư 86/2024/TT-BTC).
/// </summary>
public sealed record TaxCode
{
    private static readonly int[] Weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];

    private TaxCode(string digits) => Digits = digits;

    public string Digits { get; }

    /// <summary>Blanks, dots and dashes do not count.</summary>
    /// <param name="problem">The sentence for the person when the result is null.</param>
    public static TaxCode? Read(string? text, out string? problem)
    {
        var bare = PersonalId.Strip(text);
        problem = bare.Length == 0 ? "Nhập mã số thuế"
            : !bare.All(char.IsAsciiDigit) ? "Mã số thuế chỉ gồm chữ số, ví dụ 0100233488"
            : bare.Length is not (10 or 12 or 13) ? $"Mã số thuế cần 10, 12 hoặc 13 chữ số, hiện có {bare.Length}"
            : bare.Length == 12 || (CheckDigit(bare) == bare[9] - '0' && Sequence(bare)) ? null
            : "Kiểm tra lại mã số thuế: chữ số cuối chưa khớp với các chữ số trước";
        return problem is null ? new TaxCode(bare) : null;
    }

    /// <summary>0100233488 or 0314409058-002</summary>
    public string Shown => Digits.Length == 13 ? $"{Digits[..10]}-{Digits[10..]}" : Digits;

    public override string ToString() => Digits;

    /// <summary>10 − (weighted sum mod 11); 10 means that such nine digits are not in use.</summary>
    private static int CheckDigit(string digits) => 10 - Weights.Select((weight, i) => weight * (digits[i] - '0')).Sum() % 11;

    private static bool Sequence(string digits) => digits[2..9] != "0000000" && (digits.Length == 10 || digits[10..] != "000");
}
