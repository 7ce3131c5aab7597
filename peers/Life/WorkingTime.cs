namespace MotCua.Peers.Life;

/// <summary>Rough office hours of the people of the demonstration, Monday to Friday 7:30 to 16:30; the product counts by its own calendar.</summary>
internal static class WorkingTime
{
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);
    private static readonly TimeSpan Opens = new(7, 30, 0);
    private static readonly TimeSpan Closes = new(16, 30, 0);

    public static DateTimeOffset Before(DateTimeOffset now, double days)
    {
        var at = now.ToOffset(Vietnam);
        for (var left = days * (Closes - Opens).TotalMinutes; left > 0; at = at.AddMinutes(-5))
            if (Within(at)) left -= 5;
        while (!Within(at)) at = at.AddMinutes(-5);
        return at;
    }

    /// <summary>So many working minutes later.</summary>
    public static DateTimeOffset After(DateTimeOffset at, double minutes)
    {
        at = at.ToOffset(Vietnam);
        for (; minutes > 0; at = at.AddMinutes(5))
            if (Within(at)) minutes -= 5;
        while (!Within(at)) at = at.AddMinutes(5);
        return at.AddSeconds(17);
    }

    private static bool Within(DateTimeOffset at) =>
        at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && at.TimeOfDay >= Opens && at.TimeOfDay < Closes;
}
