using FsCheck;
using FsCheck.Fluent;
using MotCua.Platform.Expressions;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Processes;

/// <summary>Conditions of a process: typed when they are read, and always with an answer.</summary>
public sealed class ExpressionTests
{
    private static readonly KnownValue[] Known =
    [
        new("area", AnswerType.Number, "Diện tích"), new("birth", AnswerType.Date, "Ngày sinh"), new("poor", AnswerType.Truth, "Hộ nghèo"),
        new("owner.name", AnswerType.Text, "Chủ hồ sơ"), new("papers", AnswerType.Texts, "Giấy tờ kèm theo"),
        new("kind", AnswerType.Text, "Loại việc", new Dictionary<string, string> { ["split"] = "Tách thửa", ["join"] = "Hợp thửa" }),
    ];

    private static readonly Dictionary<string, object?> Answers = new()
    {
        ["area"] = 120.5m, ["birth"] = new DateOnly(2020, 2, 29), ["poor"] = true, ["owner.name"] = "Trần Thị Tám", ["papers"] = new[] { "map", "deed" },
        ["kind"] = "split",
    };

    [Theory]
    [InlineData("area > 100", true)]
    [InlineData("= area > 100", true)] // as other tools write it
    [InlineData("area <= 120.5 and area >= 120.50", true)]
    [InlineData("area between 100 and 120", false)]
    [InlineData("area in [1, 120.5]", true)]
    [InlineData("kind = \"split\"", true)]
    [InlineData("kind != 'split'", false)]
    [InlineData("kind = “join” or poor", true)] // as a word processor writes quotes
    [InlineData("kind in (\"join\")", false)]
    [InlineData("\"deed\" in papers", true)]
    [InlineData("not(\"photo\" in papers)", true)]
    [InlineData("birth < date(\"2020-03-01\")", true)]
    [InlineData("age(birth) < 6", true)] // six on 1 March 2026
    [InlineData("age(birth) = 5", true)]
    [InlineData("poor and (area < 1 or area > 2)", true)]
    [InlineData("poor = false", false)]
    [InlineData("owner.name = \"Trần Thị Tám\"", true)]
    [InlineData("owner.name = \"Tra\u0302\u0300n Thi\u0323 Ta\u0301m\"", true)] // the same letters, composed otherwise
    public void It_holds(string text, bool holds) => Assert.Equal(holds, Holds(text, Answers));

    [Theory]
    [InlineData("area > 100", false)]
    [InlineData("not(area > 100)", false)] // nobody said so
    [InlineData("area = null", true)]
    [InlineData("area != null", false)]
    [InlineData("kind = \"split\"", false)]
    [InlineData("not(kind = \"split\")", true)]
    [InlineData("area > 100 or poor = null", true)]
    [InlineData("area > 100 and poor", false)]
    [InlineData("age(birth) < 6", false)]
    [InlineData("\"deed\" in papers", false)]
    public void Without_answers(string text, bool holds) => Assert.Equal(holds, Holds(text, []));

    [Theory]
    [InlineData("", 0, "Điều kiện để trống")]
    [InlineData("aera > 100", 0, "Không có câu hỏi \"aera\"; có phải area (Diện tích)?")]
    [InlineData("area > \"100\"", 5, "So sánh Diện tích (số) với “100” (chữ)")]
    [InlineData("owner.name > \"A\"", 11, "Chỉ số và ngày mới so sánh được lớn hơn, nhỏ hơn")]
    [InlineData("kind = \"split-up\"", 17, "Loại việc không có lựa chọn \"split-up\"; chỉ có \"split\", \"join\"")]
    [InlineData("area == 100", 5, "Không dùng được ký tự =; so sánh bằng một dấu =")]
    [InlineData("area > 100 && poor", 11, "Không dùng được ký tự &; viết and")]
    [InlineData("area", 4, "Diện tích không phải là điều kiện; cần so sánh với một giá trị")]
    [InlineData("area >", 6, "Điều kiện chưa hết: thiếu một vế")]
    [InlineData("area > 100 poor", 11, "Không hiểu \"poor\" ở đây; giữa hai vế cần có and hoặc or")]
    [InlineData("(area > 100", 11, "Thiếu dấu \")\"")]
    [InlineData("birth > date(\"31/01/2026\")", 13, "Ngày viết là date(\"2026-01-31\"): năm, tháng, ngày")]
    [InlineData("system(\"rm\")", 0, "Không có hàm system; chỉ có date( ), age( ) và not( )")]
    [InlineData("area > 1.2.3", 7, "\"1.2.3\" không phải là số; phần lẻ viết sau dấu chấm")]
    [InlineData("area > null", 5, "null chỉ so sánh được bằng = hoặc !=")]
    [InlineData("papers = \"deed\"", 7, "So sánh Giấy tờ kèm theo (nhiều lựa chọn) với “deed” (chữ)")]
    [InlineData("owner.name = \"Tám", 13, "Thiếu dấu \" đóng lại phần chữ")]
    public void What_is_wrong_is_told_with_its_place(string text, int at, string words)
    {
        var (expression, faults) = Expression.Read(text, Known);
        Assert.Null(expression);
        Assert.Equal(new ExpressionFault(at, words), faults[0]);
    }

