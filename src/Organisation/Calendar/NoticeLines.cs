using System.Globalization;
using System.Text;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Calendar;

/// <summary>
/// Danh sách ngày nghỉ as people write it: one day a line, "02/09/2027; nghỉ lễ; Quốc khánh", or the table of holidays.csv.
/// Every wrong line is answered with its number, what is wrong and how to mend it.
/// </summary>
internal static class NoticeLines
{
    public const string Field = "days";
    private const int MostSigns = 40_000;
    private const int MostLines = 200;
    private const int LongestName = 200;
    private static readonly string[] DateForms = ["d/M/yyyy", "dd/MM/yyyy", "yyyy-MM-dd", "d-M-yyyy", "d.M.yyyy"];

    private sealed record Row(int Line, CalendarDay Day);

    private sealed record Wrong(int Line, string Words);

    public static (IReadOnlyList<CalendarDay> Days, IReadOnlyList<FieldProblem> Problems) Read(string text, int year)
    {
        if (text.Length > MostSigns || text.Count(sign => sign == '\n') > MostLines)
            return ([], [new FieldProblem(Field, $"Danh sách dài quá {MostLines} dòng. Chỉ để lại các ngày của năm {year}")]);
        var wrong = new List<Wrong>();
        var rows = IsTable(text) ? Table(text, wrong) : Lines(text, year, wrong);
        Judge(rows, year, wrong);
        if (rows.Count == 0 && wrong.Count == 0) wrong.Add(new Wrong(0, $"Nhập các ngày nghỉ của năm {year}, mỗi ngày một dòng, ví dụ “{Example(year)}”"));
        return ([.. rows.Select(row => row.Day).OrderBy(day => day.Date)],
            [.. wrong.OrderBy(one => one.Line).Select(one => new FieldProblem(Field, one.Line == 0 ? one.Words : $"Dòng {one.Line}: {one.Words}"))]);
    }

    /// <summary>The days of a year as lines that <see cref="Read"/> understands.</summary>
    public static string Write(IEnumerable<CalendarDay> days)
    {
        var text = new StringBuilder();
        foreach (var day in days.OrderBy(day => day.Date))
        {
            text.Append(Vi.Date(day.Date)).Append("; ").Append(DayKind.Words(day.Kind)).Append("; ").Append(day.Name.Replace(';', ','));
            if (day.SwapWith is { } other) text.Append("; ").Append(Vi.Date(other));
            text.Append('\n');
        }
        return text.ToString();
    }

