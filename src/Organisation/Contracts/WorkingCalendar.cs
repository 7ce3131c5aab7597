using MotCua.Platform.Time;

namespace MotCua.Organisation.Contracts;

/// <summary>Ngày nghỉ hoặc ngày làm bù: one row of the official calendar.</summary>
/// <param name="Name">Name as shown to people, for example "Giỗ Tổ Hùng Vương".</param>
/// <param name="IsWorking">true = a Saturday worked in exchange for a swapped day off.</param>
public sealed record SpecialDay(DateOnly Date, string Name, bool IsWorking);

/// <summary>Một buổi làm việc: from opening to closing, local time.</summary>
public sealed record HourSpan(TimeOnly Opens, TimeOnly Closes);

/// <summary>Giờ làm việc của một bộ phận, có hiệu lực theo ngày (<paramref name="ValidTo"/> inclusive, null = open).</summary>
/// <param name="Weekday">null: every working day. Saturday or Sunday: the office receives people on it.</param>
/// <param name="Counts">That Saturday or Sunday also counts for terms; otherwise it is opening hours alone and the legal count skips it.</param>
public sealed record OfficeHours(DateOnly ValidFrom, DateOnly? ValidTo, IReadOnlyList<HourSpan> Spans, DayOfWeek? Weekday = null, bool Counts = false)
{
    /// <summary>07:00–11:00 and 13:00–17:00.</summary>
    public static readonly IReadOnlyList<HourSpan> Usual =
        [new(new TimeOnly(7, 0), new TimeOnly(11, 0)), new(new TimeOnly(13, 0), new TimeOnly(17, 0))];
}

/// <summary>Một ngày trong phần giải thích hạn trả: counted, or skipped with its reason in Vietnamese.</summary>
/// <param name="Paused">The clock stood still on that day.</param>
/// <param name="Spent">Working time used up, for terms in hours.</param>
public sealed record CountedDay(DateOnly Date, bool Counted, string? Reason, bool Paused = false, TimeSpan? Spent = null);

/// <summary>Hạn trả: the instant, the days that were counted and skipped on the way, and whether the calendar of any of them is only provisional.</summary>
public sealed record DueDate(DateTimeOffset At, IReadOnlyList<CountedDay> Days, bool Provisional)
{
    /// <summary>The working days that were consumed.</summary>
    public IEnumerable<DateOnly> Counted => Days.Where(day => day.Counted).Select(day => day.Date);
}

/// <summary>
/// Lịch làm việc of one office: pure and immutable. A year without an official notice counts by weekends and the
/// days that the law itself fixes, and every date in it is provisional (Bộ luật Lao động 2019, Điều 111–112; ngày hoán đổi theo thông báo hằng năm).
/// </summary>
public sealed class WorkingCalendar
{
    // Hours that are simply added know no cut-off of reception and no whole days.
    private static readonly CountingRules Plainly = new(Term.HoursOfDay, TimeOnly.MaxValue, null, RollForward: true);

    // A guard against a calendar without any working day; no legal term is longer.
    private const int FurthestDays = 366 * 30;

    private readonly Dictionary<DateOnly, SpecialDay> special;
    private readonly HashSet<int> officialYears;
    private readonly IReadOnlyList<OfficeHours> hours;

    /// <param name="days">Days off and make-up working days; the last one of a date wins.</param>
    /// <param name="officialYears">Years whose notice is known.</param>
    /// <param name="hours">Dated office hours; where none is valid the usual hours hold.</param>
    public WorkingCalendar(IEnumerable<SpecialDay> days, IEnumerable<int> officialYears, IEnumerable<OfficeHours>? hours = null)
    {
        special = [];
        foreach (var day in days) special[day.Date] = day;
        this.officialYears = [.. officialYears];
        this.hours = [.. (hours ?? []).Where(row => row.Spans.Count > 0)
            .Select(row => row with { Spans = [.. row.Spans.OrderBy(span => span.Opens)] })
            .OrderByDescending(row => row.ValidFrom)];
    }

    /// <summary>Days off that the law fixes, for years whose notice is not known.</summary>
    public StatutoryDays? Statutory { get; init; }

    /// <summary>Number of the published version; 0 for one made by hand.</summary>
    public int Version { get; init; }

    public bool IsWorkingDay(DateOnly date) => WhyNot(date) is null;

