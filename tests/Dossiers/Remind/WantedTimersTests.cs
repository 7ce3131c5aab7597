using System.Reflection;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Remind;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Workflow.Contracts;
using Xunit;

namespace MotCua.Tests.Dossiers.Remind;

/// <summary>The state of a dossier gives its timers, and nothing else does.</summary>
public sealed class WantedTimersTests
{
    private static readonly AnswerRules Rules = new(4, 8, 50, 24);

    private static readonly WorkingCalendar Calendar = new(
        [new(new DateOnly(2026, 4, 30), "Ngày Giải phóng", false), new(new DateOnly(2026, 5, 1), "Quốc tế Lao động", false)], [2026]);

    private static readonly Guid Task = Guid.Parse("0190f0aa-0000-7000-8000-000000000001");

    private static readonly DateTimeOffset Morning = At(28, 9);

    [Fact]
    public void A_filing_is_asked_after_by_working_hours_from_the_filing()
    {
        var timers = Of(Submitted());
        Assert.Equal([("unanswered", At(28, 15)), ("unansweredLong", At(29, 9))], timers.Select(timer => (timer.Kind, timer.DueAt)));
        Assert.All(timers, timer => Assert.Equal("2026-04-28T02:00:00.000000Z", timer.About));
    }

    [Fact]
    public void Filed_in_the_night_it_is_asked_after_from_the_morning()
    {
        var night = At(29, 23);
        Assert.Equal(VietnamTime.At(new DateOnly(2026, 5, 4), new TimeOnly(11, 0)), Of(Submitted() with { WaitsSince = night })[0].DueAt);
    }

    [Theory]
    [InlineData(DossierStatus.Supplement)]
    [InlineData(DossierStatus.Payment)]
    [InlineData(DossierStatus.Done)]
    [InlineData(DossierStatus.Returned)]
    [InlineData(DossierStatus.NotReceived)]
    [InlineData(DossierStatus.Refused)]
    [InlineData(DossierStatus.Withdrawn)]
    public void Who_waits_for_the_applicant_or_has_finished_is_not_chased(string status) =>
        Assert.Empty(Of(Processing(At(29, 17)) with { Status = status }));

    [Fact]
    public void While_the_clock_stands_there_is_nothing_to_say() => Assert.Empty(Of(Processing(At(29, 17)) with { Paused = true }));

    [Fact]
    public void What_stands_for_somebody_else_is_only_not_forgotten() =>
        Assert.Equal([("still", VietnamTime.At(new DateOnly(2026, 5, 5), new TimeOnly(9, 0)))],
            Of(Processing(At(29, 17)) with { Status = DossierStatus.Paused, Paused = true }).Select(timer => (timer.Kind, timer.DueAt)));

    [Fact]
    public void A_long_term_is_soon_on_the_working_day_before_and_today_from_opening()
    {
        var due = VietnamTime.At(new DateOnly(2026, 5, 5), new TimeOnly(17, 0));
        var timers = Of(Processing(due)).ToDictionary(timer => timer.Kind);
        Assert.Equal(VietnamTime.At(new DateOnly(2026, 5, 4), new TimeOnly(7, 0, 1)), timers["dueSoon"].DueAt);
        Assert.Equal(VietnamTime.At(new DateOnly(2026, 5, 5), new TimeOnly(7, 0)), timers["dueToday"].DueAt);
        Assert.Equal(due.AddSeconds(1), timers["overdue"].DueAt);
        Assert.Equal(RemainingKind.Soon, RemainingTime.Words(timers["dueSoon"].DueAt, due, Calendar, Morning).Kind);
        Assert.NotEqual(RemainingKind.Soon, RemainingTime.Words(timers["dueSoon"].DueAt.AddSeconds(-2), due, Calendar, Morning).Kind);
    }

    [Fact]
    public void A_term_of_one_day_says_today_and_not_soon()
    {
        var kinds = Of(Processing(At(29, 17))).Select(timer => timer.Kind).ToList();
        Assert.Contains("dueToday", kinds);
        Assert.DoesNotContain("dueSoon", kinds);
    }

    [Fact]
    public void Due_on_the_day_of_reception_says_soon_when_a_fifth_is_left_and_not_today()
    {
        var timers = Of(Processing(At(28, 17))).ToDictionary(timer => timer.Kind);
        Assert.Equal(VietnamTime.At(new DateOnly(2026, 4, 28), new TimeOnly(15, 48)), timers["dueSoon"].DueAt);
        Assert.DoesNotContain("dueToday", timers.Keys);
    }

    [Fact]
    public void Without_a_promised_date_the_step_and_the_silence_remain() =>
        Assert.Equal(["stepSilent", "stepLate", "still"], Of(Processing(null)).Select(timer => timer.Kind));

