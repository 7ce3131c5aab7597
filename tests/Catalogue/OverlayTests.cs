using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using Xunit;

namespace MotCua.Tests.Catalogue;

/// <summary>A procedure file that would break at the counter is refused when it is loaded, with the place and the reason.</summary>
[Trait("Pace", "slow")]
public sealed class OverlayTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("process/1/kind", "\"duyet\"", "process[1].kind", "Loại bước")]
    [InlineData("process/1/kind", "null", "process[1].kind", "Loại bước")]
    [InlineData("process/1/hours", "0", "process[1].hours", "lớn hơn 0")]
    [InlineData("process/1/hours", "-2", "process[1].hours", "lớn hơn 0")]
    [InlineData("process/1/hours", "1000000", "process[1].hours", "không quá 4000")]
    [InlineData("process/1/role", "null", "process[1].role", "Vai trò")]
    [InlineData("process/1/key", "\"\"", "process[1].key", "khóa (key) riêng")]
    [InlineData("process/1", "null", "process[1]", "để trống")]
    [InlineData("process/0/kind", "\"sign\"", "process[0].kind", "bắt đầu bằng bước tiếp nhận")]
    [InlineData("formCode", "\"KHONG-CO\"", "formCode", "chưa được công bố")]
    [InlineData("formVersion", "99", "formVersion", "chưa có phiên bản 99")]
    [InlineData("formVersion", "0", "formVersion", "chưa có phiên bản 0")]
    [InlineData("term/value", "0", "term", "lớn hơn 0")]
    [InlineData("papers/0", "null", "papers[0]", "để trống")]
    [InlineData("papers/0/kind", "\"ban-chinh\"", "papers[0].kind", "Loại giấy tờ")]
    [InlineData("papers/0/key", "\"a.b\"", "papers[0].key", "Khóa giấy tờ")]
    [InlineData("result/paragraphs", "null", "result", "paragraphs")]
    public async Task What_would_break_later_is_refused_when_it_is_loaded(string path, string value, string place, string reason)
    {
        var before = await Present();
        var report = await Load(overlay => Put(overlay, path, value));
        var file = Assert.Single(report.Files, file => file.File.StartsWith("procedures/", StringComparison.Ordinal));
        Assert.Equal((0, 1), (file.Loaded, file.Refused));
        Assert.Contains(file.Problems, problem => problem.Column == place && problem.Reason.Contains(reason, StringComparison.Ordinal));
        Assert.Equal(before, await Present());
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var report = await Load(overlay =>
        {
            Put(overlay, "process/1/kind", "\"duyet\"");
            Put(overlay, "process/2/hours", "-1");
            Put(overlay, "formCode", "\"KHONG-CO\"");
        });
        Assert.Equal(["formCode", "process[1].kind", "process[2].hours"],
            Assert.Single(report.Files, file => file.Refused > 0).Problems.Select(problem => problem.Column).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_form_that_comes_with_its_procedure_is_there_when_the_procedure_is()
    {
        var report = await Load(overlay =>
        {
            Put(overlay, "formCode", "\"KS99\"");
            Put(overlay, "form/code", "\"KS99\"");
        });
        Assert.True(report.IsClean, string.Join("; ", report.Files.SelectMany(file => file.Problems)));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await house.Anonymous().GetAsync("/nop/ks01")).StatusCode);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from forms.form_version where code = 'KS99'"));
    }

    [Fact]
    public void The_kinds_a_file_may_name_are_those_the_workflow_knows() =>
        Assert.Equal(Enum.GetNames<StepKind>(), ProcessStepView.Kinds.Select(kind => char.ToUpperInvariant(kind[0]) + kind[1..]));

    private Task<string> Present() => house.Scalar<string>("select version_id::text from catalogue.procedure where alias = 'KS01'");

    private static void Put(JsonNode overlay, string path, string value)
    {
        var parts = path.Split('/');
        foreach (var part in parts[..^1]) overlay = int.TryParse(part, out var at) ? overlay[at]! : overlay[part]!;
        if (int.TryParse(parts[^1], out var last)) overlay[last] = JsonNode.Parse(value);
        else overlay[parts[^1]] = JsonNode.Parse(value);
    }

    private async Task<LoadReport> Load(Action<JsonNode> change)
    {
        var source = Directory.GetFiles(Path.Combine(Ground.Repository, "data", "procedures"), "ks01-*.json").Single();
        var overlay = JsonNode.Parse(await File.ReadAllTextAsync(source))!;
        change(overlay);
        var folder = Directory.CreateTempSubdirectory("motcua-overlay-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "procedures"));
        await File.WriteAllTextAsync(Path.Combine(folder, "procedures", Path.GetFileName(source)), overlay.ToJsonString());
        var report = await house.Services.GetRequiredService<ReferenceLoader>().Load(folder, false, _ => { }, Actor.System);
        Directory.Delete(folder, recursive: true);
        return report;
    }
}