    [Theory]
    [InlineData("kind = \"split\" and age(birth) < 6", "Loại việc là Tách thửa và tuổi tính từ Ngày sinh nhỏ hơn 6")]
    [InlineData("(area > 100.5 or poor) and birth >= date(\"2020-01-31\")", "(Diện tích lớn hơn 100,5 hoặc Hộ nghèo) và Ngày sinh không trước 31/01/2020")]
    [InlineData("not(\"deed\" in papers) or owner.name = null", "không phải (Giấy tờ kèm theo có “deed”) hoặc Chủ hồ sơ chưa được trả lời")]
    [InlineData("area between 1 and 2", "Diện tích từ 1 đến 2")]
    public void It_is_said_in_words(string text, string words) => Assert.Equal(words, Expression.Read(text, Known).Expression!.Words());

    [Fact]
    public void A_deep_or_long_one_is_refused()
    {
        Assert.Contains("lồng nhau", Fault(new string('(', 1900)), StringComparison.Ordinal);
        Assert.Contains("lồng nhau", Fault(string.Concat(Enumerable.Repeat("not(", 400))), StringComparison.Ordinal);
        Assert.Contains("dài quá", Fault("poor" + string.Concat(Enumerable.Repeat(" and poor", 400))), StringComparison.Ordinal);

        static string Fault(string text) => Assert.Single(Expression.Read(text, Known).Faults).Words;
    }

    [Fact]
    public void Whatever_is_typed_is_read_or_refused_and_what_is_read_has_an_answer()
    {
        string[] pieces =
        [
            "area", "birth", "poor", "kind", "papers", "owner.name", "=", "!=", "<", "<=", ">", ">=", "in", "between", "and", "or", "not(", "(", ")", "[", "]",
            ",", "null", "true", "1", "-2.5", "\"split\"", "\"deed\"", "'", "date(\"2020-01-01\")", "age(", "age(birth)", "&", "==", "\ud800", "ê", "1e9",
        ];
        var typed = Gen.Elements(pieces).ListOf().Select(some => string.Join(' ', some));
        var read = 0;
        Check.One(Cases.Of(20_000).WithEndSize(9), Prop.ForAll(typed.ToArbitrary(), text =>
        {
            var (expression, faults) = Expression.Read(text, Known);
            if (expression is null) return faults.Count > 0 && faults.All(fault => fault.At >= 0 && fault.At <= text.Length + 1 && fault.Words.Length > 0);
            read++;
            foreach (var answers in new[] { Answers, [] }) expression.Holds(name => answers.GetValueOrDefault(name), new DateOnly(2026, 2, 28));
            return faults.Count == 0 && expression.Words().Length > 0 && expression.Names.All(name => Known.Any(known => known.Name == name));
        }));
        Assert.InRange(read, 50, 20_000);
    }

    private static bool Holds(string text, Dictionary<string, object?> answers)
    {
        var (expression, faults) = Expression.Read(text, Known);
        Assert.Empty(faults);
        return expression!.Holds(name => answers.GetValueOrDefault(name), new DateOnly(2026, 2, 28));
    }
}
