namespace MotCua.Messages.Texts;

/// <summary>Số phần của một tin SMS: GSM-7 holds 160 signs (153 in each of several parts), UCS-2 70 (67).</summary>
internal sealed record SmsParts(int Length, int Parts, bool Ucs2)
{
    private const string Basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
        + "abcdefghijklmnopqrstuvwxyzäöñüà";

    /// <summary>These take two signs.</summary>
    private const string Extended = "^{}\\[~]|€";

    public static SmsParts Of(string text)
    {
        var wide = text.Any(letter => !Basic.Contains(letter, StringComparison.Ordinal) && !Extended.Contains(letter, StringComparison.Ordinal));
        var length = wide ? text.Length : text.Length + text.Count(letter => Extended.Contains(letter, StringComparison.Ordinal));
        var (one, each) = wide ? (70, 67) : (160, 153);
        return new(length, length <= one ? 1 : (length + each - 1) / each, wide);
    }

    public string Words => $"{Length} ký tự, {Parts} tin ({(Ucs2 ? "UCS-2, có dấu" : "GSM-7, không dấu")})";
}
