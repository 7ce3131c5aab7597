using FsCheck;
using FsCheck.Fluent;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using Xunit;

namespace MotCua.Tests.Organisation;

public sealed class WorkingCalendarTests
{
    internal static readonly WorkingCalendar Calendar = FromFile();

    [Theory]
    [InlineData(2021, 250), InlineData(2022, 249), InlineData(2023, 249), InlineData(2024, 251), InlineData(2025, 250), InlineData(2026, 249)]
    public void A_year_has_the_announced_number_of_working_days(int year, int expected) =>
        Assert.Equal(expected, Calendar.WorkingDaysAfter(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31)));

    [Fact]
    public void Three_working_days_over_the_holidays_end_on_the_fifth_of_May()
    {
        var due = Calendar.AddWorkingDays(At("2026-04-28 09:00"), 3);
        Assert.Equal(At("2026-05-05 17:00"), due.At);
        Assert.Equal([Day("2026-04-29"), Day("2026-05-04"), Day("2026-05-05")], due.Counted);
        Assert.False(due.Provisional);
        var skipped = due.Days.Where(day => !day.Counted).ToDictionary(day => day.Date, day => day.Reason);
        Assert.Equal([Day("2026-04-30"), Day("2026-05-01"), Day("2026-05-02"), Day("2026-05-03")], skipped.Keys);
        Assert.Contains("Chiến thắng", skipped[Day("2026-04-30")], StringComparison.Ordinal);
        Assert.Contains("Lao động", skipped[Day("2026-05-01")], StringComparison.Ordinal);
        Assert.Equal("Cuối tuần (Thứ Bảy)", skipped[Day("2026-05-02")]);
    }

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
        Assert.Equal(RemainingKind.Done, done.Kind);
    }

    [Fact]
    public void A_fifth_of_a_long_term_is_soon()
    {
        var started = At("2026-06-01 08:00");
        var due = Calendar.AddWorkingDays(started, 15).At;
        Assert.Equal(RemainingKind.Plain, RemainingTime.Words(At("2026-06-16 09:00"), due, Calendar, started).Kind);
        Assert.Equal(RemainingKind.Soon, RemainingTime.Words(At("2026-06-18 09:00"), due, Calendar, started).Kind);
    }

    [Theory]
    [InlineData("2026-04-28 16:59", "2026-04-29 17:00")]
    [InlineData("2026-04-28 17:00", "2026-04-29 17:00")]
    [InlineData("2026-04-28 17:01", "2026-05-04 17:00")] // received as of 29/04 07:00
    [InlineData("2026-04-30 10:00", "2026-05-05 17:00")] // received online on a holiday
    [InlineData("2026-01-09 10:00", "2026-01-10 17:00")] // the make-up Saturday is a working day
    [InlineData("2026-02-13 10:00", "2026-02-23 17:00")] // over Tết
    public void One_working_day_from(string received, string due) => Assert.Equal(At(due), Calendar.AddWorkingDays(At(received), 1).At);

    [Theory]
    [InlineData("2026-04-28 15:00", "2026-04-28 17:00")]
    [InlineData("2026-04-28 15:01", "2026-04-29 17:00")]
    [InlineData("2026-04-29 15:01", "2026-05-04 17:00")]
    [InlineData("2026-04-25 09:00", "2026-04-28 17:00")]
    public void A_same_day_result_has_a_cut_off(string received, string due) => Assert.Equal(At(due), Calendar.SameDay(At(received)).At);

    [Theory]
    [InlineData("2026-04-28 09:00", 4, "2026-04-28 15:00")]
    [InlineData("2026-04-28 12:00", 4, "2026-04-28 17:00")]
    [InlineData("2026-04-28 16:00", 2, "2026-04-29 08:00")]
    [InlineData("2026-04-29 16:00", 2, "2026-05-04 08:00")]
    public void Working_hours_run_inside_office_hours(string received, int hours, string due) =>
        Assert.Equal(At(due), Calendar.AddWorkingHours(At(received), hours).At);

    [Fact]
    public void A_calendar_term_that_ends_on_a_day_off_rolls_forward() =>
        Assert.Equal(At("2026-05-04 17:00"), Calendar.AddCalendarDays(At("2026-04-28 09:00"), 3).At);

    [Fact]
    public void A_promise_beyond_the_last_announced_year_is_provisional()
    {
        Assert.True(Calendar.AddWorkingDays(At("2026-12-30 09:00"), 3).Provisional);
        Assert.False(Calendar.AddWorkingDays(At("2026-12-28 09:00"), 3).Provisional);
        Assert.True(Calendar.IsProvisional(new DateOnly(2027, 1, 4)));
    }

    [Fact]
    public void Office_hours_change_on_their_date()
    {
        var changed = new WorkingCalendar([], [2026],
            [new OfficeHours(Day("2026-06-01"), null, [new HourSpan(new(7, 30), new(11, 30)), new HourSpan(new(13, 30), new(16, 30))])]);
        Assert.Equal(At("2026-05-29 17:00"), changed.AddWorkingDays(At("2026-05-28 09:00"), 1).At);
        Assert.Equal(At("2026-06-01 16:30"), changed.AddWorkingDays(At("2026-05-29 09:00"), 1).At);
    }

    [Fact]
    public void Counting_keeps_its_laws_for_any_receipt_and_term()
    {
        var minutes = Gen.Choose(0, 6 * 365 * 24 * 60 - 1);
        var law = Prop.ForAll(minutes.ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), (minute, days) =>
        {
            var from = At("2021-01-01 00:00").AddMinutes(minute);
            var due = Calendar.AddWorkingDays(from, days);
            var later = Calendar.AddWorkingDays(from.AddMinutes(97), days);
            var longer = Calendar.AddWorkingDays(from, days + 1);
            return due.Counted.Count() == days
                && Calendar.IsWorkingDay(due.At.Day())
                && due.At == Calendar.Closing(due.At.Day())
                && due.Counted.All(Calendar.IsWorkingDay)
                && due.Days.Where(day => !day.Counted).All(day => day.Reason is { Length: > 0 })
                && later.At >= due.At && longer.At > due.At
                && Calendar.WorkingDaysAfter(Calendar.Snap(from).Day(), due.At.Day()) == days;
        });
        law.QuickCheckThrowOnFailure();
    }

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
        law.QuickCheckThrowOnFailure();
    }

    internal static DateTimeOffset At(string local) =>
        new(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", null), VietnamTime.Offset);

    private static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd");

    /// <summary>The official calendar and one day more.</summary>
    internal static WorkingCalendar With(SpecialDay day) => FromFile(day);

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
