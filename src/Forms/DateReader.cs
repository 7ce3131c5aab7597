using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MotCua.Forms.Contracts;
using MotCua.People.Contracts.Identifiers;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;

namespace MotCua.Forms;

/// <summary>Three boxes Ngày, Tháng, Năm, or a whole date pasted into the first one.</summary>
internal static partial class DateReader
{
    private const int EarliestYear = 1880;

    [GeneratedRegex(@"^(\d{1,2})[\s/.\-]+(\d{1,2})[\s/.\-]+(\d{4})$|^(\d{2})(\d{2})(\d{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    public static JsonValue? Read(FormField field, string path, RawValues raw, FormContext context, FieldReader reader)
    {
        if (new[] { "day", "month", "year" }.Any(part => TypedText.IsBroken(raw[$"{path}.{part}"]))) return Say(TypedText.BrokenWords);
        var (day, month, year) = (Box("day"), Box("month"), Box("year"));
        if (month.Length == 0 && year.Length == 0 && day.Length <= 20 && Whole().Match(day) is { Success: true } pasted)
        {
            var from = pasted.Groups[1].Success ? 1 : 4;
            (day, month, year) = (pasted.Groups[from].Value, pasted.Groups[from + 1].Value, pasted.Groups[from + 2].Value);
        }
        // The whole date in one box, as programs send it, or something that is no date at all.
        var alone = month.Length + year.Length == 0 && day.Length > 2;
        if (alone && YearFirst().Match(day) is { Success: true } iso)
        {
            if (iso.Length is not (7 or 10)) return Say("Viết ngày đủ chữ số, dạng năm-tháng-ngày, ví dụ 1980-03-05");
            (day, month, year) = (iso.Groups[3].Value, iso.Groups[2].Value, iso.Groups[1].Value);
            if (day.Length == 0 && Number(month) is < 1 or > 12) return Say("Tháng là số từ 1 đến 12");
        }
        else if (alone) return Say("Viết ngày bằng chữ số, ví dụ 05/03/1980 hoặc 1980-03-05");
        var about = VietnameseText.InSentence(field.Label);
        var rest = about.StartsWith("ngày, tháng, năm ", StringComparison.Ordinal) ? about[17..] : about.StartsWith("ngày ", StringComparison.Ordinal)
            ? about[5..] : "của " + about;
        var yearOnly = field.Type == FieldType.PartialDate && raw[$"{path}.yearOnly"].Length > 0;
        if (yearOnly) (day, month) = ("", "");
        if (day.Length + month.Length + year.Length == 0)
        {
            if (yearOnly) return Say($"Nhập năm {rest}", true);
            return field.Optional ? null : Say(FieldReader.MissingText(field), true);
        }
        if (yearOnly) return Number(year) is { } only && YearProblem(only) is null ? Kept(new PartialDate(only)) : Say(YearProblem(Number(year))!);
        string[] missing = [.. new[] { (day, "ngày"), (month, "tháng"), (year, "năm") }.Where(box => box.Item1.Length == 0).Select(box => box.Item2)];
        if (missing.Length > 0)
        {
            return Say($"Nhập thêm {string.Join(" và ", missing)} {rest}"
                + (field.Type == FieldType.PartialDate && year.Length > 0 ? ", hoặc chọn \"Giấy tờ chỉ ghi năm sinh\"" : ""));
        }
        if (Number(day) is not { } d || Number(month) is not { } m || Number(year) is not { } y)
            return Say($"Nhập {about} bằng chữ số, ví dụ 05 03 1980");
        if (m is < 1 or > 12) return Say("Tháng là số từ 1 đến 12");
        if (YearProblem(y) is { } wrong) return Say(wrong);
        var last = DateTime.DaysInMonth(y, m);
        if (d > last) return Say(d > 31 ? "Ngày là số từ 1 đến 31" : $"Tháng {m} năm {y} chỉ có {last} ngày");
        return d < 1 ? Say("Ngày là số từ 1 đến 31") : Kept(new PartialDate(y, m, d));

        string Box(string part) => VietnameseText.Clean(TypedText.Strict(raw[$"{path}.{part}"]));

        JsonValue? Say(string message, bool isMissing = false)
        {
            reader.Say(path, message, isMissing);
            return null;
        }

        JsonValue? Kept(PartialDate date) => field.Past && date.Earliest > context.Today
            ? Say($"{field.Label} phải trước hôm nay, {Vi.Date(context.Today)}")
            : JsonValue.Create(date.ToString());

        string? YearProblem(int? given) => given is >= EarliestYear and <= 2200 ? null
            : given is < 1000 or null ? $"Năm {rest} cần đủ 4 chữ số, ví dụ 1980"
            : $"Kiểm tra lại năm {rest}: {given}";
    }

    private static int? Number(string text) =>
        text.Length is > 0 and <= 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
