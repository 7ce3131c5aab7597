using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
using MotCua.Catalogue.Rules;
using MotCua.Platform.Loading;
using MotCua.Tests.TestKit;
using Xunit;
using EventLog = MotCua.Platform.Events.EventLog;

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
    public async Task A_file_adds_its_rule_set_once_and_a_wrong_one_is_refused_with_its_reason()
    {
        var folder = Directory.CreateTempSubdirectory("rule-sets-");
        var files = Directory.CreateDirectory(Path.Combine(folder.FullName, "rule-sets")).FullName;
        var known = A.Generation();
        Write("1-known", known with { Name = "đổi tên" });
        Write("2-overlap", known with { Id = Guid.CreateVersion7(), Version = 7 });
        Write("3-contradiction", known with { Id = Guid.CreateVersion7(), Version = 8, EndsAt = "signed" });
        await File.WriteAllTextAsync(Path.Combine(files, "4-broken.json"), "{ \"code\": ");
        await File.WriteAllTextAsync(Path.Combine(files, "5-empty.json"), "{ \"code\": \"ND1\" }");
        await using var scope = house.Scope();
        var reports = await scope.ServiceProvider.GetRequiredService<RuleSetFiles>().Load(new ReferenceFolder(folder.FullName, DryRun: false, Changed: false));
        Assert.Equal([(0, 1), (0, 0), (0, 0), (0, 0), (0, 0)], reports.Select(report => (report.Loaded, report.Unchanged)));
        Assert.Equal(["", "Thời gian áp dụng trùng", "Chọn trạng thái kết thúc", "JSON chưa đúng", "Thiếu mục"],
            reports.Select(report => report.Problems.Select(problem => problem.Reason).FirstOrDefault(""))
            .Zip([0, 23, 24, 14, 9], (reason, length) => reason[..length]));
        Assert.Equal(known.Name, (await Kept.Get(known.Id)).Name);
        folder.Delete(recursive: true);

        void Write(string name, RuleSet rules) => File.WriteAllText(Path.Combine(files, name + ".json"), JsonSerializer.Serialize(rules, EventLog.Json));
    }

    [Fact]
    public async Task Before_the_first_generation_there_is_none_and_that_is_said()
    {
        var problem = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Kept.At(new DateOnly(2018, 6, 20)));
        Assert.Contains("2018-06-20", problem.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Kept.Get(Guid.CreateVersion7()));
    }
}
