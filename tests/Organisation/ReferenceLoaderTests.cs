using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Organisation;

[Trait("Pace", "slow")]
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
        Assert.Equal(1472, report.Files.Single(file => file.File == "procedures.csv").Rows);
        Assert.Equal(1472L, await house.Scalar<long>("select count(*) from catalogue.procedure_version"));
        Assert.Equal(0, await house.Scalar<int>("select loaded from platform.load_run where not dry_run order by id desc limit 1"));
    }

    public static readonly TheoryData<string, string, string, string> Broken = new()
    {
        // file, column, bad value, part of the reason
        { "admin-units.csv", "level", "7", "không nằm trong các giá trị" },
        { "admin-units.csv", "parent_code", "999", "chưa có trong đơn vị hành chính" },
        { "admin-unit-changes.csv", "change_date", "2025-02-30", "không phải ngày có thật" },
        { "agencies.csv", "parent_agency_code", "KHONGCO", "chưa có trong danh sách cơ quan" },
        { "procedures.csv", "time_value", "muoi", "không phải số" },
        { "procedures.csv", "sector_agency", "KHONGCO", "chưa có trong danh sách cơ quan" },
        { "procedure-papers.csv", "procedure_code", "9.999999", "chưa có trong danh mục thủ tục" },
        { "procedure-steps.csv", "time_hours", "-4", "không được âm" },
        { "result-paper-codes.csv", "paper_code", "KQ15", "chưa đúng dạng" },
        { "procedure-paper-replacements.csv", "procedure_code", "", "không được để trống" },
        { "procedures-2021-snapshot.csv", "paper_count", "hai", "không phải số nguyên" },
        { "holidays.csv", "weekday", "chu_nhat", "Ngày 01/01/2021 là thu_sau" },
    };

    [Theory, MemberData(nameof(Broken))]
    public async Task A_bad_row_is_refused_with_file_line_column_and_reason_and_the_rest_loads(string file, string column, string value, string reason)
    {
        var row = file == "agencies.csv" ? 2 : 1;
        var lines = ReadRows(Path.Combine(Data, file)).ToList();
        lines[row][lines[0].IndexOf(column)] = value;
        var folder = Directory.CreateTempSubdirectory("motcua-load").FullName;
        await File.WriteAllLinesAsync(Path.Combine(folder, file), lines.Select(cells => string.Join(',', cells.Select(Quote))));
        var report = (await Load(folder)).Files.Single(f => f.File == file);
        var problem = Assert.Single(report.Problems);
        Assert.Equal((file, row + 1, column), (problem.File, problem.Line, problem.Column));
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        Assert.Equal(1, report.Refused);
        Assert.Equal(lines.Count - 2, report.Loaded + report.Unchanged);
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task A_file_of_another_shape_is_left_out_whole()
    {
        var folder = Directory.CreateTempSubdirectory("motcua-load").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "holidays.csv"), "ngay,ten\n2026-01-01,Tết\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "procedure.csv"), "code\n1.001193\n");
        await File.WriteAllBytesAsync(Path.Combine(folder, "agencies.csv"), [0xff, 0xfe, 0x41]);
        var report = await Load(folder);
        Assert.Contains("Thiếu dòng tiêu đề", report.Files.Single(f => f.File == "holidays.csv").Reason, StringComparison.Ordinal);
        Assert.Contains("không phải UTF-8", report.Files.Single(f => f.File == "agencies.csv").Reason, StringComparison.Ordinal);
        Assert.Contains("không có trong danh sách", report.Files.Single(f => f.File == "procedure.csv").Reason, StringComparison.Ordinal);
        Assert.False(report.IsClean);
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task A_trial_writes_nothing_and_a_repeated_key_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("motcua-load").FullName;
        const string header = "date,weekday,name,kind,swap_with,decision,confidence\n";
        await File.WriteAllTextAsync(Path.Combine(folder, "holidays.csv"),
            header + "2031-01-01,thu_tu,Tết Dương lịch,holiday,,Thử,low\n2031-01-01,thu_tu,Tết,holiday,,Thử,low\n");
        var report = Assert.Single((await Load(folder, dryRun: true)).Files, f => f.File == "holidays.csv");
        Assert.Equal((1, 1), (report.Loaded, report.Refused));
        Assert.Contains("đã có ở dòng 2", report.Problems[0].Reason, StringComparison.Ordinal);
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from organisation.holiday where date = '2031-01-01'"));
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task A_calendar_with_a_missing_year_loads_and_says_which_year_and_how_to_mend_it()
    {
        var folder = Directory.CreateTempSubdirectory("motcua-load").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "holidays.csv"),
            "date,weekday,name,kind,swap_with,decision,confidence\n2029-01-01,thu_hai,Tết Dương lịch,holiday,,Thử,high\n");
        var said = new List<string>();
        var report = await Load(folder, said.Add, dryRun: true);
        Assert.Equal((1, 0), (report.Loaded, report.Refused));
        Assert.Contains("Lịch làm việc: 2 điều cần xem lại", said);
        var words = report.Files.Single(file => file.File == "Lịch làm việc").Problems.Select(problem => problem.ToString()).ToList();
        Assert.StartsWith("holidays.csv: Thiếu lịch năm 2027. Hạn chạm năm này là ngày dự kiến: mới trừ cuối tuần và ngày lễ dương lịch, chưa trừ Tết Nguyên "
            + "đán. Thêm các dòng của năm 2027 rồi nạp lại", words[0], StringComparison.Ordinal);
        Assert.StartsWith("holidays.csv: Thiếu lịch năm 2028", words[1], StringComparison.Ordinal);
        Assert.False(report.IsClean);
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Support_points_of_a_province_load_row_by_row()
    {
        var folder = Directory.CreateTempSubdirectory("motcua-load").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "support-points.csv"), """
            code,name,admin_unit_code,address,phone,valid_from,valid_to,source,confidence,note
            DHT-1,Bưu cục thử,32248,,,2026-01-01,,Danh sách thử,high,
            DHT-2,Bưu cục ở đâu,99999,,,2026-01-01,,Danh sách thử,high,
            DHT-3,Bưu cục ngược,32248,,,2026-01-01,2025-01-01,Danh sách thử,high,

            """);
        var report = (await Load(folder)).Files.Single(f => f.File == "support-points.csv");
        Assert.Equal((1, 2), (report.Loaded, report.Refused));
        Assert.Equal(["admin_unit_code", "valid_to"], report.Problems.Select(problem => problem.Column));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from organisation.support_point where code = 'DHT-1'"));
        Directory.Delete(folder, true);
    }

    private static IEnumerable<List<string>> ReadRows(string path)
    {
        using var parser = new CsvHelper.CsvParser(new StreamReader(path), System.Globalization.CultureInfo.InvariantCulture);
        while (parser.Read()) yield return [.. parser.Record!];
    }

    private static string Quote(string cell) => cell.IndexOfAny([',', '"', '\n']) < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private async Task<LoadReport> Load(string folder, Action<string>? say = null, bool dryRun = false) =>
        await house.Services.GetRequiredService<ReferenceLoader>().Load(folder, dryRun, say ?? (_ => { }), Actor.System);
}
