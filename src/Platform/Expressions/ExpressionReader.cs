using System.Globalization;

namespace MotCua.Platform.Expressions;

/// <summary>Reads a condition once, from left to right, and types it. The first fault ends the reading; those of type are all told.</summary>
internal sealed class ExpressionReader(string text, IReadOnlyDictionary<string, KnownValue> known)
{
    /// <summary>Longer or deeper is no condition that an official can read, and reading it must not take long.</summary>
    public const int MostSigns = 2000;

    private const int MostDeep = 20;

    private readonly List<ExpressionFault> faults = [];
    private ExpressionToken next = new(TokenKind.End, "", 0);
    private int at;
    private int depth;

    public IReadOnlyList<ExpressionFault> Faults => faults;

    public ExpressionNode? Read()
    {
        if (text.Length > MostSigns)
        {
            faults.Add(new(MostSigns, $"Điều kiện dài quá {MostSigns} ký tự. Hãy tách thành nhiều nhánh"));
            return null;
        }
        try
        {
            // Other tools mark an expression by a leading equals sign.
            at = text.TakeWhile(char.IsWhiteSpace).Count();
            if (at < text.Length && text[at] == '=') at++;
            Advance();
            if (next.Kind == TokenKind.End) throw Wrong("Điều kiện để trống");
            var root = Question(Or());
            if (next.Kind != TokenKind.End) throw Wrong($"Không hiểu \"{next.Text}\" ở đây; giữa hai vế cần có and hoặc or");
            return root;
        }
        catch (NotReadable wrong)
        {
            faults.Add(wrong.Fault);
            return null;
        }
    }

    private ExpressionNode Or() => Several("or", all: false, And);

    private ExpressionNode And() => Several("and", all: true, Part);

    private ExpressionNode Several(string word, bool all, Func<ExpressionNode> part)
    {
        var first = part();
        if (!IsWord(word)) return first;
        var parts = new List<ExpressionNode> { Question(first) };
        while (IsWord(word))
        {
            Advance();
            parts.Add(Question(part()));
        }
        return new Joined(all, parts);
    }

    private ExpressionNode Part()
    {
        if (++depth > MostDeep) throw Wrong($"Điều kiện lồng nhau quá {MostDeep} tầng");
        try
        {
            if (IsWord("not"))
            {
                Advance();
                Expect("(");
                var inner = Question(Or());
                Expect(")");
                return new Contrary(inner);
            }
            if (next.Text == "(" && next.Kind == TokenKind.Sign)
            {
                Advance();
                var inner = Or();
                Expect(")");
                return inner is Operand value ? Compared(value) : inner;
            }
            return Compared(Value());
        }
        finally { depth--; }
    }

    private ExpressionNode Compared(Operand left)
    {
        var from = next.At;
        switch (next)
        {
            case { Kind: TokenKind.Sign, Text: "=" or "!=" or "<" or "<=" or ">" or ">=" }:
                var sign = next.Text;
                Advance();
                var right = Value();
                (left, right) = (Fitting(left, right), Fitting(right, left));
                Same(left, right, from);
                if (sign is not ("=" or "!=")) Ordered(left.Type ?? right.Type, from, right);
                else if (left.Type is AnswerType.Texts || right.Type is AnswerType.Texts)
                    Fault(from, "Câu hỏi có nhiều câu trả lời: viết \"giá trị\" in tên câu hỏi");
                return new Comparison(sign, left, right);
            case { Kind: TokenKind.Word, Text: "between" }:
                Advance();
                var low = Value();
                ExpectWord("and");
                var high = Value();
                Same(left, low, from);
                Same(left, high, from);
                Ordered(left.Type, from, low, high);
                return new Between(left, low, high);
            case { Kind: TokenKind.Word, Text: "in" }:
                Advance();
                return Among(left, from);
            default: return left;
        }
    }

    private ExpressionNode Among(Operand left, int from)
    {
        if (next is not { Kind: TokenKind.Sign, Text: "[" or "(" })
        {
            if (Value() is Named { Known.Type: AnswerType.Texts } several)
            {
                left = Fitting(left, several);
                if (left.Type is not AnswerType.Text) Fault(from, $"{several.Words()} gồm các lựa chọn bằng chữ");
                return new Has(left, several);
            }
            throw Wrong("Sau in cần danh sách [\"a\", \"b\"] hoặc tên một câu hỏi có nhiều câu trả lời", from);
        }
        var close = next.Text == "[" ? "]" : ")";
        Advance();
        var among = new List<Operand>();
        do
        {
            if (among.Count > 0) Advance();
            among.Add(Fitting(Value(), left));
            Same(left, among[^1], from);
        }
        while (next is { Kind: TokenKind.Sign, Text: "," });
        Expect(close);
        return new OneOf(left, among);
    }

