using System.Security.Cryptography;

namespace MotCua.Dossiers.Contracts;

/// <summary>
/// Mã ngắn of eight characters, "7KQ4-9M2X": no look-alikes (0 O 1 I L), and the last character of each group of four is a
/// check character over the 31 symbols, so that a typing slip is found and its group named. Opaque: 31⁶ values at random.
/// </summary>
public static class ShortCode
{
    public const string Symbols = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    public static string New()
    {
        Span<int> values = stackalloc int[8];
        for (var i = 0; i < 8; i++) values[i] = RandomNumberGenerator.GetInt32(Symbols.Length);
        return WithChecks(values);
    }

    /// <summary>Sets the two check characters of eight symbols and writes the code.</summary>
    internal static string WithChecks(Span<int> values)
    {
        values[3] = Check(values, 3);
        values[7] = Check(values, 7);
        Span<char> code = stackalloc char[8];
        for (var i = 0; i < 8; i++) code[i] = Symbols[values[i]];
        return new string(code);
    }

    /// <summary>Reads what a person typed: any case, with or without dash and spaces. Null when it is not eight symbols.</summary>
    public static string? Normalise(string? typed)
    {
        if (typed is null) return null;
        var code = string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '.' or '–'))).ToUpperInvariant();
        return code.Length == 8 && code.All(Symbols.Contains) ? code : null;
    }

    /// <summary>0 when both check characters fit; otherwise the number (1 or 2) of the group that looks wrong.</summary>
    public static int WrongGroup(string code)
    {
        Span<int> values = stackalloc int[8];
        for (var i = 0; i < 8; i++) values[i] = Symbols.IndexOf(code[i], StringComparison.Ordinal);
        if (values[3] != Check(values, 3)) return 1;
        return values[7] == Check(values, 7) ? 0 : 2;
    }

    public static string Display(string code) => code.Length == 8 ? $"{code[..4]}-{code[4..]}" : code;

    // Weights 2, 3, 4… modulo the prime 31: finds every single slip and every swap of neighbours.
    private static int Check(ReadOnlySpan<int> values, int position)
    {
        var sum = 0;
        for (var i = 0; i < position; i++) sum += (i + 2) * values[i];
        return sum % Symbols.Length;
    }
}
