using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Catalogue;

[Trait("Pace", "slow")]
public sealed class StatutoryMaxTests(House house) : IClassFixture<House>
{
    private const string Good = """{"term":{"unit":"day","value":30},"basis":"Điều 5 Luật Thử","validFrom":"2025-07-01"}""";

    [Theory]
    [InlineData("""{"term":{"unit":"day","value":0},"basis":"Điều 5","validFrom":"2025-07-01"}""", "lớn hơn 0")]
    [InlineData("""{"basis":"Điều 5","validFrom":"2025-07-01"}""", "lớn hơn 0")]
    [InlineData("""{"term":{"unit":"day","value":30},"basis":" ","validFrom":"2025-07-01"}""", "căn cứ (basis)")]
    [InlineData("""{"term":{"unit":"day","value":30},"basis":"Điều 5"}""", "validFrom")]
    [InlineData("""{"term":{"unit":"day","value":30},"basis":"Điều 5","validFrom":"2025-07-01","validTo":"2025-06-30"}""", "validFrom")]
    [InlineData(Good + "," + Good, "có hiệu lực cùng lúc")]
    public async Task A_maximum_that_is_no_law_is_refused_with_the_reason(string most, string reason)
    {
        var file = Assert.Single((await Load(most)).Files, file => file.File.StartsWith("procedures/", StringComparison.Ordinal));
        Assert.Equal(1, file.Refused);
        Assert.Contains(reason, Assert.Single(file.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_maximum_by_date_is_part_of_the_version_that_is_published()
    {
        var report = await Load("""{"term":{"unit":"day","value":45},"basis":"Luật cũ","validFrom":"2020-01-01","validTo":"2025-06-30"},""" + Good);
        Assert.True(report.IsClean);
        Assert.Equal("Điều 5 Luật Thử", await house.Scalar<string>("""
            select v.content #>> '{statutoryMax,1,basis}' from catalogue.procedure p join catalogue.procedure_version v on v.id = p.version_id
                where p.alias = 'KS01'
            """));
    }

    private async Task<LoadReport> Load(string most)
    {
        var source = Directory.GetFiles(Path.Combine(Ground.Repository, "data", "procedures"), "ks01-*.json").Single();
        var overlay = JsonNode.Parse(await File.ReadAllTextAsync(source))!;
        overlay["statutoryMax"] = JsonNode.Parse($"[{most}]");
        var folder = Directory.CreateTempSubdirectory("motcua-overlay-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "procedures"));
        await File.WriteAllTextAsync(Path.Combine(folder, "procedures", Path.GetFileName(source)), overlay.ToJsonString());
        var report = await house.Services.GetRequiredService<ReferenceLoader>().Load(folder, false, _ => { }, Actor.System);
        Directory.Delete(folder, recursive: true);
        return report;
    }
}
