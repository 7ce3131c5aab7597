using System.Globalization;
using System.Net.Mail;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MotCua.Forms.Contracts;
using MotCua.People.Contracts.Identifiers;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;

namespace MotCua.Forms;

/// <summary>Reads one box after the other into its stored value and collects the sentences for the person.</summary>
internal sealed partial class FieldReader(RawValues raw, FormContext context)
{
    [GeneratedRegex("^[0-9]{1,3}([.,][0-9]{3})+$")]
    private static partial Regex GroupedMoney();

    [GeneratedRegex("^[0-9]{1,3}([.][0-9]{3})+(,[0-9]+)?$")]
    private static partial Regex GroupedNumber();

    public List<(string Path, string Message, bool Missing)> Problems { get; } = [];

    public List<FieldWarning> Warnings { get; } = [];

    public void Say(string path, string message, bool missing = false)
    {
        if (Problems.TrueForAll(problem => problem.Path != path)) Problems.Add((path, message, missing));
    }

    public void Forget(int from) => Problems.RemoveRange(from, Problems.Count - from);

    public JsonNode? Read(FormField field, string path) => field.Type switch
    {
        FieldType.Date or FieldType.PartialDate => DateReader.Read(field, path, raw, context, this),
        FieldType.Address => AddressReader.Read(field, path, raw, context.Places, this),
        FieldType.MultiChoice => Several(field, path),
        FieldType.Choice => OneOf(field, path, [.. field.Options.Select(option => option.Value)]) is { } chosen ? JsonValue.Create(chosen) : null,
        FieldType.YesNo => OneOf(field, path, ["true", "false"]) is { } answer ? JsonValue.Create(answer == "true") : null,
        _ => Typed(field, path),
    };

    /// <summary>What is said when a box that must be filled is empty.</summary>
    public static string MissingText(FormField field) => field.Missing ?? field.Type switch
    {
        FieldType.PersonName => "Nhập họ, chữ đệm và tên như trên giấy tờ",
        FieldType.Phone => "Nhập số điện thoại 10 chữ số, ví dụ 0912 345 678",
        FieldType.Address => "Chọn xã, phường nơi cư trú. Có thể gõ tên cũ",
        FieldType.Choice or FieldType.MultiChoice or FieldType.YesNo => $"Chọn {VietnameseText.InSentence(field.Label.TrimEnd('?', ' '))}",
        _ => $"Nhập {VietnameseText.InSentence(field.Label.TrimEnd('?', ' '))}",
    };

    private JsonValue? Typed(FormField field, string path)
    {
        var typed = raw[path];
        var text = VietnameseText.Clean(typed, field.Type == FieldType.LongText);
        if (text.Length == 0)
        {
            if (!field.Optional) Say(path, MissingText(field), true);
            return null;
        }
        if (text.Length > field.Limit)
        {
            Say(path, $"{field.Label.TrimEnd('?')}: tối đa {Vi.Number(field.Limit)} ký tự, hiện có {Vi.Number(text.Length)}. Viết ngắn lại giúp");
            return null;
        }
        string? problem = null;
        JsonValue? value = field.Type switch
        {
            FieldType.PersonName => PersonName.Read(text, out problem) is { } name ? JsonValue.Create(name.Text) : null,
            FieldType.PersonalId => PersonalId.Read(text, out problem) is { } id ? JsonValue.Create(id.Digits) : null,
            FieldType.OldIdentityNumber => OldIdentityNumber.Read(text, out problem) is { } old ? JsonValue.Create(old) : null,
            FieldType.TaxCode => TaxCode.Read(text, out problem) is { } tax ? JsonValue.Create(tax.Digits) : null,
            FieldType.Phone => PhoneNumber.Read(text, out problem) is { } phone ? JsonValue.Create(phone.Digits) : null,
            FieldType.Email => Email(text, out problem),
            FieldType.Time => Time(text, out problem),
            FieldType.Money => Amount(field, text, out problem),
            FieldType.Number => Amount(field, text, out problem),
            _ => JsonValue.Create(text),
        };
        if (problem is not null) Say(path, problem);
        return problem is null ? value : null;
    }

    private static JsonValue? Email(string text, out string? problem)
    {
        var right = text.Length <= 254 && text.IndexOf(' ') < 0 && MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.', StringComparison.Ordinal);
        problem = right ? null : "Nhập thư điện tử như ten@vidu.vn";
        return right ? JsonValue.Create(text) : null;
    }

    private static JsonValue? Time(string text, out string? problem)
    {
        var bare = text.Replace("giờ", ":", StringComparison.OrdinalIgnoreCase).Replace('h', ':').Replace('H', ':').Replace(" ", "", StringComparison.Ordinal).TrimEnd(':');
        string[] shapes = ["H:m", "H:mm", "HH:mm", "HHmm", "%H"];
        var right = TimeOnly.TryParseExact(bare, shapes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        problem = right ? null : "Nhập giờ theo 24 giờ, ví dụ 08:30";
        return right ? JsonValue.Create(time.ToString("HH:mm", CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>1.234.567 đ, 1234567, 12,5: a dot before three digits parts thousands, the comma parts decimals.</summary>
    private static JsonValue? Amount(FormField field, string text, out string? problem)
    {
        var money = field.Type == FieldType.Money;
        var bare = text.Replace(" ", "", StringComparison.Ordinal);
        foreach (var end in new[] { "đồng", "vnđ", "vnd", "đ", "₫", field.Unit?.Replace(" ", "", StringComparison.Ordinal) ?? "đ" })
        {
            if (bare.EndsWith(end, StringComparison.OrdinalIgnoreCase)) bare = bare[..^end.Length];
        }
        if (money) bare = GroupedMoney().IsMatch(bare) ? bare.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal) : bare;
        else if (GroupedNumber().IsMatch(bare)) bare = bare.Replace(".", "", StringComparison.Ordinal);
        bare = bare.Replace(',', '.');
        if (bare.Length is 0 or > 18 || !decimal.TryParse(bare, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || (money && number != Math.Truncate(number)))
            problem = money ? "Nhập số tiền bằng chữ số, ví dụ 50.000.000" : $"Nhập {VietnameseText.InSentence(field.Label)} bằng chữ số, ví dụ 125,5";
        else if (number < (field.Min ?? 0)) problem = $"{field.Label} phải từ {Vi.Number(field.Min ?? 0)} trở lên";
        else if (field.Max is { } most && number > most) problem = $"{field.Label} không quá {Vi.Number(most)}";
        else
        {
            problem = null;
            return money ? JsonValue.Create((long)number) : JsonValue.Create(number);
        }
        return null;
    }

    private string? OneOf(FormField field, string path, IReadOnlyList<string> known)
    {
        var chosen = raw[path];
        if (known.Contains(chosen, StringComparer.Ordinal)) return chosen;
        if (!field.Optional || chosen.Length > 0) Say(path, MissingText(field), chosen.Length == 0);
        return null;
    }

    private JsonArray? Several(FormField field, string path)
    {
        var chosen = field.Options.Where(option => raw.All(path).Contains(option.Value, StringComparer.Ordinal)).ToList();
        var strange = raw.All(path).Any(value => field.Options.All(option => option.Value != value));
        if (strange || (chosen.Count == 0 && !field.Optional)) Say(path, MissingText(field), !strange);
        return chosen.Count == 0 ? null : [.. chosen.Select(option => JsonValue.Create(option.Value))];
    }
}
