using MotCua.Dossiers.Clock;
using MotCua.Organisation.Contracts;
using Xunit;
using static MotCua.Tests.Organisation.WorkingCalendarTests;

namespace MotCua.Tests.Dossiers.Clock;

/// <summary>Worked examples, to the minute. 2026: 27/04, 30/04 and 01/05 are days off.</summary>
public sealed class ClockTests
{
    [Fact]
    public void Three_working_days_over_the_holidays_mean_the_fifth_of_May()
    {
        var clock = new List<ClockEntry> { Ledgers.Start("2026-04-28 09:00", TermUnit.WorkingDay, 3) }.Read();
        Assert.Equal(At("2026-05-05 17:00"), clock.Due);
        Assert.Equal(clock.OriginalDue, clock.Due);
        Assert.Equal([new DateOnly(2026, 4, 29), new(2026, 5, 4), new(2026, 5, 5)], clock.Days.Where(day => day.Counted).Select(day => day.Date));
        Assert.Contains(clock.Days, day => day.Date == new DateOnly(2026, 4, 30) && !day.Counted && day.Reason!.Contains("Chiến thắng"));
        Assert.False(clock.Provisional);
    }

    [Theory]
    [InlineData("2026-04-29 10:00", "2026-05-06 09:00", "2026-05-11 17:00")] // asked before 29/04 had ended: nothing used, three days from 07/05
    [InlineData("2026-04-29 17:30", "2026-05-06 09:00", "2026-05-08 17:00")] // 29/04 was used up
    [InlineData("2026-05-05 17:00", "2026-05-20 09:00", "2026-05-05 17:00")] // asked when the term was over: it stays over
    [InlineData("2026-05-07 09:00", "2026-05-20 09:00", "2026-05-05 17:00")]
    public void Waiting_for_the_applicant_moves_the_date_and_never_mends_lateness(string asked, string answered, string due) =>
        Assert.Equal(due, new List<ClockEntry> { Ledgers.Start("2026-04-28 09:00", TermUnit.WorkingDay, 3) }
            .With(ClockKind.Pause, asked).With(ClockKind.Resume, answered).Due());

    [Fact]
    public void A_restart_counts_the_whole_term_again() =>
        Assert.Equal("2026-05-11 17:00", new List<ClockEntry> { Ledgers.Start("2026-04-28 09:00", TermUnit.WorkingDay, 3) }
            .With(ClockKind.Pause, "2026-05-04 18:00").With(ClockKind.Restart, "2026-05-06 09:00").Due());

    [Fact]
    public void The_days_show_where_the_clock_stood()
    {
        var clock = new List<ClockEntry> { Ledgers.Start("2026-04-28 09:00", TermUnit.WorkingDay, 3) }
            .With(ClockKind.Pause, "2026-05-04 18:00").With(ClockKind.Resume, "2026-05-06 09:00").Read();
        Assert.Equal(At("2026-05-07 17:00"), clock.Due);
        Assert.Equal([new DateOnly(2026, 5, 5), new(2026, 5, 6)], clock.Days.Where(day => day.Paused).Select(day => day.Date));
        Assert.All(clock.Days.Where(day => day.Paused), day => Assert.Equal("Chờ người nộp bổ sung", day.Reason));
        Assert.Equal(clock.Days.Select(day => day.Date).Distinct().Count(), clock.Days.Count);
    }

    [Theory]
    [InlineData("2026-05-08 15:30", 4, "2026-05-11 09:30")] // an hour and a half on Friday, the rest on Monday
    [InlineData("2026-05-08 12:00", 4, "2026-05-08 17:00")] // at lunch
    [InlineData("2026-05-08 19:00", 8, "2026-05-11 17:00")]
    public void Hours_run_inside_office_hours(string at, int hours, string due) =>
        Assert.Equal(due, new List<ClockEntry> { Ledgers.Start(at, TermUnit.Hour, hours) }.Due());

    [Fact]
    public void Hours_used_up_before_a_pause_stay_used_up() =>
        Assert.Equal("2026-05-12 09:00", new List<ClockEntry> { Ledgers.Start("2026-05-08 15:00", TermUnit.Hour, 4) }
            .With(ClockKind.Pause, "2026-05-08 16:00").With(ClockKind.Resume, "2026-05-11 15:00").With(ClockKind.Extend, "2026-05-11 15:10", 1).Due());

