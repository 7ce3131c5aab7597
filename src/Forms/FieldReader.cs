using System.Globalization;
using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;
using MotCua.People.Contracts.Identifiers;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;

namespace MotCua.Forms;

/// <summary>Reads one box after the other into its stored value and collects the sentences for the person.</summary>
internal sealed class FieldReader(RawValues raw, FormContext context)
{
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
        if (TypedText.IsBroken(typed))
        {
            Say(path, TypedText.BrokenWords);
            return null;
        }
        var text = VietnameseText.Clean(typed, field.Type == FieldType.LongText);
        if (text.Length == 0)
        {
            if (!field.Optional) Say(path, MissingText(field), true);
            return null;
        }
        if (TypedText.TooLong(text, field.Limit, field.Label.TrimEnd('?')) is { } tooLong)
        {
            Say(path, tooLong);
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
            FieldType.Email => EmailAddress.Read(text, out problem) is { } email ? JsonValue.Create(email.Text) : null,
            FieldType.Time => Time(text, out problem),
            FieldType.Money => Amount(field, text, out problem),
            FieldType.Number => Amount(field, text, out problem),
            _ => JsonValue.Create(text),
        };
        if (problem is not null) Say(path, problem);
        return problem is null ? value : null;
    }

    private static JsonValue? Time(string text, out string? problem)
    {
        var bare = text.Replace("giờ", ":", StringComparison.OrdinalIgnoreCase).Replace('h', ':').Replace('H', ':').Replace(" ", "", StringComparison.Ordinal)
            .TrimEnd(':');
        string[] shapes = ["H:m", "H:mm", "HH:mm", "HHmm", "%H"];
        var right = TimeOnly.TryParseExact(bare, shapes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        problem = right ? null : "Nhập giờ theo 24 giờ, ví dụ 08:30";
        return right ? JsonValue.Create(time.ToString("HH:mm", CultureInfo.InvariantCulture)) : null;
    }

    private static JsonValue? Amount(FormField field, string text, out string? problem)
    {
        decimal? read = field.Type == FieldType.Money ? VietnameseNumber.Money(text, out problem)
            : field.Whole ? VietnameseNumber.Count(text, field.Label, field.Unit, out problem)
            : VietnameseNumber.Decimal(text, field.Label, field.Unit, out problem);
        if (read is not { } number) return null;
        if (number < (field.Min ?? 0)) problem = $"{field.Label} phải từ {Vi.Number(field.Min ?? 0)} trở lên";
        else if (field.Max is { } most && number > most) problem = $"{field.Label} không quá {Vi.Number(most)}";
        return problem is not null ? null : field.Type == FieldType.Money ? JsonValue.Create((long)number) : JsonValue.Create(number);
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
