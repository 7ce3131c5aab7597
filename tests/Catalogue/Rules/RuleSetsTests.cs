using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Catalogue.Rules;

/// <summary>The generations that come with the product.</summary>
public sealed class RuleSetsTests(House house) : IClassFixture<House>
{
    private RuleSets Kept => house.Services.GetRequiredService<RuleSets>();

    [Theory]
    [InlineData(2018, 6, 21, "ND61-2018", 1, "01/2018/TT-VPCP")]
    [InlineData(2021, 8, 2, "ND61-2018", 1, "01/2018/TT-VPCP")]
    [InlineData(2025, 6, 30, "ND61-2018", 1, "01/2018/TT-VPCP")]
    [InlineData(2025, 7, 1, "ND118-2025", 1, "01/2018/TT-VPCP")]
    [InlineData(2025, 9, 14, "ND118-2025", 1, "01/2018/TT-VPCP")]
    [InlineData(2025, 9, 15, "ND118-2025", 2, "03/2025/TT-VPCP")]
    [InlineData(2026, 4, 28, "ND118-2025", 2, "03/2025/TT-VPCP")]
    public async Task A_day_has_the_generation_of_the_law_that_was_in_force(int year, int month, int day, string code, int version, string forms)
    {
        var rules = await Kept.At(new DateOnly(year, month, day));
        Assert.Equal((code, version, forms), (rules.Code, rules.Version, rules.FormSet));
        Assert.Same(rules, await Kept.Get(rules.Id));
        Assert.Equal((8m, 1, 1, 8m, AfterSupplement.Resume, "done"), (rules.Counting.HoursPerDay, rules.Supplements.Most, rules.Extensions.Most,
            rules.Answers.ReplyHours, rules.Supplements.After, rules.EndsAt));
        Assert.Equal(new TimeOnly(15, 0), rules.Counting.SameDayCutOff);
        Assert.Equal(PauseCause.All, rules.Pauses.Select(pause => pause.Cause));
        Assert.Equal(PauseWhen.ProcedureSays, rules.Pauses.Single(pause => pause.Cause == PauseCause.Verification).When);
    }

    [Fact]
    public async Task Before_the_first_generation_there_is_none_and_that_is_said()
    {
        var problem = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Kept.At(new DateOnly(2018, 6, 20)));
        Assert.Contains("2018-06-20", problem.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Kept.Get(Guid.CreateVersion7()));
    }
}
