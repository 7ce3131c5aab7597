namespace MotCua.Organisation.Contracts;

/// <summary>Ngày nghỉ lễ luật định theo dương lịch (Bộ luật Lao động 2019, Điều 112): every year, while it is in force.</summary>
public sealed record StatutoryDay(int Month, int Day, string Name, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>
/// What the law alone says of a year whose notice is not known: the fixed days, and for one that falls on a weekend the next
/// working day (Điều 111 khoản 3). Days of the lunar calendar are not among them.
/// </summary>
public sealed class StatutoryDays
{
    private readonly IReadOnlyList<StatutoryDay> days;
    private readonly HashSet<int> announced;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, Dictionary<DateOnly, string>> years = [];

    /// <param name="announced">Years with a notice, final or a projection: it says all of them.</param>
    public StatutoryDays(IReadOnlyList<StatutoryDay> days, IEnumerable<int> announced) => (this.days, this.announced) = (days, [.. announced]);

    /// <summary>The name of the day off; null when the law says nothing of the date, or a notice speaks.</summary>
    public string? On(DateOnly date) =>
        days.Count == 0 || announced.Contains(date.Year) ? null : years.GetOrAdd(date.Year, Of).GetValueOrDefault(date);

    private Dictionary<DateOnly, string> Of(int year)
    {
        var off = new Dictionary<DateOnly, string>();
        foreach (var day in days.Where(day => day.Day <= DateTime.DaysInMonth(year, day.Month)))
        {
            var date = new DateOnly(year, day.Month, day.Day);
            if (day.ValidFrom <= date && (day.ValidTo is null || date <= day.ValidTo)) off[date] = day.Name;
        }
        foreach (var (date, name) in off.Where(one => IsWeekend(one.Key)).OrderBy(one => one.Key).ToList())
        {
            var next = date.AddDays(1);
            while (IsWeekend(next) || off.ContainsKey(next)) next = next.AddDays(1);
            if (next.Year == year) off[next] = $"Nghỉ bù {name}";
        }
        return off;
    }

    private static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
