namespace MotCua.GovStackBridge;

internal sealed record References(string StartDate, string EndDate, string RegistrationName, bool? TimeframeDay, bool? TimeframeWeek, bool? TimeframeMonth,
    bool? TimeframeYear);

/// <summary>
/// Of what was received in these days, how much has ended. How it ended the product does not count, so approved, sentBack and rejected are not there.
/// </summary>
internal sealed record Figures(int Processed, References References);

internal static class Statistics
{
    // The product counts at most 92 days at once; longer times are asked for in parts.
    private const int Part = 92;
    private const int MostYears = 5;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/data/statistics/1.0", Count).FromMediator();
        app.MapGet("/data/statistics", Count).FromMediator();
    }

    private static async Task<List<Figures>> Count(HttpRequest request, Programs programs, Names names)
    {
        // Some clients write their parameters twice: the last one counts.
        string? Asked(string name) => request.Query[name] is [.., { Length: > 0 } value] ? value : null;
        DateOnly? Day(string name) => Asked(name) is not { } text ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : throw new Declined(400, $"{name}: 2021-01-30");
        var (startDate, endDate, registrationName, timeframe) = (Day("startDate"), Day("endDate"), Asked("registrationName"), Asked("timeframe"));
        if (timeframe is not (null or "day" or "week" or "month" or "year")) throw new Declined(400, "timeframe: day, week, month, year");
        var end = endDate ?? startDate?.AddDays(Days(timeframe)) ?? DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7)).Date);
        var start = startDate ?? end.AddDays(-Days(timeframe));
        if (end < start || end > start.AddYears(MostYears)) throw new Declined(400, $"endDate từ startDate trở đi, nhiều nhất {MostYears} năm");
        var only = registrationName is null ? null : await CodeOf(programs, names, registrationName);
        // Nobody counts by person or role: there are no such figures, and those of all would not be theirs.
        if (Asked("operator") is not null || Asked("role") is not null) return [];
        var sums = new SortedDictionary<string, (string Name, int Ended)>(StringComparer.Ordinal);
        for (var from = start; from <= end; from = from.AddDays(Part))
        {
            var to = from.AddDays(Part - 1) is var last && last < end ? last : end;
            var counted = (await programs.Operator.Get($"desk/statistics?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}"))!;
            foreach (var row in counted["procedures"]!.AsArray())
            {
                var code = (string)row!["procedureCode"]!;
                if (only is not null && code != only) continue;
                var ended = (int)row["onTime"]! + (int)row["late"]! + (int)row["noDate"]!;
                sums[code] = ((string)row["procedureName"]!, sums.GetValueOrDefault(code).Ended + ended);
            }
        }
        return [.. sums.Values.Select(sum => new Figures(sum.Ended, new References($"{start:yyyy-MM-dd}", $"{end:yyyy-MM-dd}", registrationName ?? sum.Name,
            Is("day"), Is("week"), Is("month"), Is("year"))))];
        bool? Is(string frame) => timeframe == frame ? true : null;
    }

    /// <exception cref="Declined">404: nobody registers under this name here.</exception>
    private static async Task<string> CodeOf(Programs programs, Names names, string registration)
    {
        var ours = names.Ours("registrations", registration);
        if (ours != registration) return ours;
        return await Services.Named(programs.Applicant, registration) is [var found, ..] ? (string)found["code"]!
            : throw new Declined(404, "Không có thủ tục mang tên này");
    }

    private static int Days(string? timeframe) => timeframe switch { "day" => 0, "week" => 6, "year" => 364, _ => 29 };
}
