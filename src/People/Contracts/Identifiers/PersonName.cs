using MotCua.Platform.Text;

namespace MotCua.People.Contracts.Identifiers;

/// <summary>
/// Họ, chữ đệm và tên: one field, any number of words of any people ("Danh Sà Rích", "H'Hen Niê"), NFC, case kept.
/// </summary>
public sealed record PersonName
{
    public const int MaxLength = 200;

    private PersonName(string text) => Text = text;

    public string Text { get; }

    public static PersonName? Read(string? text, out string? problem)
    {
        var clean = VietnameseText.Clean(TypedText.Strict(text ?? ""));
        problem = clean.Length == 0 ? "Nhập họ, chữ đệm và tên như trên giấy tờ"
            : clean.Any(char.IsDigit) ? "Họ và tên có chữ số. Kiểm tra lại giúp"
            : TypedText.Length(clean) > MaxLength ? $"Họ và tên dài quá {MaxLength} ký tự. Nhập như trên giấy tờ"
            : !clean.Any(char.IsLetter) || !clean.All(IsOfNames) ? "Họ và tên chỉ gồm chữ cái, dấu nháy và dấu gạch nối"
            : null;
        return problem is null ? new PersonName(clean) : null;
    }

    public override string ToString() => Text;

    private static bool IsOfNames(char sign) => char.IsLetter(sign) || sign is ' ' or '\'' or '-' or '.'
        || char.GetUnicodeCategory(sign) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