    [Theory]
    [InlineData("2026-05-08 15:00", "2026-05-08 17:00")]
    [InlineData("2026-05-08 15:01", "2026-05-11 17:00")]
    [InlineData("2026-05-09 09:00", "2026-05-11 17:00")]
    public void Same_day_until_three_in_the_afternoon(string at, string due) =>
        Assert.Equal(due, new List<ClockEntry> { Ledgers.Start(at, TermUnit.SameDay, 0) }.Due());

    [Theory]
    [InlineData("2026-05-08 16:59", "2026-05-08 17:00")]
    [InlineData("2026-05-08 17:01", "2026-05-11 17:00")]
    public void No_whole_day_means_the_day_of_receipt(string at, string due) =>
        Assert.Equal(due, new List<ClockEntry> { Ledgers.Start(at, TermUnit.WorkingDay, 0) }.Due());

    [Fact]
    public void Calendar_days_move_by_the_days_waited_and_roll_forward() =>
        Assert.Equal("2026-05-18 17:00", new List<ClockEntry> { Ledgers.Start("2026-05-04 09:00", TermUnit.Day, 10) }
            .With(ClockKind.Pause, "2026-05-06 09:00").With(ClockKind.Resume, "2026-05-08 09:00").Due());

    [Fact]
    public void A_wrong_pause_is_corrected_and_stays_in_sight()
    {
        var ledger = new List<ClockEntry> { Ledgers.Start("2026-04-28 09:00", TermUnit.WorkingDay, 3) }
            .With(ClockKind.Pause, "2026-04-29 10:00").With(ClockKind.Resume, "2026-05-06 09:00").With(ClockKind.Correct, "2026-05-06 10:00", corrects: 2);
        Assert.Equal("2026-05-05 17:00", ledger.Due());
        Assert.Equal(4, ledger.Count);
    }

    [Fact]
    public void A_new_calendar_changes_the_due_date_and_not_the_original_one()
    {
        var before = new WorkingCalendar([], [2026]) { Version = 1 };
        var after = new WorkingCalendar([new SpecialDay(new DateOnly(2026, 5, 6), "Ngày nghỉ mới", false)], [2026]) { Version = 2 };
        var ledger = new List<ClockEntry> { Ledgers.Start("2026-05-04 09:00", TermUnit.WorkingDay, 3) }.With(ClockKind.Calendar, At("2026-05-05 09:00"), calendar: 2);
        var clock = DossierClock.Read(ledger, new ClockBasis(Ledgers.Rules(), 2, version => version == 1 ? before : after));
        Assert.Equal(At("2026-05-07 17:00"), clock.OriginalDue);
        Assert.Equal(At("2026-05-08 17:00"), clock.Due);
    }

    [Fact]
    public void A_Saturday_office_receives_on_Saturday_and_counts_from_Monday()
    {
        var saturday = new WorkingCalendar([], [2026],
            [new(new DateOnly(2021, 1, 1), null, OfficeHours.Usual), new(new DateOnly(2021, 1, 1), null, [new(new TimeOnly(7, 0), new TimeOnly(11, 0))], DayOfWeek.Saturday)]);
        Assert.Equal(At("2026-05-13 17:00"), new List<ClockEntry> { Ledgers.Start("2026-05-09 09:00", TermUnit.WorkingDay, 3) }.Read(saturday).Due);
        Assert.Equal(At("2026-05-11 11:00"), new List<ClockEntry> { Ledgers.Start("2026-05-09 09:00", TermUnit.Hour, 4) }.Read(saturday).Due);
        Assert.Equal(At("2026-05-11 17:00"), new List<ClockEntry> { Ledgers.Start("2026-05-09 09:00", TermUnit.SameDay, 0) }.Read(saturday).Due);
        // In the afternoon it is closed: received on Monday, counted from Tuesday.
        Assert.Equal(At("2026-05-14 17:00"), new List<ClockEntry> { Ledgers.Start("2026-05-09 14:00", TermUnit.WorkingDay, 3) }.Read(saturday).Due);
        var counting = new WorkingCalendar([], [2026], [new(new DateOnly(2021, 1, 1), null, [new(new TimeOnly(7, 0), new TimeOnly(11, 0))], DayOfWeek.Saturday, Counts: true)]);
        Assert.Equal(At("2026-05-11 17:00"), new List<ClockEntry> { Ledgers.Start("2026-05-07 09:00", TermUnit.WorkingDay, 3) }.Read(counting).Due);
    }

