using System.Diagnostics;
using System.Net;
using System.Text;

using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Desk;

/// <summary>Lists are sorted by the heads of their columns, page by page exactly, and are taken away as files with the same rows.</summary>
[Trait("Pace", "slow")]
public sealed class SortedListTests(House house) : IClassFixture<House>
{
    private static readonly string[] Names = ["Trần Văn Ân", "Danh Sà Rích", "Lê Thị Bưởi", "Đỗ Ánh", "Nguyễn Thị Bé Năm"];

    [Fact]
    public async Task Arrivals_stand_in_the_asked_order_and_each_on_one_page_while_one_is_taken_in()
    {
        await Applicant.Many(house, 105);
        await house.Execute("""
            update dossiers.dossier d set owner_name = ($1::text[])[1 + n % 5]
            from (select id, row_number() over (order by id) n from dossiers.dossier) s where s.id = d.id and d.status = 'submitted'
            """, (object)Names);
        var desk = await house.SignedIn("diem");
        foreach (var (sort, descending) in new[] { ("chu-ho-so", false), ("-chu-ho-so", true), ("-nop", true), ("ma", false), ("thu-tuc", false) })
        {
            var (codes, owners) = (new List<string>(), new List<string>());
            for (string? next = $"?xep={sort}"; next is not null;)
            {
                var page = await House.Read(await desk.GetAsync("/noi-bo/tiep-nhan" + next));
                Assert.Equal(descending ? "descending" : "ascending", page.QuerySelector("th[aria-sort]")!.GetAttribute("aria-sort"));
                codes.AddRange(page.QuerySelectorAll("[data-row] a.code").Select(link => link.TextContent));
                owners.AddRange(page.QuerySelectorAll("[data-row] td:nth-child(3)").Select(cell => cell.TextContent));
                next = page.QuerySelector(".pager a")?.GetAttribute("href");
            }
            Assert.Equal(await house.Scalar<long>("select count(*) from dossiers.dossier where status = 'submitted'"), codes.Distinct().Count());
            Assert.Equal(codes.Count, codes.Distinct().Count());
            if (sort == "ma") Assert.Equal(codes.Order(StringComparer.Ordinal), codes);
            // By the given name, as people are called: Ánh, Ân, Bưởi, Năm, Rích.
            if (sort == "chu-ho-so")
                Assert.Equal(["Đỗ Ánh", "Trần Văn Ân", "Lê Thị Bưởi", "Nguyễn Thị Bé Năm", "Danh Sà Rích"], owners.Distinct());
        }

        // The last row seen is taken in before the next page is asked for: the page goes on behind where it stood.
        var first = await House.Read(await desk.GetAsync("/noi-bo/tiep-nhan?xep=ma"));
        var seen = first.QuerySelectorAll("[data-row] a.code").Select(link => link.TextContent).ToList();
        await Received.Receive(house, seen[^1]);
        var second = await House.Read(await desk.GetAsync("/noi-bo/tiep-nhan" + first.QuerySelector(".pager a")!.GetAttribute("href")));
        var behind = second.QuerySelectorAll("[data-row] a.code").Select(link => link.TextContent).ToList();
        Assert.Equal(50, behind.Count);
        Assert.True(string.CompareOrdinal(behind[0], seen[^1]) > 0 && !behind.Intersect(seen).Any());

        var refused = await desk.GetAsync("/noi-bo/tiep-nhan?xep=mat-khau");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);

