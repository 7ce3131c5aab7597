using FsCheck;
using FsCheck.Fluent;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Tests.TestKit;
using Xunit;
using static MotCua.Tests.Organisation.WorkingCalendarTests;

namespace MotCua.Tests.Organisation;

/// <summary>The due time of a term that runs without a pause.</summary>
public sealed class TermTests
{
    internal static readonly CountingRules Rules = new(8, new TimeOnly(15, 0), null, RollForward: true);

    [Fact]
    public void Three_working_days_over_the_holidays_end_on_the_fifth_of_May()
    {
        var due = Due(At("2026-04-28 09:00"), TermUnit.WorkingDay, 3);
        Assert.Equal(At("2026-05-05 17:00"), due.At);
        Assert.Equal([Day("2026-04-29"), Day("2026-05-04"), Day("2026-05-05")], due.Counted);
        Assert.False(due.Provisional);
        var skipped = due.Days.Where(day => !day.Counted).ToDictionary(day => day.Date, day => day.Reason);
        Assert.True(skipped.Remove(Day("2026-04-28"), out var received));
        Assert.Equal("Ngày tiếp nhận", received);
        Assert.Equal([Day("2026-04-30"), Day("2026-05-01"), Day("2026-05-02"), Day("2026-05-03")], skipped.Keys);
        Assert.Contains("Chiến thắng", skipped[Day("2026-04-30")], StringComparison.Ordinal);
        Assert.Contains("Lao động", skipped[Day("2026-05-01")], StringComparison.Ordinal);
        Assert.Equal("Cuối tuần (Thứ Bảy)", skipped[Day("2026-05-02")]);
    }

    [Theory]
    [InlineData("2026-04-28 16:59", "2026-04-29 17:00")]
    [InlineData("2026-04-28 17:00", "2026-04-29 17:00")]
    [InlineData("2026-04-28 17:01", "2026-05-04 17:00")] // received as of 29/04 07:00
    [InlineData("2026-04-30 10:00", "2026-05-05 17:00")] // received online on a holiday
    [InlineData("2026-01-09 10:00", "2026-01-10 17:00")] // the make-up Saturday is a working day
    [InlineData("2026-02-13 10:00", "2026-02-23 17:00")] // over Tết
    public void One_working_day_from(string received, string due) => Assert.Equal(At(due), Due(At(received), TermUnit.WorkingDay, 1).At);

    [Theory]
    [InlineData("2026-04-28 16:00", "2026-04-29 17:00")]
    [InlineData("2026-04-28 16:01", "2026-05-04 17:00")] // after the cut-off of reception: received as of 29/04 07:00
    public void The_rule_set_may_close_reception_earlier(string received, string due) =>
        Assert.Equal(At(due), new Term(TermUnit.WorkingDay, 1).DueFrom(At(received), Calendar, Rules with { ReceptionCutOff = new(16, 0) }).At);

    [Theory]
    [InlineData("2026-04-28 15:00", "2026-04-28 17:00")]
    [InlineData("2026-04-28 15:01", "2026-04-29 17:00")]
    [InlineData("2026-04-29 15:01", "2026-05-04 17:00")]
    [InlineData("2026-04-25 09:00", "2026-04-28 17:00")]
    public void A_same_day_result_has_a_cut_off(string received, string due) => Assert.Equal(At(due), Due(At(received), TermUnit.SameDay, 0).At);

    [Fact]
    public void The_cut_off_of_the_procedure_comes_before_that_of_the_rule_set() =>
        Assert.Equal(At("2026-04-29 17:00"), new Term(TermUnit.SameDay, 0).DueFrom(At("2026-04-28 10:01"), Calendar, Rules, new TimeOnly(10, 0)).At);

    [Fact]
    public void A_calendar_term_that_ends_on_a_day_off_rolls_forward() =>
        Assert.Equal(At("2026-05-04 17:00"), Due(At("2026-04-28 09:00"), TermUnit.Day, 3).At);

    [Fact]
    public void Half_a_working_day_is_working_hours_behind_the_whole_days() =>
        Assert.Equal(At("2026-05-04 11:00"), Due(At("2026-04-28 09:00"), TermUnit.WorkingDay, 1.5m).At);

    [Fact]
    public void A_promise_beyond_the_last_announced_year_is_provisional()
    {
        Assert.True(Due(At("2026-12-30 09:00"), TermUnit.WorkingDay, 3).Provisional);
        Assert.False(Due(At("2026-12-28 09:00"), TermUnit.WorkingDay, 3).Provisional);
        Assert.True(Calendar.IsProvisional(new DateOnly(2027, 1, 4)));
    }

    [Fact]
    public void Office_hours_change_on_their_date()
    {
        var changed = new WorkingCalendar([], [2026],
            [new OfficeHours(Day("2026-06-01"), null, [new HourSpan(new(7, 30), new(11, 30)), new HourSpan(new(13, 30), new(16, 30))])]);
        Assert.Equal(At("2026-05-29 17:00"), new Term(TermUnit.WorkingDay, 1).DueFrom(At("2026-05-28 09:00"), changed, Rules).At);
        Assert.Equal(At("2026-06-01 16:30"), new Term(TermUnit.WorkingDay, 1).DueFrom(At("2026-05-29 09:00"), changed, Rules).At);
    }

    [Fact]
    public void Counting_keeps_its_laws_for_any_receipt_and_term()
    {
        var minutes = Gen.Choose(0, 6 * 365 * 24 * 60 - 1);
        var law = Prop.ForAll(minutes.ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), (minute, days) =>
        {
            var from = At("2021-01-01 00:00").AddMinutes(minute);
            var due = Due(from, TermUnit.WorkingDay, days);
            var later = Due(from.AddMinutes(97), TermUnit.WorkingDay, days);
            var longer = Due(from, TermUnit.WorkingDay, days + 1);
            return (days == 0 || due.Counted.Count() == days)
                && Calendar.IsWorkingDay(due.At.Day())
                && due.At == Calendar.Closing(due.At.Day())
                && due.Counted.All(Calendar.IsWorkingDay)
                && due.Days.Where(day => !day.Counted).All(day => day.Reason is { Length: > 0 })
                && later.At >= due.At && longer.At > due.At
                && Calendar.WorkingDaysAfter(Calendar.Snap(from).Day(), due.At.Day()) == days;
        });
        law.Check(Cases.Of(100));
    }

    internal static DueDate Due(DateTimeOffset from, TermUnit unit, decimal value) => new Term(unit, value).DueFrom(from, Calendar, Rules);

    private static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd");
}
