using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Lifecycle;
using Xunit;

namespace MotCua.Tests.Bridges;

/// <summary>The Registration block of GovStack over the product: what it answers is what the product holds, and nothing else.</summary>
[Trait("Pace", "slow")]
public sealed class GovStackTests(BridgedHouse house) : IClassFixture<BridgedHouse>
{
    private const string Applicant42 = "42962de0-bdb2-11ed-9397-0242ac120004";

    [Fact]
    public async Task An_application_is_a_draft_until_it_holds_what_the_procedure_demands_and_then_a_dossier()
    {
        var begun = await house.Post($"/services/{BridgedHouse.Service}/applications", new { applicantId = Applicant42 });
        var file = (string)begun["fileId"]!;
        Assert.Equal((BridgedHouse.Service, "PENDING", Applicant42, null), ((string?)begun["serviceId"], (string?)begun["status"]!["code"],
            (string?)begun["applicationData"]!["applicantId"], (string?)begun["registered"]));

        var answers = Applicant.Answers();
        answers["filingPlace"] = new JsonObject { ["unit"] = Applicant.Commune };
        var declared = new { applicantId = Applicant42, formData = new { data = answers, eFormId = BridgedHouse.EForm } };
        var lacking = await house.Put($"/applications/{file}", declared);
        Assert.Null((string?)lacking["registered"]);
        Assert.Contains("Giấy chứng sinh", (string?)lacking["status"]!["title"], StringComparison.Ordinal);

        var document = await Upload($$"""{"fileId":"{{file}}","paper":"giay-chung-sinh","name":"giay-chung-sinh.png"}""", Applicant.Png());
        Assert.Equal(HttpStatusCode.OK, document.StatusCode);
        Assert.Equal("image/png", (string?)(await document.Content.ReadFromJsonAsync<JsonNode>())!["type"]);

        var filed = await house.Put($"/applications/{file}", declared);
        Assert.NotNull((string?)filed["registered"]);
        var read = await house.Get($"/applications/{file}");
        Assert.Equal((file, BridgedHouse.Service, "Nguyễn Gia Hân"), ((string?)read["fileId"], (string?)read["serviceId"],
            (string?)read["applicationData"]!["formData"]!["data"]!["child"]!["name"]));
        Assert.Equal("Đã nộp, chờ tiếp nhận", (string?)read["status"]!["title"]);
        Assert.Single(read["applicationData"]!["documentUrls"]!.AsArray());
        Assert.Equal(1, await house.Scalar<long>("select count(*) from dossiers.dossier where foreign_system = 'govstack' and foreign_id = $1", file));
        await BridgedHouse.Declined(HttpStatusCode.Conflict, "đã nộp", house.Client.PutAsJsonAsync($"/applications/{file}", declared));

        // What a program has filed is received like any other: its papers wait for their owner's word.
        var code = await house.Scalar<string>("select code from dossiers.dossier where foreign_id = $1", file);
        await Received.Receive(house, code);
        Assert.Equal("Đang giải quyết", (string?)(await house.Get($"/applications/{file}"))["status"]!["title"]);

        foreach (var filter in new[] { "", $"?applicantId={Applicant42}", $"?serviceId={BridgedHouse.Service}", "?applicantId=096159999001&sortBy=created" })
            Assert.Contains(file, (await house.Get($"/applications{filter}")).AsArray().Select(row => (string?)row!["fileId"]));
        foreach (var filter in new[] { "?applicantId=khong-co", "?serviceId=khong-co", "?applicantId=096159999999" })
            Assert.Empty((await house.Get($"/applications{filter}")).AsArray());
    }

    [Fact]
    public async Task A_task_is_listed_read_and_completed_once()
    {
        var code = await Received.New(house);
        await Received.Act(await house.SignedIn("khoi"), code, "draft").Ok();
        var listed = Assert.Single((await house.Get($"/tasks?fileId={code}")).AsArray())!;
        var task = (string)listed["taskId"]!;
        var read = await house.Get($"/tasks/{task}");
        Assert.Equal((task, code, BridgedHouse.Service, "PENDING"),
            ((string?)read["taskId"], (string?)read["fileId"], (string?)read["serviceId"], (string?)read["status"]!["code"]));
        await BridgedHouse.Declined(HttpStatusCode.BadRequest, "ý kiến thẩm định",
            house.Client.PostAsJsonAsync($"/tasks/{task}/complete", new { data = new { } }));
        var opinion = new { data = new { opinion = new { text = "Đủ điều kiện" } } };
        var done = await house.Post($"/tasks/{task}/complete", opinion);
        Assert.Equal((task, code, "APPROVED"), ((string?)done["taskId"], (string?)done["fileId"], (string?)done["status"]!["code"]));
        Assert.Equal(done.ToJsonString(), (await house.Post($"/tasks/{task}/complete", opinion)).ToJsonString());
        Assert.Empty((await house.Get($"/tasks?fileId={code}")).AsArray());
        Assert.Equal(1, await house.Scalar<long>("""
            select count(*) from dossiers.opinion o join dossiers.dossier d on d.id = o.dossier_id where d.code = $1 and o.author_id = $2
            """, code, house.Operator.Id));
    }