        var csv = Encoding.UTF8.GetString(await desk.GetByteArrayAsync("/noi-bo/tiep-nhan?handler=Csv&xep=ma"));
        Assert.Equal(await house.Scalar<long>("select count(*) from dossiers.dossier where status = 'submitted'"), csv.TrimEnd().Split('\n').Length - 1);
    }

    [Fact]
    public async Task Tasks_stand_in_the_asked_order_with_their_filters_and_what_is_saved_keeps_it()
    {
        house.Clock.Set(House.Morning);
        var codes = new List<string>();
        foreach (var name in Names)
        {
            var code = await Received.New(house);
            await house.Execute("update workflow.task set owner_name = $2 where dossier_code = $1", code, name);
            codes.Add(code);
        }
        await house.Execute("update workflow.task set opened_at = opened_at - interval '1 hour' where dossier_code = $1", codes[3]);
        var specialist = await house.SignedIn("khoi");
        Assert.Equal([codes[3], codes[0], codes[2], codes[4], codes[1]], await Listed("?xep=chu-ho-so"));
        Assert.Equal([codes[1], codes[4], codes[2], codes[0], codes[3]], await Listed("?xep=-chu-ho-so"));
        Assert.Equal(codes.Order(StringComparer.Ordinal), await Listed("?xep=ma"));
        Assert.Equal(codes[3], (await Listed("?xep=den"))[0]);
        Assert.Equal([codes[2]], await Listed("?q=buoi&xep=-ma"));
        Assert.Equal((await Listed("")).Reverse(), await Listed("?xep=-han"));
        Assert.Equal(5, (await Listed("?xep=thu-tuc")).Length);
        Assert.Equal(HttpStatusCode.BadRequest, (await specialist.GetAsync("/noi-bo/viec?xep=id")).StatusCode);

        var page = await House.Read(await specialist.GetAsync("/noi-bo/viec?han=bay-ngay&xep=-ma"));
        Assert.Equal("descending", page.QuerySelector("th[aria-sort]")!.GetAttribute("aria-sort"));
        Assert.Equal("?han=bay-ngay&xep=ma", page.QuerySelector("th[aria-sort] a")!.GetAttribute("href"));
        Assert.Contains("han=bay-ngay&xep=-ma", page.QuerySelector("form[action*=Save]")!.GetAttribute("action"), StringComparison.Ordinal);

        // A task that is older than the folded name is found all the same.
        await house.Execute("update workflow.task set owner_find = null where dossier_code = $1", codes[1]);
        Assert.Equal([codes[1]], await Listed("?q=sa+rich"));

        async Task<string[]> Listed(string asked)
        {
            var shown = await House.Read(await specialist.GetAsync("/noi-bo/viec" + asked));
            return [.. shown.QuerySelectorAll("[data-row] a.code").Select(link => link.TextContent)];
        }
    }

    [Fact]
    public async Task The_book_is_paged_and_taken_away_as_a_table_that_an_office_program_opens()
    {
        house.Clock.Set(House.Morning);
        var code = await Received.New(house);
        await house.Execute("""
            insert into dossiers.dossier select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'code', d.code || '-' || n,
                'draft_id', null, 'short_code', 'Z' || lpad(n::text, 7, '0'), 'tracking_token', md5(d.code || n)))).*
            from dossiers.dossier d, generate_series(1, 230) n where d.code = $1
            """, code);
        var desk = await house.SignedIn("diem");
        var (day, rows) = ("28/04/2026", 0);
        for (string? next = $"?ngay={day}&den={day}"; next is not null;)
        {
            var page = await House.Read(await desk.GetAsync("/noi-bo/so-theo-doi" + next));
            rows += page.QuerySelectorAll("table tbody tr").Length;
            next = page.QuerySelector(".pager a")?.GetAttribute("href");
        }
        var held = await house.Scalar<long>("select count(*) from dossiers.dossier where received_at is not null");
        Assert.Equal(held, rows);

        var file = await desk.GetByteArrayAsync($"/noi-bo/so-theo-doi?handler=Xlsx&ngay={day}&den={day}");
        var folder = Directory.CreateTempSubdirectory("so-theo-doi");
        try
        {
            var book = Path.Combine(folder.FullName, "so.xlsx");
            await File.WriteAllBytesAsync(book, file, TestContext.Current.CancellationToken);
            using var office = Process.Start(new ProcessStartInfo("soffice", [$"-env:UserInstallation=file://{folder.FullName}/u", "--headless",
                "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", folder.FullName, book])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await office.WaitForExitAsync(TestContext.Current.CancellationToken);
            var lines = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "so.csv"), TestContext.Current.CancellationToken);
            Assert.Equal(held, lines.Length - 1);
            Assert.StartsWith("STT,Mã hồ sơ,Nội dung,Chủ hồ sơ,Địa chỉ", lines[0], StringComparison.Ordinal);
            Assert.Contains("28/04/2026 ", lines[1], StringComparison.Ordinal);
        }
        finally { folder.Delete(recursive: true); }
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync($"/noi-bo/so-theo-doi?handler=Csv&ngay={day}&noi=KHAC")).StatusCode);
        Assert.True(await house.Scalar<bool>("select exists (select from vault.reading where act = 'exported')"));
    }
}
