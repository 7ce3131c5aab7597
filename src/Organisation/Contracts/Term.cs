namespace MotCua.Organisation.Contracts;

/// <summary>Đơn vị của thời hạn.</summary>
public enum TermUnit { WorkingDay, Day, Hour, Month, SameDay }

/// <summary>Thời hạn giải quyết. The unit belongs to the procedure; half a working day is working hours behind the whole days.</summary>
public sealed record Term(TermUnit Unit, decimal Value)
{
    /// <summary>Working hours that a published process of steps calls one day; a term is counted by its rule set.</summary>
    public const decimal HoursOfDay = 8;

    /// <summary>Hạn trả of something received at that instant, when nothing else happens: the same count as the clock of a dossier.</summary>
    /// <param name="cutOff">Of the procedure, for same-day terms; else that of the rules.</param>
    public DueDate DueFrom(DateTimeOffset received, WorkingCalendar calendar, CountingRules rules, TimeOnly? cutOff = null)
    {
        var count = TermCount.Of(this, cutOff, calendar, rules);
        count.Start(received);
        var due = count.Due();
        return new DueDate(due, count.Days(), calendar.ProvisionalYear(received, due) is not null);
    }

    /// <summary>"3 ngày làm việc", "15 ngày", "4 giờ làm việc", "trong ngày".</summary>
    public string Words => Unit switch
    {
        TermUnit.SameDay => "trong ngày làm việc",
        TermUnit.Hour => $"{Number} giờ làm việc",
        TermUnit.Day => $"{Number} ngày",
        TermUnit.Month => $"{Number} tháng",
        _ => $"{Number} ngày làm việc",
    };

    private string Number => Value.ToString("0.##", System.Globalization.CultureInfo.GetCultureInfo("vi-VN"));
}
