using MotCua.Catalogue.Rules;
using Xunit;

namespace MotCua.Tests.Catalogue.Rules;

/// <summary>Today is 28/04/2026; one set has no end, another follows it in the second picture.</summary>
public sealed class RuleSetPeriodTests
{
    private static readonly DateOnly Today = new(2026, 4, 28);
    private static readonly RuleSetPeriod First = new(Guid.CreateVersion7(), "A bản 1", new(2018, 6, 21), new(2025, 6, 30));
    private static readonly RuleSetPeriod Now = new(Guid.CreateVersion7(), "B bản 1", new(2025, 7, 1), null);
    private static readonly RuleSetPeriod Later = new(Guid.CreateVersion7(), "C bản 1", new(2026, 9, 1), null);
    private static readonly RuleSetPeriod[] Open = [First, Now];
    private static readonly RuleSetPeriod[] Followed = [First, Now with { To = new(2026, 8, 31) }, Later];

    [Fact]
    public void A_new_period_closes_the_one_it_begins_in()
    {
        var (closes, problem) = RuleSetPeriod.Fit(new(2026, 7, 1), null, Today, Open);
        Assert.Null(problem);
        Assert.Equal(Now.Id, closes!.Id);
    }

    [Fact]
    public void Between_two_it_must_reach_the_next_one_exactly()
    {
        var (closes, problem) = RuleSetPeriod.Fit(new(2026, 7, 1), new(2026, 8, 31), Today, Followed);
        Assert.Null(problem);
        Assert.Equal(Now.Id, closes!.Id);
        var (after, none) = RuleSetPeriod.Fit(new(2026, 10, 1), null, Today, Followed);
        Assert.Null(none);
        Assert.Equal(Later.Id, after!.Id);
    }

    [Theory]
    [InlineData(28, 4, 2026, null, false, "from", "sau hôm nay, 28/04/2026")]
    [InlineData(1, 7, 2020, null, false, "from", "sau hôm nay")]
    [InlineData(1, 7, 2026, 30, false, "to", "từ ngày bắt đầu")]
    [InlineData(1, 9, 2026, null, true, "from", "C bản 1 đã duyệt cũng bắt đầu ngày này")]
    [InlineData(1, 7, 2026, null, true, "to", "Trùng với C bản 1 từ 01/09/2026. Nhập ngày kết thúc 31/08/2026")]
    [InlineData(1, 6, 2026, 30, true, "to", "Sau 30/06/2026 còn trống. Nhập ngày kết thúc 31/08/2026")]
    [InlineData(1, 6, 2026, 30, false, "to", "Sau 30/06/2026 không có quy định nào")]
    public void What_overlaps_or_leaves_a_day_without_rules_is_said(int day, int month, int year, int? endOfJune, bool followed, string field, string words)
    {
        var (closes, problem) = RuleSetPeriod.Fit(new(year, month, day), endOfJune is { } end ? new DateOnly(2026, 6, end) : null, Today,
            followed ? Followed : Open);
        Assert.Null(closes);
        Assert.Equal(field, problem!.Field);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_an_end_that_is_known_the_next_begins_on_the_day_after()
    {
        RuleSetPeriod[] ending = [First, Now with { To = new(2026, 6, 30) }];
        Assert.Equal((null, null), RuleSetPeriod.Fit(new(2026, 7, 1), null, Today, ending));
        Assert.Equal("Từ 01/07/2026 chưa có quy định. Chọn ngày bắt đầu 01/07/2026", RuleSetPeriod.Fit(new(2026, 7, 2), null, Today, ending).Problem!.Message);
        Assert.Equal((null, null), RuleSetPeriod.Fit(new(2026, 7, 1), null, Today, []));
        // Days without rules that are gone cannot be filled any more.
        Assert.Equal((null, null), RuleSetPeriod.Fit(new(2026, 5, 4), null, Today, [First]));
    }
}