    private Operand Value()
    {
        var token = next;
        Advance();
        switch (token.Kind)
        {
            case TokenKind.Text: return new Literal(token.Text, AnswerType.Text);
            case TokenKind.Number:
                if (!decimal.TryParse(token.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                    throw Wrong($"\"{token.Text}\" không phải là số; phần lẻ viết sau dấu chấm", token.At);
                return new Literal(number, AnswerType.Number);
            case TokenKind.Word when token.Text is "true" or "false": return new Literal(token.Text == "true", AnswerType.Truth);
            case TokenKind.Word when token.Text == "null": return new Literal(null, null);
            case TokenKind.Word when token.Text is "and" or "or" or "not" or "in" or "between":
                throw Wrong($"Thiếu một vế trước \"{token.Text}\"", token.At);
            case TokenKind.Word when next is { Kind: TokenKind.Sign, Text: "(" }: return Called(token);
            case TokenKind.Word when known.TryGetValue(token.Text, out var value): return new Named(value);
            case TokenKind.Word:
                var near = Nearest(token.Text);
                throw Wrong($"Không có câu hỏi \"{token.Text}\"{(near is null ? "" : $"; có phải {near}?")}", token.At);
            case TokenKind.End: throw Wrong("Điều kiện chưa hết: thiếu một vế", token.At);
            default: throw Wrong($"Không hiểu \"{token.Text}\" ở đây", token.At);
        }
    }

    private Operand Called(ExpressionToken name)
    {
        Advance();
        Operand value;
        if (name.Text == "date")
        {
            if (next.Kind != TokenKind.Text
                || !DateOnly.TryParseExact(next.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                throw Wrong("Ngày viết là date(\"2026-01-31\"): năm, tháng, ngày", next.At);
            value = new Literal(day, AnswerType.Date);
            Advance();
        }
        else if (name.Text == "age")
        {
            var from = next.At;
            var birth = Value();
            if (birth.Type is not AnswerType.Date) Fault(from, "age( ) cần một câu hỏi về ngày");
            value = new Age(birth);
        }
        else throw Wrong($"Không có hàm {name.Text}; chỉ có date( ), age( ) và not( )", name.At);
        Expect(")");
        return value;
    }

    /// <summary>A text beside a question with choices is one of them; a fault names those there are.</summary>
    private Operand Fitting(Operand value, Operand other)
    {
        if (value is not Literal { Value: string code } || other is not Named { Known: { Choices: { } choices } asked }) return value;
        if (choices.TryGetValue(code, out var label)) return new Literal(code, AnswerType.Text, label);
        Fault(next.At, $"{asked.Label} không có lựa chọn \"{code}\"; chỉ có {string.Join(", ", choices.Keys.Take(12).Select(one => $"\"{one}\""))}");
        return value;
    }

    private void Same(Operand left, Operand right, int from)
    {
        if (left.Type is { } one && right.Type is { } other && one != other)
            Fault(from, $"So sánh {left.Words()} ({NameOf(one)}) với {right.Words()} ({NameOf(other)})");
    }

    private void Ordered(AnswerType? type, int from, params Operand[] against)
    {
        if (type is not (AnswerType.Number or AnswerType.Date)) Fault(from, "Chỉ số và ngày mới so sánh được lớn hơn, nhỏ hơn");
        else if (against.Any(one => one.Type is null)) Fault(from, "null chỉ so sánh được bằng = hoặc !=");
    }

    private ExpressionNode Question(ExpressionNode node)
    {
        if (node is Operand { Type: not AnswerType.Truth } or Literal) throw Wrong($"{node.Words()} không phải là điều kiện; cần so sánh với một giá trị");
        return node;
    }

    private string? Nearest(string name)
    {
        var near = known.Keys.Select(one => (one, Apart: Distance(one, name))).Where(pair => pair.Apart <= Math.Max(2, name.Length / 4))
            .OrderBy(pair => pair.Apart).ThenBy(pair => pair.one, StringComparer.Ordinal).FirstOrDefault();
        return near.one is { } found ? $"{found} ({known[found].Label})" : null;
    }

    /// <summary>Signs to change, add or take away.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 8 || left.Length > 80) return int.MaxValue;
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            (var diagonal, row[0]) = (row[0], i);
            for (var j = 1; j <= right.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)));
        }
        return row[right.Length];
    }

    private static string NameOf(AnswerType type) => type switch
    {
        AnswerType.Number => "số", AnswerType.Date => "ngày", AnswerType.Truth => "có hoặc không", AnswerType.Texts => "nhiều lựa chọn", _ => "chữ",
    };

    private bool IsWord(string word) => next.Kind == TokenKind.Word && next.Text == word;

    private void Expect(string sign)
    {
        if (next.Kind != TokenKind.Sign || next.Text != sign)
            throw Wrong(next.Kind == TokenKind.End ? $"Thiếu dấu \"{sign}\"" : $"Cần \"{sign}\" trước \"{next.Text}\"");
        Advance();
    }

    private void ExpectWord(string word)
    {
        if (!IsWord(word)) throw Wrong($"Thiếu \"{word}\"");
        Advance();
    }

    private void Advance() => (next, at) = ExpressionToken.Next(text, at);

    private void Fault(int from, string words) => faults.Add(new(from, words));

    private NotReadable Wrong(string words, int? from = null) => new(new(from ?? next.At, words));
}

/// <summary>Ends the reading of a condition; caught where it began.</summary>
internal sealed class NotReadable(ExpressionFault fault) : Exception(fault.Words)
{
    public ExpressionFault Fault => fault;
}
