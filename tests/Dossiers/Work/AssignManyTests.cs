using System.Net;
using AngleSharp.Dom;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Work;

/// <summary>Many tasks at once: shown first, each by itself, taken back; lists under a name; lists as a file.</summary>
public sealed class AssignManyTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Work_is_given_to_one_person_and_taken_back_each_by_itself()
    {
        house.Clock.Set(House.Morning);
        string[] codes = [await Received.New(house), await Received.New(house), await Received.New(house)];
        var leader = await house.SignedIn("tam");
        var address = "/noi-bo/viec/giao?" + string.Join('&', codes.Append("H12.00000-990101-0001").Select(code => $"chon={code}"));
        var preview = await House.Read(await leader.GetAsync(address));
        Assert.Equal(3, preview.QuerySelectorAll("input[name=chon]").Length);
        Assert.Contains("Không tìm thấy hồ sơ này", preview.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var khoi = await house.Scalar<Guid>("select id from people.account where username = 'khoi'");

        // One of them changes between the look and the press.
        var done = await Post(leader, address, new() { ["to"] = $"{khoi}" }, async () =>
            await house.Execute("update dossiers.dossier set version = version + 1 where code = $1", codes[2]));
        Assert.Equal("Đã giao 2/3 việc", done.QuerySelector("h1")!.TextContent);
        Assert.Contains($"{codes[2]}, Nguyễn Thị Bé Năm: Hồ sơ đã thay đổi", done.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2L, await Held(khoi));

        var undone = await House.Read(await leader.PostAsync($"{address}&handler=Undo", new FormUrlEncodedContent(done
            .QuerySelectorAll("form[action*=Undo] input[name]").Select(box => KeyValuePair.Create(box.GetAttribute("name")!, box.GetAttribute("value")!)))));
        Assert.Equal("Đã hoàn tác 2/2 việc", undone.QuerySelector("h1")!.TextContent);
        Assert.Equal(0L, await Held(khoi));
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from platform.event where kind = 'dossier.unassigned/1'"));

        // A specialist takes what is free, for nobody but himself, and leaves what is not his.
        var specialist = await house.SignedIn("khoi");
        var own = await House.Read(await specialist.GetAsync(address));
        Assert.Equal([$"{khoi}"], own.QuerySelectorAll("#f-to option").Select(option => option.GetAttribute("value")));
        Assert.Equal("Đã giao 3/3 việc", (await Post(specialist, address, new() { ["to"] = $"{khoi}" })).QuerySelector("h1")!.TextContent);
        var stranger = await house.SignedIn("phuc");
        var nothing = await House.Read(await stranger.GetAsync(address));
        Assert.Equal(4, Words(nothing).Split("Không tìm thấy hồ sơ này").Length - 1);
        Assert.DoesNotContain("Bé Năm", Words(nothing), StringComparison.Ordinal);

        // The leader sees all that is open and who holds it; a specialist does not get that list by its address.
        var team = await House.Read(await leader.GetAsync($"/noi-bo/viec?nhom=don-vi&nguoi={khoi}"));
        Assert.Equal(codes.Order(), team.QuerySelectorAll("[data-row] a.code").Select(link => link.TextContent).Order());
        Assert.Null((await House.Read(await specialist.GetAsync("/noi-bo/viec?nhom=don-vi"))).QuerySelector("a[href*=don-vi]"));

        Assert.Equal(HttpStatusCode.BadRequest, (await leader.GetAsync("/noi-bo/viec/giao")).StatusCode);
        var many = "/noi-bo/viec/giao?" + string.Join('&', Enumerable.Range(0, 201).Select(i => $"chon=H{i}"));
        Assert.Contains("tối đa 200 việc", Words(await House.Read(await leader.GetAsync(many))), StringComparison.Ordinal);

        Task<long> Held(Guid person) => house.Scalar<long>("select count(*) from workflow.task where assignee_id = $1 and state = 'open'", person);
    }

    [Fact]
    public async Task A_list_gets_a_name_that_colleagues_see_and_never_a_person_that_was_searched_for()
    {
        house.Clock.Set(House.Morning);
        await Received.New(house);
        var (specialist, leader, stranger) = (await house.SignedIn("khoi"), await house.SignedIn("tam"), await house.SignedIn("phuc"));
        const string Asked = "/noi-bo/viec?q=Nguyễn&han=bay-ngay";
        var saved = await House.Post(specialist, Asked, new() { ["ten"] = "Khai sinh gấp", ["chung"] = "true" }, "form[action*=Save]");
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal("han=bay-ngay", await house.Scalar<string>("select query from dossiers.saved_view where name = 'Khai sinh gấp'"));
        foreach (var (who, sees) in new[] { (specialist, true), (leader, true), (stranger, false) })
            Assert.Equal(sees, Words(await House.Read(await who.GetAsync("/noi-bo/viec"))).Contains("Khai sinh gấp", StringComparison.Ordinal));
        var twice = await House.Post(specialist, Asked, new() { ["ten"] = "Khai sinh gấp" }, "form[action*=Save]");
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        Assert.Equal("Khai sinh gấp", (await House.Read(twice)).QuerySelector("#f-ten")!.GetAttribute("value"));
        // Somebody else's view is not dropped by whoever knows its id.
        var id = await house.Scalar<Guid>("select id from dossiers.saved_view");
        var kept = await House.Post(leader, "/noi-bo/viec?han=qua-han", new() { ["id"] = $"{id}" }, "form[action*=Save]", "/noi-bo/viec?handler=Drop");
        Assert.Equal((HttpStatusCode.Redirect, 1L), (kept.StatusCode, await house.Scalar<long>("select count(*) from dossiers.saved_view")));
        await House.Post(specialist, "/noi-bo/viec?han=bay-ngay", [], "form[action*=Drop]");
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.saved_view"));
    }

    [Fact]
    public async Task An_exported_list_keeps_its_types_and_is_kept_for_its_owners()
    {
        house.Clock.Set(House.Morning);
        var code = await Received.New(house);
        await house.Execute("update workflow.task set owner_name = '=HYPERLINK(1)' where dossier_code = $1", code);
        var specialist = await house.SignedIn("khoi");
        var file = await specialist.GetAsync($"/noi-bo/viec?handler=Xlsx&q={code}");
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file.Content.Headers.ContentType!.MediaType);
        using var bytes = new MemoryStream(await file.Content.ReadAsByteArrayAsync());
        using var book = SpreadsheetDocument.Open(bytes, false);
        Assert.Empty(new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(book).Select(fault => fault.Description));
        var rows = book.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().ToList();
        Assert.Equal(2, rows.Count);
        var cells = rows[1].Elements<Cell>().ToList();
        Assert.Equal(code, cells[0].InnerText);
        Assert.Equal("=HYPERLINK(1)", cells[2].InnerText);
        Assert.Equal(CellValues.InlineString, cells[2].DataType!.Value);
        var due = await house.Scalar<DateTime>("select shown_due_at from workflow.task where dossier_code = $1", code);
        Assert.Equal(due.AddHours(7), DateTime.FromOADate(double.Parse(cells[5].InnerText, System.Globalization.CultureInfo.InvariantCulture)),
            TimeSpan.FromSeconds(1));
        var csv = System.Text.Encoding.UTF8.GetString(await specialist.GetByteArrayAsync($"/noi-bo/viec?handler=Csv&q={code}"));
        Assert.StartsWith("\uFEFFMã hồ sơ,Thủ tục,Chủ hồ sơ", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=HYPERLINK", csv, StringComparison.Ordinal);
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from vault.reading where act = 'exported'"));
    }

    private static string Words(IDocument page) => page.QuerySelector("main")!.TextContent;

    private static async Task<IDocument> Post(HttpClient official, string address, Dictionary<string, string> fields, Func<Task>? meanwhile = null)
    {
        var page = await House.Read(await official.GetAsync(address));
        if (meanwhile is not null) await meanwhile();
        var boxes = page.QuerySelectorAll("main form input[name]").Select(box => KeyValuePair.Create(box.GetAttribute("name")!, box.GetAttribute("value")!));
        return await House.Read(await official.PostAsync(address, new FormUrlEncodedContent(boxes.Concat(fields))));
    }
}
