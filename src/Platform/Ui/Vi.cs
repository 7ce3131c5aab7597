using System.Globalization;
using System.Text;
using MotCua.Platform.Time;

namespace MotCua.Platform.Ui;

/// <summary>Cách viết tiếng Việt: the one place that writes dates, money, names and numbers for people.</summary>
public static class Vi
{
    /// <summary>Keeps two parts on one line.</summary>
    private const char Stuck = '\u00a0';

    private static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("vi-VN");

    /// <summary>The order of the Vietnamese alphabet, for titles in a list.</summary>
    public static readonly StringComparer Order = StringComparer.Create(Culture, ignoreCase: true);
    private static readonly string[] Weekdays = ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];

    /// <summary>28/04/2026</summary>
    public static string Date(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>28/04/2026, in Vietnam.</summary>
    public static string Date(DateTimeOffset instant) => Date(instant.Day());

    /// <summary>Thứ Ba, 28/04/2026</summary>
    public static string LongDate(DateOnly day) => $"{Weekday(day)}, {Date(day)}";

    /// <summary>Thứ Ba</summary>
    public static string Weekday(DateOnly day) => Weekdays[(int)day.DayOfWeek].Replace(' ', Stuck);

    /// <summary>16:30</summary>
    public static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>16:30, 05/05/2026, in Vietnam.</summary>
    public static string DateTime(DateTimeOffset instant) =>
        instant.InVietnam().ToString("HH:mm, dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>09:41:05, in Vietnam: for anything live.</summary>
    public static string Clock(DateTimeOffset instant) => instant.InVietnam().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A date of a paper that may lack day or month: 05/03/1980, 03/1980 or 1980.</summary>
    public static string PartialDate(int year, int? month, int? day) => (month, day) switch
    {
        (null, _) => year.ToString("0000", CultureInfo.InvariantCulture),
        ({ } m, null) => $"{m:00}/{year:0000}",
        ({ } m, { } d) => $"{d:00}/{m:00}/{year:0000}",
    };

    /// <summary>1.234.567 đ; zero is "Không thu phí".</summary>
    public static string Money(decimal dong) => dong == 0 ? "Không thu phí" : Number(dong) + Stuck + "đ";

    /// <summary>Thousands dot, decimal comma: 1.234,5</summary>
    public static string Number(decimal value) => value.ToString("#,##0.##", Culture);

    /// <summary>12,5 %</summary>
    public static string Percent(decimal share) => (share * 100).ToString("0.#", Culture) + Stuck + "%";

    /// <summary>Size of a file: 340 KB, 2,4 MB.</summary>
    public static string FileSize(long bytes) => bytes < 1024 * 1024
        ? Math.Max(1, bytes / 1024).ToString(Culture) + Stuck + "KB"
        : (bytes / 1048576m).ToString("0.#", Culture) + Stuck + "MB";

    /// <summary>How long to wait, never less than the truth: 45 giây, 4 phút 30 giây, 2 giờ 5 phút.</summary>
    public static string Wait(TimeSpan time)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(time.TotalSeconds));
        if (seconds < 60) return $"{seconds} giây";
        if (seconds < 600) return Together(seconds / 60, "phút", seconds % 60, "giây");
        var minutes = (seconds + 59) / 60;
        return minutes < 60 ? $"{minutes} phút" : Together(minutes / 60, "giờ", minutes % 60, "phút");
    }

    private static string Together(long large, string unit, long small, string smaller) => small == 0 ? $"{large} {unit}" : $"{large} {unit} {small} {smaller}";

    /// <summary>Personal ID in groups: 096 167 001 234. Anything but 12 digits is returned as it is.</summary>
    public static string PersonalId(string number) => number.Length == 12 && number.All(char.IsAsciiDigit)
        ? string.Join(Stuck, number[..3], number[3..6], number[6..9], number[9..])
        : number;

    /// <summary>Only the last four signs stay: ••• ••• ••1 234. For public screens.</summary>
    public static string PersonalIdMasked(string number) => PersonalId(number) is var grouped && number.Length > 4
        ? Hide(grouped, 4)
        : new string('•', number.Length);

    /// <summary>0912 345 678; +84 and separators are taken away. An unknown shape is returned as it is.</summary>
    public static string Phone(string number)
    {
        var digits = new string([.. number.Where(char.IsAsciiDigit)]);
        if (digits.StartsWith("84", StringComparison.Ordinal) && digits.Length is 11 or 12) digits = "0" + digits[2..];
        return digits.Length switch
        {
            10 when digits[0] == '0' => string.Join(Stuck, digits[..4], digits[4..7], digits[7..]),
            11 when digits[0] == '0' => string.Join(Stuck, digits[..4], digits[4..8], digits[8..]),
            _ => number,
        };
    }

    /// <summary>Short code in two groups: 7KQ4-9M2X.</summary>
    public static string ShortCode(string code)
    {
        var signs = new string([.. code.Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant();
        return signs.Length == 8 ? $"{signs[..4]}-{signs[4..]}" : code;
    }

    /// <summary>Given name, by which lists are sorted: the last word. Store it beside the name where the database sorts.</summary>
    public static string GivenName(string name) => Split(name).Given;

    /// <summary>Orders full names by given name, then by the rest; a ă â b … d đ e ê …, tones last.</summary>
    public static IComparer<string> NameOrder { get; } = Comparer<string>.Create((left, right) =>
    {
        var (one, other) = (Split(left), Split(right));
        var byGiven = Culture.CompareInfo.Compare(one.Given, other.Given, CompareOptions.IgnoreCase);
        return byGiven != 0 ? byGiven : Culture.CompareInfo.Compare(one.Others, other.Others, CompareOptions.IgnoreCase);
    });

    private static (string Given, string Others) Split(string name)
    {
        var words = name.Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? ("", "") : (words[^1], string.Join(' ', words[..^1]));
    }

    private static string Hide(string text, int keep)
    {
        var signs = text.ToCharArray();
        for (var (i, kept) = (signs.Length - 1, 0); i >= 0; i--)
        {
            if (!char.IsLetterOrDigit(signs[i])) continue;
            if (kept++ >= keep) signs[i] = '•';
        }
        return new string(signs);
    }
}
