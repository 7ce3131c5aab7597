using System.Globalization;

namespace MotCua.Platform.Expressions;

/// <summary>A part of a condition. Three answers: yes, no, and null where an answer is missing that had to be compared.</summary>
internal abstract record ExpressionNode
{
    public virtual bool? Truth(Given given) => throw new InvalidOperationException("A value is no question; the reader lets none through.");

    public abstract string Words();

    public virtual IEnumerable<string> Names() => [];

    /// <summary>Itself and all that it is made of.</summary>
    public IEnumerable<ExpressionNode> Inside() => Below().SelectMany(part => part.Inside()).Prepend(this);

    protected virtual IEnumerable<ExpressionNode> Below() => [];
}

/// <summary>What stands at either side of a comparison.</summary>
internal abstract record Operand(AnswerType? Type) : ExpressionNode
{
    public abstract object? Of(Given given);
}

/// <param name="Label">How the value is said where it is one of a question's choices.</param>
internal sealed record Literal(object? Value, AnswerType? Type, string? Label = null) : Operand(Type)
{
    public override object? Of(Given given) => Value;

    /// <summary>As it is kept among the answers of a form.</summary>
    public string Plain => Value switch
    {
        bool yes => yes ? "true" : "false", DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture), var text => text?.ToString() ?? "",
    };

    public override string Words() => Label ?? Value switch
    {
        null => "chưa trả lời", bool yes => yes ? "có" : "không", DateOnly day => Ui.Vi.Date(day),
        decimal number => number.ToString("0.############################", Vietnamese), var text => $"“{text}”",
    };

    private static readonly NumberFormatInfo Vietnamese = new() { NumberDecimalSeparator = "," };
}

internal sealed record Named(KnownValue Known) : Operand(Known.Type)
{
    public override object? Of(Given given) => given.Value(Known.Name);

    public override bool? Truth(Given given) => Of(given) is true;

    public override string Words() => Known.Label;

    public override IEnumerable<string> Names() => [Known.Name];
}

/// <summary>Tuổi tròn, in years, on the day that the condition is asked.</summary>
internal sealed record Age(Operand Birth) : Operand(AnswerType.Number)
{
    public override object? Of(Given given)
    {
        if (Birth.Of(given) is not DateOnly born) return null;
        var years = given.Today.Year - born.Year;
        // Civil Code 2015, Art. 148.4: a term of years ends with the corresponding day; who was born on 29 February grows older on 1 March.
        return (decimal)(born > given.Today.AddYears(-years) ? years - 1 : years);
    }

    public override string Words() => $"tuổi tính từ {Birth.Words()}";

    public override IEnumerable<string> Names() => Birth.Names();

    protected override IEnumerable<ExpressionNode> Below() => [Birth];
}

internal sealed record Comparison(string Sign, Operand Left, Operand Right) : ExpressionNode
{
    private static readonly Dictionary<string, string> Said = new(StringComparer.Ordinal)
    {
        ["="] = "là", ["!="] = "không phải là", ["<"] = "nhỏ hơn", ["<="] = "không quá", [">"] = "lớn hơn", [">="] = "từ",
    };

    public override bool? Truth(Given given)
    {
        var (left, right) = (Left.Of(given), Right.Of(given));
        if (Sign is "=" or "!=") return Equals(left, right) == (Sign == "=");
        if (left is not IComparable one || right is null) return null;
        var order = one.CompareTo(right);
        return Sign switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }

    public override string Words()
    {
        if (Right is Literal { Value: null }) return $"{Left.Words()} {(Sign == "=" ? "chưa được trả lời" : "đã được trả lời")}";
        if (Left.Type is not AnswerType.Date || Sign is "=" or "!=") return $"{Left.Words()} {Said[Sign]} {Right.Words()}{(Sign == ">=" ? " trở lên" : "")}";
        return $"{Left.Words()} {Sign switch { "<" => "trước", "<=" => "không sau", ">" => "sau", _ => "không trước" }} {Right.Words()}";
    }

    public override IEnumerable<string> Names() => Left.Names().Concat(Right.Names());

    protected override IEnumerable<ExpressionNode> Below() => [Left, Right];
}

internal sealed record Between(Operand Value, Operand From, Operand To) : ExpressionNode
{
    public override bool? Truth(Given given)
    {
        if (Value.Of(given) is not IComparable value || From.Of(given) is not { } from || To.Of(given) is not { } to) return null;
        return value.CompareTo(from) >= 0 && value.CompareTo(to) <= 0;
    }

    public override string Words() => $"{Value.Words()} từ {From.Words()} đến {To.Words()}";

    public override IEnumerable<string> Names() => Value.Names().Concat(From.Names()).Concat(To.Names());

    protected override IEnumerable<ExpressionNode> Below() => [Value, From, To];
}

internal sealed record OneOf(Operand Value, IReadOnlyList<Operand> Among) : ExpressionNode
{
    public override bool? Truth(Given given) => Value.Of(given) is { } value && Among.Any(one => Equals(one.Of(given), value));

    public override string Words() => $"{Value.Words()} là một trong: {string.Join(", ", Among.Select(one => one.Words()))}";

    public override IEnumerable<string> Names() => Value.Names().Concat(Among.SelectMany(one => one.Names()));

    protected override IEnumerable<ExpressionNode> Below() => [Value, .. Among];
}

/// <summary>A question with several answers that has this one.</summary>
internal sealed record Has(Operand Value, Named Several) : ExpressionNode
{
    public override bool? Truth(Given given) =>
        Value.Of(given) is string value && Several.Of(given) is IEnumerable<string> answers && answers.Contains(value, StringComparer.Ordinal);

    public override string Words() => $"{Several.Words()} có {Value.Words()}";

    public override IEnumerable<string> Names() => Value.Names().Concat(Several.Names());
}

/// <summary>All of them, or one of them.</summary>
internal sealed record Joined(bool All, IReadOnlyList<ExpressionNode> Parts) : ExpressionNode
{
    public override bool? Truth(Given given)
    {
        var unknown = false;
        foreach (var part in Parts)
        {
            var truth = part.Truth(given);
            if (truth == !All) return !All;
            unknown |= truth is null;
        }
        return unknown ? null : All;
    }

    public override string Words() =>
        string.Join(All ? " và " : " hoặc ", Parts.Select(part => part is Joined other && other.All != All ? $"({part.Words()})" : part.Words()));

    public override IEnumerable<string> Names() => Parts.SelectMany(part => part.Names());

    protected override IEnumerable<ExpressionNode> Below() => Parts;
}

internal sealed record Contrary(ExpressionNode Of) : ExpressionNode
{
    public override bool? Truth(Given given) => !Of.Truth(given);

    public override string Words() => $"không phải ({Of.Words()})";

    public override IEnumerable<string> Names() => Of.Names();

    protected override IEnumerable<ExpressionNode> Below() => [Of];
}
