using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Organisation;

/// <summary>A year without a notice still skips what the law itself fixes, and a notice speaks for all of its year.</summary>
public sealed class StatutoryDaysTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Three_working_days_from_29_December_do_not_end_on_New_Year()
    {
        var calendar = await house.Services.GetRequiredService<Calendars>().Of();
        var due = new Term(TermUnit.WorkingDay, 3).DueFrom(new DateTimeOffset(2026, 12, 29, 9, 0, 0, TimeSpan.FromHours(7)), calendar, RuleSetsCounting);
        Assert.Equal(new DateOnly(2027, 1, 4), DateOnly.FromDateTime(due.At.DateTime));
        Assert.True(due.Provisional);
        Assert.Equal("Tết Dương lịch", calendar.WhyNot(new DateOnly(2027, 1, 1)));
    }

    [Theory]
    [InlineData("2027-04-30", "Ngày Chiến thắng")]
    [InlineData("2027-05-01", "Ngày Quốc tế lao động")]
    [InlineData("2027-05-03", "Nghỉ bù Ngày Quốc tế lao động")]
    [InlineData("2028-01-03", "Nghỉ bù Tết Dương lịch")]
    [InlineData("2027-09-02", "Quốc khánh")]
    [InlineData("2027-02-05", null)]
    [InlineData("2027-09-03", null)]
    public async Task The_days_of_the_law_are_off_in_any_year(string date, string? name) =>
        Assert.Equal(name, (await house.Services.GetRequiredService<Calendars>().Of()).WhyNot(DateOnly.ParseExact(date, "yyyy-MM-dd")));

    [Fact]
    public void Two_days_on_one_weekend_are_made_up_for_on_two_days()
    {
        var since = new DateOnly(2021, 1, 1);
        var law = new StatutoryDays([new(4, 30, "Ngày Chiến thắng", since, null), new(5, 1, "Ngày Quốc tế lao động", since, null)], []);
        // Saturday, 30 April 2033, and the Sunday after it.
        Assert.Equal(["Nghỉ bù Ngày Chiến thắng", "Nghỉ bù Ngày Quốc tế lao động", null],
            Enumerable.Range(2, 3).Select(day => law.On(new DateOnly(2033, 5, day))));
    }

    [Fact]
    public void A_notice_speaks_for_its_whole_year_and_old_versions_stay_as_they_were()
    {
        IReadOnlyList<StatutoryDay> law = [new(1, 1, "Tết Dương lịch", new DateOnly(2021, 1, 1), null)];
        var before = new CalendarContent([], [2026], [], new Dictionary<string, IReadOnlyList<OfficeHours>>());
        var after = before with { Statutory = law };
        Assert.Null(before.For("", 1).WhyNot(new DateOnly(2027, 1, 1)));
        Assert.NotNull(after.For("", 2).WhyNot(new DateOnly(2027, 1, 1)));
        Assert.Equal(new DateOnly(2027, 1, 1), after.ChangeFrom(before)!.From);
        Assert.Null((after with { Years = [2026, 2027] }).For("", 3).WhyNot(new DateOnly(2027, 1, 1)));
        Assert.Null((after with { ProvisionalYears = [2027] }).For("", 3).WhyNot(new DateOnly(2027, 1, 1)));
        Assert.Null(after.For("", 2).WhyNot(new DateOnly(2019, 1, 1)));
    }

    private static readonly CountingRules RuleSetsCounting = new(8, new TimeOnly(15, 0), null, RollForward: true);
}