    [Fact]
    public void Silence_in_a_step_begins_again_with_each_act_and_gives_way_to_the_end_of_the_step()
    {
        var quiet = Processing(null);
        Assert.Equal(At(28, 15), Single(quiet, "stepSilent").DueAt);
        var moved = quiet with { MovedAt = At(28, 14) };
        Assert.Equal(At(29, 8), Single(moved, "stepSilent").DueAt);
        Assert.NotEqual(Single(quiet, "stepSilent").About, Single(moved, "stepSilent").About);
        Assert.Equal(Single(quiet, "stepLate"), Single(moved, "stepLate"));
        Assert.DoesNotContain(Of(quiet with { MovedAt = At(29, 8) }), timer => timer.Kind == "stepSilent");
    }

    [Fact]
    public void A_moved_due_date_is_another_thing_to_say_and_the_same_date_is_not()
    {
        var (first, second) = (Single(Processing(At(29, 17)), "overdue"),
            Single(Processing(VietnamTime.At(new DateOnly(2026, 5, 4), new TimeOnly(17, 0))), "overdue"));
        Assert.NotEqual(first.About, second.About);
        Assert.Equal(first, Single(Processing(At(29, 17)) with { MovedAt = At(28, 16) }, "overdue"));
    }

    [Fact]
    public void The_thresholds_are_those_of_the_rule_set()
    {
        var rules = new AnswerRules(1, 2, 25, 3);
        Assert.Equal([At(28, 10), At(28, 11)], WantedTimers.Of(Submitted(), rules, Calendar).Select(timer => timer.DueAt));
        Assert.Equal(At(28, 11), WantedTimers.Of(Processing(null), rules, Calendar).Single(timer => timer.Kind == "stepSilent").DueAt);
        Assert.Equal(At(28, 14), WantedTimers.Of(Processing(null), rules, Calendar).Single(timer => timer.Kind == "still").DueAt);
    }

    [Fact]
    public void Whatever_the_term_each_thing_is_wanted_once_and_in_its_order()
    {
        var random = new Random(829);
        for (var i = 0; i < 2000; i++)
        {
            var received = Morning.AddMinutes(random.Next(60 * 24 * 40));
            var due = Calendar.AddWorkingHours(received, random.Next(1, 200)).At;
            var moved = received.AddMinutes(random.Next(5000));
            var state = Processing(due) with { ReceivedAt = received, MovedAt = moved, Steps = [new(Open(), random.Next(1, 40))] };
            var timers = Of(state);
            Assert.Equal(timers, Of(state));
            Assert.Equal(timers.Count, timers.Select(timer => (timer.Kind, timer.About)).Distinct().Count());
            var dates = timers.Where(timer => timer.About == TimerAbout.Instant(due) && timer.Kind != "still")
                .ToDictionary(timer => timer.Kind, timer => timer.DueAt);
            Assert.True(dates.ContainsKey("dueSoon") || dates.ContainsKey("dueToday"));
            Assert.All(dates, date => Assert.InRange(date.Value, received, due.AddSeconds(1)));
            if (dates.TryGetValue("dueSoon", out var soon) && dates.TryGetValue("dueToday", out var today)) Assert.True(soon < today);
        }
    }

    [Fact]
    public void Every_fact_that_names_a_dossier_is_followed_but_the_reminder() => Assert.Equal(
        typeof(DossierSubmitted).Assembly.GetTypes().Where(type => type.GetProperty(nameof(DossierSubmitted.DossierId)) is not null)
            .Select(type => type.GetCustomAttribute<MotCua.Platform.Events.FactAttribute>()?.Name).OfType<string>().Order(StringComparer.Ordinal),
        KeepTimers.Kinds.Append("dossier.reminded/1").Order(StringComparer.Ordinal));

    private static IReadOnlyList<WantedTimer> Of(TimerState state) => WantedTimers.Of(state, Rules, Calendar);

    private static WantedTimer Single(TimerState state, string kind) => Of(state).Single(timer => timer.Kind == kind);

    private static TimerState Submitted() => new(DossierStatus.Submitted, false, Morning, null, null, [], Morning);

    private static TimerState Processing(DateTimeOffset? due) => new(DossierStatus.Processing, false, Morning, Morning, due,
        [new(Open(), 8)], Morning);

    private static CurrentTask Open() => new(Task, Guid.Empty, 1, "tham-dinh", "Thẩm định", StepKind.Appraise, Roles.Specialist, "UBND-32248", null, null, null,
        false, Morning, At(29, 9));

    private static DateTimeOffset At(int day, int hour) => VietnamTime.At(new DateOnly(2026, 4, day), new TimeOnly(hour, 0));
}
