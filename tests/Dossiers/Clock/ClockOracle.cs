namespace MotCua.Tests.Dossiers.Clock;

// One thing written on the clock of a dossier: pause, resume, restart, extend (until a day that a letter promises) or stop.
internal sealed record OracleEntry(string Kind, DateTime At, DateTime? Until = null);

// The calendar and the opening hours of one office.
internal sealed record OracleOffice(
    IReadOnlySet<DateOnly> DaysOff,
    IReadOnlySet<DateOnly> WorkedWeekendDays,
    Func<DateOnly, IReadOnlyList<(TimeOnly Opens, TimeOnly Closes)>> Hours,
    Func<DateOnly, bool> ReceivesOnWeekend,
    Func<DateOnly, bool> WeekendCounts);

// The term of a procedure. Unit is workingDay, hour, day, month or sameDay; Rounding is up, nearest or down; Step in minutes.
internal sealed record OracleTerm(
    string Unit,
    decimal Value,
    TimeOnly SameDayCutOff,
    TimeOnly? ReceptionCutOff,
    bool RollForward,
    decimal HoursPerDay,
    string Rounding = "up",
    int Step = 1);

// A slow second reading of the deadline rules. It keeps what was written down and, whenever it needs the due time, derives it again
// from the last promise: the valid receipt, the complete dossier of a restart, or the day of a letter.
internal static class ClockOracle
{
    // A calendar without any working day for this long is a mistake in the test data.
    private const int LongestWalkInDays = 20_000;

    // What the term is counted from at the moment, and which pauses have moved it since.
    private sealed class Promise
    {
        public DateTime CountedFrom { get; init; }

        // The day of a letter; the whole term is behind it.
        public DateTime? Letter { get; init; }

        // Only time after this moment was lost.
        public DateTime PausesFrom { get; init; }

        public List<(DateTime From, DateTime To)> Lost { get; } = [];
    }

    public static DateTime Due(OracleOffice office, OracleTerm term, DateTime start, IReadOnlyList<OracleEntry> entries)
    {
        Promise promise = FromReceipt(office, term, start);
        DateTime? pausedAt = null;
        bool pauseIsTooLate = false;

        foreach (OracleEntry entry in entries)
        {
            if (entry.Kind == "stop")
            {
                // Nothing written after a stop is read.
                break;
            }

            switch (entry.Kind)
            {
                case "extend":
                    // A letter promises a day. It never makes the date earlier.
                    promise = new Promise
                    {
                        CountedFrom = promise.CountedFrom,
                        Letter = Later(entry.Until!.Value, DueOf(office, term, promise)),
                        PausesFrom = entry.At,
                    };
                    break;

                case "pause":
                    // A pause while paused is ignored; from the due time on a pause changes nothing.
                    if (pausedAt is null)
                    {
                        pausedAt = entry.At;
                        pauseIsTooLate = entry.At >= DueOf(office, term, promise);
                    }

                    break;

                case "resume" or "restart":
                    if (pausedAt is DateTime from)
                    {
                        pausedAt = null;

                        // Without a minute of office time nothing was lost.
                        if (!pauseIsTooLate && WorkingTimeBetween(office, from, entry.At) >= TimeSpan.TicksPerMinute)
                            promise = Resumed(office, term, promise, from, entry);
                    }

                    break;

                default:
                    throw new ArgumentException($"Unknown entry kind '{entry.Kind}'.", nameof(entries));
            }
        }

        // A pause that is still open has moved nothing yet.
        return DueOf(office, term, promise);
    }

    private static Promise FromReceipt(OracleOffice office, OracleTerm term, DateTime time)
    {
        DateTime received = ValidReceipt(office, term, time);

        // Days are counted from the day after, hours and same-day terms at once.
        bool wholeDays = term.Unit is "workingDay" or "day" or "month" && !(term.Unit == "workingDay" && term.Value == 0);
        return new Promise { CountedFrom = received, PausesFrom = wholeDays ? DateOf(received).AddDays(1).ToDateTime(TimeOnly.MinValue) : received };
    }

    private static Promise Resumed(OracleOffice office, OracleTerm term, Promise promise, DateTime from, OracleEntry entry)
    {
        DateTime lostFrom = Later(from, promise.PausesFrom);
        bool again = entry.Kind == "restart";
        if (!again || promise.Letter is not null)
        {
            if (lostFrom < entry.At)
                promise.Lost.Add((lostFrom, entry.At));
        }

        if (!again)
            return promise;

        // The whole term again from the complete dossier, but not before the day that a letter had promised.
        Promise anew = FromReceipt(office, term, entry.At);
        if (promise.Letter is null)
            return anew;

        DateTime promised = DueOf(office, term, promise);
        return promised > DueOf(office, term, anew)
            ? new Promise { CountedFrom = anew.CountedFrom, Letter = promised, PausesFrom = entry.At }
            : anew;
    }

