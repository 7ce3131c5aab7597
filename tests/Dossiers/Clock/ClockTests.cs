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
        Assert.Equal((new DateOnly(2026, 4, 28), "Ngày tiếp nhận"), (clock.Days[0].Date, clock.Days[0].Reason));
        Assert.Equal([new DateOnly(2026, 4, 29), new(2026, 5, 4), new(2026, 5, 5)], clock.Days.Where(day => day.Counted).Select(day => day.Date));
        Assert.Contains(clock.Days, day => day.Date == new DateOnly(2026, 4, 30) && !day.Counted && day.Reason!.Contains("Chiến thắng"));
        Assert.False(clock.Provisional);
    }

    [Theory]
    [InlineData("2026-04-29 10:00", "2026-05-06 09:00", "2026-05-08 17:00")] // 5 hours, two days, 2 hours: 2.875 days, moved by three
    [InlineData("2026-04-29 17:30", "2026-05-06 09:00", "2026-05-08 17:00")] // two days and 2 hours: moved by three
    [InlineData("2026-04-29 16:59", "2026-05-04 07:01", "2026-05-06 17:00")] // two minutes: one day
    [InlineData("2026-04-29 11:00", "2026-04-29 13:00", "2026-05-05 17:00")] // lunch
    [InlineData("2026-04-29 18:00", "2026-05-04 06:00", "2026-05-05 17:00")] // nights and days off
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
        Assert.Equal(["Chờ người nộp bổ sung", "Đã tính tiếp; thời gian dừng cộng lại thành ngày"],
            clock.Days.Where(day => day.Paused).Select(day => day.Reason));
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
            .With(ClockKind.Pause, "2026-05-08 16:00").With(ClockKind.Resume, "2026-05-11 15:00")
                .With(ClockKind.Extend, "2026-05-11 15:10", "2026-05-12 09:00").Due());

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
        var ledger = new List<ClockEntry> { Ledgers.Start("2026-05-04 09:00", TermUnit.WorkingDay, 3) }.With(ClockKind.Calendar, At("2026-05-05 09:00"),
            calendar: 2);
        var clock = DossierClock.Read(ledger, new ClockBasis(Ledgers.Rules(), 2, version => version == 1 ? before : after));
        Assert.Equal(At("2026-05-07 17:00"), clock.OriginalDue);
        Assert.Equal(At("2026-05-08 17:00"), clock.Due);
    }

    [Fact]
    public void A_Saturday_office_receives_on_Saturday_and_counts_from_Monday()
    {
        var saturday = new WorkingCalendar([], [2026],
            [new(new DateOnly(2021, 1, 1), null, OfficeHours.Usual),
            new(new DateOnly(2021, 1, 1), null, [new(new TimeOnly(7, 0), new TimeOnly(11, 0))], DayOfWeek.Saturday)]);
        Assert.Equal(At("2026-05-13 17:00"), new List<ClockEntry> { Ledgers.Start("2026-05-09 09:00", TermUnit.WorkingDay, 3) }.Read(saturday).Due);
        Assert.Equal(At("2026-05-11 11:00"), new List<ClockEntry> { Ledgers.Start("2026-05-09 09:00", TermUnit.Hour, 4) }.Read(saturday).Due);
        Assert.Equal(At("2026-05-11 17:00"), new List<ClockEntry> { Ledgers.Start("2026-05-09 09:00", TermUnit.SameDay, 0) }.Read(saturday).Due);
        // In the afternoon it is closed: received on Monday, counted from Tuesday.
        Assert.Equal(At("2026-05-14 17:00"), new List<ClockEntry> { Ledgers.Start("2026-05-09 14:00", TermUnit.WorkingDay, 3) }.Read(saturday).Due);
        var counting = new WorkingCalendar([], [2026],
            [new(new DateOnly(2021, 1, 1), null, [new(new TimeOnly(7, 0), new TimeOnly(11, 0))], DayOfWeek.Saturday, Counts: true)]);
        Assert.Equal(At("2026-05-11 17:00"), new List<ClockEntry> { Ledgers.Start("2026-05-07 09:00", TermUnit.WorkingDay, 3) }.Read(counting).Due);
    }

    [Fact]
    public void A_term_into_a_year_without_a_notice_is_provisional() =>
        Assert.True(new List<ClockEntry> { Ledgers.Start("2026-12-28 09:00", TermUnit.WorkingDay, 10) }.Read().Provisional);

    /// <summary>Received as of 29 December, counted from the 30th: four days and ten hours of the pause are lost.</summary>
    [Fact]
    public void What_stood_before_counting_began_counts_for_no_unit()
    {
        Assert.Equal("2026-03-05 17:00", new List<ClockEntry> { Ledgers.Start("2025-12-26 21:48", TermUnit.Month, 2) }
            .With(ClockKind.Pause, "2025-12-27 02:48").With(ClockKind.Resume, "2026-01-03 10:09").Due());
        foreach (var unit in new[] { TermUnit.WorkingDay, TermUnit.Day, TermUnit.Month })
        {
            var plain = new List<ClockEntry> { Ledgers.Start("2026-06-01 08:00", unit, 2) };
            Assert.Equal(plain.Due(), new List<ClockEntry>(plain).With(ClockKind.Pause, "2026-06-01 09:00").With(ClockKind.Resume, "2026-06-01 16:00").Due());
        }
    }

    /// <summary>8 days from Friday 05/06 end on Saturday, so Monday 15/06 is promised; the letter says Thursday or Tuesday, the clock too.</summary>
    [Theory]
    [InlineData("2026-06-18 17:00")]
    [InlineData("2026-06-16 17:00")]
    public void A_letter_counts_from_the_promised_day(string until)
    {
        var ledger = new List<ClockEntry> { Ledgers.Start("2026-06-05 10:00", TermUnit.Day, 8) };
        Assert.Equal("2026-06-15 17:00", ledger.Due());
        Assert.Equal(until, new List<ClockEntry>(ledger).With(ClockKind.Extend, "2026-06-12 10:00", until).Due());
    }

    [Theory]
    [InlineData(10, "2026-06-15 17:00")]
    [InlineData(10.5, "2026-06-16 11:00")]
    [InlineData(11, "2026-06-16 17:00")]
    public void Half_a_day_comes_behind_the_whole_days(double days, string due) =>
        Assert.Equal(due, new List<ClockEntry> { Ledgers.Start("2026-06-01 08:00", TermUnit.WorkingDay, (decimal)days) }.Due());

    [Fact]
    public void Pauses_are_added_up_and_rounded_once()
    {
        // Four times two hours are one day, not four.
        var ledger = new List<ClockEntry> { Ledgers.Start("2026-06-01 08:00", TermUnit.WorkingDay, 5) };
        foreach (var day in new[] { 2, 3, 4, 5 }) ledger.With(ClockKind.Pause, $"2026-06-0{day} 08:00").With(ClockKind.Resume, $"2026-06-0{day} 10:00");
        Assert.Equal("2026-06-09 17:00", ledger.Due());
        Assert.Equal(At("2026-06-08 17:00"), new List<ClockEntry> { ledger[0] }.With(ClockKind.Pause, "2026-06-02 08:00")
            .With(ClockKind.Resume, "2026-06-02 10:00")
            .Read(counting: Ledgers.Counting with { PauseRounding = PauseRounding.Down }).Due);
        // In calendar time: twice twelve hours are one day.
        Assert.Equal("2026-06-15 17:00", new List<ClockEntry> { Ledgers.Start("2026-06-01 08:00", TermUnit.Day, 11) }
            .With(ClockKind.Pause, "2026-06-02 07:00").With(ClockKind.Resume, "2026-06-02 19:00").With(ClockKind.Pause, "2026-06-03 07:00")
                .With(ClockKind.Resume, "2026-06-03 19:00").Due());
    }

    [Theory]
    [InlineData("2026-06-01 08:00:00.300", TermUnit.Hour, 3, "2026-06-01 11:00")]
    [InlineData("2026-06-01 15:00:59", TermUnit.SameDay, 0, "2026-06-01 17:00")]
    [InlineData("2026-06-01 15:01:00", TermUnit.SameDay, 0, "2026-06-02 17:00")]
    [InlineData("2026-06-01 17:00:59.999", TermUnit.WorkingDay, 1, "2026-06-02 17:00")]
    public void Receptions_count_by_whole_minutes(string at, TermUnit unit, int value, string due) =>
        Assert.Equal(due, new List<ClockEntry>
        {
            Ledgers.Start(new DateTimeOffset(DateTime.Parse(at, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(7)), unit, value)
        }.Due());

    [Fact]
    public void A_rule_set_may_count_receptions_by_quarters() => Assert.Equal(At("2026-06-01 11:00"),
        new List<ClockEntry> { Ledgers.Start("2026-06-01 08:14", TermUnit.Hour, 3) }.Read(counting: Ledgers.Counting with { ReceptionMinutes = 15 }).Due);

    [Fact]
    public void The_day_on_which_the_clock_starts_has_its_line()
    {
        var days = new List<ClockEntry> { Ledgers.Start("2026-06-05 18:30", TermUnit.WorkingDay, 1) }.Read().Days;
        Assert.Equal(["Nhận sau giờ làm việc", "Cuối tuần (Thứ Bảy)", "Cuối tuần (Chủ Nhật)", "Tính là ngày tiếp nhận", null], days.Select(day => day.Reason));
    }

    [Fact]
    public void A_signed_letter_is_not_moved_by_a_new_calendar()
    {
        var ledger = new List<ClockEntry> { Ledgers.Start("2026-06-01 08:00", TermUnit.WorkingDay, 5) }.With(ClockKind.Extend, "2026-06-05 10:00",
            "2026-06-11 17:00");
        var clock = ledger.Read(With(new SpecialDay(new DateOnly(2026, 6, 11), "Ngày nghỉ mới", false),
            new SpecialDay(new DateOnly(2026, 6, 3), "Ngày nghỉ mới", false)));
        Assert.Equal((At("2026-06-11 17:00"), At("2026-06-11 17:00")), (clock.Due!.Value, clock.Promised!.Value));
        Assert.Equal("Ngày hẹn trong văn bản, nay là ngày nghỉ: Ngày nghỉ mới", clock.Days[^1].Reason);
    }

    [Fact]
    public void Ten_thousand_entries_are_read_in_one_pass()
    {
        var ledger = new List<ClockEntry> { Ledgers.Start("2026-01-05 09:00", TermUnit.WorkingDay, 30) };
        for (var i = 0; i < 5_000; i++)
            ledger.With(ClockKind.Pause, At("2026-01-05 10:00").AddMinutes(i)).With(ClockKind.Resume, At("2026-01-05 10:00").AddMinutes(i));
        Assert.Equal(new List<ClockEntry> { ledger[0] }.Due(), ledger.Due());
    }

    [Fact]
    public void Every_instant_belongs_to_one_share()
    {
        var ledger = new List<ClockEntry> { Ledgers.Start("2026-05-04 09:00", TermUnit.WorkingDay, 10) }.With(ClockKind.Pause, "2026-05-05 10:00")
            .With(ClockKind.Resume, "2026-05-07 10:00");
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