    private static bool IsTable(string text)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n');
        var names = (lines[0].StartsWith("sep=", StringComparison.Ordinal) && lines.Length > 1 ? lines[1] : lines[0])
            .Split([',', ';', '\t'], StringSplitOptions.TrimEntries);
        return names.Contains("date") && names.Contains("kind");
    }

    private static List<Row> Table(string text, List<Wrong> wrong)
    {
        var (rows, problems) = ReferenceFiles.Holidays.Read(text);
        foreach (var problem in problems) wrong.Add(new Wrong(problem.Line,
            problem.Column.Length > 0 ? $"cột {problem.Column}: {problem.Reason}" : problem.Reason));
        return [.. rows.Select(row => new Row(row.Line,
            new CalendarDay(Iso(row["date"])!.Value, VietnameseText.Clean(row["name"]), row["kind"], Iso(row["swap_with"]))))];
    }

    private static List<Row> Lines(string text, int year, List<Wrong> wrong)
    {
        var rows = new List<Row>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var cells = line.Split(';', '\t').Select(cell => VietnameseText.Clean(cell)).ToList();
            while (cells.Count > 0 && cells[^1].Length == 0) cells.RemoveAt(cells.Count - 1);
            if (cells.Count == 0 || cells[0].StartsWith('#')) continue;
            var (day, problem) = Line(cells, year);
            if (day is not null) rows.Add(new Row(number, day));
            else wrong.Add(new Wrong(number, problem!));
        }
        return rows;
    }

    private static (CalendarDay? Day, string? Problem) Line(List<string> cells, int year)
    {
        if (cells.Count is < 3 or > 4) return (null, $"cần ngày, loại và tên, cách nhau bằng dấu chấm phẩy. Ví dụ “{Example(year)}”");
        if (Typed(cells[0], year) is not { } date) return (null, $"“{Short(cells[0])}” không phải ngày có trong lịch. Viết ngày/tháng/năm, ví dụ 02/09/{year}");
        if (DayKind.Read(cells[1]) is not { } kind) return (null,
            $"“{Short(cells[1])}” không phải loại ngày. Viết nghỉ lễ, nghỉ bù, nghỉ hoán đổi hoặc làm bù");
        if (cells[2].Length == 0) return (null, "chưa có tên ngày. Viết tên ở phần thứ ba, ví dụ Quốc khánh");
        if (TypedText.Length(cells[2]) is var signs && signs > LongestName) return (null, $"tên dài {signs} ký tự. Rút còn {LongestName}");
        if (!DayKind.IsSwap(kind)) return cells.Count == 3
            ? (new CalendarDay(date, cells[2], kind, null), null)
            : (null, $"ngày {DayKind.Words(kind)} không đổi với ngày nào. Bỏ phần cuối “{Short(cells[3])}”");
        if (cells.Count == 3) return (null, $"ngày {DayKind.Words(kind)} cần ghi ngày đổi với nó ở cuối dòng, ví dụ “…; 22/08/{year}”");
        return Typed(cells[3], year) is { } other ? (new CalendarDay(date, cells[2], kind, other), null)
            : (null, $"ngày đổi “{Short(cells[3])}” không có trong lịch. Viết ngày/tháng/năm, ví dụ 22/08/{year}");
    }

    private static void Judge(List<Row> rows, int year, List<Wrong> wrong)
    {
        var first = new Dictionary<DateOnly, Row>();
        foreach (var row in rows)
        {
            var (date, kind) = (row.Day.Date, row.Day.Kind);
            var weekend = CalendarDay.IsWeekend(date);
            if (date.Year != year) wrong.Add(new Wrong(row.Line, $"ngày {Vi.Date(date)} không thuộc năm {year}. Bỏ dòng này hoặc sửa năm"));
            else if (!first.TryAdd(date, row)) wrong.Add(new Wrong(row.Line, $"ngày {Vi.Date(date)} đã có ở dòng {first[date].Line}. Bỏ một trong hai dòng"));
            else if (kind == DayKind.MakeUp && !weekend) wrong.Add(new Wrong(row.Line,
                $"ngày làm bù {Vi.Date(date)} là {Vi.Weekday(date)}. Ngày làm bù phải là Thứ Bảy hoặc Chủ Nhật"));
            else if (kind is DayKind.Compensatory or DayKind.Swapped && weekend)
                wrong.Add(new Wrong(row.Line, $"ngày {DayKind.Words(kind)} {Vi.Date(date)} là {Vi.Weekday(date)}. Ngày này phải là ngày thường; nếu là ngày "
                    + $"lễ, ghi “nghỉ lễ”"));
        }
        // A partner in another year stands in the notice of that year; a line that is wrong by itself is mended first.
        var named = wrong.Select(one => one.Line).ToHashSet();
        foreach (var row in first.Values.Where(row => row.Day.SwapWith?.Year == year && !named.Contains(row.Line)))
        {
            var (day, other) = (row.Day, row.Day.SwapWith!.Value);
            var needed = day.Kind == DayKind.MakeUp ? DayKind.Swapped : DayKind.MakeUp;
            if (first.GetValueOrDefault(other)?.Day.Kind != needed)
                wrong.Add(new Wrong(row.Line, $"đổi với {Vi.Date(other)}, nhưng danh sách không có ngày {DayKind.Words(needed)} {Vi.Date(other)}. Thêm dòng "
                    + $"đó hoặc sửa ngày đổi"));
        }
    }

    /// <summary>A day without a year is one of the notice's year.</summary>
    private static DateOnly? Typed(string text, int year) =>
        DateOnly.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : DateOnly.TryParseExact($"{text}/{year}", "d/M/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out date) ? date : null;

    private static DateOnly? Iso(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Example(int year) => $"02/09/{year}; nghỉ lễ; Quốc khánh";

    private static string Short(string text) => text.Length > 40 ? TypedText.Beginning(text, 40) + "…" : text;
}