    // ---- The calendar ----

    // Working day: Monday to Friday unless off, a make-up weekend day, or a plain weekend day that counts.
    // A day off is never working.
    private static bool IsWorking(OracleOffice office, DateOnly date)
    {
        if (office.DaysOff.Contains(date))
            return false;

        if (office.WorkedWeekendDays.Contains(date))
            return true;

        return !IsWeekend(date) || office.WeekendCounts(date);
    }

    // Open day: a working day, or a plain weekend day on which the office receives people.
    private static bool IsOpen(OracleOffice office, DateOnly date)
    {
        if (IsWorking(office, date))
            return true;

        return IsWeekend(date) && !office.DaysOff.Contains(date) && office.ReceivesOnWeekend(date);
    }

    private static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static DateOnly NextWorkingDay(OracleOffice office, DateOnly after)
    {
        DateOnly date = after;
        for (int i = 0; i < LongestWalkInDays; i++)
        {
            date = date.AddDays(1);
            if (IsWorking(office, date))
                return date;
        }

        throw new InvalidOperationException($"There is no working day after {after:yyyy-MM-dd}.");
    }

    // The date itself if it is a working day, otherwise the next working day.
    private static DateOnly WorkingDayFrom(OracleOffice office, DateOnly date) =>
        IsWorking(office, date) ? date : NextWorkingDay(office, date);

    private static DateTime Opening(OracleOffice office, DateOnly date) => date.ToDateTime(office.Hours(date)[0].Opens);

    private static DateTime Closing(OracleOffice office, DateOnly date) => date.ToDateTime(office.Hours(date)[^1].Closes);

    private static DateOnly DateOf(DateTime time) => DateOnly.FromDateTime(time);

    private static TimeOnly TimeOf(DateTime time) => TimeOnly.FromDateTime(time);

    // ---- Valid receipt ----

    private static DateTime ValidReceipt(OracleOffice office, OracleTerm term, DateTime time)
    {
        // The minute, or the quarter, in which it came.
        long step = term.Step * TimeSpan.TicksPerMinute;
        DateTime received = MoveIntoHours(office, new DateTime(time.Ticks - time.TimeOfDay.Ticks % step));

        // Later than the reception cut-off: the opening of the next open day.
        if (term.ReceptionCutOff is TimeOnly cutOff && TimeOf(received) > cutOff)
            received = Opening(office, NextOpenDay(office, DateOf(received)));

        return received;
    }

    private static DateTime MoveIntoHours(OracleOffice office, DateTime time)
    {
        DateOnly date = DateOf(time);
        if (IsOpen(office, date))
        {
            foreach ((TimeOnly opens, TimeOnly closes) in office.Hours(date))
            {
                // Before a span of that day, in the morning or at lunch: the opening of that span.
                if (time < date.ToDateTime(opens))
                    return date.ToDateTime(opens);

                // Inside a span, both ends included: stays.
                if (time <= date.ToDateTime(closes))
                    return time;
            }
        }

        // After the last closing, or on a day that is not open: the opening of the next open day.
        return Opening(office, NextOpenDay(office, date));
    }

    private static DateOnly NextOpenDay(OracleOffice office, DateOnly after)
    {
        DateOnly date = after.AddDays(1);
        while (!IsOpen(office, date))
            date = date.AddDays(1);

        return date;
    }

    // ---- What was lost in pauses ----

    private static long HoursToTicks(decimal hours) => (long)decimal.Round(hours * TimeSpan.TicksPerHour);

    // The sum over all pauses of this promise, in days, rounded once.
    private static int DaysLost(OracleOffice office, OracleTerm term, Promise promise)
    {
        double days = 0;
        foreach ((DateTime from, DateTime to) in promise.Lost)
        {
            if (term.Unit is "day" or "month")
            {
                days += (to - from).TotalDays;
                continue;
            }

            // Of each working day the part of its own opening hours.
            for (DateOnly date = DateOf(from); date <= DateOf(to); date = date.AddDays(1))
            {
                if (IsWorking(office, date))
                    days += (double)WorkingTimeBetween(office, from, to, date) / office.Hours(date).Sum(span => (span.Closes - span.Opens).Ticks);
            }
        }

        const double Crumb = 1e-7;
        return term.Rounding switch
        {
            "up" => (int)Math.Ceiling(days - Crumb),
            "nearest" => (int)Math.Floor(days + 0.5 + Crumb),
            _ => (int)Math.Floor(days + Crumb),
        };
    }

