using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Design;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Processes;

/// <summary>
/// Through the pages. The clock stands at 28/04/2026 09:00; "ha" keeps the procedures, "nam" administers: both may draw and approve, never the same person
/// both. Each test takes a procedure of its own.
/// </summary>
public sealed class DesignPagesTests(House house) : IClassFixture<House>
{
    private const string Root = "/noi-bo/quy-trinh";
    private const string Birth = "1.001193";
    private const string Household = "1.001612";
    private const string Copies = "2.000815";
    private const string Allowance = "1.014027";

    [Fact]
    public async Task Two_people_bring_a_drawing_into_force_and_another_one_and_the_first_again()
    {
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        var first = await Make(ha, Birth);
        Assert.Null(await InForce(Birth));
        await Act(ha, first, "Propose", new() { ["proposeReason"] = "Quyết định 8" });
        Assert.Null(await InForce(Birth));
        Assert.Empty((await Page(ha, first)).QuerySelectorAll("form[action*=Approve]"));
        await Refused(HttpStatusCode.Forbidden, "không tự duyệt", await PostTo(ha, first, "Approve", new() { ["approveReason"] = "Quyết định 9" }));
        Assert.Contains("áp dụng ngay, thay danh sách bước", (await Page(nam, first)).Body!.TextContent, StringComparison.Ordinal);
        await Act(nam, first, "Approve", new() { ["approveReason"] = "Quyết định 9" });
        Assert.Equal((first, 1), (await InForce(Birth))!.Value);
        await Frozen(first);

        var second = await Make(ha, Birth);
        await Add(ha, second, await Step(ha, second, "tham-dinh"), "Xem lại lần nữa", "appraise", "specialist", "0,5");
        await Refused(HttpStatusCode.Conflict, "Chưa đề nghị duyệt được: còn 1 lỗi", await Post(ha, second, "Propose", new() { ["proposeReason"] = "QĐ 10" }));
        Assert.Contains("quá thời hạn 8 giờ làm việc", (await Page(ha, second)).Body!.TextContent, StringComparison.Ordinal);
        await Edit(ha, second, "tham-dinh", new() { ["hours"] = "3,5" });
        Assert.Contains((await Page(ha, second)).QuerySelectorAll("[aria-labelledby=khac-gi] li"),
            line => line.TextContent.StartsWith("Thêm bước “Xem lại lần nữa”", StringComparison.Ordinal));
        await Act(ha, second, "Propose", new() { ["proposeReason"] = "QĐ 10", ["from.day"] = "1", ["from.month"] = "5", ["from.year"] = "2026" });
        await Act(nam, second, "Approve", new() { ["approveReason"] = "QĐ 11" });
        Assert.Equal((first, 1), (await InForce(Birth))!.Value);
        Assert.Equal((second, 2), (await InForce(Birth, "2026-05-01T00:00:00+07:00"))!.Value);
        Assert.Equal((first, 1), (await InForce(Birth, "2026-04-30T23:59:59+07:00"))!.Value);

        // What is to come may still be withdrawn, and the one before goes on.
        await Act(ha, second, "Withdraw", new() { ["withdrawReason"] = "Hoãn" });
        Assert.Equal((first, 1), (await InForce(Birth, "2026-06-01T00:00:00+07:00"))!.Value);

        var third = await Make(nam, Birth);
        await Act(nam, third, "Propose", new() { ["proposeReason"] = "QĐ 12" });
        await Act(ha, third, "Approve", new() { ["approveReason"] = "QĐ 12" });
        Assert.Equal((third, 3), (await InForce(Birth))!.Value);
        await Refused(HttpStatusCode.Conflict, "đã áp dụng nên không rút được", await PostTo(ha, third, "Withdraw", new() { ["withdrawReason"] = "x" }));
        var again = await Id(await Post(ha, first, "Again", new() { ["againReason"] = "Bản 3 gây chậm" }));
        Assert.Equal((third, 3), (await InForce(Birth))!.Value);
        await Refused(HttpStatusCode.Forbidden, "không tự duyệt", await PostTo(ha, again, "Approve", new() { ["approveReason"] = "QĐ 13" }));
        await Act(nam, again, "Approve", new() { ["approveReason"] = "QĐ 13" });
        Assert.Equal((again, 4), (await InForce(Birth))!.Value);
        Assert.Equal("process.made/1,process.proposed/1,process.approved/1",
            await house.Scalar<string>("select string_agg(kind, ',' order by position) from platform.event where stream = $1", $"process/{again}"));
        Assert.Equal(1L, await house.Scalar<long>("""
            select count(distinct data ->> 'checksum') from platform.event where stream in ($1, $2) and data ? 'checksum'
            """, $"process/{first}", $"process/{again}"));
        var list = await House.Read(await nam.GetAsync($"{Root}?tim=khai+sinh&trang-thai=da-duyet"));
        Assert.Equal(["Đang áp dụng", "Đã thôi áp dụng", "Đã thôi áp dụng"], list.QuerySelectorAll("tbody .chip").Select(chip => chip.TextContent));
    }

