using MotCua.Platform.Text;

namespace MotCua.Platform.Expressions;

/// <summary>Kiểu của giá trị. <c>Texts</c>: several answers at once.</summary>
public enum AnswerType { Text, Number, Date, Truth, Texts }

/// <summary>What a condition may look at.</summary>
/// <param name="Name">As it stands in a condition: <c>child.birth</c>.</param>
/// <param name="Label">As officials know it: "Ngày sinh của trẻ".</param>
/// <param name="Choices">The only values there are, by code, with their words; null: any.</param>
public sealed record KnownValue(string Name, AnswerType Type, string Label, IReadOnlyDictionary<string, string>? Choices = null);

/// <summary>What is wrong with a condition.</summary>
/// <param name="At">The sign that it begins at, from 0.</param>
public sealed record ExpressionFault(int At, string Words);

/// <summary>
/// Điều kiện: a typed question about the answers of a dossier, a part of FEEL (DMN 1.3): <c>=</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>,
/// <c>&gt;=</c>, <c>in</c>, <c>between … and …</c>, <c>and</c>, <c>or</c>, <c>not(…)</c>, <c>null</c>, <c>date("2026-01-31")</c> and our <c>age(…)</c>.
/// It always ends: it has no loops, no calls of its own and no arithmetic (decision 0052).
/// </summary>
public sealed class Expression
{
    private readonly ExpressionNode root;

    private Expression(string text, ExpressionNode root) => (Text, this.root) = (text, root);

    public string Text { get; }

    /// <summary>The values that it looks at.</summary>
    public IEnumerable<string> Names => root.Names().Distinct(StringComparer.Ordinal);

    /// <summary>Reads and types a condition.</summary>
    /// <param name="text">With or without the leading <c>=</c> that other tools write.</param>
    /// <returns>null when there are faults.</returns>
    public static (Expression? Expression, IReadOnlyList<ExpressionFault> Faults) Read(string text, IEnumerable<KnownValue> known)
    {
        // Pasted from a word processor too; NFC like the answers that it is compared with.
        text = TypedText.Gate(text);
        var reader = new ExpressionReader(text, known.ToDictionary(value => value.Name, StringComparer.Ordinal));
        var root = reader.Read();
        return (reader.Faults.Count == 0 && root is not null ? new Expression(text, root) : null, reader.Faults);
    }

    /// <summary>
    /// Whether it holds. An answer that was not given is equal to <c>null</c> and to nothing else; it is neither smaller nor greater than anything, nor is
    /// the contrary of that true.
    /// </summary>
    /// <param name="value">Of a name: string, decimal, DateOnly, bool or a list of strings, by its type; null when not given.</param>
    /// <param name="today">The day that ages are counted to.</param>
    public bool Holds(Func<string, object?> value, DateOnly today) => root.Truth(new Given(value, today)) == true;

    /// <summary>It asks for an age, which is another one each day.</summary>
    public bool AsksAge => root.Inside().Any(part => part is Age);

    /// <summary>The same condition in other terms.</summary>
    public T Fold<T>(ExpressionParts<T> parts) => Fold(root, parts);

    private T Fold<T>(ExpressionNode node, ExpressionParts<T> parts) => node switch
    {
        Joined { All: var all } joined => (all ? parts.All : parts.Any)([.. joined.Parts.Select(part => Fold(part, parts))]),
        Contrary { Of: var of } => parts.Not(Fold(of, parts)),
        Named truth => parts.Among(truth.Known.Name, ["true"]),
        Comparison { Sign: "=" or "!=", Left: Named left, Right: Literal right } equal => Equal(left, right, equal.Sign == "=", parts),
        Comparison { Sign: "=" or "!=", Left: Literal right, Right: Named left } equal => Equal(left, right, equal.Sign == "=", parts),
        OneOf { Value: Named value } one when one.Among.All(other => other is Literal { Value: not null }) =>
            parts.Among(value.Known.Name, [.. one.Among.Select(other => ((Literal)other).Plain)]),
        Has { Value: Literal value } has => parts.Among(has.Several.Known.Name, [value.Plain]),
        _ => parts.Compared(new Expression(node.Words(), node)),
    };

    private static T Equal<T>(Named value, Literal to, bool same, ExpressionParts<T> parts)
    {
        if (to.Value is null) return same ? parts.Not(parts.Answered(value.Known.Name)) : parts.Answered(value.Known.Name);
        var among = parts.Among(value.Known.Name, [to.Plain]);
        return same ? among : parts.Not(among);
    }

    /// <summary>In Vietnamese, as an official would say it: "Loại việc là Tách thửa và tuổi tính từ Ngày sinh nhỏ hơn 6".</summary>
    public string Words() => root.Words();
}

/// <summary>What is made of a condition elsewhere, part by part.</summary>
/// <param name="Among">The value of this name, or one of its values, is one of these.</param>
/// <param name="Answered">This name has a value.</param>
/// <param name="Compared">Anything else: greater, smaller, between, an age, one value beside another.</param>
public sealed record ExpressionParts<T>(Func<string, IReadOnlyList<string>, T> Among, Func<string, T> Answered, Func<IReadOnlyList<T>, T> All,
    Func<IReadOnlyList<T>, T> Any, Func<T, T> Not, Func<Expression, T> Compared);

/// <summary>The answers and the day that a condition is asked for.</summary>
internal sealed record Given(Func<string, object?> Value, DateOnly Today);