    [Fact]
    public void A_term_into_a_year_without_a_notice_is_provisional() =>
        Assert.True(new List<ClockEntry> { Ledgers.Start("2026-12-28 09:00", TermUnit.WorkingDay, 10) }.Read().Provisional);

    /// <summary>29 and 30 December both come to 28 February: the later beginning must not make the date earlier.</summary>
    [Fact]
    public void Months_that_stood_before_they_began_are_not_shortened_by_a_holiday()
    {
        var ledger = new List<ClockEntry> { Ledgers.Start("2025-12-26 21:48", TermUnit.Month, 2) }.With(ClockKind.Pause, "2025-12-27 02:48").With(ClockKind.Resume, "2026-01-03 10:09");
        var due = ledger.Read().Due;
        Assert.Equal<DateTimeOffset?>(At("2026-03-09 17:00"), due);
        Assert.Equal(due, ledger.Read(With(new SpecialDay(new DateOnly(2025, 12, 29), "Ngày nghỉ thêm", false))).Due);
    }

    [Fact]
    public void Ten_thousand_entries_are_read_in_one_pass()
    {
        var ledger = new List<ClockEntry> { Ledgers.Start("2026-01-05 09:00", TermUnit.WorkingDay, 30) };
        for (var i = 0; i < 5_000; i++) ledger.With(ClockKind.Pause, At("2026-01-05 10:00").AddMinutes(i)).With(ClockKind.Resume, At("2026-01-05 10:00").AddMinutes(i));
        Assert.Equal(new List<ClockEntry> { ledger[0] }.Due(), ledger.Due());
    }

    [Fact]
    public void Every_instant_belongs_to_one_share()
    {
        var ledger = new List<ClockEntry> { Ledgers.Start("2026-05-04 09:00", TermUnit.WorkingDay, 10) }.With(ClockKind.Pause, "2026-05-05 10:00").With(ClockKind.Resume, "2026-05-07 10:00");
        var shares = TimeShares.Of(At("2026-05-03 20:00"), At("2026-05-04 09:00"), At("2026-05-08 17:00"), "Một cửa Đất Mũi",
            [new Holding(At("2026-05-04 09:00"), "UBND xã Đất Mũi")], ledger.Read(), [], [], [(At("2026-05-08 13:00"), At("2026-05-08 14:00"))], Calendar);
        Assert.Equal(At("2026-05-08 17:00") - At("2026-05-03 20:00"), shares.Aggregate(TimeSpan.Zero, (sum, share) => sum + share.Time));
        Assert.Equal(TimeSpan.FromHours(2), shares.Single(share => share.Of == ShareOf.Reception).Time);
        Assert.Equal(TimeSpan.FromHours(48), shares.Single(share => share.Of == ShareOf.Applicant).Time);
        Assert.Equal(TimeSpan.FromHours(1), shares.Single(share => share.Of == ShareOf.Outage).Time);
        // Monday from nine, Tuesday until ten, Thursday from ten, Friday but for the hour of the outage.
        Assert.Equal(TimeSpan.FromHours(6 + 3 + 5 + 7), shares.Single(share => share.Of == ShareOf.Unit).Time);
        Assert.Equal("2 ngày làm việc 5 giờ", shares.Single(share => share.Of == ShareOf.Unit).Words);
    }

    [Fact]
    public void What_is_asked_before_reception_is_the_applicants_time()
    {
        var shares = TimeShares.Of(At("2026-05-04 09:00"), null, At("2026-05-08 09:00"), "Một cửa Đất Mũi", [], new List<ClockEntry>().Read(),
            [new Awaited(At("2026-05-04 10:00"), At("2026-05-06 10:00")), new Awaited(At("2026-05-07 09:00"), null)], [], [], Calendar);
        Assert.Equal(TimeSpan.FromHours(48 + 24), shares.Single(share => share.Of == ShareOf.Applicant).Time);
        // Monday nine to ten, Wednesday from ten, Thursday seven to nine.
        Assert.Equal(TimeSpan.FromHours(1 + 5 + 2), shares.Single(share => share.Of == ShareOf.Reception).Time);
        Assert.Equal(TimeSpan.FromDays(4), shares.Aggregate(TimeSpan.Zero, (sum, share) => sum + share.Time));
    }
}
