using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Organisation;

public sealed class ReferenceLoaderTests(House house) : IClassFixture<House>
{
    private static readonly string Data = Path.Combine(Ground.Repository, "data");

    [Fact]
    public async Task The_reference_data_loads_whole_and_a_second_time_changes_nothing()
    {
        var said = new List<string>();
        var report = await Load(Data, said.Add);
        Assert.True(report.IsClean, string.Join('\n', report.Files.Where(file => file.Reason is not null || file.Refused > 0)
            .SelectMany(file => file.Problems.Take(5).Select(problem => problem.ToString()).Prepend($"{file.File} {file.Words}"))));
        Assert.Equal(0, report.Loaded);
        Assert.All(said, line => Assert.EndsWith(": không đổi", line, StringComparison.Ordinal));
        Assert.Equal(1471, report.Files.Single(file => file.File == "procedures.csv").Rows);
        Assert.Equal(1471L, await house.Scalar<long>("select count(*) from catalogue.procedure_version"));
        Assert.Equal(0, await house.Scalar<int>("select loaded from platform.load_run where not dry_run order by id desc limit 1"));
    }

    private async Task<LoadReport> Load(string folder, Action<string>? say = null, bool dryRun = false) =>
        await house.Services.GetRequiredService<ReferenceLoader>().Load(folder, dryRun, say ?? (_ => { }), Actor.System);
}