    // The time inside the spans of working days between two moments, in ticks.
    private static long WorkingTimeBetween(OracleOffice office, DateTime from, DateTime to)
    {
        long ticks = 0;
        for (DateOnly date = DateOf(from); date <= DateOf(to); date = date.AddDays(1))
            ticks += WorkingTimeBetween(office, from, to, date);

        return ticks;
    }

    private static long WorkingTimeBetween(OracleOffice office, DateTime from, DateTime to, DateOnly date)
    {
        if (!IsWorking(office, date))
            return 0;

        long ticks = 0;
        foreach ((TimeOnly opens, TimeOnly closes) in office.Hours(date))
        {
            DateTime begin = Later(date.ToDateTime(opens), from);
            DateTime end = Earlier(date.ToDateTime(closes), to);
            if (end > begin)
                ticks += (end - begin).Ticks;
        }

        return ticks;
    }

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    private static DateTime Earlier(DateTime a, DateTime b) => a < b ? a : b;

    // ---- The due time of a promise ----

    private static DateTime DueOf(OracleOffice office, OracleTerm term, Promise promise)
    {
        if (term.Unit == "hour")
        {
            long lost = promise.Lost.Sum(pause => WorkingTimeBetween(office, pause.From, pause.To));
            return promise.Letter is DateTime hour ? DueByHours(office, hour, lost) : DueByHours(office, promise.CountedFrom, HoursToTicks(term.Value) + lost);
        }

        if (term.Unit == "sameDay" || (term.Unit == "workingDay" && term.Value == 0))
            return DueSameDay(office, term, promise);

        int days = DaysLost(office, term, promise);
        if (promise.Letter is DateTime letter)
        {
            if (days == 0)
                return letter;

            return term.Unit == "workingDay"
                ? Closing(office, WorkingDaysAfter(office, DateOf(letter), days))
                : Closing(office, Rolled(office, term, DateOf(letter).AddDays(days)));
        }

        DateOnly received = DateOf(promise.CountedFrom);
        if (term.Unit == "day")
            return Closing(office, Rolled(office, term, received.AddDays((int)decimal.Ceiling(term.Value) + days)));

        if (term.Unit == "month")
            return Closing(office, Rolled(office, term, received.AddMonths((int)decimal.Ceiling(term.Value)).AddDays(days)));

        // Whole working days first, then the rest of a day as hours of the next one, and never later than that day.
        DateOnly last = WorkingDaysAfter(office, received, (int)decimal.Truncate(term.Value) + days);
        decimal rest = term.Value - decimal.Truncate(term.Value);
        if (rest == 0)
            return Closing(office, last);

        return Earlier(DueByHours(office, Closing(office, last), HoursToTicks(rest * term.HoursPerDay)), Closing(office, NextWorkingDay(office, last)));
    }

    private static DateOnly WorkingDaysAfter(OracleOffice office, DateOnly date, int days)
    {
        for (int counted = 0; counted < days; counted++)
            date = NextWorkingDay(office, date);

        return date;
    }

    private static DateOnly Rolled(OracleOffice office, OracleTerm term, DateOnly date) => term.RollForward ? WorkingDayFrom(office, date) : date;

    // The exact instant at which the working time is used up.
    private static DateTime DueByHours(OracleOffice office, DateTime countedFrom, long left)
    {
        if (left <= 0)
            return countedFrom;

        DateOnly date = WorkingDayFrom(office, DateOf(countedFrom));
        while (true)
        {
            foreach ((TimeOnly opens, TimeOnly closes) in office.Hours(date))
            {
                DateTime begin = Later(date.ToDateTime(opens), countedFrom);
                DateTime end = date.ToDateTime(closes);
                if (end <= begin)
                    continue;

                long length = (end - begin).Ticks;
                if (left <= length)
                {
                    // Reached within this span; exactly at its closing stays that closing.
                    return begin.AddTicks(left);
                }

                left -= length;
            }

            date = NextWorkingDay(office, date);
        }
    }

    // Received by the cut-off: that day. After a pause the same from its end, never earlier than before.
    private static DateTime DueSameDay(OracleOffice office, OracleTerm term, Promise promise)
    {
        DateTime due = promise.Letter ?? SameDay(office, term, promise.CountedFrom);
        foreach ((_, DateTime to) in promise.Lost)
            due = Later(due, SameDay(office, term, ValidReceipt(office, term, to)));

        return due;
    }

    private static DateTime SameDay(OracleOffice office, OracleTerm term, DateTime from)
    {
        DateOnly date = DateOf(from);
        bool late = term.Unit == "sameDay" && TimeOf(from) > term.SameDayCutOff;
        return Closing(office, !IsWorking(office, date) || late ? NextWorkingDay(office, date) : date);
    }
}
