namespace MotCua.Tests.Dossiers.Clock;

// One thing written on the clock of a dossier: pause, resume, restart, extend or stop.
internal sealed record OracleEntry(string Kind, DateTime At, decimal? Amount = null);

// The calendar and the opening hours of one office.
internal sealed record OracleOffice(
    IReadOnlySet<DateOnly> DaysOff,
    IReadOnlySet<DateOnly> WorkedWeekendDays,
    Func<DateOnly, IReadOnlyList<(TimeOnly Opens, TimeOnly Closes)>> Hours,
    Func<DateOnly, bool> ReceivesOnWeekend,
    Func<DateOnly, bool> WeekendCounts);

// The term of a procedure. Unit is workingDay, hour, day, month or sameDay.
internal sealed record OracleTerm(
    string Unit,
    decimal Value,
    TimeOnly SameDayCutOff,
    TimeOnly? ReceptionCutOff,
    bool RollForward,
    decimal HoursPerDay);

// A slow second reading of the deadline rules: it walks the calendar one day at a time and,
// whenever it needs the due time, counts it again from the last valid start.
internal static class ClockOracle
{
    // A calendar without any working day for this long is a mistake in the test data.
    private const int LongestWalkInDays = 20_000;

    public static DateTime Due(OracleOffice office, OracleTerm term, DateTime start, IReadOnlyList<OracleEntry> entries)
    {
        // The term is counted from the valid receipt of the dossier.
        DateTime countedFrom = ValidReceipt(office, term, start);

        // What is left at countedFrom. Working days, calendar days or, for hours, ticks.
        // A same-day term has nothing to use up: there it is only the working days of extensions.
        long left = WholeTerm(term, countedFrom);

        // Everything added by extensions so far, in the same measure as left.
        long extensions = 0;

        bool paused = false;
        DateTime pausedAt = default;
        long usedWhenPaused = 0;

        foreach (OracleEntry entry in entries)
        {
            if (entry.Kind == "stop")
            {
                // Nothing written after a stop is read.
                break;
            }

            if (entry.Kind == "extend")
            {
                // An extension adds to what is left, paused or not.
                long added = ExtensionAmount(term, entry.Amount ?? 0m);
                left += added;
                extensions += added;
            }
            else if (entry.Kind == "pause")
            {
                // A pause while paused is ignored; a pause after the due time changes nothing,
                // so the clock goes on as if that pause had not been written.
                if (!paused && !IsTooLate(term, DueFrom(office, term, countedFrom, left), entry.At))
                {
                    paused = true;
                    pausedAt = entry.At;
                    usedWhenPaused = Used(office, term, countedFrom, left, entry.At);
                }
            }
            else if (entry.Kind == "restart" && term.Unit != "sameDay")
            {
                // A restart while running is ignored.
                if (paused)
                {
                    paused = false;

                    // A pause of zero length changes nothing; otherwise the whole term and all extensions so far are counted again.
                    if (entry.At > pausedAt)
                    {
                        countedFrom = ValidReceipt(office, term, entry.At);
                        left = WholeTerm(term, countedFrom) + extensions;
                    }
                }
            }
            else if (entry.Kind is "resume" or "restart")
            {
                // A resume while running is ignored. For a same-day term a restart is a resume.
                if (paused)
                {
                    paused = false;

                    // A pause of zero length changes nothing.
                    if (entry.At > pausedAt)
                    {
                        left -= usedWhenPaused;
                        countedFrom = ValidReceipt(office, term, entry.At);
                    }
                }
            }
            else
            {
                throw new ArgumentException($"Unknown entry kind '{entry.Kind}'.", nameof(entries));
            }
        }

        // If the reading ended while paused, the pause has not moved countedFrom or left yet,
        // so this is the due time as if the clock had not been paused.
        return DueFrom(office, term, countedFrom, left);
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
        DateTime received = MoveIntoHours(office, time);

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

    // ---- Amounts ----

    // Hours are counted for a term in hours and for a fraction of working days.
    private static bool CountsHours(OracleTerm term) =>
        term.Unit == "hour" || (term.Unit == "workingDay" && term.Value != decimal.Truncate(term.Value));

    private static long HoursToTicks(decimal hours) => (long)decimal.Round(hours * TimeSpan.TicksPerHour);

    private static long RoundedUp(decimal amount) => (long)decimal.Ceiling(amount);

    private static long WholeTerm(OracleTerm term, DateTime countedFrom)
    {
        switch (term.Unit)
        {
            case "hour":
                return HoursToTicks(term.Value);
            case "workingDay":
                return CountsHours(term) ? HoursToTicks(term.Value * term.HoursPerDay) : (long)term.Value;
            case "day":
                return RoundedUp(term.Value);
            case "month":
                // The calendar days up to the same date so many months later.
                DateOnly first = DateOf(countedFrom);
                return first.AddMonths((int)RoundedUp(term.Value)).DayNumber - first.DayNumber;
            case "sameDay":
                return 0;
            default:
                throw new ArgumentException($"Unknown unit '{term.Unit}'.", nameof(term));
        }
    }

    // Hours for hours; working days turned into hours for a fraction of working days;
    // working days for whole working days and same day; calendar days for days and months.
    private static long ExtensionAmount(OracleTerm term, decimal amount)
    {
        if (term.Unit == "hour")
            return HoursToTicks(amount);

        return CountsHours(term) ? HoursToTicks(amount * term.HoursPerDay) : RoundedUp(amount);
    }

    // ---- Pauses ----

    // Working days and hours: too late once everything is used up at the moment of the pause.
    // Days, months and same day: too late only strictly after the due time.
    private static bool IsTooLate(OracleTerm term, DateTime due, DateTime pause) =>
        term.Unit is "workingDay" or "hour" ? due <= pause : due < pause;

    // What a clock running from countedFrom has used up at the moment of the pause.
    private static long Used(OracleOffice office, OracleTerm term, DateTime countedFrom, long left, DateTime pause)
    {
        if (CountsHours(term))
            return WorkingTimeBetween(office, countedFrom, pause);

        DateOnly first = DateOf(countedFrom);
        DateOnly last = DateOf(pause);

        if (term.Unit == "workingDay")
        {
            // A working day after the first date is used when its closing has passed.
            long used = 0;
            for (DateOnly date = first.AddDays(1); date <= last; date = date.AddDays(1))
            {
                if (IsWorking(office, date) && Closing(office, date) <= pause)
                    used++;
            }

            return used;
        }

        if (term.Unit is "day" or "month")
        {
            // Calendar days between the two dates, at most what was left, never negative for days.
            // Months keep their end: what is left on the day of the pause is the days up to that end.
            long days = Math.Min(last.DayNumber - first.DayNumber, left);
            return term.Unit == "month" ? days : Math.Max(0, days);
        }

        // A same-day term has nothing to use up.
        return 0;
    }

    // The time inside the spans of working days between two moments, in ticks.
    private static long WorkingTimeBetween(OracleOffice office, DateTime from, DateTime to)
    {
        long ticks = 0;
        for (DateOnly date = DateOf(from); date <= DateOf(to); date = date.AddDays(1))
        {
            if (!IsWorking(office, date))
                continue;

            foreach ((TimeOnly opens, TimeOnly closes) in office.Hours(date))
            {
                DateTime begin = Later(date.ToDateTime(opens), from);
                DateTime end = Earlier(date.ToDateTime(closes), to);
                if (end > begin)
                    ticks += (end - begin).Ticks;
            }
        }

        return ticks;
    }

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    private static DateTime Earlier(DateTime a, DateTime b) => a < b ? a : b;

    // ---- The due time of a clock that runs from countedFrom with so much left ----

    private static DateTime DueFrom(OracleOffice office, OracleTerm term, DateTime countedFrom, long left)
    {
        if (CountsHours(term))
            return DueByHours(office, countedFrom, left);

        return term.Unit switch
        {
            "workingDay" => DueByWorkingDays(office, countedFrom, left),
            "day" or "month" => DueByCalendarDays(office, term, countedFrom, left),
            "sameDay" => DueSameDay(office, term, countedFrom, left),
            _ => throw new ArgumentException($"Unknown unit '{term.Unit}'.", nameof(term)),
        };
    }

    // The closing of the n-th working day after the date of the start.
    private static DateTime DueByWorkingDays(OracleOffice office, DateTime countedFrom, long left)
    {
        DateOnly date = DateOf(countedFrom);
        if (left <= 0)
        {
            // Nothing to count: the closing of that date, or of the next working day.
            return Closing(office, WorkingDayFrom(office, date));
        }

        for (long counted = 0; counted < left; counted++)
            date = NextWorkingDay(office, date);

        return Closing(office, date);
    }

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

    // The closing of the last calendar day, rolled to a working day where the term says so.
    private static DateTime DueByCalendarDays(OracleOffice office, OracleTerm term, DateTime countedFrom, long left)
    {
        DateOnly last = DateOf(countedFrom).AddDays((int)left);
        if (term.RollForward)
            last = WorkingDayFrom(office, last);

        return Closing(office, last);
    }

    private static DateTime DueSameDay(OracleOffice office, OracleTerm term, DateTime countedFrom, long extraWorkingDays)
    {
        DateOnly date = DateOf(countedFrom);

        // Not a working day, or later than the cut-off: the next working day.
        if (!IsWorking(office, date) || TimeOf(countedFrom) > term.SameDayCutOff)
            date = NextWorkingDay(office, date);

        // Extensions add working days after that date.
        for (long added = 0; added < extraWorkingDays; added++)
            date = NextWorkingDay(office, date);

        return Closing(office, date);
    }
}