    [Fact]
    public async Task What_its_conditions_ask_of_the_form_is_kept_with_the_approval()
    {
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        const string land = "1.013833";
        var id = await Make(ha, land);
        var step = await Step(ha, id, null);
        var known = (await House.Read(await ha.GetAsync(Url(id, step)))).QuerySelector("dl code")!.TextContent;
        await Moved(await House.Post(ha, Url(id, step), new() { ["branch"] = "Xem kỹ", ["branchWhen"] = $"{known} != null" }, Form("Choice")));
        await Edit(ha, id, "xem-ky", new() { ["kind"] = "appraise", ["role"] = "specialist", ["hours"] = "0,5" });
        await Edit(ha, id, step, new() { ["hours"] = "1" });
        await Act(ha, id, "Propose", new() { ["proposeReason"] = "QĐ 1" });
        await Act(nam, id, "Approve", new() { ["approveReason"] = "QĐ 2" });
        await using var scope = house.Scope();
        var published = await scope.ServiceProvider.GetRequiredService<PublishedProcesses>().For(land, house.Clock.GetUtcNow());
        Assert.Equal([known], published!.Drawing.Known.Select(value => value.Name));
    }

    [Fact]
    public async Task What_the_approver_sends_back_is_edited_and_proposed_again()
    {
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        var id = await Make(ha, Allowance);
        await Act(ha, id, "Propose", new() { ["proposeReason"] = "QĐ 1" });
        var step = await Step(ha, id, null);
        Assert.Equal(HttpStatusCode.Redirect, (await ha.GetAsync($"{Root}/{id}/muc?muc={step}")).StatusCode);
        await Act(nam, id, "Reopen", new() { ["reopenReason"] = "Thiếu bước" });
        await Edit(ha, id, step, new() { ["checks"] = "Đủ giấy tờ\nĐúng đối tượng" });
        await Act(ha, id, "Propose", new() { ["proposeReason"] = "QĐ 1" });
        // Who sends it back has changed nothing.
        await Act(nam, id, "Approve", new() { ["approveReason"] = "QĐ 2" });
        Assert.Contains("Kiểm tra: Đủ giấy tờ; Đúng đối tượng", (await Page(nam, id)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_edit_one_waits_or_takes_over_and_the_other_keeps_what_was_typed()
    {
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        var id = await Make(ha, Copies);
        var step = await Step(ha, id, null);
        // Who opens the page that changes it has it.
        var older = await House.Read(await ha.GetAsync(Url(id, step)));
        await Edit(ha, id, step, new() { ["hours"] = "2" });
        await Refused(HttpStatusCode.Conflict, "đã sửa ở thẻ khác", await House.Post(ha, Url(id, step), [], Form("Save"), opened: older));

        var held = await Page(nam, id);
        Assert.Contains("Mai Thu Hà đang sửa bản này", held.QuerySelector(".banner--warn")!.TextContent, StringComparison.Ordinal);
        foreach (var page in new[] { Url(id, step), $"{Root}/{id}/so-do" })
            Assert.Equal($"{Root}/{id}", (await nam.GetAsync(page)).Headers.Location?.OriginalString);
        await Refused(HttpStatusCode.Conflict, "đang sửa bản này", await PostTo(nam, id, "Propose", new() { ["proposeReason"] = "QĐ 1" }));

        var open = await House.Read(await ha.GetAsync(Url(id, step)));
        await Act(nam, id, "TakeOver", []);
        var back = await House.Read(await House.Post(ha, Url(id, step), new() { ["name"] = "Tên vừa gõ" }, Form("Save"), opened: open));
        Assert.Contains("Võ Hoàng Nam đang sửa bản này", back.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Tên vừa gõ", back.QuerySelector<IHtmlInputElement>("[name=name]")!.Value);
        await Edit(nam, id, step, new() { ["name"] = "Tên của Nam" });

        // After half an hour without a change it is free again.
        house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(31));
        await Edit(ha, id, step, new() { ["hours"] = "3" });
        Assert.Contains("Tên của Nam", (await Page(ha, id)).Body!.TextContent, StringComparison.Ordinal);
        await Act(ha, id, "Propose", new() { ["proposeReason"] = "QĐ 1" });
        await Refused(HttpStatusCode.Forbidden, "không tự duyệt", await PostTo(nam, id, "Approve", new() { ["approveReason"] = "QĐ 2" }));
    }

    [Theory]
    [InlineData("hours", "tám", "Số giờ")]
    [InlineData("hours", "0", "lớn hơn 0")]
    [InlineData("hours", "4001", "không quá 4.000")]
    [InlineData("name", "  ", "nhập tên")]
    [InlineData("role", "registrar", "không làm được bước")]
    [InlineData("role", "vua", "Chọn vai trò")]
    [InlineData("seat", "unit", "Chọn cơ quan")]
    [InlineData("outcomes", "a: Một\na: Hai", "có hai lần")]
    [InlineData("name", "hỏng \uFFFD", "ký tự hỏng")]
    public async Task Bad_values_are_told_beside_their_box_and_stay_typed(string field, string typed, string words)
    {
        var ha = await house.SignedIn("ha");
        var id = await Make(ha, Copies);
        var answer = await House.Post(ha, Url(id, await Step(ha, id, null)), new() { [field] = typed, ["kind"] = "appraise" }, Form("Save"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        var box = page.GetElementById($"f-{(field == "seat" ? "unit" : field)}-error");
        Assert.Contains(words, box?.TextContent ?? page.QuerySelector("main")!.TextContent, StringComparison.OrdinalIgnoreCase);
        var kept = page.QuerySelector($"main form[action*='handler=Save'] [name={field}]");
        if (kept is not IHtmlSelectElement)
            Assert.Equal(typed, (kept as IHtmlInputElement)?.Value ?? ((IHtmlTextAreaElement)kept!).Value.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Branches_are_drawn_by_forms_and_conditions_know_the_questions_of_the_form()
    {
        var ha = await house.SignedIn("ha");
        var id = await Make(ha, Household);
        var step = await Step(ha, id, null);
        foreach (var (condition, words) in new[] { ("", "Nhập điều kiện"), ("khong.co = 1", "Không có câu hỏi"), ("step.x =", "Không có câu hỏi") })
        {
            var answer = await House.Post(ha, Url(id, step), new() { ["branch"] = "Hỏi thuế", ["branchWhen"] = condition }, Form("Choice"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(words, (await House.Read(answer)).GetElementById("f-branchWhen-error")!.TextContent, StringComparison.Ordinal);
        }
        await Edit(ha, id, step, new() { ["outcomes"] = "du: Đủ\nhoi: Cần hỏi" });
        var made = await House.Post(ha, Url(id, step), new() { ["branch"] = "Hỏi thuế", ["branchWhen"] = $"step.{step} = \"hoi\"" }, Form("Choice"));
        Assert.Equal($"{Root}/{id}/muc?muc=hoi-thue&xong=them", made.Headers.Location!.OriginalString);
        var page = await Page(ha, id);
        Assert.Contains("là Cần hỏi: tới", page.Body!.TextContent, StringComparison.Ordinal);
        // What is still missing stands in the check with a link to its place.
        var fault = page.QuerySelectorAll("[aria-labelledby=kiem-tra] a").First(link => link.TextContent.Contains("chưa giao", StringComparison.Ordinal));
        Assert.Equal("#p-hoi-thue", fault.GetAttribute("href"));
        Assert.NotNull(page.GetElementById("p-hoi-thue"));
        Assert.NotNull(page.QuerySelector("svg[role=img][aria-label]"));
        await Edit(ha, id, "hoi-thue", new() { ["kind"] = "consult", ["role"] = "specialist", ["hours"] = "1" });
        await Moved(await House.Post(ha, Url(id, "hoi-thue"), new() { ["what"] = "message", ["newName"] = "Chờ ý kiến thuế" }, Form("Add")));
        await Moved(await House.Post(ha, Url(id, step), new() { ["beside"] = "Việc một\nViệc hai" }, Form("Parallel")));
        await Moved(await House.Post(ha, Url(id, "viec-hai"), [], Form("Remove")));
        await Moved(await House.Post(ha, Url(id, step), new() { ["edgeHours"] = "8", ["edgeStep"] = "Nhắc" }, Form("Edge")));
        Assert.Contains("8 giờ làm việc (1 ngày) · thôi bước đang làm", (await Page(ha, id)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ha.GetAsync(Url(id, "khong-co"))).StatusCode);
    }

    [Fact]
    public async Task Files_of_other_tools_become_drafts_with_their_faults_and_what_is_no_process_is_refused()
    {
        var ha = await house.SignedIn("ha");
        var drafts = await house.Scalar<long>("select count(*) from workflow.drawn_process");
        foreach (var (text, words) in new[]
        {
            ("", "Chọn tệp BPMN"), ("<a>", "XML hỏng"), ("<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>", "DOCTYPE"), ("<html/>", "không phải BPMN"),
            ($"<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\">{string.Concat(Enumerable.Range(0, 10_000)
                .Select(i => $"<userTask id=\"t{i}\"/>"))}</process></definitions>", "hơn 600 phần tử"),
            (new string(' ', 2_100_000), "lớn hơn 2 MB"),
        }) await Refused(HttpStatusCode.BadRequest, words, await Upload(ha, text));
        Assert.Equal(drafts, await house.Scalar<long>("select count(*) from workflow.drawn_process"));
        var taken = await Upload(ha, """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><startEvent id="s"/><scriptTask id="x" name="Chạy mã"/>
            <sequenceFlow id="f" sourceRef="s" targetRef="x"><conditionExpression>khong.co = 1</conditionExpression></sequenceFlow></process></definitions>
            """);
        var id = await Id(taken);
        var page = await Page(ha, id);
        foreach (var words in new[] { "Không thực hiện được phần tử scriptTask", "Không có câu hỏi \"khong.co\"", "Tệp bản vẽ.bpmn" })
            Assert.Contains(words, page.Body!.TextContent, StringComparison.Ordinal);
        var file = await ha.GetAsync($"{Root}/{id}?handler=File");
        Assert.Contains("scriptTask", await file.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task A_template_is_confirmed_step_by_step()
    {
        var ha = await house.SignedIn("ha");
        var id = await Id(await House.Post(ha, $"{Root}/moi?thu-tuc={Copies}", new() { ["template"] = "P1-03" }, Form("Template")));
        var page = await Page(ha, id);
        var guessed = page.QuerySelectorAll(".outline form").Length;
        Assert.True(guessed > 0 && page.QuerySelectorAll(".outline .chip").Length == guessed);
        Assert.Contains("Nguyên văn:", page.Body!.TextContent, StringComparison.Ordinal);
        for (; guessed > 0; guessed--)
            await Moved(await House.Post(ha, $"{Root}/{id}", [], Form("Confirm")));
        Assert.DoesNotContain("được đoán từ văn bản", (await Page(ha, id)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_do_not_come_here_nor_post()
    {
        var ha = await house.SignedIn("ha");
        var id = await Make(ha, Copies);
        foreach (var url in new[] { Root, $"{Root}/moi", $"{Root}/{id}", Url(id, "start"), $"{Root}/{id}?handler=File" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn("diem")).GetAsync(url)).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await house.Anonymous().GetAsync(url)).StatusCode);
        }
        var tam = await house.SignedIn("tam");
        var forged = await tam.PostAsync($"{Root}/{id}?handler=Withdraw", new FormUrlEncodedContent([new("revision", "1"), new("withdrawReason", "x")]));
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        Assert.Equal("draft", await house.Scalar<string>("select state from workflow.drawn_process where id = $1", id));
        Assert.Equal(HttpStatusCode.NotFound, (await ha.GetAsync($"{Root}/{Guid.NewGuid()}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ha.GetAsync($"{Root}/moi?thu-tuc=khong-co")).StatusCode);
    }

    [Fact]
    public async Task A_file_is_imported_by_the_command_as_a_draft_of_nobody()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.bpmn");
        await File.WriteAllTextAsync(file, ProcessTemplates.Draw("p", "Thử", []));
        using var output = new StringWriter();
        await using var scope = house.Scope();
        Assert.Equal(2, await ImportBpmn.Command.Run(scope.ServiceProvider, [file, "--procedure", "khong-co"], output));
        Assert.Equal(1, await ImportBpmn.Command.Run(scope.ServiceProvider, [file, "khong-co.bpmn", "--procedure", Copies], output));
        Assert.Contains("khong-co.bpmn: không đọc được", output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"của {Copies}", output.ToString(), StringComparison.Ordinal);
        File.Delete(file);
    }

    private static string Url(Guid id, string element) => $"{Root}/{id}/muc?muc={Uri.EscapeDataString(element)}";

    private static string Form(string handler) => $"main form[action*='handler={handler}']";

    [Fact]
    public async Task A_diagram_comes_back_as_the_file_that_the_outline_changes_too()
    {
        var ha = await house.SignedIn("ha");
        var draft = await Make(ha, Allowance);
        var address = $"{Root}/{draft}/so-do";
        var page = await House.Read(await ha.GetAsync(address));
        var drawing = page.QuerySelector("#drawing")!.TextContent;
        Assert.Contains("BPMNDiagram", drawing, StringComparison.Ordinal);
        // A tool gives parts new names of its own and keeps what it does not know.
        var changed = drawing.Replace("Tiếp nhận", "Nhận hồ sơ", StringComparison.Ordinal);
        Assert.NotEqual(drawing, changed);
        await Moved(await House.Post(ha, address, new() { ["drawing"] = changed, ["revision"] = "1" }));
        Assert.Contains("Nhận hồ sơ", (await Page(ha, draft)).QuerySelector("[aria-labelledby=cac-phan-tu]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty((await Page(ha, draft)).QuerySelectorAll(".is-missing"));

        // The older diagram of two who draw, and what is no process, change nothing and are not lost.
        foreach (var (sent, revision, status, words) in new[]
        {
            (drawing, "1", HttpStatusCode.Conflict, "Người khác vừa sửa"), ("<hỏng", "2", HttpStatusCode.BadRequest, "Tệp XML hỏng"),
        })
        {
            var answer = await House.Post(ha, address, new() { ["drawing"] = sent, ["revision"] = revision });
            Assert.Equal(status, answer.StatusCode);
            var back = await House.Read(answer);
            Assert.Contains(words, back.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(sent.Trim(), back.QuerySelector("#drawing")!.TextContent.Trim());
        }
        Assert.Contains("Nhận hồ sơ", (await Page(ha, draft)).Body!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<IHtmlDocument> Page(HttpClient client, Guid id) => await House.Read(await client.GetAsync($"{Root}/{id}"));

    private static async Task<Guid> Make(HttpClient client, string code) =>
        await Id(await House.Post(client, $"{Root}/moi?thu-tuc={code}", [], Form("Steps")));

    private static async Task<Guid> Id(HttpResponseMessage answer)
    {
        await Moved(answer);
        return Guid.Parse(answer.Headers.Location!.OriginalString[(Root.Length + 1)..].Split('?')[0]);
    }

    /// <summary>Id of the step for judging, when none is named.</summary>
    private static async Task<string> Step(HttpClient client, Guid id, string? named) =>
        named ?? (await Page(client, id)).QuerySelectorAll(".outline > li")
            .First(item => item.TextContent.Contains("Bước thẩm định", StringComparison.Ordinal)).Id![2..];

    private static async Task Add(HttpClient client, Guid id, string after, string name, string kind, string role, string hours)
    {
        var made = await House.Post(client, Url(id, after), new() { ["what"] = "step", ["newName"] = name }, Form("Add"));
        await Moved(made);
        var element = System.Web.HttpUtility.ParseQueryString(made.Headers.Location!.OriginalString.Split('?')[1])["muc"]!;
        await Edit(client, id, element, new() { ["kind"] = kind, ["role"] = role, ["hours"] = hours });
    }

    private static async Task Edit(HttpClient client, Guid id, string element, Dictionary<string, string> fields) =>
        await Moved(await House.Post(client, Url(id, element), fields, Form("Save")));

    private static Task<HttpResponseMessage> Post(HttpClient client, Guid id, string handler, Dictionary<string, string> fields) =>
        House.Post(client, $"{Root}/{id}", fields, Form(handler));

    private static async Task Act(HttpClient client, Guid id, string handler, Dictionary<string, string> fields) =>
        await Moved(await Post(client, id, handler, fields));

    /// <summary>An act whose form the page does not offer.</summary>
    private async Task<HttpResponseMessage> PostTo(HttpClient client, Guid id, string handler, Dictionary<string, string> fields)
    {
        var page = await Page(client, id);
        var given = new Dictionary<string, string>(fields)
        {
            ["__RequestVerificationToken"] = page.QuerySelector<IHtmlInputElement>("[name=__RequestVerificationToken]")!.Value,
            ["revision"] = $"{await house.Scalar<int>("select revision from workflow.drawn_process where id = $1", id)}",
        };
        return await client.PostAsync($"{Root}/{id}?handler={handler}", new FormUrlEncodedContent(given));
    }

    private static async Task<HttpResponseMessage> Upload(HttpClient client, string text)
    {
        var page = await House.Read(await client.GetAsync($"{Root}/moi?thu-tuc={Copies}"));
        var form = (IHtmlFormElement)page.QuerySelector(Form("File"))!;
        var content = new MultipartFormDataContent
        {
            { new StringContent(form.QuerySelector<IHtmlInputElement>("[name=__RequestVerificationToken]")!.Value), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", "bản vẽ.bpmn" },
        };
        return await client.PostAsync(form.GetAttribute("action"), content);
    }

    private async Task<(Guid Id, int Version)?> InForce(string code, string? at = null)
    {
        await using var scope = house.Scope();
        var moment = at is null ? house.Clock.GetUtcNow() : DateTimeOffset.Parse(at);
        var found = await scope.ServiceProvider.GetRequiredService<PublishedProcesses>().For(code, moment);
        return found is null ? null : (found.Id, found.Version);
    }

    /// <summary>An approved one cannot be changed by the application's role, whatever the code does.</summary>
    private async Task Frozen(Guid id)
    {
        foreach (var change in new[] { "drawing = drawing || ' '", "state = 'draft'", "approved_by = 'khác'", "hands = '{}'", "from_at = now()" })
        {
            Assert.Equal(PostgresErrorCodes.RestrictViolation, (await Assert.ThrowsAsync<PostgresException>(
                () => house.ExecuteAsApplication($"update workflow.drawn_process set {change} where id = '{id}'"))).SqlState);
        }
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(
            () => house.ExecuteAsApplication($"delete from workflow.drawn_process where id = '{id}'"))).SqlState);
        Assert.Equal("drawn_process_two_people", (await Assert.ThrowsAsync<PostgresException>(() => house.ExecuteAsApplication("""
            insert into workflow.drawn_process (id, procedure_code, version, drawing, source, state, from_at, hands, made_by, made_at, approved_by,
                approved_by_id, approved_at)
            values (gen_random_uuid(), 'T', 1, '<x/>', 'x', 'approved', now(), array['00000000-0000-0000-0000-000000000001'::uuid], 'a', now(),
                'a', '00000000-0000-0000-0000-000000000001', now())
            """))).ConstraintName);
    }

    private static async Task Moved(HttpResponseMessage answer)
    {
        var text = answer.StatusCode == HttpStatusCode.Redirect ? "" : (await House.Read(answer)).QuerySelector("main")!.TextContent;
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{answer.StatusCode} {text}");
    }

    private static async Task Refused(HttpStatusCode status, string words, HttpResponseMessage answer)
    {
        var text = (await House.Read(answer)).QuerySelector("main")!.TextContent;
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        Assert.Contains(words, text, StringComparison.OrdinalIgnoreCase);
    }
}