    [Fact]
    public async Task Services_and_forms_are_the_products_own()
    {
        var services = (await house.Get("/services")).AsArray();
        var named = services.Single(row => (string?)row!["id"] == BridgedHouse.Service)!;
        var found = (await house.Get($"/services?name={Uri.EscapeDataString((string)named["name"]!)}")).AsArray();
        Assert.Contains(BridgedHouse.Service, found.Select(row => (string?)row!["id"]));
        Assert.All(found, row => Assert.Equal((string?)named["name"], (string?)row!["name"]));
        Assert.Empty((await house.Get("/services?name=Zero%20Hunger")).AsArray());
        Assert.Equal((string?)named["version"], (string?)(await house.Get($"/services/{BridgedHouse.Service}"))["version"]);
        Assert.Equal(BridgedHouse.EForm, (string?)(await house.Get($"/services/{BridgedHouse.Service}/eForms"))[0]!["eFormId"]);
        var form = await house.Get($"/eForms/{BridgedHouse.EForm}");
        Assert.NotNull(form["schema"]!["properties"]!["child"]!["properties"]!["name"]);
        foreach (var path in new[] { "/services/khong-co", "/eForms/khong-co", "/tasks/khong-co", "/applications/khong-co", "/khong-co" })
            await BridgedHouse.Declined(HttpStatusCode.NotFound, "Không có", house.Client.GetAsync(path));
    }

    [Fact]
    public async Task Figures_are_those_of_the_product_and_of_nobody_where_it_counts_nobody()
    {
        await Received.New(house);
        const string days = "startDate=2025-06-01&endDate=2026-05-31&timeframe=year";
        var figures = (await house.Get($"/data/statistics/1.0?{days}&registrationName=MCTS"))[0]!;
        Assert.Equal((0, "MCTS", true), ((int)figures["processed"]!, (string?)figures["references"]!["registrationName"],
            (bool?)figures["references"]!["timeframeYear"]));
        Assert.Null(figures["approved"]);
        Assert.Equal(figures.ToJsonString(), (await house.Get($"/data/statistics?{days}&registrationName=khong-co&registrationName=MCTS"))[0]!.ToJsonString());
        Assert.Empty((await house.Get($"/data/statistics/1.0?{days}&operator=Ingmar%20Vali")).AsArray());
        await BridgedHouse.Declined(HttpStatusCode.NotFound, "Không có thủ tục", house.Client.GetAsync("/data/statistics/1.0?registrationName=khong-co"));
        foreach (var wrong in new[] { "?startDate=2026-02-01&endDate=2026-01-01", "?startDate=2026-02-31", "?timeframe=century" })
            Assert.Equal(HttpStatusCode.BadRequest, (await house.Client.GetAsync($"/data/statistics/1.0{wrong}")).StatusCode);
        using var stranger = new HttpClient { BaseAddress = house.Client.BaseAddress };
        await BridgedHouse.Declined(HttpStatusCode.BadRequest, "INSTANCE/CLASS/MEMBER/SUBSYSTEM", stranger.GetAsync("/data/statistics/1.0"));
    }

    [Fact]
    public async Task What_is_sent_wrongly_is_declined_in_words()
    {
        var applications = $"/services/{BridgedHouse.Service}/applications";
        await BridgedHouse.Declined(HttpStatusCode.BadRequest, "applicantId", house.Client.PostAsJsonAsync(applications, new { }));
        await BridgedHouse.Declined(HttpStatusCode.BadRequest, "JSON", house.Client.PostAsync(applications, new StringContent("{")));
        await BridgedHouse.Declined(HttpStatusCode.NotFound, "Không có",
            house.Client.PostAsJsonAsync("/services/khong-co/applications", new { applicantId = "a" }));
        await BridgedHouse.Declined(HttpStatusCode.BadRequest, "file", house.Client.PostAsync("/documents", null));
        await BridgedHouse.Declined(HttpStatusCode.BadRequest, "additionalMetadata", Upload("giấy", Applicant.Png()));
        var file = (string)(await house.Post(applications, new { applicantId = Applicant42 }))["fileId"]!;
        var paper = $$"""{"fileId":"{{file}}","paper":"giay-chung-sinh"}""";
        await BridgedHouse.Declined(HttpStatusCode.BadRequest, "Dùng ảnh (JPG, PNG) hoặc PDF", Upload(paper, "không phải giấy tờ"u8.ToArray()));
        await BridgedHouse.Declined(HttpStatusCode.BadRequest, "sortBy", house.Client.GetAsync("/applications?sortBy=khong-co"));
    }

    private Task<HttpResponseMessage> Upload(string metadata, byte[] bytes) => house.Client.PostAsync(
        $"/documents?additionalMetadata={Uri.EscapeDataString(metadata)}", new FormUrlEncodedContent([new("file", Convert.ToBase64String(bytes))]));
}
