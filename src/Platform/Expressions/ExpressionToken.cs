using System.Text;

namespace MotCua.Platform.Expressions;

internal enum TokenKind { Word, Text, Number, Sign, End }

/// <summary>A word, text, number or sign of a condition.</summary>
/// <param name="At">Where it begins, from 0.</param>
internal readonly record struct ExpressionToken(TokenKind Kind, string Text, int At)
{
    public static (ExpressionToken Token, int After) Next(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        if (at == text.Length) return (new(TokenKind.End, "", at), at);
        var sign = text[at];
        if (sign is '"' or '\'' or '“') return Quoted(text, at, sign == '“' ? '”' : sign);
        if (char.IsAsciiDigit(sign) || (sign == '-' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            return Taken(TokenKind.Number, text, at, one => char.IsAsciiLetterOrDigit(one) || one == '.');
        // No arithmetic: a hyphen belongs to the name, as in the ids of drawn steps.
        if (char.IsLetter(sign) || sign == '_') return Taken(TokenKind.Word, text, at, one => char.IsLetterOrDigit(one) || one is '_' or '.' or '-');
        var two = at + 1 < text.Length ? text.Substring(at, 2) : "";
        if (two is "!=" or "<=" or ">=") return (new(TokenKind.Sign, two, at), at + 2);
        if (two != "==" && "=<>()[],".Contains(sign, StringComparison.Ordinal)) return (new(TokenKind.Sign, sign.ToString(), at), at + 1);
        var hint = two switch { "==" => "; so sánh bằng một dấu =", "&&" => "; viết and", "||" => "; viết or", _ => "" };
        throw new NotReadable(new(at, $"Không dùng được ký tự {sign}{hint}"));
    }

    private static (ExpressionToken, int) Quoted(string text, int at, char end)
    {
        var inside = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == end) return (new(TokenKind.Text, inside.ToString(), at), i + 1);
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\'' or '\\') i++;
            inside.Append(text[i]);
        }
        throw new NotReadable(new(at, $"Thiếu dấu {end} đóng lại phần chữ"));
    }

    private static (ExpressionToken, int) Taken(TokenKind kind, string text, int at, Func<char, bool> belongs)
    {
        var end = at + 1;
        while (end < text.Length && belongs(text[end])) end++;
        return (new(kind, text[at..end], at), end);
    }
}
