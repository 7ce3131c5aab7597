namespace MotCua.Platform.Time;

/// <summary>Giờ Việt Nam: UTC+7 all year. Legal days begin and end by it.</summary>
public static class VietnamTime
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    public static DateTimeOffset InVietnam(this DateTimeOffset instant) => instant.ToOffset(Offset);

    public static DateOnly Day(this DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    public static DateTimeOffset At(DateOnly day, TimeOnly time) => new(day.ToDateTime(time), Offset);

    public static DateOnly Today(this TimeProvider clock) => clock.GetUtcNow().Day();
}
