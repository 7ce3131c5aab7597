using System.Net;
using System.Text.Json;
using Json.Schema;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
using MotCua.Catalogue.Show;
using MotCua.Organisation.Contracts;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Catalogue;

public sealed class CatalogueTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_program_gets_the_form_of_a_procedure_as_a_schema_that_right_answers_fit()
    {
        var client = house.Anonymous();
        var answer = await client.GetAsync("/api/v1/procedures/ks01/form");
        Assert.Equal("application/schema+json", answer.Content.Headers.ContentType?.MediaType);
        var schema = JsonSchema.FromText(await answer.Content.ReadAsStringAsync());
        var answers = Applicant.Answers();
        Assert.True(schema.Evaluate(JsonSerializer.SerializeToElement(answers)).IsValid);
        answers["child"]!["sex"] = "?";
        Assert.False(schema.Evaluate(JsonSerializer.SerializeToElement(answers)).IsValid);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/procedures/khong-co/form")).StatusCode);
    }

    [Fact]
    public async Task Every_procedure_of_the_country_s_list_can_be_filed()
    {
        await using var scope = house.Services.CreateAsyncScope();
        var catalogue = scope.ServiceProvider.GetRequiredService<ProcedureCatalogue>();
        var codes = new List<string>();
        await using (var command = scope.ServiceProvider.GetRequiredService<NpgsqlDataSource>().CreateCommand("select code from catalogue.procedure"))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) codes.Add(reader.GetString(0));
        Assert.Equal(1472, codes.Count);
        foreach (var code in codes)
        {
            var version = await catalogue.Get(code);
            Assert.NotNull(version);
            // Its drawing was judged as it was loaded.
            Assert.Equal(version.Drawing is null, version.Process.Count > 0);
            if (version.Drawing is not null) continue;
            Assert.Equal("receive", version.Process[0].Kind);
            Assert.Equal("return", version.Process[^1].Kind);
            Assert.Single(version.Process, step => step.Kind == "return");
            Assert.Single(version.Process, step => step.Kind == "sign");
            // Nothing is decided after the signature, and nobody of the counter is waited for in between.
            Assert.All(version.Process.SkipWhile(step => step.Kind != "sign").Skip(1),
                step => Assert.True(step.Kind is "number" or "consult" or "return", $"{code} {step.Name}"));
            Assert.All(version.Process.SkipLast(1).Skip(1), step => Assert.NotEqual(Roles.ReceivingOfficer, step.Role));
            Assert.All(version.Process, step => Assert.True(step.Hours > 0 && Roles.Names.ContainsKey(step.Role)));
            Assert.NotEmpty(version.Papers);
            Assert.Equal(version.Papers.Count, version.Papers.Select(paper => paper.Key).Distinct().Count());
            Assert.True(version.CompetentLevel == "commune" ? version.CompetentAgency is null : version.CompetentAgency is not null);
        }
    }

    [Theory]
    [InlineData("khai sanh", "1.001193")]
    [InlineData("đăng ký khai sinh", "1.001193")]
    [InlineData("giay khai sanh", "1.001193")]
    [InlineData("1.001193", "1.001193")]
    public async Task Everyday_words_find_the_procedure_first(string words, string code)
    {
        await using var scope = house.Services.CreateAsyncScope();
        var page = await scope.ServiceProvider.GetRequiredService<ProcedureCatalogue>().Find(new ProcedureQuery(words));
        Assert.Equal(code, page.Items[0].Code);
    }

    [Theory]
    [InlineData("workingDay", "Tính từ ngày làm việc liền sau ngày nhận đủ hồ sơ, không kể ngày nghỉ.")]
    [InlineData("day", "Tính mọi ngày theo lịch, kể cả ngày nghỉ, từ ngày liền sau ngày nhận đủ hồ sơ. Ngày cuối là ngày nghỉ thì hẹn vào ngày làm việc kế "
        + "tiếp.")]
    [InlineData("month", "Tính tròn tháng theo lịch, kể cả ngày nghỉ")]
    [InlineData("hour", "Chỉ tính giờ làm việc, ngay từ khi nhận đủ hồ sơ")]
    [InlineData("sameDay", "Nhận đủ hồ sơ đến 15:00 thì trả trong ngày")]
    public async Task How_a_term_is_counted_is_said_for_its_own_unit(string unit, string words)
    {
        var code = await house.Scalar<string>("""
            select p.code from catalogue.procedure p join catalogue.procedure_version v on v.id = p.version_id
            where v.content #>> '{term,unit}' = $1 and p.alias is null and (v.content #>> '{term,value}')::numeric % 1 = 0
                and (v.content #>> '{term,value}' <> '0' or $1 = 'sameDay')
            order by p.code limit 1
            """, unit);
        Assert.Contains(words, (await House.Read(await house.Anonymous().GetAsync($"/thu-tuc/{code}")))
            .QuerySelector("[aria-labelledby=bao-lau] details")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.5", "mỗi ngày 8 giờ")]
    [InlineData("0", "trước giờ đóng cửa")]
    public void A_part_of_a_working_day_and_none_are_said_too(string days, string words) =>
        Assert.Contains(words, ProcedureModel.Counted(new Term(TermUnit.WorkingDay, decimal.Parse(days, System.Globalization.CultureInfo.InvariantCulture)),
        new CountingRules(8, new(15, 0), null, RollForward: true), null), StringComparison.Ordinal);

    [Fact]
    public async Task Raw_keystrokes_are_recomposed_and_said_so()
    {
        var page = await House.Read(await house.Anonymous().GetAsync("/thu-tuc?q=ddaats+ddai"));
        Assert.Contains("Đang hiển thị kết quả cho đất đai", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll(".card"), card => card.TextContent.Contains("đất đai", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/"), InlineData("/thu-tuc"), InlineData("/thu-tuc?q=khai+sanh&linhvuc=ho_tich&khongphi=true"), InlineData("/thu-tuc/1.001193"),
        InlineData("/thu-tuc/1.001193/in")]
    public async Task A_page_has_one_heading_and_named_fields(string url)
    {
        var page = await House.Read(await house.Anonymous().GetAsync(url));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.All(page.QuerySelectorAll("main input:not([type=hidden]), main select"), field =>
            Assert.True(field.ParentElement!.LocalName == "label" || page.QuerySelector($"label[for='{field.Id}']") is not null, field.OuterHtml));
    }

    [Fact]
    public async Task A_procedure_page_says_where_to_start_and_an_unknown_one_is_a_404()
    {
        var page = await House.Read(await house.Anonymous().GetAsync("/thu-tuc/1.001193"));
        Assert.Contains(page.QuerySelectorAll("a"), link => link.TextContent == "Bắt đầu"
            && link.GetAttribute("href")!.StartsWith("/nop/", StringComparison.Ordinal));
        Assert.Equal(404, (int)(await house.Anonymous().GetAsync("/thu-tuc/9.999999")).StatusCode);
        var problem = await house.Anonymous().GetAsync("/api/v1/procedures/9.999999");
        Assert.Equal((404, "application/problem+json"), ((int)problem.StatusCode, problem.Content.Headers.ContentType!.MediaType));
        Assert.Equal(400, (int)(await house.Anonymous().GetAsync("/api/v1/procedures?cursor=zzz")).StatusCode);
        Assert.Contains("Đăng ký khai sinh", await house.Anonymous().GetStringAsync("/api/v1/procedures/suggest?q=khai%20sanh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doubt_is_never_shown_as_a_promise()
    {
        await using var scope = house.Services.CreateAsyncScope();
        await using var command = scope.ServiceProvider.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            select count(*) filter (where s.fee_kind = 'mien_phi' and s.fee_confidence = 'low' and p.alias is null and p.fee_words <> 'chưa xác định'),
                   count(*) filter (where s.time_value is null and p.alias is null and p.term_words <> 'theo quy định')
            from catalogue.procedure p join catalogue.procedure_source s using (code)
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        Assert.Equal(0, reader.GetInt64(0));
        Assert.Equal(0, reader.GetInt64(1));
    }

    [Fact]
    public async Task Cursors_walk_the_whole_list_once()
    {
        await using var scope = house.Services.CreateAsyncScope();
        var catalogue = scope.ServiceProvider.GetRequiredService<ProcedureCatalogue>();
        var seen = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await catalogue.Find(new ProcedureQuery(FieldGroup: "ho_tich"), cursor);
            seen.AddRange(page.Items.Select(item => item.Code));
            if ((cursor = page.NextCursor) is null) break;
        }
        Assert.Equal(54, seen.Count);
        Assert.Equal(54, seen.Distinct().Count());
    }
}
