using FsCheck;
using FsCheck.Fluent;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Organisation;

public sealed class WorkingCalendarTests
{
    internal static readonly WorkingCalendar Calendar = FromFile();

    [Theory]
    [InlineData(2021, 250), InlineData(2022, 249), InlineData(2023, 249), InlineData(2024, 251), InlineData(2025, 250), InlineData(2026, 249)]
    public void A_year_has_the_announced_number_of_working_days(int year, int expected) =>
        Assert.Equal(expected, Calendar.WorkingDaysAfter(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31)));

    [Theory]
    [InlineData("2026-04-28 09:00", "Còn 3 ngày làm việc — hạn 17:00, 05/05/2026", RemainingKind.Plain)]
    [InlineData("2026-04-29 07:00", "Còn 3 ngày làm việc — hạn 17:00, 05/05/2026", RemainingKind.Plain)]
    [InlineData("2026-04-29 09:00", "Còn 2 ngày làm việc — hạn 17:00, 05/05/2026", RemainingKind.Plain)]
    [InlineData("2026-05-02 10:00", "Còn 2 ngày làm việc — hạn 17:00, 05/05/2026", RemainingKind.Plain)]
    [InlineData("2026-05-04 09:00", "Sắp đến hạn, còn 1 ngày làm việc — hạn 17:00, 05/05/2026", RemainingKind.Soon)]
    [InlineData("2026-05-05 09:00", "Sắp đến hạn, còn 6 giờ làm việc — hạn 17:00, 05/05/2026", RemainingKind.Soon)]
    [InlineData("2026-05-05 16:30", "Sắp đến hạn, còn dưới 1 giờ làm việc — hạn 17:00, 05/05/2026", RemainingKind.Soon)]
    [InlineData("2026-05-05 17:00", "Sắp đến hạn, còn dưới 1 giờ làm việc — hạn 17:00, 05/05/2026", RemainingKind.Soon)]
    [InlineData("2026-05-05 17:01", "Quá hạn dưới 1 ngày làm việc", RemainingKind.Overdue)]
    [InlineData("2026-05-06 16:59", "Quá hạn dưới 1 ngày làm việc", RemainingKind.Overdue)]
    [InlineData("2026-05-06 17:00", "Quá hạn 1 ngày làm việc", RemainingKind.Overdue)]
    [InlineData("2026-05-08 09:00", "Quá hạn 2 ngày làm việc", RemainingKind.Overdue)]
    [InlineData("2026-05-09 09:00", "Quá hạn 3 ngày làm việc", RemainingKind.Overdue)]
    public void Remaining_time_has_one_wording(string now, string words, RemainingKind kind)
    {
        var left = RemainingTime.Words(At(now), At("2026-05-05 17:00"), Calendar, At("2026-04-28 09:00"));
        Assert.Equal(words, left.Text);
        Assert.Equal(kind, left.Kind);
    }

    [Fact]
    public void The_hour_of_the_due_date_is_shown_as_it_is() =>
        Assert.Equal("Còn 2 ngày làm việc — hạn 16:30, 05/05/2026",
            RemainingTime.Words(At("2026-04-29 09:00"), At("2026-05-05 16:30"), Calendar).Text);

    [Theory]
    [InlineData("2026-05-04 09:00", "2026-05-05 17:00", "Còn 1 ngày · 17:00 05/05")]
    [InlineData("2026-05-05 16:30", "2026-05-05 17:00", "Còn dưới 1 giờ · 17:00 05/05")]
    [InlineData("2026-05-06 17:00", "2026-05-05 17:00", "Quá hạn 1 ngày · 17:00 05/05")]
    [InlineData("2026-12-30 09:00", "2027-01-05 17:00", "Còn 4 ngày · 17:00 05/01/2027")]
    public void A_row_of_a_list_says_it_in_a_few_signs(string now, string due, string words) =>
        Assert.Equal(words, RemainingTime.Words(At(now), At(due), Calendar).Short);

    [Theory]
    [InlineData("2026-05-05 16:00", "Đúng hạn")]
    [InlineData("2026-05-05 17:00", "Đúng hạn")]
    [InlineData("2026-05-04 10:00", "Trước hạn 1 ngày làm việc")]
    [InlineData("2026-04-29 10:00", "Trước hạn 2 ngày làm việc")]
    [InlineData("2026-05-06 09:00", "Trễ dưới 1 ngày làm việc")]
    [InlineData("2026-05-08 09:00", "Trễ 2 ngày làm việc")]
    public void A_closed_dossier_says_how_it_ended(string closed, string words)
    {
        var done = RemainingTime.Words(At("2026-06-01 09:00"), At("2026-05-05 17:00"), Calendar, closedAt: At(closed));
        Assert.Equal(words, done.Text);
        Assert.Equal(words.StartsWith("Trễ", StringComparison.Ordinal) ? RemainingKind.Late : RemainingKind.Done, done.Kind);
    }

    [Fact]
    public void While_the_clock_stands_nothing_is_left() =>
        Assert.Equal((RemainingKind.Paused, "Tạm dừng tính giờ — hạn 17:00, 05/05/2026 trước khi tạm dừng"),
            RemainingTime.Words(At("2026-05-08 09:00"), At("2026-05-05 17:00"), Calendar, At("2026-04-28 09:00"), paused: true) is var left
            ? (left.Kind, left.Text) : default);

    [Theory]
    [InlineData("2026-06-01 15:00", "2026-06-01 15:00", "2026-06-02 09:00", "Sắp đến hạn, còn 4 giờ làm việc")] // four hours over a night
    [InlineData("2026-06-06 10:00", "2026-06-07 09:00", "2026-06-09 17:00", "Sắp đến hạn, còn 1 ngày làm việc")] // one day, received on a Saturday
    [InlineData("2026-06-05 18:00", "2026-06-05 18:30", "2026-06-10 17:00", "Còn 2 ngày làm việc")] // two days, received in the evening
    public void Never_more_is_left_than_the_term_has(string received, string now, string due, string words) =>
        Assert.Equal(words, RemainingTime.Words(At(now), At(due), Calendar, At(received)).Chip);

    [Fact]
    public void Soon_is_a_fifth_of_the_term_and_at_most_five_working_days()
    {
        var started = At("2026-06-01 08:00");
        var due = TermTests.Due(started, TermUnit.WorkingDay, 60).At;
        RemainingKind On(int left) => RemainingTime.Words(Calendar.Closing(Before(due.Day(), left)), due, Calendar, started).Kind;
        Assert.Equal((RemainingKind.Plain, RemainingKind.Plain, RemainingKind.Soon), (On(11), On(6), On(5)));

        static DateOnly Before(DateOnly day, int workingDays)
        {
            while (workingDays > 0) if (Calendar.IsWorkingDay(day = day.AddDays(-1))) workingDays--;
            while (!Calendar.IsWorkingDay(day)) day = day.AddDays(-1);
            return day;
        }
    }

    [Fact]
    public void A_fifth_of_a_long_term_is_soon()
    {
        var started = At("2026-06-01 08:00");
        var due = TermTests.Due(started, TermUnit.WorkingDay, 15).At;
        Assert.Equal(RemainingKind.Plain, RemainingTime.Words(At("2026-06-16 09:00"), due, Calendar, started).Kind);
        Assert.Equal(RemainingKind.Soon, RemainingTime.Words(At("2026-06-18 09:00"), due, Calendar, started).Kind);
    }

    [Theory]
    [InlineData("2026-04-28 09:00", 4, "2026-04-28 15:00")]
    [InlineData("2026-04-28 12:00", 4, "2026-04-28 17:00")]
    [InlineData("2026-04-28 16:00", 2, "2026-04-29 08:00")]
    [InlineData("2026-04-29 16:00", 2, "2026-05-04 08:00")]
    public void Working_hours_run_inside_office_hours(string received, int hours, string due) =>
        Assert.Equal(At(due), Calendar.AddWorkingHours(At(received), hours).At);

    [Fact]
    public void Working_hours_added_are_the_working_time_between()
    {
        var law = Prop.ForAll(Gen.Choose(0, 5 * 365 * 24 * 60).ToArbitrary(), Gen.Choose(0, 400).ToArbitrary(), (minute, quarters) =>
        {
            var from = At("2021-01-01 00:00").AddMinutes(minute);
            var due = Calendar.AddWorkingHours(from, quarters / 4m);
            return Calendar.WorkingTime(from, due.At) == TimeSpan.FromMinutes(quarters * 15)
                && Calendar.Snap(Calendar.Snap(from)) == Calendar.Snap(from);
        });
        law.Check(Cases.Of(100));
    }

    internal static DateTimeOffset At(string local) =>
        new(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", null), VietnamTime.Offset);

    /// <summary>The official calendar and some days more.</summary>
    internal static WorkingCalendar With(params SpecialDay[] days) => FromFile(days);

    /// <summary>The days of the official notices 2021–2026.</summary>
    internal static IReadOnlyList<SpecialDay> Special
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "data", "holidays.csv"))) folder = Path.GetDirectoryName(folder)!;
            return [.. File.ReadLines(Path.Combine(folder, "data", "holidays.csv")).Skip(1).Select(line => line.Split(','))
                .Select(cells => new SpecialDay(DateOnly.ParseExact(cells[0], "yyyy-MM-dd"), cells[2].Trim('"'), cells[3] == "makeup_working_day"))];
        }
    }

    private static WorkingCalendar FromFile(params SpecialDay[] more) => new(Special.Concat(more), Enumerable.Range(2021, 6));
}