    /// <summary>Why the date is not a working day (holiday by name, or weekend); null when it is one.</summary>
    public string? WhyNot(DateOnly date)
    {
        if (special.TryGetValue(date, out var day)) return day.IsWorking ? null : day.Name;
        if (Statutory?.On(date) is { } fixedByLaw) return fixedByLaw;
        if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && Weekend(date) is { Counts: true }) return null;
        return date.DayOfWeek switch
        {
            DayOfWeek.Saturday => "Cuối tuần (Thứ Bảy)",
            DayOfWeek.Sunday => "Cuối tuần (Chủ Nhật)",
            _ => null,
        };
    }

    /// <summary>The calendar of that year has not been announced, so a promise in it may move.</summary>
    public bool IsProvisional(DateOnly date) => !officialYears.Contains(date.Year);

    /// <summary>The first year on the way from reception to the due time whose calendar has not been announced; null when all are.</summary>
    public int? ProvisionalYear(DateTimeOffset received, DateTimeOffset due)
    {
        for (var year = received.Day().Year; year <= due.Day().Year; year++) if (!officialYears.Contains(year)) return year;
        return null;
    }

    /// <summary>Opening hours of a day that is worked or on which the office receives people.</summary>
    public IReadOnlyList<HourSpan> HoursOn(DateOnly date)
    {
        if (hours.Count == 0) return OfficeHours.Usual;
        // A make-up Saturday is an ordinary working day, whatever the office does on other Saturdays.
        if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && !special.ContainsKey(date) && Weekend(date) is { } weekend) return weekend.Spans;
        return Valid(date, null)?.Spans ?? OfficeHours.Usual;
    }

    private OfficeHours? Weekend(DateOnly date) => hours.Count == 0 ? null : Valid(date, date.DayOfWeek);

    private OfficeHours? Valid(DateOnly date, DayOfWeek? weekday)
    {
        foreach (var row in hours)
        {
            if (row.Weekday == weekday && row.ValidFrom <= date && (row.ValidTo is null || date <= row.ValidTo)) return row;
        }
        return null;
    }

    /// <summary>The next day on which people are received.</summary>
    public DateOnly NextOpenDay(DateOnly after)
    {
        var working = NextWorkingDay(after);
        for (var date = after.AddDays(1); date < working; date = date.AddDays(1)) if (IsOpen(date)) return date;
        return working;
    }

    /// <summary>People are received on that day: a working day, or a Saturday of an office that opens on it.</summary>
    public bool IsOpen(DateOnly date) => IsWorkingDay(date) || (!special.ContainsKey(date) && Statutory?.On(date) is null && Weekend(date) is not null);

    public DateTimeOffset Opening(DateOnly date) => VietnamTime.At(date, HoursOn(date)[0].Opens);

    public DateTimeOffset Closing(DateOnly date) => VietnamTime.At(date, HoursOn(date)[^1].Closes);

    public DateOnly NextWorkingDay(DateOnly after)
    {
        var date = after;
        for (var guard = 0; guard < FurthestDays; guard++)
        {
            date = date.AddDays(1);
            if (IsWorkingDay(date)) return date;
        }
        throw new InvalidOperationException("The calendar has no working day.");
    }

    /// <summary>
    /// Thời điểm nhận hợp lệ: an instant inside office hours stays; at lunch or before opening it moves to the next
    /// opening, after closing or on a day off to the opening of the next open day. A Saturday on which the office
    /// receives people is a day of receipt, though not of counting.
    /// </summary>
    public DateTimeOffset Snap(DateTimeOffset instant)
    {
        var date = instant.Day();
        if (IsOpen(date))
        {
            foreach (var span in HoursOn(date))
            {
                if (instant <= VietnamTime.At(date, span.Opens)) return VietnamTime.At(date, span.Opens);
                if (instant <= VietnamTime.At(date, span.Closes)) return instant;
            }
        }
        return Opening(NextOpenDay(date));
    }

    /// <summary>So much working time later; exactly at a closing it stays that closing.</summary>
    public DateTimeOffset After(DateTimeOffset from, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        if (time == TimeSpan.Zero) return from;
        var day = from.Day();
        for (var guard = 0; guard < FurthestDays; guard++, day = day.AddDays(1))
        {
            if (!IsWorkingDay(day)) continue;
            foreach (var span in HoursOn(day))
            {
                var (opens, closes) = (Max(VietnamTime.At(day, span.Opens), from), VietnamTime.At(day, span.Closes));
                if (closes <= opens) continue;
                if (time <= closes - opens) return opens + time;
                time -= closes - opens;
            }
        }
        throw new InvalidOperationException("The calendar has no working day.");
    }

    /// <summary>Working hours run only inside office hours: the end of a step, of a silence, of whatever has no term of its own.</summary>
    public DueDate AddWorkingHours(DateTimeOffset from, decimal hours)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hours);
        return new Term(TermUnit.Hour, hours).DueFrom(from, this, Plainly);
    }

    /// <summary>Working time between two instants; zero when the second is not later.</summary>
    public TimeSpan WorkingTime(DateTimeOffset from, DateTimeOffset until)
    {
        var sum = TimeSpan.Zero;
        for (var date = from.Day(); date <= until.Day(); date = date.AddDays(1))
        {
            if (IsWorkingDay(date)) sum += OfficeTime(date, from, until);
        }
        return sum;
    }

    /// <summary>Opening hours of that day between two instants.</summary>
    public TimeSpan OfficeTime(DateOnly date, DateTimeOffset from, DateTimeOffset until)
    {
        var sum = TimeSpan.Zero;
        foreach (var span in HoursOn(date))
        {
            var (opens, closes) = (Max(VietnamTime.At(date, span.Opens), from), VietnamTime.At(date, span.Closes));
            if (closes > until) closes = until;
            if (closes > opens) sum += closes - opens;
        }
        return sum;
    }

    /// <summary>All opening hours of that day.</summary>
    public TimeSpan OfficeTime(DateOnly date) => HoursOn(date).Aggregate(TimeSpan.Zero, (sum, span) => sum + (span.Closes - span.Opens));

    /// <summary>Working days later than the first date, up to and including the last.</summary>
    public int WorkingDaysAfter(DateOnly first, DateOnly last)
    {
        var count = 0;
        for (var date = first.AddDays(1); date <= last; date = date.AddDays(1))
        {
            if (IsWorkingDay(date)) count++;
        }
        return count;
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
