using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Organisation;

/// <summary>Through the pages. The clock stands at 28/04/2026; "nam" administers, "ha" keeps the procedures and only looks.</summary>
public sealed class CalendarPagesTests(House house) : IClassFixture<House>
{
    private const string Root = "/quan-tri/lich-lam-viec";
    private const string New2027 = "01/01/2027; nghỉ lễ; Tết Dương lịch\n06/02/2027; nghỉ lễ; Mùng 1 Tết Đinh Mùi\n02/09/2027; nghỉ lễ; Quốc khánh";

    [Fact]
    public async Task Years_have_a_state_a_document_and_a_warning_where_promises_may_reach()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var text = await Text(await (await own.SignedIn("ha")).GetAsync(Root));
        foreach (var words in new[]
        {
            "Năm 2026", "Chính thức, đã có thông báo", "249", "Công văn 12729/VPCP-KGVX", "Năm 2027", "Chưa có lịch", "Lịch đầu tiên, không tính lại hồ sơ nào"
        })
            Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Năm 2027 chưa có lịch nghỉ", text, StringComparison.Ordinal);
        var code = await Received.New(own);
        await own.Execute("update dossiers.dossier set due_at = '2027-01-05 10:00+00' where code = $1", code);
        Assert.Contains("Năm 2027 chưa có lịch nghỉ, mà 1 hồ sơ đang mở hẹn trả trong năm này", await Text(await (await own.SignedIn("nam")).GetAsync(Root)),
            StringComparison.Ordinal);
        await own.At("2026-08-03T09:00:00+07:00", async () =>
            Assert.Contains("Năm 2027 chưa có lịch nghỉ", await Text(await (await own.SignedIn("nam")).GetAsync(Root)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_year_is_drawn_month_by_month_with_its_days_in_words()
    {
        var page = await House.Read(await (await house.SignedIn("ha")).GetAsync($"{Root}/2026"));
        Assert.Equal(12, page.QuerySelectorAll("table.calendar").Length);
        var text = page.QuerySelector("main")!.TextContent.Replace('\u00a0', ' ');
        foreach (var words in new[]
        {
            "Thứ Bảy, 22/08/2026: Làm bù cho ngày 31/8/2026 (làm bù, đổi với 31/08/2026)", "Chủ Nhật, 26/04/2026: Giỗ Tổ Hùng Vương", "249 ngày làm việc"
        })
            Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Equal("26nghỉ", page.QuerySelectorAll("table.calendar")[3].QuerySelectorAll("td")
            .Single(cell => cell.TextContent.StartsWith("26", StringComparison.Ordinal)).TextContent);
        Assert.Empty(page.QuerySelectorAll("main form"));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Redirect)]
    [InlineData("benam", HttpStatusCode.Forbidden)]
    [InlineData("diem", HttpStatusCode.Forbidden)]
    [InlineData("ha", HttpStatusCode.OK)]
    [InlineData("nam", HttpStatusCode.OK)]
    public async Task Who_may_look(string? username, HttpStatusCode expected)
    {
        var client = username is null ? house.Anonymous() : await house.SignedIn(username);
        foreach (var url in new[] { Root, $"{Root}/2026", $"{Root}/gio-lam-viec", $"{Root}/gio-lam-viec/MC-32248", $"{Root}/phien-ban/1" })
            Assert.Equal(expected, (await client.GetAsync(url)).StatusCode);
    }

    [Fact]
    public async Task Who_keeps_the_procedures_looks_and_does_not_publish()
    {
        var (ha, nam) = (await house.SignedIn("ha"), await house.SignedIn("nam"));
        var before = await Newest();
        var token = (await House.Read(await ha.GetAsync("/quan-tri/bo-quy-dinh/01860000-0000-7000-8000-000000118251")))
            .QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value;
        foreach (var url in new[] { $"{Root}/2027?handler=Preview", $"{Root}/2027?handler=Publish", $"{Root}/gio-lam-viec/MC-32248" })
            Assert.Equal(HttpStatusCode.Forbidden, (await ha.PostAsync(url, new FormUrlEncodedContent([new("__RequestVerificationToken", token)]))).StatusCode);
        Assert.Equal(before, await Newest());
        foreach (var url in new[] { $"{Root}/1999", $"{Root}/2101", $"{Root}/phien-ban/9999", $"{Root}/gio-lam-viec/KHONG-CO" })
            Assert.Equal(HttpStatusCode.NotFound, (await nam.GetAsync(url)).StatusCode);
    }

    [Fact]
    public async Task A_notice_is_looked_at_and_published_once_even_when_sent_twice()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var nam = await own.SignedIn("nam");
        var before = await own.Scalar<int>("select max(version) from organisation.calendar_version");
        var preview = await Looked(nam, 2027, Fields(New2027));
        var text = preview.QuerySelector("main")!.TextContent.Replace('\u00a0', ' ');
        foreach (var words in new[]
        {
            "Tình trạng lịch năm 2027: từ chưa có thành chính thức", "Số ngày làm việc của năm: từ 257 thành 259",
                "Thêm ngày nghỉ lễ Thứ Năm, 02/09/2027: Quốc khánh", "Chưa có gì được lưu",
        }) Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Equal(before, await own.Scalar<int>("select max(version) from organisation.calendar_version"));

        var fields = Hidden(preview);
        var both = await Task.WhenAll(Send(nam, $"{Root}/2027?handler=Publish", fields), Send(nam, $"{Root}/2027?handler=Publish", fields));
        var third = await Send(nam, $"{Root}/2027?handler=Publish", fields);
        Assert.All(both.Append(third), answer => Assert.Equal($"{Root}/2027?phien-ban={before + 1}", answer.Headers.Location?.OriginalString));
        Assert.Equal(before + 1, await own.Scalar<int>("select max(version) from organisation.calendar_version"));
        Assert.Equal(1L, await own.Scalar<long>("select count(*) from organisation.calendar_notice where year = 2027"));
        Assert.Equal("Công văn 1/VPCP ngày 20/04/2026, lịch năm 2027 (chính thức): Nhập thông báo",
            await own.Scalar<string>("select reason from platform.event where stream = 'calendar' order by position desc limit 1"));
        Assert.Equal("official|Công văn 1/VPCP (20/04/2026)",
            await own.Scalar<string>("select status || '|' || basis from organisation.calendar_year where year = 2027"));
        Assert.False((await own.Services.GetRequiredService<Calendars>().Of()).IsProvisional(new(2027, 1, 4)));
        Assert.Contains($"Đã công bố phiên bản {before + 1}", await Text(await nam.GetAsync(third.Headers.Location)), StringComparison.Ordinal);

        // The same again, from the form: nothing to publish.
        var same = await House.Post(nam, $"{Root}/2027", Fields(New2027));
        Assert.Equal(HttpStatusCode.BadRequest, same.StatusCode);
        Assert.Contains("giống hệt lịch đang dùng", await Text(same), StringComparison.Ordinal);

        // Another load of the file does not bend what the page has published.
        var report = await Load(own, "2027-05-01,thu_bay,Ngày Quốc tế Lao động,holiday,,Tệp cũ,high\n2029-01-01,thu_hai,Tết Dương lịch,holiday,,Tệp cũ,high");
        Assert.Equal(3L, await own.Scalar<long>("select count(*) from organisation.holiday where extract(year from date) = 2027"));
        var doubts = report.Files.Single(file => file.File == "Lịch làm việc").Problems.Select(problem => problem.ToString()).ToList();
        Assert.Equal(2, doubts.Count);
        Assert.Contains("Năm 2027 đã công bố trên trang", doubts[0], StringComparison.Ordinal);
        Assert.StartsWith("holidays.csv: Thiếu lịch năm 2028", doubts[1], StringComparison.Ordinal);
        Assert.False(report.IsClean);
    }

    [Fact]
    public async Task Whoever_looked_at_an_older_calendar_is_shown_the_new_difference()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var nam = await own.SignedIn("nam");
        var fields = Hidden(await Looked(nam, 2027, Fields(New2027)));
        await Load(own, "2026-12-24,thu_nam,Nghỉ thử,holiday,,Công điện thử,high");
        var answer = await Send(nam, $"{Root}/2027?handler=Publish", fields);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Contains("Lịch vừa được người khác đổi", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Send(nam, $"{Root}/2027?handler=Publish", Hidden(page))).StatusCode);
    }

    [Fact]
    public async Task A_day_of_the_past_is_bent_only_with_a_reason_that_says_so()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var nam = await own.SignedIn("nam");
        var lines = (await House.Read(await nam.GetAsync($"{Root}/2026")))
            .QuerySelector<IHtmlTextAreaElement>("[name=days]")!.Value.Replace("01/01/2026; nghỉ lễ; Tết Dương lịch", "", StringComparison.Ordinal);
        var refused = await House.Post(nam, $"{Root}/2026", Fields(lines));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var page = await House.Read(refused);
        Assert.Contains("Danh sách đổi ngày đã qua: bỏ ngày nghỉ lễ Thứ Năm, 01/01/2026",
            page.GetElementById("f-pastReason-error")!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Equal(lines.Trim(), page.QuerySelector<IHtmlTextAreaElement>("[name=days]")!.Value.ReplaceLineEndings("\n").Trim());

        var preview = await Looked(nam, 2026, Fields(lines, past: "Nhập nhầm khi nạp"));
        Assert.Contains("Danh sách đổi ngày đã qua", preview.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var fields = Hidden(preview);
        var first = await Send(nam, $"{Root}/2026?handler=Publish", fields);
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal(first.Headers.Location, (await Send(nam, $"{Root}/2026?handler=Publish", fields)).Headers.Location);
        Assert.EndsWith("Đổi ngày đã qua: Nhập nhầm khi nạp",
            await own.Scalar<string>("select reason from organisation.calendar_version order by version desc limit 1"), StringComparison.Ordinal);
        // A day that stays keeps the document that decided it.
        Assert.Equal("Nghị quyết 28/2026/QH16", await own.Scalar<string>("select decision from organisation.holiday where date = '2026-11-24'"));
    }

    [Theory]
    [InlineData("number", " ", "Nhập tên và số văn bản")]
    [InlineData("dated.day", "31", "có trong lịch")]
    [InlineData("dated.year", "2030", "ở sau hôm nay")]
    [InlineData("reason", "  ", "Nhập lý do")]
    [InlineData("status", "khac", "Chọn chính thức hoặc tạm tính")]
    [InlineData("days", "02/09/2027; nghỉ lễ; Quốc khánh\nlung tung", "Dòng 2: cần ngày, loại và tên")]
    public async Task What_is_wrong_is_said_beside_its_box_and_everything_typed_stays(string field, string value, string words)
    {
        var nam = await house.SignedIn("nam");
        var fields = Fields(New2027);
        fields[field] = value;
        var answer = await House.Post(nam, $"{Root}/2027", fields);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        var shown = field.Split('.')[0];
        Assert.Contains(words, page.GetElementById($"f-{shown}-error")!.TextContent, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll(".error-summary a"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Equal(fields["days"], page.QuerySelector<IHtmlTextAreaElement>("[name=days]")!.Value.ReplaceLineEndings("\n"));
        if (field != "number") Assert.Equal("Công văn 1/VPCP", page.QuerySelector<IHtmlInputElement>("[name=number]")!.Value);
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from organisation.calendar_notice"));
    }

    [Fact]
    public async Task A_file_takes_the_place_of_the_lines_and_its_wrong_lines_are_named()
    {
        var nam = await house.SignedIn("nam");
        var answer = await Upload(nam,
            [.. "date,weekday,name,kind,swap_with,decision,confidence\n2027-01-01,thu_sau,Tết Dương lịch,holiday,,Thông báo,high\n"u8,
                .. "2027-02-30,thu_sau,Tết,holiday,,Thông báo,high\n"u8]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Dòng 3: cột date: \"2027-02-30\" không phải ngày có thật", await Text(answer), StringComparison.Ordinal);
        answer = await Upload(nam, [0xff, 0xfe, 0x41]);
        Assert.Contains("không phải UTF-8", await Text(answer), StringComparison.Ordinal);
        answer = await Upload(nam,
            "date,weekday,name,kind,swap_with,decision,confidence\n2027-01-01,thu_sau,Tết Dương lịch,holiday,,Thông báo,high\n"u8.ToArray());
        Assert.Contains("Thêm ngày nghỉ lễ Thứ Sáu, 01/01/2027: Tết Dương lịch", await Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_day_off_moves_an_open_promise_and_the_list_shows_before_and_after()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var nam = await own.SignedIn("nam");
        var code = await Received.New(own);
        Assert.Equal("2026-04-29 17:00", await Received.Due(own, code));
        var lines = (await House.Read(await nam.GetAsync($"{Root}/2026"))).QuerySelector<IHtmlTextAreaElement>("[name=days]")!.Value;
        var preview = await Looked(nam, 2026, Fields(lines + "29/04/2026; nghỉ lễ; Nghỉ theo công điện"));
        Assert.Contains("1 hồ sơ đang mở có hạn chạm phần thay đổi", preview.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var version = await own.Scalar<int>("select max(version) from organisation.calendar_version") + 1;
        Assert.Equal(HttpStatusCode.Redirect, (await Send(nam, $"{Root}/2026?handler=Publish", Hidden(preview))).StatusCode);
        Assert.Contains("Chờ tính lại", await Text(await nam.GetAsync(Root)), StringComparison.Ordinal);
        await own.Drain();
        Assert.Equal("2026-05-04 17:00", await Received.Due(own, code));

        var list = await House.Read(await nam.GetAsync(Root));
        Assert.Contains("xem lại 1 hồ sơ, 1 muộn hơn, 0 sớm hơn", Squeezed(list.QuerySelector("[aria-labelledby=phien-ban] tbody tr")!),
            StringComparison.Ordinal);
        var later = list.QuerySelectorAll<IHtmlAnchorElement>("[aria-labelledby=phien-ban] a").Single(link => link.TextContent == "1 muộn hơn")
            .GetAttribute("href")!;
        Assert.Equal($"{Root}/phien-ban/{version}?loai=muon-hon", later);
        var row = Assert.Single((await House.Read(await nam.GetAsync(later))).QuerySelectorAll("[data-row]"));
        Assert.Equal([code, "17:00, 29/04/2026", "17:00, 04/05/2026", "Muộn hơn"], row.Children.Select(cell => cell.TextContent.Trim()));
        Assert.Empty((await House.Read(await nam.GetAsync($"{Root}/phien-ban/{version}?loai=som-hon"))).QuerySelectorAll("[data-row]"));
        Assert.Equal(HttpStatusCode.OK, (await nam.GetAsync($"{Root}/phien-ban/{version}?sau=x&loai=x")).StatusCode);

        var tracked = await Text(await own.Anonymous()
            .GetAsync("/tra-cuu?ma=" + await own.Scalar<string>("select short_code from dossiers.dossier where code = $1", code)));
        Assert.Contains($"Hẹn trả trước là 17:00, 29/04/2026, tính lại thành 17:00, 04/05/2026. Lý do: Lịch làm việc phiên bản {version}: Công văn 1/VPCP "
            + $"ngày 20/04/2026", tracked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_term_that_runs_into_a_year_without_a_calendar_says_so_to_the_citizen_and_the_official()
    {
        await using var own = new House();
        await own.InitializeAsync();
        string code = "", shortCode = "";
        await own.At("2026-12-31T09:00:00+07:00", async () =>
        {
            code = await Received.New(own);
            shortCode = await own.Scalar<string>("select short_code from dossiers.dossier where code = $1", code);
            Assert.Contains("lịch nghỉ chính thức năm 2027 chưa công bố", await Text(await own.Anonymous().GetAsync("/tra-cuu?ma=" + shortCode)),
                StringComparison.Ordinal);
            Assert.Contains("ngày dự kiến", await Text(await (await own.SignedIn("diem")).GetAsync($"/noi-bo/ho-so/{code}")), StringComparison.Ordinal);
            await own.Drain();
            Assert.Contains("(dự kiến, lịch nghỉ năm đó chưa công bố)",
                await own.Scalar<string>("select text from messages.message where dossier_code = $1 and template = 'dossier.received' and channel = 'inApp'",
                code), StringComparison.Ordinal);
            Assert.Contains("mà 1 hồ sơ đang mở hẹn trả trong năm này", await Text(await (await own.SignedIn("nam")).GetAsync(Root)), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task New_hours_begin_on_their_day_and_make_a_version_for_that_office_alone()
    {
        await using var own = new House();
        await own.InitializeAsync();
        var nam = await own.SignedIn("nam");
        var fields = Hours(1, 5, 2026);
        (fields["saturday"], fields["saturdayMorning.opens"], fields["saturdayMorning.closes"]) = ("open", "07:30", "11:30");
        var version = await own.Scalar<int>("select max(version) from organisation.calendar_version") + 1;
        var answer = await House.Post(nam, $"{Root}/gio-lam-viec/MC-32248", fields);
        Assert.Equal($"{Root}/gio-lam-viec/MC-32248?phien-ban={version}", answer.Headers.Location?.OriginalString);
        Assert.Equal("MC-32248", await own.Scalar<string>("select data #>> '{offices,0}' from platform.event where stream = 'calendar' order by position desc "
            + "limit 1"));
        var calendar = await own.Services.GetRequiredService<Calendars>().Of("MC-32248");
        Assert.Equal(new TimeOnly(17, 0), calendar.HoursOn(new(2026, 4, 29))[^1].Closes);
        Assert.Equal(new TimeOnly(16, 30), calendar.HoursOn(new(2026, 5, 4))[^1].Closes);
        Assert.True(calendar.IsOpen(new(2026, 5, 9)) && !calendar.IsWorkingDay(new(2026, 5, 9)));
        Assert.Equal(new TimeOnly(17, 0), (await own.Services.GetRequiredService<Calendars>().Of("MC-96")).HoursOn(new(2026, 5, 4))[^1].Closes);

        // What was set for later is replaced, what has begun ends the day before.
        fields = Hours(1, 6, 2026);
        fields["afternoon.closes"] = "17:30";
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(nam, $"{Root}/gio-lam-viec/MC-32248", fields)).StatusCode);
        calendar = await own.Services.GetRequiredService<Calendars>().Of("MC-32248");
        Assert.True(calendar.IsOpen(new(2026, 5, 30)) && !calendar.IsOpen(new(2026, 6, 6)));
        Assert.Equal(new TimeOnly(17, 30), calendar.HoursOn(new(2026, 6, 1))[^1].Closes);
        var same = await House.Post(nam, $"{Root}/gio-lam-viec/MC-32248", fields);
        Assert.Contains("không có gì để đổi", await Text(same), StringComparison.Ordinal);
        var page = await Text(await nam.GetAsync($"{Root}/gio-lam-viec/MC-32248"));
        Assert.Contains("07:30–11:30, chỉ tiếp nhận, không tính vào thời hạn", page, StringComparison.Ordinal);
        Assert.Contains("từ 01/05/2026 đổi giờ", await Text(await nam.GetAsync($"{Root}/gio-lam-viec?q=dat+mui")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from.year", "2025", "from", "chỉ đổi từ hôm nay, 28/04/2026")]
    [InlineData("from.day", "32", "from", "có trong lịch")]
    [InlineData("morning.opens", "bảy giờ", "morning.opens", "Nhập giờ và phút")]
    [InlineData("morning.closes", "06:00", "morning.closes", "sau giờ mở cửa 07:00")]
    [InlineData("afternoon.opens", "10:00", "afternoon.opens", "trước khi buổi trước đóng lúc 11:00")]
    [InlineData("saturday", "counts", "basis", "văn bản của tỉnh")]
    [InlineData("reason", "", "reason", "Nhập lý do đổi giờ")]
    public async Task Hours_that_cannot_be_are_refused_and_stay_typed(string field, string value, string shown, string words)
    {
        var nam = await house.SignedIn("nam");
        var fields = Hours(1, 7, 2026);
        (fields["saturdayMorning.opens"], fields["saturdayMorning.closes"]) = ("07:00", "11:00");
        fields[field] = value;
        var before = await Newest();
        var answer = await House.Post(nam, $"{Root}/gio-lam-viec/MC-32248", fields);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Contains(words, page.GetElementById($"f-{shown.Replace('.', '-')}-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(fields["afternoon.closes"], page.QuerySelector<IHtmlInputElement>("[name='afternoon.closes']")!.Value);
        Assert.Equal(before, await Newest());
    }

    private static Dictionary<string, string> Fields(string days, string past = "") => new()
    {
        ["status"] = "official", ["number"] = "Công văn 1/VPCP", ["dated.day"] = "20", ["dated.month"] = "4", ["dated.year"] = "2026", ["days"] = days,
            ["reason"] = "Nhập thông báo", ["pastReason"] = past,
    };

    private static Dictionary<string, string> Hours(int day, int month, int year) => new()
    {
        ["from.day"] = $"{day}", ["from.month"] = $"{month}", ["from.year"] = $"{year}", ["morning.opens"] = "07:00", ["morning.closes"] = "11:00",
            ["afternoon.opens"] = "13:00", ["afternoon.closes"] = "16:30",
        ["saturday"] = "closed", ["reason"] = "Giờ mùa hè",
    };

    private static async Task<IHtmlDocument> Looked(HttpClient client, int year, Dictionary<string, string> fields)
    {
        var answer = await House.Post(client, $"{Root}/{year}", fields);
        var page = await House.Read(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, page.QuerySelector(".error-summary")?.TextContent ?? $"{(int)answer.StatusCode}");
        return page;
    }

    private static Dictionary<string, string> Hidden(IHtmlDocument page) =>
        page.QuerySelectorAll<IHtmlInputElement>("main form[action*=Publish] input[type=hidden]").ToDictionary(input => input.Name!, input => input.Value);

    private static Task<HttpResponseMessage> Send(HttpClient client, string url, Dictionary<string, string> fields) =>
        client.PostAsync(url, new FormUrlEncodedContent(fields));

    private static async Task<HttpResponseMessage> Upload(HttpClient client, byte[] bytes)
    {
        var page = await House.Read(await client.GetAsync($"{Root}/2027"));
        using var content = new MultipartFormDataContent();
        content.Add(new StringContent(page.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value), "__RequestVerificationToken");
        foreach (var (key, value) in Fields("")) content.Add(new StringContent(value), key);
        content.Add(new ByteArrayContent(bytes), "file", "holidays.csv");
        return await client.PostAsync($"{Root}/2027?handler=Preview", content);
    }

    private static async Task<LoadReport> Load(House house, string rows)
    {
        var folder = Directory.CreateTempSubdirectory("motcua-holidays-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "holidays.csv"), $"date,weekday,name,kind,swap_with,decision,confidence\n{rows}\n");
        var report = await house.Services.GetRequiredService<ReferenceLoader>().Load(folder, false, _ => { }, Actor.System);
        Directory.Delete(folder, recursive: true);
        return report;
    }

    private Task<int> Newest() => house.Scalar<int>("select max(version) from organisation.calendar_version");

    private static async Task<string> Text(HttpResponseMessage answer) => Squeezed((await House.Read(answer)).QuerySelector("main")!);

    private static string Squeezed(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
