namespace MotCua.Organisation.Contracts;

/// <summary>Đơn vị của thời hạn.</summary>
public enum TermUnit { WorkingDay, Day, Hour, Month, SameDay }

/// <summary>
/// Thời hạn giải quyết. The unit belongs to the procedure; half a working day counts as working hours, 8 hours to the day.
/// </summary>
public sealed record Term(TermUnit Unit, decimal Value)
{
    public const decimal HoursOfDay = 8;

    /// <summary>Due date of something validly received at that instant.</summary>
    public DueDate DueFrom(DateTimeOffset received, WorkingCalendar calendar) => Unit switch
    {
        TermUnit.SameDay => calendar.SameDay(received),
        TermUnit.Hour => calendar.AddWorkingHours(received, Value),
        TermUnit.Day => calendar.AddCalendarDays(received, (int)Math.Ceiling(Value)),
        TermUnit.Month => calendar.AddMonths(received, (int)Math.Ceiling(Value)),
        _ when Value != Math.Truncate(Value) => calendar.AddWorkingHours(received, Value * HoursOfDay),
        _ => calendar.AddWorkingDays(received, (int)Value),
    };

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
