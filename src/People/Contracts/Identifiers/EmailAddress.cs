using System.Text.RegularExpressions;
using MotCua.Platform.Text;

namespace MotCua.People.Contracts.Identifiers;

/// <summary>Thư điện tử to which a letter can arrive (RFC 5321, in the ASCII form that every gateway carries).</summary>
public sealed partial record EmailAddress
{
    public const int MaxLength = 254;

    private const string Example = ", ví dụ ten@vidu.vn";

    private EmailAddress(string text) => Text = text;

    public string Text { get; }

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")]
    private static partial Regex Before();

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$")]
    private static partial Regex Label();

    /// <param name="problem">The sentence for the person when the result is null.</param>
    public static EmailAddress? Read(string? text, out string? problem)
    {
        var clean = VietnameseText.Clean(text);
        problem = clean.Length == 0 ? "Nhập thư điện tử" + Example : Problem(clean);
        return problem is null ? new EmailAddress(clean) : null;
    }

    public override string ToString() => Text;

    private static string? Problem(string text)
    {
        if (text.Contains(' ', StringComparison.Ordinal)) return "Thư điện tử không có khoảng trắng" + Example;
        if (text.Split('@') is not [var name, var domain] || name.Length == 0 || domain.Length == 0) return "Thư điện tử cần một dấu @ ở giữa" + Example;
        if (text.Any(sign => !char.IsAscii(sign))) return "Thư điện tử chỉ gồm chữ không dấu" + Example;
        if (text.Length > MaxLength || name.Length > 64) return $"Thư điện tử dài quá, phần trước @ tối đa 64 ký tự";
        if (name[0] == '.' || name[^1] == '.' || name.Contains("..", StringComparison.Ordinal)) return "Bỏ dấu chấm thừa trước @" + Example;
        if (!Before().IsMatch(name)) return "Phần trước @ có ký tự không dùng được" + Example;
        var labels = domain.Split('.');
        if (labels.Any(label => label.Length == 0)) return (domain.Trim('.').Length == 0 ? "Nhập tên miền sau @" : "Bỏ dấu chấm thừa sau @") + Example;
        if (labels.Length < 2) return "Phần sau @ thiếu đuôi như .vn, .com" + Example;
        if (!labels.All(Label().IsMatch)) return "Phần sau @ không phải tên miền" + Example;
        var last = labels[^1];
        var real = last.Length >= 2 && (last.All(char.IsAsciiLetter) || last.StartsWith("xn--", StringComparison.OrdinalIgnoreCase));
        return !real ? $"Đuôi \".{TypedText.Beginning(last, 20)}\" không có thật. Kiểm tra lại phần sau @" : null;
    }
}
